// A plan against the certificates in it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "congress/allocation/v1/allocation_plan.pb.h"

namespace congress::allocation {

// How keys of alliances begin in the certificate of a pool: no code of an organisation has a stroke in it.
inline constexpr std::string_view kAllianceKey = "alliance/";

// What of the plan's certificates does not hold, and which lines and sums are not what they prove. Nothing where the
// plan is sound. What no certificate proves, as bases and seats by hand, is only added up.
std::vector<std::string> VerifyPlan(const v1::AllocationPlan& plan);

}  // namespace congress::allocation
