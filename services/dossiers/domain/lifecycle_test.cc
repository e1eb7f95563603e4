#include "services/dossiers/domain/lifecycle.h"

#include <algorithm>

#include "services/dossiers/testing/sample.h"
#include "tests/support/status_matchers.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using support::IsOk;
using support::StatusIs;

const CivilDay kIssued(2025, 6, 1);
const CivilDay kKept(2040, 1, 1);

Actor By(std::string_view subject) { return sample::Clerk(sample::kToday, subject); }

// A complete dossier that the clerk submitted; under review, by the reviewer.
Folder In(v1::Dossier::State state) {
  Folder folder = sample::Complete(sample::Checklist(), kIssued);
  folder.dossier.set_state(state);
  folder.dossier.set_submitter("clerk");
  if (state == v1::Dossier::UNDER_REVIEW) folder.dossier.set_reviewer(support::PersonOf("reviewer"));
  return folder;
}

absl::StatusOr<v1::Dossier> OpenOn(CivilDay day, std::string_view purpose = "committee-candidate") {
  v1::Dossier wanted = sample::Opened();
  wanted.clear_name();
  wanted.clear_state();
  wanted.set_purpose(std::string(purpose));
  return Open("congresses/xx", "d-1", wanted, sample::Checklist(), sample::Clerk(day));
}

absl::StatusOr<v1::Dossier> AcceptNow(const Folder& folder, const Actor& actor = By("reviewer"),
                                      const std::string& content = "", const std::string& seen = "") {
  return Accept(folder, sample::Checklist(), content, seen, "", actor);
}

absl::StatusOr<v1::Dossier> Begin(const Folder& folder, const Actor& actor = By("reviewer"), bool take_over = false,
                                  std::string reason = "") {
  return BeginReview(folder, sample::Checklist(), take_over, std::move(reason), actor);
}

TEST(Open, StartsAnOpenDossierUnderItsCongress) {
  const auto opened = OpenOn(sample::kToday);
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->name(), "congresses/xx/dossiers/d-1");
  EXPECT_EQ(opened->state(), v1::Dossier::OPEN);
  ASSERT_EQ(opened->trail_size(), 1);
  EXPECT_EQ(opened->trail(0).person(), support::PersonOf("clerk"));
}

TEST(Open, NeedsATemplateInEffect) {
  EXPECT_THAT(OpenOn(CivilDay(2025, 5, 1)), IsOk());
  EXPECT_THAT(OpenOn(CivilDay(2025, 4, 30)), StatusIs(StatusCode::kFailedPrecondition, "TEMPLATE_NOT_EFFECTIVE"));
}

TEST(Open, NeedsATemplateForThePurpose) {
  EXPECT_THAT(OpenOn(sample::kToday, "reappointment"),
              StatusIs(StatusCode::kFailedPrecondition, "TEMPLATE_PURPOSE_MISMATCH"));
}

// Which verb is possible in which state, and what it says where it is not.
TEST(Lifecycle, AllowsEachVerbOnlyInItsStates) {
  using State = v1::Dossier::State;
  const v1::ChecklistTemplate checklist = sample::Checklist();
  const auto expect = [](const auto& outcome, bool allowed, const char* reason, State from) {
    if (allowed) {
      EXPECT_THAT(outcome, IsOk()) << from << " " << reason;
    } else {
      EXPECT_THAT(outcome, StatusIs(StatusCode::kFailedPrecondition, reason)) << from;
    }
  };
  for (int number = v1::Dossier::OPEN; number <= v1::Dossier::State_MAX; ++number) {
    const auto from = static_cast<State>(number);
    const Folder folder = In(from);
    const auto is = [&](std::initializer_list<State> states) {
      return std::find(states.begin(), states.end(), from) != states.end();
    };
    expect(Submit(folder, checklist, By("an")), is({v1::Dossier::OPEN, v1::Dossier::RETURNED}), "DOSSIER_NOT_OPEN",
           from);
    expect(Begin(folder), is({v1::Dossier::SUBMITTED, v1::Dossier::UNDER_REVIEW}), "DOSSIER_NOT_SUBMITTED", from);
    expect(Return(folder.dossier, v1::Review::PAPER_MISSING, "", By("reviewer")),
           is({v1::Dossier::SUBMITTED, v1::Dossier::UNDER_REVIEW, v1::Dossier::ACCEPTED}), "DOSSIER_NOT_SUBMITTED",
           from);
    expect(AcceptNow(folder), is({v1::Dossier::UNDER_REVIEW}), "REVIEW_NOT_BEGUN", from);
    expect(GiveUp(folder.dossier, "rút", By("an")), !is({v1::Dossier::CLOSED, v1::Dossier::WITHDRAWN}),
           from == v1::Dossier::CLOSED ? "DOSSIER_CLOSED" : "DOSSIER_WITHDRAWN", from);
    expect(Reopen(folder.dossier, "lại", By("an")), is({v1::Dossier::WITHDRAWN}), "DOSSIER_NOT_WITHDRAWN", from);
    expect(Close(folder.dossier, "lưu", kKept, By("an")),
           is({v1::Dossier::ACCEPTED, v1::Dossier::RETURNED, v1::Dossier::WITHDRAWN}),
           from == v1::Dossier::CLOSED ? "DOSSIER_CLOSED" : "DOSSIER_UNFINISHED", from);
  }
}

