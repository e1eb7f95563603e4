// What of a service is about the caller.
#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "congress/annotations/v1/options.pb.h"
#include "platform/rpc/call.h"

namespace congress::rpc {

// Whether the resource is about the caller's person, so that they are not told that it has changed. `grade`: the least
// clearance that the change is told to.
using Concerns = std::function<absl::StatusOr<bool>(Call& call, const std::string& name, annotations::v1::Grade grade)>;

}  // namespace congress::rpc
