#include "services/dossiers/domain/structure.h"

#include "gtest/gtest.h"
#include "services/dossiers/testing/rules_sample.h"

namespace congress::dossiers {
namespace {

const absl::CivilDay kCountDay(2025, 9, 15);

BodyMember Somebody(v1::Person::Gender gender, const google::type::Date& born, std::string_view ethnicity = "Kinh",
                    std::string_view qualification = "university") {
  v1::Person person;
  person.set_gender(gender);
  *person.mutable_birth_date() = born;
  person.set_ethnicity(std::string(ethnicity));
  if (!qualification.empty()) person.add_qualifications(std::string(qualification));
  return {.person = person, .candidacy = v1::NEWCOMER};
}

v1::StructureTarget* AddTarget(v1::PersonnelRuleSet* rules, v1::StructureTarget::Measure measure, int parts) {
  v1::StructureTarget* target = rules->add_targets();
  target->set_measure(measure);
  target->mutable_minimum()->set_numerator(parts);
  target->mutable_minimum()->set_denominator(100);
  return target;
}

v1::Structure Count(const std::vector<BodyMember>& members, const v1::PersonnelRuleSet& rules = {},
                    const v1::CountPersonnelRequest& request = {}) {
  return CountBody(request, members, &rules, kCountDay, status::Language::kVietnamese);
}

// Four people: a woman of a minority, two men, and one of whom nothing is known.
std::vector<BodyMember> Four() {
  return {Somebody(v1::Person::FEMALE, sample::Partial(1990, 9, 16), "Thái", "master"),
          Somebody(v1::Person::MALE, sample::Partial(1970, 1, 1)),
          Somebody(v1::Person::MALE, sample::Partial(1983), "kinh", ""), BodyMember()};
}

TEST(Structure, WhatIsNotKnownCountsForNothingAndIsTold) {
  v1::CountPersonnelRequest request;
  for (const int age : {35, 42}) request.add_under_ages(age);
  request.set_seat_count(3);
  const v1::Structure structure = Count(Four(), {}, request);
  EXPECT_EQ(structure.total(), 4);
  EXPECT_EQ(structure.women(), 1);
  EXPECT_EQ(structure.ethnic_minority(), 1);
  EXPECT_EQ(structure.first_time(), 3);
  EXPECT_EQ(structure.again(), 0);
  EXPECT_EQ(structure.surplus_count(), 1);
  EXPECT_EQ(structure.unknown().gender(), 1);
  EXPECT_EQ(structure.unknown().qualifications(), 2);
  EXPECT_EQ(structure.unknown().hidden(), 1);
  // She is 34 until tomorrow; who was born in 1983 may be 42 already.
  EXPECT_EQ(structure.ages(0).count(), 1);
  EXPECT_EQ(structure.ages(0).uncertain(), 1);
  EXPECT_EQ(structure.ages(1).count(), 1);
  EXPECT_EQ(structure.ages(1).uncertain(), 2);
}

TEST(Structure, ATargetIsUnmetOnlyWhereWhatIsUnknownCannotTurnIt) {
  v1::PersonnelRuleSet rules = sample::Rules();
  for (const int parts : {25, 50, 51}) AddTarget(&rules, v1::StructureTarget::WOMEN, parts);
  const v1::Structure structure = Count(Four(), rules);
  EXPECT_EQ(structure.targets(0).verdict(), v1::MET);
  EXPECT_EQ(structure.targets(0).permille(), 250);
  EXPECT_EQ(structure.targets(1).verdict(), v1::UNKNOWN);
  EXPECT_EQ(structure.targets(1).bound(), 2);
  EXPECT_EQ(structure.targets(2).verdict(), v1::UNMET);
  EXPECT_EQ(structure.targets(2).sentence(), "1/4 người, 1 người chưa rõ; cần ít nhất 3 người.");
}

TEST(Structure, AGreatestShareIsRoundedDown) {
  v1::PersonnelRuleSet rules = sample::Rules();
  v1::StructureTarget* most = AddTarget(&rules, v1::StructureTarget::UNDER_AGE, 0);
  most->set_age(42);
  *most->mutable_maximum() = most->minimum();
  most->mutable_maximum()->set_numerator(74);
  const v1::Structure structure = Count(Four(), rules);
  ASSERT_EQ(structure.targets_size(), 2);
  EXPECT_EQ(structure.targets(0).verdict(), v1::MET);
  EXPECT_EQ(structure.targets(1).bound(), 2);
  EXPECT_EQ(structure.targets(1).verdict(), v1::UNKNOWN);
}

TEST(Structure, WhoHasMoreThanIsAskedForIsQualified) {
  v1::PersonnelRuleSet rules = sample::Rules();
  AddTarget(&rules, v1::StructureTarget::QUALIFIED, 50)->add_any_of("university");
  const v1::Structure structure = Count(Four(), rules);
  EXPECT_EQ(structure.targets(0).reached(), 2);
  ASSERT_EQ(structure.qualifications_size(), 2);
  EXPECT_EQ(structure.qualifications(0).display_name(), "Thạc sĩ");
}

TEST(Structure, NumbersThatAreGivenCountWithTheirSource) {
  v1::CountPersonnelRequest request;
  auto* given = request.add_given();
  given->set_count(6);
  given->set_women(3);
  given->set_source("Báo cáo");
  v1::PersonnelRuleSet rules;
  AddTarget(&rules, v1::StructureTarget::WOMEN, 40);
  AddTarget(&rules, v1::StructureTarget::FIRST_TIME, 40);
  const v1::Structure structure = Count(Four(), rules, request);
  EXPECT_EQ(structure.total(), 10);
  EXPECT_EQ(structure.women(), 4);
  EXPECT_EQ(structure.unknown().ethnicity(), 7);
  EXPECT_EQ(structure.unknown().birth_date(), 7);
  EXPECT_EQ(structure.targets(0).verdict(), v1::MET);
  EXPECT_EQ(structure.targets(1).verdict(), v1::UNKNOWN);
  EXPECT_EQ(structure.sources(0), "Báo cáo");
}

}  // namespace
}  // namespace congress::dossiers
