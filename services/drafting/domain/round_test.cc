#include "services/drafting/domain/round.h"

#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/drafting/testing/days.h"
#include "tests/support/status_matchers.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::kFailed;
using support::kInvalid;
using support::StatusIs;

v1::Document AtStep() {
  v1::Document document;
  document.set_name("congresses/xx/documents/report");
  document.set_organisation("organisations/province");
  document.set_latest_revision("congresses/xx/documents/report/revisions/000002");
  document.set_current_step(2);
  document.add_steps()->mutable_rule()->set_id("draft");
  document.add_steps()->mutable_rule()->set_id("opinions");
  return document;
}

v1::OpinionRound Window(int first, int last) {
  v1::OpinionRound round;
  round.set_revision("congresses/xx/documents/report/revisions/000002");
  *round.mutable_first_date() = civil::ToDate(sample::kToday + first);
  *round.mutable_last_date() = civil::ToDate(sample::kToday + last);
  return round;
}

Act OnDay(int day) { return {.account = "an", .person = "", .now = sample::kNow + absl::Hours(24 * day)}; }

TEST(CheckText, IsOfRoundsThatAreEnteredAfterwards) {
  v1::Revision revision;
  *revision.mutable_create_time() = civil::ToTimestamp(sample::kNow);
  v1::OpinionRound open = Window(-5, 5);
  *open.mutable_text_date() = open.first_date();
  EXPECT_THAT(CheckText(revision, &open), IsOk());
  EXPECT_FALSE(open.has_text_date()) << "it is not entered afterwards";
  v1::OpinionRound held = Window(-5, -1);
  held.set_record_reason("Đã lấy ý kiến bằng văn bản giấy");
  EXPECT_THAT(CheckText(revision, &held), StatusIs(kInvalid, "WINDOW_INVALID"));
  *held.mutable_text_date() = held.last_date();
  EXPECT_THAT(CheckText(revision, &held), StatusIs(kInvalid, "WINDOW_INVALID")) << "after the first day";
  *held.mutable_text_date() = held.first_date();
  EXPECT_THAT(CheckText(revision, &held), IsOk());
  *revision.mutable_create_time() = civil::ToTimestamp(sample::kNow - absl::Hours(24 * 5));
  EXPECT_THAT(CheckText(revision, &held), IsOk());
  EXPECT_FALSE(held.has_text_date()) << "the revision itself was there";
}

// A round from today to `last` with its invitations.
struct Opened {
  v1::OpinionRound round;
  v1::Document document;
  Invitations invitations;
};

Opened Open(int first, int last, const std::vector<std::string>& invited, const Groups& groups = {}) {
  auto change = OpenRound(Window(first, last), "r", AtStep(), sample::kNow);
  EXPECT_THAT(change, IsOk());
  const Organisations organisations(invited.begin(), invited.end());
  auto invitations = Invite(organisations, groups, "Báo cáo", &change->round, sample::kNow);
  EXPECT_THAT(invitations, IsOk());
  return {change->round, change->document, *std::move(invitations)};
}

Groups People() {
  Groups groups;
  groups.Add()->set_id("people");
  groups[0].set_display_name("Nhân dân");
  groups[0].set_organisation("organisations/a");
  return groups;
}

TEST(OpenRound, StandsAtTheDocumentsStepAndIsCountedThere) {
  ASSERT_OK_AND_ASSIGN(const RoundChange opened, OpenRound(Window(0, 14), "communes", AtStep(), sample::kNow));
  EXPECT_EQ(opened.round.name(), "congresses/xx/documents/report/opinionRounds/communes");
  EXPECT_EQ(opened.round.organisation(), "organisations/province");
  EXPECT_EQ(opened.round.step(), "opinions");
  EXPECT_EQ(opened.document.steps(1).open_rounds(), 1);
  EXPECT_EQ(opened.document.steps(0).open_rounds(), 0);
}

