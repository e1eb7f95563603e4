#include "services/dossiers/domain/lifecycle.h"

#include "services/dossiers/testing/sample.h"
#include "tests/support/status_matchers.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using support::IsOk;
using support::StatusIs;

const CivilDay kIssued(2025, 6, 1);

v1::Dossier In(v1::Dossier::State state) {
  v1::Dossier dossier = sample::Complete(sample::Checklist(), kIssued);
  dossier.set_state(state);
  dossier.set_submitter("clerk");
  return dossier;
}

absl::StatusOr<v1::Dossier> OpenOn(CivilDay day, const Actor& actor, std::string_view purpose = "committee-candidate") {
  v1::Dossier wanted = sample::Opened();
  wanted.clear_name();
  wanted.clear_state();
  wanted.set_purpose(std::string(purpose));
  Actor at = actor;
  at.now = sample::Noon(day);
  return Open("congresses/xx", "d-1", wanted, sample::Checklist(), at);
}

TEST(Open, StartsAnOpenDossierUnderItsCongress) {
  const auto opened = OpenOn(sample::kToday, sample::Clerk(sample::kToday));
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->name(), "congresses/xx/dossiers/d-1");
  EXPECT_EQ(opened->state(), v1::Dossier::OPEN);
  EXPECT_EQ(opened->components_size(), 0);
}

TEST(Open, NeedsATemplateInEffect) {
  EXPECT_THAT(OpenOn(CivilDay(2025, 5, 1), sample::Clerk(sample::kToday)), IsOk());
  EXPECT_THAT(OpenOn(CivilDay(2025, 4, 30), sample::Clerk(sample::kToday)),
              StatusIs(StatusCode::kFailedPrecondition, "TEMPLATE_NOT_EFFECTIVE"));
}

TEST(Open, NeedsATemplateForThePurpose) {
  EXPECT_THAT(OpenOn(sample::kToday, sample::Clerk(sample::kToday), "reappointment"),
              StatusIs(StatusCode::kFailedPrecondition, "TEMPLATE_PURPOSE_MISMATCH"));
}

// Which verb is possible in which state.
TEST(Lifecycle, AllowsEachVerbOnlyInItsStates) {
  struct Row {
    v1::Dossier::State from;
    bool submit, return_, accept;
  };
  const Row rows[] = {{v1::Dossier::OPEN, true, false, false},
                      {v1::Dossier::SUBMITTED, false, true, true},
                      {v1::Dossier::RETURNED, true, false, false},
                      {v1::Dossier::ACCEPTED, false, true, false}};
  const v1::ChecklistTemplate checklist = sample::Checklist();
  const Actor reviewer = sample::Clerk(sample::kToday, "reviewer");
  for (const Row& row : rows) {
    const auto submitted = Submit(In(row.from), checklist, reviewer);
    const auto returned = Return(In(row.from), v1::Review::PAPER_MISSING, "", reviewer);
    const auto accepted = Accept(In(row.from), checklist, "", reviewer);
    EXPECT_EQ(submitted.ok(), row.submit) << row.from;
    EXPECT_EQ(returned.ok(), row.return_) << row.from;
    EXPECT_EQ(accepted.ok(), row.accept) << row.from;
    if (!row.submit) {
      EXPECT_THAT(submitted, StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_NOT_OPEN"));
    }
    if (!row.return_) {
      EXPECT_THAT(returned, StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_NOT_SUBMITTED"));
    }
    if (!row.accept) {
      EXPECT_THAT(accepted, StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_NOT_SUBMITTED"));
    }
  }
}

TEST(Submit, RemembersWhoAndWhen) {
  const auto submitted = Submit(In(v1::Dossier::OPEN), sample::Checklist(), sample::Clerk(sample::kToday, "an"));
  ASSERT_THAT(submitted, IsOk());
  EXPECT_EQ(submitted->state(), v1::Dossier::SUBMITTED);
  EXPECT_EQ(submitted->submitter(), "an");
  EXPECT_EQ(submitted->submitter_person(), support::PersonOf("an"));
  EXPECT_EQ(civil::FromTimestamp(submitted->submit_time()), sample::Noon(sample::kToday));
}

TEST(Submit, RefusesAnIncompleteDossier) {
  EXPECT_THAT(Submit(sample::Opened(), sample::Checklist(), sample::Clerk(sample::kToday)),
              StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_INCOMPLETE"));
}

TEST(Submit, JudgesOnTheReferenceDateOfTheTemplate) {
  v1::ChecklistTemplate checklist = sample::Checklist();  // The health certificate ends on 1 December 2025.
  *checklist.mutable_reference_date() = civil::ToDate(CivilDay(2025, 12, 1));
  EXPECT_THAT(Submit(In(v1::Dossier::OPEN), checklist, sample::Clerk(sample::kToday)), IsOk());
  *checklist.mutable_reference_date() = civil::ToDate(CivilDay(2025, 12, 2));
  EXPECT_THAT(Submit(In(v1::Dossier::OPEN), checklist, sample::Clerk(sample::kToday)),
              StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_INCOMPLETE"));
}

TEST(Return, KeepsTheReasonOfEveryReturn) {
  v1::Dossier dossier = In(v1::Dossier::SUBMITTED);
  ASSERT_OK_AND_ASSIGN(dossier, Return(dossier, v1::Review::PAPER_NOT_CERTIFIED, "Thiếu dấu",
                                       sample::Clerk(sample::kToday, "reviewer")));
  EXPECT_EQ(dossier.state(), v1::Dossier::RETURNED);
  ASSERT_OK_AND_ASSIGN(dossier, Submit(dossier, sample::Checklist(), sample::Clerk(sample::kToday)));
  ASSERT_OK_AND_ASSIGN(dossier,
                       Return(dossier, v1::Review::OTHER, "Lý do khác", sample::Clerk(sample::kToday, "reviewer")));
  ASSERT_EQ(dossier.reviews_size(), 2);
  EXPECT_EQ(dossier.reviews(0).return_reason(), v1::Review::PAPER_NOT_CERTIFIED);
  EXPECT_EQ(dossier.reviews(0).note(), "Thiếu dấu");
  EXPECT_EQ(dossier.reviews(1).return_reason(), v1::Review::OTHER);
}

TEST(Return, NeedsANoteForAnotherReason) {
  EXPECT_THAT(Return(In(v1::Dossier::SUBMITTED), v1::Review::OTHER, "", sample::Clerk(sample::kToday)),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST(Accept, KeepsTheReview) {
  const auto accepted =
      Accept(In(v1::Dossier::SUBMITTED), sample::Checklist(), "", sample::Clerk(sample::kToday, "reviewer"));
  ASSERT_THAT(accepted, IsOk());
  EXPECT_EQ(accepted->state(), v1::Dossier::ACCEPTED);
  EXPECT_EQ(accepted->reviews(0).outcome(), v1::Review::ACCEPTED);
  EXPECT_EQ(accepted->reviews(0).reviewer(), "reviewer");
}

TEST(Accept, RefusesWhatHasExpiredSinceTheSubmission) {
  const Actor late = sample::Clerk(CivilDay(2025, 12, 2), "reviewer");
  EXPECT_THAT(Accept(In(v1::Dossier::SUBMITTED), sample::Checklist(), "", late),
              StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_INCOMPLETE"));
}

}  // namespace
}  // namespace congress::dossiers
