// What of this service is about the caller themselves.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

// Whether the resource, or what it is a part of, is about the caller's person, under any of their names. What is not
// there is about nobody.
absl::StatusOr<bool> ConcernsCaller(rpc::Call& call, const std::string& name);

}  // namespace congress::dossiers
