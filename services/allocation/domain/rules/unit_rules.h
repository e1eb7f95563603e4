// What a rule set says of single organisations, looked up by their names and kinds.
#pragma once

#include <cstdint>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/rule_set.pb.h"

namespace congress::allocation {

// Seats of an organisation regardless of its members, and which line of the rule says so.
struct Base {
  int64_t seats = 0;
  v1::BaseRule::Because because = v1::BaseRule::NOTHING;
};

// Made once for all lines of a plan: rule sets may name as many organisations as there are lines. The rule set outlives
// it.
class UnitRules {
 public:
  explicit UnitRules(const v1::RuleSet& rule);

  Base BaseOf(const v1::AllocationLine& line) const;
  // Null where it has none.
  const v1::Addition* AdditionOf(const v1::AllocationLine& line) const;
  // Delegates ex officio who belong to it.
  int64_t ExOfficioOf(const v1::AllocationLine& line) const;
  // How it fills its seats.
  v1::Origin OriginOf(const v1::AllocationLine& line) const;

 private:
  const v1::RuleSet& rule_;
  absl::flat_hash_map<std::string_view, int64_t> named_bases_;
  absl::flat_hash_map<std::string_view, int64_t> kind_bases_;
  absl::flat_hash_map<std::string_view, const v1::Addition*> additions_;
  absl::flat_hash_map<std::string_view, int64_t> ex_officio_;
  absl::flat_hash_map<std::string_view, v1::Origin> named_origins_;
  absl::flat_hash_map<std::string_view, v1::Origin> kind_origins_;
};

}  // namespace congress::allocation
