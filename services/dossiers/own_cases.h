// What of this service is about the caller themselves.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "congress/annotations/v1/options.pb.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

// Whether the resource, or what it is a part of, is about the caller's person, under any of their names, and kept from
// them: of their record, dossiers, places and processes the lists show them what is not graded. What is not there is
// about nobody; what cannot be read may be about them.
absl::StatusOr<bool> ConcernsCaller(rpc::Call& call, const std::string& name, annotations::v1::Grade grade);

}  // namespace congress::dossiers
