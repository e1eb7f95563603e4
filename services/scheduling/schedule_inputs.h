// Reads what runs and explanations stand on.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "platform/rpc/call.h"
#include "services/scheduling/domain/schedule/input.h"

namespace congress::scheduling {

// All that a run of the congress by the policy needs, from that day on. `wanted`: the meetings to place; none: all of
// the congress. Without authorisation.
absl::StatusOr<ScheduleInput> LoadInput(rpc::Call& call, const std::string& congress, v1::SchedulePolicy policy,
                                        absl::CivilDay from, const std::vector<std::string>& wanted);

}  // namespace congress::scheduling
