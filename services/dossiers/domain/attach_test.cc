#include "services/dossiers/domain/attach.h"

#include "services/dossiers/testing/sample.h"
#include "tests/support/status_matchers.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using support::IsOk;
using support::StatusIs;
using Papers = std::vector<v1::Component>;

absl::StatusOr<Papers> AttachTo(const Folder& folder, const v1::Attachment& attachment,
                                const v1::ChecklistTemplate& checklist = sample::Checklist(),
                                std::string_view id = "a1b2c3d4") {
  return Attach(folder, checklist, attachment, id, sample::Clerk(sample::kToday));
}

// The dossier with papers for the item, one after the other.
Folder With(std::string_view item_id, const std::vector<CivilDay>& issued, const v1::ChecklistTemplate& checklist) {
  Folder folder = sample::Opened();
  for (const CivilDay day : issued) {
    const auto changed =
        AttachTo(folder, sample::Paper(item_id, day), checklist, StrCat("p", folder.components.size() + 1));
    EXPECT_THAT(changed, IsOk());
    Apply(*changed, &folder);
  }
  return folder;
}

std::vector<std::string> StatesIn(const Folder& folder) {
  std::vector<std::string> states;
  for (const v1::Component& paper : folder.components) states.push_back(v1::Component::State_Name(paper.state()));
  return states;
}

TEST(Attach, FilesTheDocumentUnderTheGradeOfItsItem) {
  const auto attached = [](const char* item) {
    const auto papers = AttachTo(sample::Opened(), sample::Paper(item, sample::kToday));
    EXPECT_THAT(papers, IsOk());
    return papers->front();
  };
  const v1::Component plain = attached("application");
  EXPECT_TRUE(plain.has_document());
  EXPECT_EQ(plain.name(), "congresses/xx/dossiers/unit-16681-d-1/components/a1b2c3d4");
  EXPECT_EQ(plain.organisation(), sample::kUnit);
  EXPECT_EQ(plain.person(), "persons/p-1");
  EXPECT_EQ(plain.attached_by(), "clerk");
  EXPECT_EQ(plain.attached_person(), support::PersonOf("clerk"));
  const v1::Component health = attached("health-certificate");
  EXPECT_TRUE(health.has_sensitive_document());
  EXPECT_FALSE(health.has_document());
  EXPECT_EQ(health.grade(), annotations::v1::SENSITIVE);
  const v1::Component conclusion = attached("political-conclusion");
  EXPECT_TRUE(conclusion.has_confidential_document());
  EXPECT_FALSE(conclusion.has_document());
}

TEST(Attach, WorksOutTheLastValidDay) {
  ASSERT_OK_AND_ASSIGN(const Papers attached,
                       AttachTo(sample::Opened(), sample::Paper("health-certificate", CivilDay(2025, 3, 31))));
  EXPECT_EQ(civil::FromDate(attached.front().last_valid_date()), CivilDay(2025, 9, 30));
}

TEST(Attach, TakesThePlaceOfTheLivePaperOfTheItem) {
  v1::ChecklistTemplate checklist = sample::Checklist();
  const std::vector<CivilDay> days = {CivilDay(2024, 6, 1), CivilDay(2025, 1, 1), CivilDay(2025, 6, 1)};
  const Folder one = With("health-certificate", days, checklist);
  EXPECT_EQ(StatesIn(one), (std::vector<std::string>{"SUPERSEDED", "SUPERSEDED", "LIVE"}));
  EXPECT_EQ(one.components[0].superseded_by(), one.components[1].name());
  EXPECT_EQ(one.components[1].superseded_by(), one.components[2].name());
  // What is attached in one moment keeps its order.
  EXPECT_LT(civil::FromTimestamp(one.components[0].attach_time()),
            civil::FromTimestamp(one.components[1].attach_time()));
  checklist.mutable_items(1)->set_multiple(true);
  EXPECT_EQ(StatesIn(With("health-certificate", days, checklist)), (std::vector<std::string>{"LIVE", "LIVE", "LIVE"}));
}

