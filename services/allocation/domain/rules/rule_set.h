// What a rule set says, and whether it contradicts itself.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/allocation/v1/rule_set.pb.h"

namespace congress::allocation {

// INVALID_ARGUMENT `RULE_SET_INVALID` with every fault that single fields cannot show: doubled lines, a threshold
// beyond its step, a period that ends before it begins.
absl::Status ValidateRuleSet(const v1::RuleSet& rule);

// `next` as the version after `previous`; INVALID_ARGUMENT `RULE_SET_INVALID` unless it takes effect later and belongs
// to the same organisation.
absl::StatusOr<v1::RuleSet> SucceedRuleSet(v1::RuleSet next, const v1::RuleSet& previous);

// Whether the rule set is in force on `day`.
bool InForce(const v1::RuleSet& rule, absl::CivilDay day);

// Every organisation that the rule set names.
std::vector<std::string> NamedOrganisations(const v1::RuleSet& rule);

}  // namespace congress::allocation
