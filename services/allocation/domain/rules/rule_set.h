// Checks of a rule set, and what can be read from it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/allocation/v1/rule_set.pb.h"

namespace congress::allocation {

// Checks that the fields of a rule set agree with each other. Otherwise INVALID_ARGUMENT `RULE_SET_INVALID`, which
// lists every fault: lines that occur twice, a threshold greater than its step, a last day before the first.
absl::Status ValidateRuleSet(const v1::RuleSet& rule);

// Makes `next` the version that replaces `previous`. INVALID_ARGUMENT `RULE_SET_INVALID` unless it takes effect later
// than `previous` and belongs to the same organisation.
absl::StatusOr<v1::RuleSet> SucceedRuleSet(v1::RuleSet next, const v1::RuleSet& previous);

// Whether the rule set is in force on `day`.
bool InForce(const v1::RuleSet& rule, absl::CivilDay day);

// The resource names of all organisations that the rule set mentions.
std::vector<std::string> NamedOrganisations(const v1::RuleSet& rule);

}  // namespace congress::allocation