TEST(Submit, RemembersWhoAndWhen) {
  ASSERT_OK_AND_ASSIGN(const v1::Dossier submitted, Submit(In(v1::Dossier::OPEN), sample::Checklist(), By("an")));
  EXPECT_EQ(submitted.state(), v1::Dossier::SUBMITTED);
  EXPECT_EQ(submitted.submitter(), "an");
  EXPECT_EQ(submitted.submitter_person(), support::PersonOf("an"));
  EXPECT_EQ(civil::FromTimestamp(submitted.submit_time()), sample::Noon(sample::kToday));
}

TEST(Submit, RefusesAnIncompleteDossierAsFarAsTheActorCanTell) {
  Folder folder = sample::Opened();
  EXPECT_THAT(Submit(folder, sample::Checklist(), By("an")),
              StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_INCOMPLETE"));
  sample::Put(sample::Checklist(), "application", kIssued, &folder);
  sample::Put(sample::Checklist(), "comment-residence", kIssued, &folder);
  Actor uncleared = By("an");
  uncleared.clearance = annotations::v1::GRADE_UNSPECIFIED;
  EXPECT_THAT(Submit(folder, sample::Checklist(), uncleared), IsOk());
}

TEST(Submit, JudgesOnTheReferenceDateOfTheTemplate) {
  v1::ChecklistTemplate checklist = sample::Checklist();  // The health certificate ends on 1 December 2025.
  *checklist.mutable_reference_date() = civil::ToDate(CivilDay(2025, 12, 1));
  EXPECT_THAT(Submit(In(v1::Dossier::OPEN), checklist, By("an")), IsOk());
  *checklist.mutable_reference_date() = civil::ToDate(CivilDay(2025, 12, 2));
  EXPECT_THAT(Submit(In(v1::Dossier::OPEN), checklist, By("an")),
              StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_INCOMPLETE"));
}

TEST(BeginReview, IsForOneWhoHadNoHandInIt) {
  const auto handled = StatusIs(StatusCode::kPermissionDenied, "REVIEWER_HANDLED");
  Folder folder = In(v1::Dossier::OPEN);
  ASSERT_OK_AND_ASSIGN(folder.dossier, Submit(folder, sample::Checklist(), By("an")));
  EXPECT_THAT(Begin(folder, By("an")), handled) << "submitted it";
  EXPECT_THAT(Begin(folder, By("clerk")), handled) << "attached the papers";
  Actor other_account = By("another");
  other_account.person = support::PersonOf("clerk");
  EXPECT_THAT(Begin(folder, other_account), handled);
  // Of an old paper only the account is known.
  for (v1::Component& paper : folder.components) paper.clear_attached_person();
  EXPECT_THAT(Begin(folder, By("clerk")), handled);
  EXPECT_THAT(Begin(folder, other_account), IsOk());
  folder.components[0].set_withdrawn_person(support::PersonOf("reviewer"));
  *folder.components[0].mutable_withdraw_time() = civil::ToTimestamp(sample::Noon(sample::kToday));
  EXPECT_THAT(Begin(folder), handled) << "withdrew a paper";
}

TEST(BeginReview, NeedsSightOfEveryPaperThatTheChecklistMayHold) {
  Actor reviewer = By("reviewer");
  reviewer.clearance = annotations::v1::CONFIDENTIAL;
  EXPECT_THAT(Begin(In(v1::Dossier::SUBMITTED), reviewer),
              StatusIs(StatusCode::kPermissionDenied, "REVIEWER_UNCLEARED"));
  reviewer.clearance = annotations::v1::SENSITIVE;
  EXPECT_THAT(Begin(In(v1::Dossier::SUBMITTED), reviewer), IsOk());
}

TEST(BeginReview, IsOnePersonsUntilAnotherTakesItOver) {
  ASSERT_OK_AND_ASSIGN(const v1::Dossier begun, Begin(In(v1::Dossier::SUBMITTED)));
  EXPECT_EQ(begun.reviewer(), support::PersonOf("reviewer"));
  const Folder folder(begun, In(v1::Dossier::SUBMITTED).components);
  EXPECT_THAT(Begin(folder), IsOk()) << "the same one, who reads it again";
  const auto taken = StatusIs(StatusCode::kFailedPrecondition, "REVIEW_TAKEN");
  EXPECT_THAT(Begin(folder, By("second")), taken);
  EXPECT_THAT(AcceptNow(folder, By("second")), taken);
  EXPECT_THAT(Begin(folder, By("second"), true), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const v1::Dossier over, Begin(folder, By("second"), true, "nghỉ ốm"));
  EXPECT_EQ(over.reviewer(), support::PersonOf("second"));
  EXPECT_EQ(over.trail().rbegin()->reason(), "nghỉ ốm");
}

TEST(Return, KeepsTheReason) {
  ASSERT_OK_AND_ASSIGN(
      const v1::Dossier returned,
      Return(In(v1::Dossier::UNDER_REVIEW).dossier, v1::Review::PAPER_NOT_CERTIFIED, "Thiếu dấu", By("reviewer")));
  EXPECT_EQ(returned.state(), v1::Dossier::RETURNED);
  EXPECT_EQ(returned.reviewer(), "");
  EXPECT_EQ(returned.last_review().return_reason(), v1::Review::PAPER_NOT_CERTIFIED);
  EXPECT_EQ(returned.last_review().note(), "Thiếu dấu");
  EXPECT_EQ(returned.last_review().reviewer_person(), support::PersonOf("reviewer"));
  EXPECT_EQ(returned.trail(0).reason(), "Thiếu dấu");
}

TEST(Return, NeedsANoteForAnotherReason) {
  EXPECT_THAT(Return(In(v1::Dossier::SUBMITTED).dossier, v1::Review::OTHER, "", By("reviewer")),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST(Accept, KeepsTheReviewAndWhatWasAccepted) {
  Folder folder = In(v1::Dossier::UNDER_REVIEW);
  folder.dossier.set_content_sha256("as-begun");
  ASSERT_OK_AND_ASSIGN(const v1::Dossier accepted, AcceptNow(folder, By("reviewer"), "as-begun"));
  EXPECT_EQ(accepted.state(), v1::Dossier::ACCEPTED);
  EXPECT_EQ(accepted.accepted_sha256(), "as-begun");
  EXPECT_EQ(accepted.last_review().outcome(), v1::Review::ACCEPTED);
  EXPECT_EQ(accepted.last_review().reviewer(), "reviewer");
}

TEST(Accept, GoesByTheContentThatTheReviewBeganWithOrThatTheReviewerNames) {
  Folder folder = In(v1::Dossier::UNDER_REVIEW);
  folder.dossier.set_content_sha256("as-begun");
  const auto changed = StatusIs(StatusCode::kFailedPrecondition, "CONTENT_CHANGED");
  EXPECT_THAT(AcceptNow(folder, By("reviewer"), "now"), changed);
  EXPECT_THAT(AcceptNow(folder, By("reviewer"), "now", "as-begun"), changed);
  ASSERT_OK_AND_ASSIGN(const v1::Dossier accepted, AcceptNow(folder, By("reviewer"), "now", "now"));
  EXPECT_EQ(accepted.accepted_sha256(), "now");
}

TEST(Accept, JudgesEveryRequirementAsOfToday) {
  const Actor late = sample::Clerk(CivilDay(2025, 12, 2), "reviewer");
  const auto incomplete = StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_INCOMPLETE");
  EXPECT_THAT(AcceptNow(In(v1::Dossier::UNDER_REVIEW), late), incomplete);
  Actor uncleared = By("reviewer");
  uncleared.clearance = annotations::v1::PERSONAL;
  EXPECT_THAT(AcceptNow(In(v1::Dossier::UNDER_REVIEW), uncleared),
              StatusIs(StatusCode::kPermissionDenied, "REVIEWER_UNCLEARED"));
}

TEST(Close, KeepsADossierUntilADayThatIsOnlyExtended) {
  const v1::Dossier accepted = In(v1::Dossier::ACCEPTED).dossier;
  EXPECT_THAT(Close(accepted, "lưu", sample::kToday - 1, By("an")),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(KeepLonger(accepted, kKept, {}, By("an")),
              StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_UNFINISHED"));
  ASSERT_OK_AND_ASSIGN(const v1::Dossier closed, Close(accepted, "lưu", kKept, By("an")));
  EXPECT_THAT(KeepLonger(closed, kKept, {}, By("an")),
              StatusIs(StatusCode::kFailedPrecondition, "RETENTION_SHORTENED"));
  v1::Basis basis;
  basis.set_decision_number("5-QĐ/TU");
  ASSERT_OK_AND_ASSIGN(const v1::Dossier kept, KeepLonger(closed, kKept + 1, basis, By("an")));
  EXPECT_EQ(civil::FromDate(kept.keep_until_date()), kKept + 1);
  EXPECT_EQ(kept.keep_basis().decision_number(), "5-QĐ/TU");
}

TEST(Void, LeavesNothingOfTheAcceptance) {
  v1::Dossier accepted = In(v1::Dossier::ACCEPTED).dossier;
  accepted.set_accepted_sha256("x");
  accepted.set_reviewer("persons/r");
  *accepted.mutable_accept_time() = civil::ToTimestamp(sample::Noon(sample::kToday));
  const v1::Dossier open_again = Void(accepted, v1::Dossier::FACT_CHANGED, By("an"));
  EXPECT_EQ(open_again.state(), v1::Dossier::UNDER_REVIEW);
  EXPECT_EQ(open_again.accepted_sha256(), "");
  EXPECT_FALSE(open_again.has_accept_time());
  EXPECT_EQ(open_again.reviewer(), "");
  EXPECT_EQ(open_again.trail(0).cause(), v1::Dossier::FACT_CHANGED);
}

TEST(Follow, MovesWhatTheOldOrganisationGathersNowOrOnceItIsAcceptedNoMore) {
  const std::string from(sample::kUnit);
  const std::string to = "organisations/unit-2";
  EXPECT_EQ(Follow(In(v1::Dossier::OPEN).dossier, "organisations/other", to, By("an")).organisation(), from);
  EXPECT_EQ(Follow(In(v1::Dossier::CLOSED).dossier, from, to, By("an")).organisation(), from);
  const v1::Dossier moved = Follow(In(v1::Dossier::SUBMITTED).dossier, from, to, By("an"));
  EXPECT_EQ(moved.organisation(), to);
  EXPECT_EQ(moved.transferred_from(), from);
  EXPECT_EQ(moved.trail(0).cause(), v1::Dossier::PERSON_MOVED);
  v1::Dossier accepted = Follow(In(v1::Dossier::ACCEPTED).dossier, from, to, By("an"));
  EXPECT_EQ(accepted.organisation(), from);
  accepted = Follow(accepted, to, "organisations/unit-3", By("an"));
  EXPECT_EQ(Void(accepted, v1::Dossier::FACT_CHANGED, By("an")).organisation(), "organisations/unit-3");
  ASSERT_OK_AND_ASSIGN(const v1::Dossier back, Return(accepted, v1::Review::SITUATION_CHANGED, "", By("an")));
  EXPECT_EQ(back.organisation(), "organisations/unit-3");
}

TEST(StandFor, TakesAnAcceptanceBackThatWasForSomethingElse) {
  const auto changed = [](v1::Dossier::State state, std::string_view kind) {
    const v1::Dossier before = In(state).dossier;
    v1::Dossier after = before;
    after.set_position_kind(std::string(kind));
    return StandFor(before, after, By("an"));
  };
  EXPECT_EQ(changed(v1::Dossier::OPEN, "secretary")->state(), v1::Dossier::OPEN);
  EXPECT_EQ(changed(v1::Dossier::RETURNED, "secretary")->position_kind(), "secretary");
  EXPECT_EQ(changed(v1::Dossier::ACCEPTED, "")->state(), v1::Dossier::ACCEPTED) << "nothing has changed";
  const auto voided = changed(v1::Dossier::ACCEPTED, "secretary");
  ASSERT_THAT(voided, IsOk());
  EXPECT_EQ(voided->state(), v1::Dossier::UNDER_REVIEW);
  EXPECT_EQ(voided->trail().rbegin()->cause(), v1::Dossier::POSITION_CHANGED);
  EXPECT_EQ(voided->accepted_sha256(), "");
  // Who changed it had a hand in it.
  EXPECT_THAT(Begin(Folder(*voided), By("an")), StatusIs(StatusCode::kPermissionDenied, "REVIEWER_HANDLED"));
  for (const auto state :
       {v1::Dossier::SUBMITTED, v1::Dossier::UNDER_REVIEW, v1::Dossier::WITHDRAWN, v1::Dossier::CLOSED}) {
    EXPECT_THAT(changed(state, "secretary"), StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_NOT_OPEN"));
  }
}

}  // namespace
}  // namespace congress::dossiers
