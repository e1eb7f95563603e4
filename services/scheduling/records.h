// Reading and naming records, as several adapters of this service need it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/rpc/repository.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::scheduling {

// Every resource under `prefix`, for a decision that stands on all of them: each must still be the same at the commit.
// Without authorisation.
template <class T>
absl::StatusOr<std::vector<T>> LoadForDecision(rpc::Call& call, const rpc::Repository<T>& resources,
                                               std::string_view prefix) {
  ASSIGN_OR_RETURN(std::vector<T> all, resources.LoadAll(call, prefix));
  for (T& resource : all) {
    ASSIGN_OR_RETURN(resource, resources.Load(call, resource.name()));
  }
  return all;
}

// INVALID_ARGUMENT `FIELDS_INVALID` when an update names no resource.
inline absl::Status RequireName(std::string_view name, std::string_view field) {
  status::Violations violations;
  if (name.empty()) violations.Add(field, status::PlatformFault::REQUIRED);
  return violations.ToStatus();
}

// The etag of an update: beside the resource or, as it was read, within it.
template <class Request, class Resource>
std::string EtagOf(const Request& request, const Resource& resource) {
  return request.etag().empty() ? resource.etag() : request.etag();
}

}  // namespace congress::scheduling