TEST(OpenRound, TakesWindowsThatSomebodyCanStillAnswerIn) {
  const struct {
    int first;
    int last;
    bool valid;
  } cases[] = {{0, 0, true}, {-5, 0, true}, {3, 3, true}, {1, 0, false}, {-5, -1, false}};
  for (const auto& [first, last, valid] : cases) {
    const auto opened = OpenRound(Window(first, last), "r", AtStep(), sample::kNow);
    if (valid) {
      EXPECT_THAT(opened, IsOk()) << first << " " << last;
    } else {
      EXPECT_THAT(opened, StatusIs(kInvalid, "WINDOW_INVALID")) << first << " " << last;
      EXPECT_EQ(support::MetadataIn(opened.status(), "cause"), last < first ? "reversed" : "over");
    }
  }
  // One that is over is entered with a reason.
  v1::OpinionRound held = Window(-5, -1);
  held.set_record_reason("Đã lấy ý kiến bằng văn bản giấy");
  EXPECT_THAT(OpenRound(held, "r", AtStep(), sample::kNow), IsOk());
  v1::OpinionRound foreign = Window(0, 1);
  foreign.set_revision("congresses/xx/documents/report2/revisions/000001");
  EXPECT_THAT(OpenRound(foreign, "r", AtStep(), sample::kNow), StatusIs(kInvalid, "REVISIONS_UNRELATED"));
}

TEST(StateOn, FollowsTheClockUntilAnActEndsTheRound) {
  v1::OpinionRound round = Window(0, 14);
  EXPECT_EQ(StateOn(round, sample::kToday - 1), v1::OpinionRound::PLANNED);
  EXPECT_EQ(StateOn(round, sample::kToday), v1::OpinionRound::OPEN);
  EXPECT_EQ(StateOn(round, sample::kToday + 14), v1::OpinionRound::OPEN);
  EXPECT_EQ(StateOn(round, sample::kToday + 15), v1::OpinionRound::CONSOLIDATING);
  round.set_state(v1::OpinionRound::CANCELLED);
  EXPECT_EQ(StateOn(round, sample::kToday), v1::OpinionRound::CANCELLED);
}

TEST(Invite, MakesAnInvitationForEachSourceAndNumbersThemOn) {
  Opened opened = Open(0, 1, {"organisations/b", "organisations/a"}, People());
  ASSERT_EQ(opened.invitations.size(), 3u);
  EXPECT_EQ(opened.invitations[0].name(), "congresses/xx/documents/report/opinionRounds/r/invitations/b");
  EXPECT_EQ(opened.invitations[0].organisation(), "organisations/b");
  EXPECT_EQ(opened.invitations[0].revision(), opened.round.revision());
  EXPECT_EQ(opened.invitations[0].document_display_name(), "Báo cáo");
  EXPECT_EQ(opened.invitations[2].name(), "congresses/xx/documents/report/opinionRounds/r/invitations/people");
  EXPECT_EQ(opened.invitations[2].organisation(), "organisations/a");
  EXPECT_EQ(opened.invitations[2].group_name(), "Nhân dân");
  // Numbers are not used again.
  ASSERT_OK_AND_ASSIGN(opened.round, Uninvite(opened.round, opened.invitations[2]));
  EXPECT_EQ(opened.round.groups_size(), 0);
  Organisations more;
  *more.Add() = "organisations/c";
  ASSERT_OK_AND_ASSIGN(const Invitations added, Invite(more, {}, "", &opened.round, sample::kNow));
  EXPECT_EQ(added[0].number(), 4);
}

