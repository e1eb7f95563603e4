// The regulations on personnel as data: whether they hold together, and what they say of an organisation.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/dossiers/v1/personnel_rule_service.pb.h"
#include "congress/dossiers/v1/personnel_rule_set.pb.h"
#include "services/dossiers/domain/actor.h"

namespace congress::dossiers {

// A new rule set. `FIELDS_INVALID` lists what is wrong: ids or seats that come twice, references to what it does not
// hold, bounds that cross, a requirement without a check.
absl::StatusOr<v1::PersonnelRuleSet> LayDownRules(std::string_view id, v1::PersonnelRuleSet rules, const Actor& actor);

// The same set with a last day; `FIELDS_INVALID` for one before its first.
absl::StatusOr<v1::PersonnelRuleSet> EndRules(v1::PersonnelRuleSet rules, const google::type::Date& end_date);

bool IsInEffect(const v1::PersonnelRuleSet& rules, absl::CivilDay day);

// What the rules say of the positions of an organisation of this kind that so many became, in the order of the kinds of
// positions.
std::vector<v1::GetPositionNormsResponse::PositionNorm> NormsFor(const v1::PersonnelRuleSet& rules,
                                                                 std::string_view organisation_kind, int merged_units);

// The seat of the stage, which lives as long as the rules; null where they have none.
const v1::StageRule* SeatIn(const v1::PersonnelRuleSet& rules, v1::Stage stage, std::string_view seat);

// The qualifications that suffice where `wanted` is asked for: themselves, and what includes one of them.
std::set<std::string> Sufficient(const v1::PersonnelRuleSet& rules,
                                 const google::protobuf::RepeatedPtrField<std::string>& wanted);

}  // namespace congress::dossiers
