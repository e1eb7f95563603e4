#include "services/dossiers/domain/grades.h"

#include "congress/dossiers/v1/dossier.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/person_fact.pb.h"
#include "gtest/gtest.h"

namespace congress::dossiers {
namespace {

using annotations::v1::CONFIDENTIAL;
using annotations::v1::GRADE_UNSPECIFIED;
using annotations::v1::PERSONAL;
using annotations::v1::SENSITIVE;

v1::Dossier WithConfidentialNote() {
  v1::Dossier dossier;
  dossier.set_name("congresses/xx/dossiers/unit-16681-d-1");
  dossier.add_trail()->set_account("clerk");
  dossier.add_trail()->set_cause(v1::Dossier::FACT_CHANGED);
  return dossier;
}

TEST(ShowsGraded, FindsGradedFieldsUpToTheClearanceAtAnyDepth) {
  const v1::Dossier dossier = WithConfidentialNote();
  EXPECT_FALSE(ShowsGraded(dossier, GRADE_UNSPECIFIED));
  EXPECT_FALSE(ShowsGraded(dossier, PERSONAL));
  EXPECT_TRUE(ShowsGraded(dossier, CONFIDENTIAL));
  EXPECT_TRUE(ShowsGraded(dossier, SENSITIVE));
}

TEST(ShowsGraded, LooksIntoSingularMessages) {
  v1::PersonFact fact;
  fact.mutable_value()->set_health("Loại A");
  EXPECT_TRUE(ShowsGraded(fact, SENSITIVE));
  EXPECT_FALSE(ShowsGraded(fact, CONFIDENTIAL));
}

TEST(ShowsGraded, IsFalseForAMessageWithoutGradedContent) {
  v1::Person person;
  person.set_display_name("Nguyễn Thị Mẫu");
  EXPECT_FALSE(ShowsGraded(person, SENSITIVE));
}

TEST(ClearGraded, LeavesNothingThatAnyClearanceWouldShow) {
  v1::Dossier dossier = WithConfidentialNote();
  ClearGraded(&dossier);
  EXPECT_FALSE(ShowsGraded(dossier, SENSITIVE));
  ASSERT_EQ(dossier.trail_size(), 2);
  EXPECT_EQ(dossier.trail(0).account(), "clerk");
  v1::PersonFact fact;
  fact.set_field("health");
  fact.mutable_value()->set_health("Loại A");
  ClearGraded(&fact);
  EXPECT_TRUE(fact.value().health().empty());
  EXPECT_EQ(fact.field(), "health");
}

// The grades that B1 names; whoever drops one from the proto is told here.
TEST(GradeOf, IsWhatThePersonRecordDemands) {
  const auto grade = [](const char* field) { return GradeOf(*v1::Person::descriptor()->FindFieldByName(field)); };
  EXPECT_EQ(grade("birth_date"), PERSONAL);
  EXPECT_EQ(grade("gender"), PERSONAL);
  EXPECT_EQ(grade("ethnicity"), PERSONAL);
  EXPECT_EQ(grade("assessments"), CONFIDENTIAL);
  EXPECT_EQ(grade("political_conclusion"), CONFIDENTIAL);
  EXPECT_EQ(grade("political_conclusion_outcome"), CONFIDENTIAL);
  EXPECT_EQ(grade("qualifications"), PERSONAL);
  EXPECT_EQ(grade("health"), SENSITIVE);
  EXPECT_EQ(grade("assets"), SENSITIVE);
  EXPECT_EQ(grade("display_name"), GRADE_UNSPECIFIED);
}

}  // namespace
}  // namespace congress::dossiers
