// The pools of a rule set: what each counts, and of whom.
#pragma once

#include <string_view>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "congress/allocation/v1/allocation_plan.pb.h"

namespace congress::allocation {

// Id of the pool that a member step means, and name of the measure that every organisation has.
inline constexpr std::string_view kMembers = "members";

// The pools as the rule set has them, or its member step as the one pool that it means.
std::vector<v1::Pool> PoolsOf(const v1::RuleSet& rule);

// All delegates where the rule set fixes them; 0 where they follow.
int64_t TotalOf(const v1::RuleSet& rule);

// Whether the organisation takes part in the pool.
bool TakesPart(const v1::Pool& pool, const v1::AllocationLine& line);

// One organisation's claim.
struct PoolClaim {
  int line = 0;  // Of the plan.
  absl::uint128 weight = 0;
};

struct PoolClaims {
  std::vector<PoolClaim> claims;  // In the order of the lines.
  absl::uint128 sum = 0;
};

// Who takes part, and by what weight. Of several measures the weighted shares are brought to one denominator.
// FAILED_PRECONDITION `MEASURE_MISSING` where nobody has one of several measures, or a measure that is not members;
// INVALID_ARGUMENT `APPORTIONMENT_TOO_LARGE` where the common denominator is too great.
absl::StatusOr<PoolClaims> ClaimsOf(const v1::Pool& pool, const v1::AllocationPlan& plan);

}  // namespace congress::allocation
