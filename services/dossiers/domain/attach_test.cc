#include "services/dossiers/domain/attach.h"

#include "services/dossiers/testing/sample.h"
#include "tests/support/status_matchers.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using support::IsOk;
using support::StatusIs;

TEST(Attach, FilesTheDocumentUnderTheGradeOfItsItem) {
  const v1::ChecklistTemplate checklist = sample::Checklist();
  v1::Dossier dossier = sample::Opened();
  for (const char* id : {"application", "health-certificate", "political-conclusion"}) {
    ASSERT_OK_AND_ASSIGN(dossier,
                         Attach(dossier, checklist, sample::Paper(id, sample::kToday), sample::Clerk(sample::kToday)));
  }
  ASSERT_EQ(dossier.components_size(), 3);
  EXPECT_TRUE(dossier.components(0).has_document());
  EXPECT_TRUE(dossier.components(1).has_sensitive_document());
  EXPECT_FALSE(dossier.components(1).has_document());
  EXPECT_TRUE(dossier.components(2).has_confidential_document());
  EXPECT_FALSE(dossier.components(2).has_document());
  EXPECT_EQ(dossier.components(0).attached_by(), "clerk");
}

TEST(Attach, WorksOutTheLastValidDay) {
  const auto attached =
      Attach(sample::Opened(), sample::Checklist(), sample::Paper("health-certificate", CivilDay(2025, 3, 31)),
             sample::Clerk(sample::kToday));
  ASSERT_THAT(attached, IsOk());
  EXPECT_EQ(civil::FromDate(attached->components(0).last_valid_date()), CivilDay(2025, 9, 30));
}

TEST(Attach, KeepsOlderPapersOfTheItem) {
  const v1::ChecklistTemplate checklist = sample::Checklist();
  v1::Dossier dossier = sample::Opened();
  for (const CivilDay issued : {CivilDay(2024, 6, 1), CivilDay(2025, 6, 1)}) {
    ASSERT_OK_AND_ASSIGN(dossier, Attach(dossier, checklist, sample::Paper("health-certificate", issued),
                                         sample::Clerk(sample::kToday)));
  }
  ASSERT_EQ(dossier.components_size(), 2);
  EXPECT_EQ(dossier.components(0).issued_date().year(), 2024);
  EXPECT_EQ(dossier.components(1).issued_date().year(), 2025);
}

TEST(Attach, TakesAPaperOfTodayAndRefusesOneOfTomorrow) {
  const v1::ChecklistTemplate checklist = sample::Checklist();
  EXPECT_THAT(
      Attach(sample::Opened(), checklist, sample::Paper("photo", sample::kToday), sample::Clerk(sample::kToday)),
      IsOk());
  EXPECT_THAT(
      Attach(sample::Opened(), checklist, sample::Paper("photo", sample::kToday + 1), sample::Clerk(sample::kToday)),
      StatusIs(StatusCode::kInvalidArgument, "DOCUMENT_ISSUED_LATER"));
}

TEST(Attach, RefusesAnItemThatTheChecklistLacks) {
  EXPECT_THAT(Attach(sample::Opened(), sample::Checklist(), sample::Paper("diary", sample::kToday),
                     sample::Clerk(sample::kToday)),
              StatusIs(StatusCode::kInvalidArgument, "ITEM_UNKNOWN"));
}

TEST(Attach, RefusesAnItemAboveTheClearance) {
  Actor actor = sample::Clerk(sample::kToday);
  actor.clearance = annotations::v1::CONFIDENTIAL;
  const v1::ChecklistTemplate checklist = sample::Checklist();
  EXPECT_THAT(Attach(sample::Opened(), checklist, sample::Paper("health-certificate", sample::kToday), actor),
              StatusIs(StatusCode::kPermissionDenied, "ITEM_GRADED"));
  EXPECT_THAT(Attach(sample::Opened(), checklist, sample::Paper("political-conclusion", sample::kToday), actor),
              IsOk());
}

TEST(Attach, RefusesAHashThatIsNone) {
  for (const std::string& hash : {std::string(), std::string(31, 'x'), std::string(33, 'x'), std::string(32, '\0')}) {
    v1::Attachment paper = sample::Paper("photo", sample::kToday);
    paper.mutable_document()->set_file_sha256(hash);
    EXPECT_THAT(Attach(sample::Opened(), sample::Checklist(), paper, sample::Clerk(sample::kToday)),
                StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"))
        << hash.size();
  }
}

TEST(Attach, IsPossibleWhileTheOrganisationHasTheDossierInHand) {
  const std::pair<v1::Dossier::State, bool> rows[] = {{v1::Dossier::OPEN, true},
                                                      {v1::Dossier::RETURNED, true},
                                                      {v1::Dossier::SUBMITTED, false},
                                                      {v1::Dossier::ACCEPTED, false}};
  for (const auto& [state, allowed] : rows) {
    v1::Dossier dossier = sample::Opened();
    dossier.set_state(state);
    const auto attached =
        Attach(dossier, sample::Checklist(), sample::Paper("photo", sample::kToday), sample::Clerk(sample::kToday));
    if (allowed) {
      EXPECT_THAT(attached, IsOk()) << state;
    } else {
      EXPECT_THAT(attached, StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_NOT_OPEN")) << state;
    }
  }
}

}  // namespace
}  // namespace congress::dossiers
