// The pools of a rule set: what each counts, and of whom.
#pragma once

#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "congress/allocation/v1/allocation_plan.pb.h"

namespace congress::allocation {

// The pools as the rule set has them, or its member step as the one pool that it means, whose id is `members`.
std::vector<v1::Pool> PoolsOf(const v1::RuleSet& rule);

// All delegates where the rule set fixes them; 0 where they follow.
int64_t TotalOf(const v1::RuleSet& rule);

// Who takes part in a pool, made once for all lines: pools may name as many organisations as there are lines. The pool
// outlives it.
class Participants {
 public:
  explicit Participants(const v1::Pool& pool);

  bool Contain(const v1::AllocationLine& line) const;

 private:
  absl::flat_hash_set<std::string_view> kinds_;
  absl::flat_hash_set<std::string_view> organisations_;
};

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
