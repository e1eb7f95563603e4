#include "services/drafting/domain/round.h"

#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/drafting/testing/days.h"
#include "tests/support/status_matchers.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;

v1::Document Document() {
  v1::Document document;
  document.set_name("congresses/xx/documents/report");
  document.set_organisation("organisations/province");
  document.set_current_step(2);
  document.add_steps()->mutable_rule()->set_id("draft");
  document.add_steps()->mutable_rule()->set_id("opinions");
  return document;
}

v1::OpinionRound Round(int first, int last, std::vector<std::string> invited) {
  v1::OpinionRound round;
  round.set_revision("congresses/xx/documents/report/revisions/000002");
  round.mutable_invited()->Assign(invited.begin(), invited.end());
  *round.mutable_first_date() = civil::ToDate(sample::kToday + first);
  *round.mutable_last_date() = civil::ToDate(sample::kToday + last);
  return round;
}

TEST(OpenRound, StandsAtTheDocumentsStepAndIsCountedThere) {
  ASSERT_OK_AND_ASSIGN(const RoundChange opened,
                       OpenRound(Round(0, 14, {"organisations/a"}), "communes", Document(), sample::kNow));
  EXPECT_EQ(opened.round.name(), "congresses/xx/documents/report/opinionRounds/communes");
  EXPECT_EQ(opened.round.organisation(), "organisations/province");
  EXPECT_EQ(opened.round.step(), "opinions");
  EXPECT_EQ(opened.round.state(), v1::OpinionRound::OPEN);
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
    const auto opened = OpenRound(Round(first, last, {"organisations/a"}), "r", Document(), sample::kNow);
    if (valid) {
      EXPECT_THAT(opened, IsOk()) << first << " " << last;
    } else {
      EXPECT_THAT(opened, StatusIs(absl::StatusCode::kInvalidArgument, "WINDOW_INVALID")) << first << " " << last;
      EXPECT_EQ(support::MetadataIn(opened.status(), "cause"), last < first ? "reversed" : "over");
    }
  }
}

TEST(OpenRound, RefusesForeignRevisionsAndDoubleInvitations) {
  v1::OpinionRound foreign = Round(0, 1, {"organisations/a"});
  foreign.set_revision("congresses/xx/documents/report2/revisions/000001");
  EXPECT_THAT(OpenRound(foreign, "r", Document(), sample::kNow),
              StatusIs(absl::StatusCode::kInvalidArgument, "REVISIONS_UNRELATED"));
  EXPECT_THAT(
      OpenRound(Round(0, 1, {"organisations/a", "organisations/b", "organisations/a"}), "r", Document(), sample::kNow),
      StatusIs(absl::StatusCode::kInvalidArgument, "INVITED_TWICE"));
}

TEST(Invite, MakesOneInvitationForEachOrganisation) {
  ASSERT_OK_AND_ASSIGN(const RoundChange opened,
                       OpenRound(Round(0, 1, {"organisations/b", "organisations/a"}), "r", Document(), sample::kNow));
  const auto invitations = Invite(opened.round);
  ASSERT_EQ(invitations.size(), 2u);
  EXPECT_EQ(invitations[0].name(), "congresses/xx/documents/report/opinionRounds/r/invitations/b");
  EXPECT_EQ(invitations[0].organisation(), "organisations/b");
  EXPECT_EQ(invitations[0].revision(), opened.round.revision());
  EXPECT_EQ(invitations[1].opinion_count(), 0);
}

TEST(CloseRound, IsRefusedWhileOpinionsAwaitTheirDisposition) {
  ASSERT_OK_AND_ASSIGN(RoundChange opened, OpenRound(Round(0, 1, {"organisations/a"}), "r", Document(), sample::kNow));
  const auto refused = CloseRound(opened.round, opened.document, 3, sample::kNow);
  ASSERT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition, "OPINIONS_UNDISPOSED"));
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(status::Detail(refused.status(), &info));
  EXPECT_EQ(info.metadata().at("undisposed"), "3");

  // The document has gone on meanwhile; the round counts at the step at which it was opened.
  opened.document.set_current_step(1);
  ASSERT_OK_AND_ASSIGN(const RoundChange closed, CloseRound(opened.round, opened.document, 0, sample::kNow));
  EXPECT_EQ(closed.round.state(), v1::OpinionRound::CLOSED);
  EXPECT_TRUE(closed.round.has_close_time());
  EXPECT_EQ(closed.document.steps(1).open_rounds(), 0);
  EXPECT_EQ(closed.document.steps(1).closed_rounds(), 1);
  EXPECT_THAT(CloseRound(closed.round, closed.document, 0, sample::kNow),
              StatusIs(absl::StatusCode::kFailedPrecondition, "ROUND_CLOSED"));
}

}  // namespace
}  // namespace congress::drafting