TEST(Invite, RefusesNoneTooManyAndTwice) {
  v1::OpinionRound round = Open(0, 1, {"organisations/a"}).round;
  const auto invite = [&](const std::vector<std::string>& names, const Groups& groups) {
    v1::OpinionRound copy = round;
    return Invite(Organisations(names.begin(), names.end()), groups, "", &copy, sample::kNow);
  };
  EXPECT_THAT(invite({}, {}), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(invite({"organisations/a"}, {}), StatusIs(kInvalid, "INVITED_TWICE"));
  EXPECT_THAT(invite({"organisations/b", "organisations/b"}, {}), StatusIs(kInvalid, "INVITED_TWICE"));
  EXPECT_THAT(invite({"organisations/people"}, People()), StatusIs(kInvalid, "INVITED_TWICE")) << "one id";
  std::vector<std::string> many;
  for (int i = 0; i < kMostSources; ++i) many.push_back(StrCat("organisations/u", i));
  EXPECT_THAT(invite(many, {}), StatusIs(kInvalid, "FIELDS_INVALID"));
  many.pop_back();
  EXPECT_THAT(invite(many, {}), IsOk());
}

TEST(Extend, PutsOffTheLastDayOnly) {
  const Opened opened = Open(0, 5, {"organisations/a"});
  EXPECT_THAT(Extend(opened.round, sample::kToday + 5, "x", OnDay(0)), StatusIs(kInvalid, "WINDOW_INVALID"));
  EXPECT_THAT(Extend(opened.round, sample::kToday + 7, "x", OnDay(9)), StatusIs(kInvalid, "WINDOW_INVALID"));
  ASSERT_OK_AND_ASSIGN(const v1::OpinionRound later, Extend(opened.round, sample::kToday + 9, "Lũ lụt", OnDay(7)));
  ASSERT_EQ(later.extensions_size(), 1);
  EXPECT_EQ(later.extensions(0).reason(), "Lũ lụt");
  EXPECT_EQ(civil::FromDate(later.extensions(0).from()), sample::kToday + 5);
  EXPECT_EQ(StateOn(later, sample::kToday + 9), v1::OpinionRound::OPEN);
}

TEST(IsLate, BeginsWithTheMidnightAfterTheLastDay) {
  // The day in Asia/Ho_Chi_Minh begins at 17:00 UTC of the day before.
  const auto midnight = [](int day) { return absl::FromCivil(sample::kToday + day, civil::Zone()); };
  const v1::OpinionRound round = Open(1, 3, {"organisations/a"}).round;
  EXPECT_THAT(IsLate(round, midnight(1) - absl::Seconds(1)), StatusIs(kFailed, "OUTSIDE_WINDOW"));
  EXPECT_EQ(*IsLate(round, midnight(1)), false);
  EXPECT_EQ(*IsLate(round, midnight(4) - absl::Seconds(1)), false);
  EXPECT_EQ(*IsLate(round, midnight(4)), true);
}

TEST(AnswerWithout, IsNoRemarksOrDeclinedWithAReason) {
  const v1::Invitation invitation = Open(0, 5, {"organisations/a"}).invitations[0];
  v1::AnswerInvitationRequest request;
  const auto answer = [&](v1::Answer what, const std::string& note, int day = 0) {
    request.set_answer(what);
    request.set_note(note);
    return AnswerWithout(invitation, request, OnDay(day));
  };
  EXPECT_THAT(answer(v1::OPINIONS, ""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(answer(v1::SILENT, ""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(answer(v1::DECLINED, ""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(answer(v1::DECLINED, "Đã góp ý ở đợt trước"), IsOk());
  request.set_late_reason("Thư đến chậm");
  ASSERT_OK_AND_ASSIGN(v1::Invitation answered, answer(v1::NO_REMARKS, ""));
  EXPECT_EQ(answered.late_reason(), "") << "it was in time";
  EXPECT_EQ(answered.answered_by(), "an");
  request.mutable_receive_date()->set_year(2025);
  request.mutable_receive_date()->set_month(6);
  request.mutable_receive_date()->set_day(18);
  EXPECT_THAT(answer(v1::NO_REMARKS, ""), StatusIs(kInvalid, "FIELDS_INVALID")) << "received tomorrow";
  request.mutable_receive_date()->set_day(15);
  EXPECT_THAT(answer(v1::NO_REMARKS, ""), StatusIs(kInvalid, "FIELDS_INVALID")) << "before the window";
  request.mutable_receive_date()->set_day(18);
  ASSERT_OK_AND_ASSIGN(const v1::Invitation late, answer(v1::NO_REMARKS, "", 7));
  EXPECT_EQ(late.late_reason(), "Thư đến chậm");
  ASSERT_OK_AND_ASSIGN(const v1::Invitation open, Retract(late, OnDay(7)));
  EXPECT_EQ(open.answer(), v1::ANSWER_UNSPECIFIED);
  EXPECT_FALSE(open.has_receive_date());
  answered.set_answer(v1::OPINIONS);
  EXPECT_THAT(AnswerWithout(answered, request, OnDay(7)), StatusIs(kFailed, "OPINIONS_GIVEN"));
  EXPECT_THAT(Retract(answered, OnDay(0)), StatusIs(kFailed, "OPINIONS_GIVEN"));
}

TEST(Remind, IsDueOnceForEachDayOfThePlan) {
  v1::Invitation invitation = Open(0, 10, {"organisations/a"}).invitations[0];
  for (const int days : {7, 2}) invitation.add_reminder_days(days);
  std::vector<int> due;
  for (int day = -1; day <= 12; ++day) {
    if (Shown(invitation, sample::kToday + day).reminder_due() && Remind(&invitation, false, OnDay(day).now)) {
      due.push_back(day);
    }
  }
  EXPECT_EQ(due, (std::vector<int>{3, 8}));
  EXPECT_EQ(invitation.reminder_count(), 2);
  EXPECT_FALSE(Remind(&invitation, false, OnDay(9).now));
  EXPECT_TRUE(Remind(&invitation, true, OnDay(9).now));
  EXPECT_FALSE(Remind(&invitation, true, OnDay(9).now)) << "once a day";
  invitation.set_answer(v1::NO_REMARKS);
  EXPECT_FALSE(Remind(&invitation, true, OnDay(10).now));
}

TEST(CloseRound, WaitsForTheEndForDispositionsAndForAnswers) {
  Opened opened = Open(0, 1, {"organisations/a", "organisations/b"});
  Invitations& invitations = opened.invitations;
  const auto close = [&](int day, const std::string& silent) {
    return CloseRound(opened.round, opened.document, &invitations, silent, OnDay(day));
  };
  EXPECT_THAT(close(1, "x"), StatusIs(kFailed, "ROUND_NOT_OVER"));
  invitations[0].set_undisposed_count(3);
  const auto refused = close(2, "x");
  ASSERT_THAT(refused, StatusIs(kFailed, "OPINIONS_UNDISPOSED"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "undisposed"), "3");
  invitations[0].set_undisposed_count(0);
  invitations[0].set_answer(v1::NO_REMARKS);
  const auto unanswered = close(2, "");
  ASSERT_THAT(unanswered, StatusIs(kFailed, "INVITATIONS_UNANSWERED"));
  EXPECT_EQ(support::MetadataIn(unanswered.status(), "first"), "organisations/b");

  // The document has gone on meanwhile; the round counts at the step at which it was opened.
  opened.document.set_current_step(1);
  ASSERT_OK_AND_ASSIGN(RoundChange closed, close(2, "Đã nhắc"));
  EXPECT_EQ(closed.round.state(), v1::OpinionRound::CLOSED);
  EXPECT_EQ(closed.round.closed_by(), "an");
  EXPECT_EQ(closed.document.steps(1).open_rounds(), 0);
  EXPECT_EQ(closed.document.steps(1).closed_rounds(), 1);
  EXPECT_EQ(invitations[0].answer(), v1::NO_REMARKS);
  EXPECT_EQ(invitations[1].answer(), v1::SILENT);
  EXPECT_EQ(invitations[1].note(), "Đã nhắc");
  EXPECT_THAT(CloseRound(closed.round, closed.document, &invitations, "", OnDay(2)), StatusIs(kFailed, "ROUND_CLOSED"));
  EXPECT_THAT(CancelRound(closed.round, closed.document, &invitations, "x", OnDay(2)),
              StatusIs(kFailed, "ROUND_CLOSED"));
}

TEST(CancelRound, CountsForNoStep) {
  Opened opened = Open(0, 1, {"organisations/a"});
  ASSERT_OK_AND_ASSIGN(const RoundChange cancelled,
                       CancelRound(opened.round, opened.document, &opened.invitations, "Nhầm bản dự thảo", OnDay(0)));
  EXPECT_EQ(cancelled.document.steps(1).open_rounds(), 0);
  EXPECT_EQ(cancelled.document.steps(1).closed_rounds(), 0);
  EXPECT_EQ(cancelled.round.cancel_reason(), "Nhầm bản dự thảo");
  EXPECT_EQ(opened.invitations[0].state(), v1::OpinionRound::CANCELLED);
  const absl::Status over = CheckOpen(cancelled.round);
  EXPECT_EQ(support::MetadataIn(over, "cause"), "cancelled");
}

}  // namespace
}  // namespace congress::drafting
