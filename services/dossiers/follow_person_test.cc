// What a change of a person's record does to their dossiers, in the same commit.
#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {
namespace {

using support::IsOk;
using support::StatusIs;

constexpr std::string_view kElsewhere = "organisations/unit-2";

class FollowPersonTest : public Fixture {
 protected:
  FollowPersonTest() {
    OpenOne();
    AttachAll();
  }
  void Update(const std::string& field, std::string_view value) {
    v1::UpdatePersonRequest update;
    v1::Person& person = *update.mutable_person();
    person.set_name("persons/p-1");
    person.GetReflection()->SetString(&person, person.GetDescriptor()->FindFieldByName(field), std::string(value));
    update.mutable_update_mask()->add_paths(field);
    EXPECT_THAT(Call(&PersonStub::UpdatePerson, update), IsOk());
  }
  void Promote() { Update("position_title", "Bí thư"); }
  void Move() {
    v1::TransferPersonRequest request;
    request.set_name("persons/p-1");
    request.set_organisation(std::string(kElsewhere));
    EXPECT_THAT(Call(&PersonIdentityStub::TransferPerson, request), IsOk());
  }
  v1::Dossier Now() { return *Get(service_.Admin()); }
};

TEST_F(FollowPersonTest, AnAcceptanceIsVoidWhenAWatchedFactChanges) {
  SubmitAndAccept();
  Update("health", "Loại A");
  EXPECT_EQ(Now().state(), v1::Dossier::ACCEPTED) << "the checklist does not watch it";
  Promote();
  const v1::Dossier dossier = Now();
  EXPECT_EQ(dossier.state(), v1::Dossier::UNDER_REVIEW);
  EXPECT_EQ(dossier.reviewer(), "");
  EXPECT_EQ(dossier.trail().rbegin()->cause(), v1::Dossier::FACT_CHANGED);
  EXPECT_EQ(Get(As(kClerk, annotations::v1::PERSONAL))->trail().rbegin()->cause(), v1::Dossier::CAUSE_UNSPECIFIED);
  EXPECT_THAT(Accept(As(kReviewer)), StatusIs(absl::StatusCode::kFailedPrecondition, "REVIEW_NOT_BEGUN"));
  ASSERT_THAT(Begin(As(kReviewer)), IsOk());
  EXPECT_THAT(Accept(As(kReviewer)), IsOk());
}

TEST_F(FollowPersonTest, AnAcceptanceIsVoidWhenTheConclusionComesToSomethingElse) {
  SubmitAndAccept();
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name("persons/p-1");
  update.mutable_person()->set_political_conclusion_outcome(v1::Person::DOES_NOT_MEET);
  ASSERT_THAT(Call(&PersonStub::UpdatePerson, update), IsOk());
  EXPECT_EQ(Now().state(), v1::Dossier::UNDER_REVIEW);
}

TEST_F(FollowPersonTest, AnAcceptanceIsVoidByADisciplineOfTheCurriculum) {
  SubmitAndAccept();
  v1::UpdateCurriculumVitaeRequest update;
  update.mutable_curriculum_vitae()->set_name("persons/p-1/curriculumVitae");
  update.mutable_curriculum_vitae()->set_religion("Không");
  ASSERT_THAT(Call(&CurriculumStub::UpdateCurriculumVitae, update), IsOk());
  EXPECT_EQ(Now().state(), v1::Dossier::ACCEPTED) << "the checklist does not watch it";
  v1::Discipline& discipline = *update.mutable_curriculum_vitae()->add_disciplines();
  discipline.set_form("Khiển trách");
  discipline.mutable_from_date()->set_year(2024);
  ASSERT_THAT(Call(&CurriculumStub::UpdateCurriculumVitae, update), IsOk());
  EXPECT_EQ(Now().state(), v1::Dossier::UNDER_REVIEW);
  EXPECT_EQ(Now().trail().rbegin()->cause(), v1::Dossier::FACT_CHANGED);
}

TEST_F(FollowPersonTest, AnAcceptanceIsVoidByAFactThatIsRecordedAlone) {
  SubmitAndAccept();
  v1::RecordPersonFactRequest fact;
  fact.set_parent("persons/p-1");
  fact.set_field("position_title");
  fact.mutable_value()->set_position_title("Chuyên viên");
  *fact.mutable_valid_from() = civil::ToDate(absl::CivilDay(2019, 1, 1));
  *fact.mutable_valid_until() = civil::ToDate(absl::CivilDay(2020, 1, 1));
  ASSERT_THAT(Call(&PersonStub::RecordPersonFact, fact), IsOk());
  EXPECT_EQ(Now().state(), v1::Dossier::ACCEPTED) << "it is past, and the record says what it said";
  fact.mutable_value()->set_position_title("Bí thư");
  *fact.mutable_valid_from() = civil::ToDate(kToday);
  fact.clear_valid_until();
  ASSERT_THAT(Call(&PersonStub::RecordPersonFact, fact), IsOk());
  EXPECT_EQ(Now().state(), v1::Dossier::UNDER_REVIEW);
}

TEST_F(FollowPersonTest, WhatIsOpenMovesWithThePersonAndItsPapersToo) {
  Move();
  const v1::Dossier dossier = Now();
  EXPECT_EQ(dossier.organisation(), kElsewhere);
  EXPECT_EQ(dossier.transferred_from(), sample::kUnit);
  const auto attach = [&](std::string_view caller) {
    return Call(&DossierStub::AttachComponent, NewPaper("photo", kToday), As(caller));
  };
  EXPECT_THAT(attach(kClerk), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(attach(kStranger), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto papers, Papers(As(kStranger)));
  EXPECT_EQ(papers.size(), 5U);
  for (const v1::Component& paper : papers) EXPECT_EQ(paper.organisation(), kElsewhere);
}

TEST_F(FollowPersonTest, WhatIsAcceptedStaysUntilItIsAcceptedNoMore) {
  SubmitAndAccept();
  Move();
  EXPECT_EQ(Now().organisation(), sample::kUnit);
  EXPECT_EQ(Now().state(), v1::Dossier::ACCEPTED);
  Promote();
  EXPECT_EQ(Now().organisation(), kElsewhere);
  EXPECT_THAT(Get(As(kClerk)), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

// Of another congress too, and not what another organisation gathers.
TEST_F(FollowPersonTest, AllDossiersOfThePersonAreFound) {
  v1::CreateDossierRequest other = NewDossier("unit-16681-d-1", "persons/p-1");
  other.set_parent("congresses/yy");
  ASSERT_THAT(Call(&DossierStub::CreateDossier, other), IsOk());
  other.set_parent("congresses/zz");
  other.mutable_dossier()->set_organisation("organisations/unit-3");
  ASSERT_THAT(Call(&DossierStub::CreateDossier, other), IsOk());
  Move();
  EXPECT_EQ(Get(service_.Admin(), "congresses/yy/dossiers/unit-16681-d-1")->organisation(), kElsewhere);
  EXPECT_EQ(Get(service_.Admin(), "congresses/zz/dossiers/unit-16681-d-1")->organisation(), "organisations/unit-3");
}

}  // namespace
}  // namespace congress::dossiers
