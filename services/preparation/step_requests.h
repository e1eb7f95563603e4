// The call that a step makes at the service that owns its resource.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "congress/preparation/v1/preparation.pb.h"
#include "platform/rpc/carrier.h"
#include "services/preparation/peers.h"

namespace congress::preparation {

// Makes the step's resource and gives its name. The request is made only of what the preparation records, and its
// `request_id` is UUIDv5(preparation uid, step id), so that a repetition finds what the first attempt made.
absl::StatusOr<std::string> MakeStep(const Peers& peers, const v1::Preparation& preparation, const v1::Step& step,
                                     const rpc::Header& header);

}  // namespace congress::preparation
