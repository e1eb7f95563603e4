// Many resources of one type by their names, read together.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/rpc/repository.h"

namespace congress::rpc {

// The resources of these names as they are stored, in their order; none where there is none. Without authorisation,
// without a check at the commit, and without what the call has staged: for reports over thousands. `damaged` takes the
// names of those whose graded fields cannot be read, and lets the others be read; where it is null they fail it.
template <class T>
absl::StatusOr<std::vector<std::optional<T>>> LoadStored(Call& call, const Repository<T>& type,
                                                         std::span<const std::string> names,
                                                         std::set<std::string>* damaged = nullptr) {
  std::vector<std::string> keys;
  for (const std::string& name : names) keys.push_back(RecordKey(type.type(), name));
  ASSIGN_OR_RETURN(const auto records, StoredRecords(call, keys));
  std::vector<std::optional<T>> resources(records.size());
  std::vector<SealedResource> sealed;
  for (size_t i = 0; i < records.size(); ++i) {
    if (records[i].revision == store::kAbsent) continue;
    if (!resources[i].emplace().ParseFromString(records[i].value)) return Corrupt(records[i].key);
    ShowAsSeen(call.principal().clearance, &*resources[i]);
    if (records[i].sealed) sealed.push_back({records[i].key, type.SubjectOf(*resources[i]), &*resources[i]});
  }
  if (!sealed.empty()) RETURN_IF_ERROR(OpenGraded(call, sealed, damaged));
  return resources;
}

}  // namespace congress::rpc
