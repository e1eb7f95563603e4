// An invented rule set for tests.
#pragma once

#include <string>
#include <string_view>

#include "congress/dossiers/v1/personnel_rule_set.pb.h"
#include "platform/civil/civil.h"

namespace congress::dossiers::sample {

inline google::type::Date Partial(int year, int month = 0, int day = 0) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

inline void AddAge(v1::PersonnelRuleSet* rules, v1::Person::Gender gender, int age_months,
                   const google::type::Date& from = {}, const google::type::Date& until = {}) {
  v1::RetirementAge* age = rules->add_retirement_ages();
  age->set_gender(gender);
  age->set_age_months(age_months);
  if (from.year() != 0) *age->mutable_born_from() = from;
  if (until.year() != 0) *age->mutable_born_until() = until;
}

inline v1::Requirement* AddRequirement(v1::PersonnelRuleSet* rules, std::string_view id) {
  v1::Requirement* requirement = rules->add_requirements();
  requirement->set_requirement_id(std::string(id));
  requirement->set_display_name(std::string(id));
  return requirement;
}

inline void AddNorm(v1::PersonnelRuleSet* rules, std::string_view kind, int units_minimum, int units_maximum,
                    int minimum, int maximum) {
  v1::Norm* norm = rules->add_norms();
  norm->set_position_kind(std::string(kind));
  norm->set_merged_units_minimum(units_minimum);
  norm->set_merged_units_maximum(units_maximum);
  norm->set_minimum(minimum);
  norm->set_maximum(maximum);
}

// The province's, in effect since 2025-04-14: committees of 27 or 33, men retire at 62, women born before 1970 at 55
// and later ones at 60; 60 months for who stands first, 48 for who stands again.
inline v1::PersonnelRuleSet Rules() {
  v1::PersonnelRuleSet rules;
  rules.set_name("personnelRuleSets/sample");
  rules.set_organisation("organisations/province");
  rules.set_display_name("Quy định nhân sự (mẫu)");
  rules.set_legal_basis("Chỉ thị mẫu số 1-CT/TW");
  *rules.mutable_effective_date() = civil::ToDate(absl::CivilDay(2025, 4, 14));
  AddNorm(&rules, "committee-member", 0, 2, 15, 27);
  AddNorm(&rules, "committee-member", 3, 0, 15, 33);
  AddNorm(&rules, "standing-member", 0, 0, 9, 11);
  AddAge(&rules, v1::Person::MALE, 62 * 12);
  AddAge(&rules, v1::Person::FEMALE, 55 * 12, {}, Partial(1969, 12));
  AddAge(&rules, v1::Person::FEMALE, 60 * 12, Partial(1970, 1));
  for (const auto& [id, name] : {std::pair("university", "Đại học"), std::pair("master", "Thạc sĩ"),
                                 std::pair("doctor", "Tiến sĩ"), std::pair("secondary", "Trung cấp")}) {
    v1::Qualification* qualification = rules.add_qualifications();
    qualification->set_qualification_id(id);
    qualification->set_display_name(name);
  }
  rules.mutable_qualifications(1)->add_includes("university");
  rules.mutable_qualifications(2)->add_includes("master");
  for (const auto& [id, name] : {std::pair("excellent", "Hoàn thành xuất sắc"), std::pair("good", "Hoàn thành tốt"),
                                 std::pair("done", "Hoàn thành"), std::pair("failed", "Không hoàn thành")}) {
    v1::AssessmentLevel* level = rules.add_assessment_levels();
    level->set_level_id(id);
    level->set_display_name(name);
  }
  v1::Requirement* first = AddRequirement(&rules, "age-first-time");
  first->add_candidacies(v1::NEWCOMER);
  *first->mutable_remaining_months()->mutable_reference_month() = Partial(2025, 9);
  first->mutable_remaining_months()->set_minimum(60);
  v1::Requirement* again = AddRequirement(&rules, "age-re-election");
  again->add_candidacies(v1::INCUMBENT);
  *again->mutable_remaining_months()->mutable_reference_month() = Partial(2025, 9);
  again->mutable_remaining_months()->set_minimum(48);
  return rules;
}

inline void AddSeat(v1::PersonnelRuleSet* rules, v1::Stage stage, std::string_view seat, std::string_view name,
                    absl::CivilDay cut_off, std::string_view group = "") {
  v1::StageRule* rule = rules->add_stages();
  rule->set_stage(stage);
  rule->set_seat(std::string(seat));
  rule->set_display_name(std::string(name));
  rule->set_exclusive_group(std::string(group));
  rule->set_position_kind(std::string(seat));
  *rule->mutable_cut_off_date() = civil::ToDate(cut_off);
}

// The same with the seats of the stages, of which a person has one in the Assembly, and a policy by which to leave.
inline v1::PersonnelRuleSet StageRules() {
  v1::PersonnelRuleSet rules = Rules();
  AddSeat(&rules, v1::CONGRESS, "committee-member", "Uỷ viên Ban Chấp hành Đảng bộ tỉnh", absl::CivilDay(2025, 9, 1));
  AddSeat(&rules, v1::NATIONAL_CONGRESS, "national-delegate", "Đại biểu Đại hội toàn quốc", absl::CivilDay(2026, 1, 1));
  AddSeat(&rules, v1::STATE_ELECTION, "assembly-deputy", "Đại biểu Quốc hội", absl::CivilDay(2026, 3, 1), "assembly");
  AddSeat(&rules, v1::STATE_ELECTION, "assembly-full-time", "Đại biểu Quốc hội chuyên trách",
          absl::CivilDay(2026, 3, 1), "assembly");
  v1::Requirement* assembly = AddRequirement(&rules, "age-assembly");
  assembly->add_position_kinds("assembly-deputy");
  *assembly->mutable_remaining_months()->mutable_reference_month() = Partial(2026, 3);
  assembly->mutable_remaining_months()->set_minimum(60);
  v1::LeavePolicy* leave = rules.add_leave_policies();
  leave->set_leave_policy_id("early-retirement");
  leave->set_display_name("Nghỉ hưu trước tuổi");
  return rules;
}

}  // namespace congress::dossiers::sample