TEST(Attach, TakesThePlaceOfThePaperThatItNames) {
  v1::ChecklistTemplate checklist = sample::Checklist();
  checklist.mutable_items(1)->set_multiple(true);
  Folder folder = With("health-certificate", {CivilDay(2024, 6, 1), CivilDay(2025, 1, 1)}, checklist);
  ASSERT_OK_AND_ASSIGN(const Papers photo, AttachTo(folder, sample::Paper("photo", sample::kToday), checklist, "f"));
  Apply(photo, &folder);
  v1::Attachment renewal = sample::Paper("health-certificate", CivilDay(2025, 6, 1));
  const auto wrong = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  renewal.set_supersedes(photo.front().name());
  EXPECT_THAT(AttachTo(folder, renewal, checklist), wrong);
  renewal.set_supersedes("congresses/xx/dossiers/unit-16681-d-2/components/p1");
  EXPECT_THAT(AttachTo(folder, renewal, checklist), wrong);
  renewal.set_supersedes(folder.components[0].name());
  ASSERT_OK_AND_ASSIGN(const Papers changed, AttachTo(folder, renewal, checklist));
  Apply(changed, &folder);
  EXPECT_EQ(StatesIn(folder), (std::vector<std::string>{"SUPERSEDED", "LIVE", "LIVE", "LIVE"}));
  EXPECT_THAT(AttachTo(folder, renewal, checklist), StatusIs(StatusCode::kFailedPrecondition, "COMPONENT_NOT_LIVE"));
}

TEST(WithdrawPaper, LetsTheOlderOneCountAgain) {
  Folder folder = With("health-certificate", {CivilDay(2024, 6, 1), CivilDay(2025, 6, 1)}, sample::Checklist());
  const std::string renewal = folder.components[1].name();
  ASSERT_OK_AND_ASSIGN(const Papers changed,
                       WithdrawPaper(folder, renewal, "của người khác", sample::Clerk(sample::kToday, "an")));
  Apply(changed, &folder);
  EXPECT_EQ(StatesIn(folder), (std::vector<std::string>{"LIVE", "WITHDRAWN"}));
  EXPECT_EQ(folder.components[0].superseded_by(), "");
  EXPECT_EQ(folder.components[1].withdraw_reason(), "của người khác");
  EXPECT_EQ(folder.components[1].withdrawn_person(), support::PersonOf("an"));
  EXPECT_THAT(WithdrawPaper(folder, renewal, "lần nữa", sample::Clerk(sample::kToday)),
              StatusIs(StatusCode::kFailedPrecondition, "COMPONENT_NOT_LIVE"));
  folder.dossier.set_state(v1::Dossier::SUBMITTED);
  EXPECT_THAT(WithdrawPaper(folder, folder.components[0].name(), "muộn", sample::Clerk(sample::kToday)),
              StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_NOT_OPEN"));
}

TEST(Attach, TakesAPaperOfTodayAndRefusesOneOfTomorrow) {
  EXPECT_THAT(AttachTo(sample::Opened(), sample::Paper("photo", sample::kToday)), IsOk());
  EXPECT_THAT(AttachTo(sample::Opened(), sample::Paper("photo", sample::kToday + 1)),
              StatusIs(StatusCode::kInvalidArgument, "DOCUMENT_ISSUED_LATER"));
}

TEST(Attach, RefusesAnItemThatTheChecklistLacks) {
  EXPECT_THAT(AttachTo(sample::Opened(), sample::Paper("diary", sample::kToday)),
              StatusIs(StatusCode::kInvalidArgument, "ITEM_UNKNOWN"));
}

TEST(Attach, RefusesAnItemAboveTheClearance) {
  Actor actor = sample::Clerk(sample::kToday);
  actor.clearance = annotations::v1::CONFIDENTIAL;
  const v1::ChecklistTemplate checklist = sample::Checklist();
  EXPECT_THAT(Attach(sample::Opened(), checklist, sample::Paper("health-certificate", sample::kToday), "a", actor),
              StatusIs(StatusCode::kPermissionDenied, "ITEM_GRADED"));
  EXPECT_THAT(Attach(sample::Opened(), checklist, sample::Paper("political-conclusion", sample::kToday), "a", actor),
              IsOk());
}

TEST(Attach, RefusesAHashThatIsNone) {
  for (const std::string& hash : {std::string(), std::string(31, 'x'), std::string(33, 'x'), std::string(32, '\0')}) {
    v1::Attachment paper = sample::Paper("photo", sample::kToday);
    paper.mutable_document()->set_file_sha256(hash);
    EXPECT_THAT(AttachTo(sample::Opened(), paper), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"))
        << hash.size();
  }
}

TEST(Attach, IsPossibleWhileTheOrganisationHasTheDossierInHand) {
  for (int number = v1::Dossier::OPEN; number <= v1::Dossier::State_MAX; ++number) {
    const auto state = static_cast<v1::Dossier::State>(number);
    v1::Dossier dossier = sample::Opened();
    dossier.set_state(state);
    const auto attached = AttachTo(dossier, sample::Paper("photo", sample::kToday));
    if (state == v1::Dossier::OPEN || state == v1::Dossier::RETURNED) {
      EXPECT_THAT(attached, IsOk()) << state;
    } else {
      EXPECT_THAT(attached, StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_NOT_OPEN")) << state;
    }
  }
}

}  // namespace
}  // namespace congress::dossiers
