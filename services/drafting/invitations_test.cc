#include "services/drafting/testing/opinions.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;

// A round that asks a and b, and the people of a.
class InvitationTest : public OpinionsTest {
 protected:
  static std::string Named(const std::string& source) {
    return StrCat("name: '", kRound, "/invitations/", source, "' ");
  }
  absl::StatusOr<v1::Invitation> Answer(const std::string& source, const std::string& more,
                                        const std::string& binding = "administrator@province") {
    return scene.Call(&Opinions::AnswerInvitation, StrCat(Named(source), more), binding);
  }
};
using AnswerInvitation = InvitationTest;
using BatchCreateInvitations = InvitationTest;
using ExtendOpinionRound = InvitationTest;
using CancelOpinionRound = InvitationTest;
using RemindInvitations = InvitationTest;

TEST_F(AnswerInvitation, SaysThatThereAreNoRemarks) {
  const std::string none = "answer: NO_REMARKS note: 'Nhất trí với dự thảo' ";
  ASSERT_OK_AND_ASSIGN(const auto answered, Answer("a", none, "clerk@a"));
  EXPECT_EQ(answered.answer(), v1::NO_REMARKS);
  EXPECT_EQ(answered.state(), v1::OpinionRound::OPEN);
  EXPECT_EQ(answered.document_display_name(), "Báo cáo");
  EXPECT_THAT(Answer("a", none, "clerk@b"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Answer("a", none, "reader@a"), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Answer("a", "answer: DECLINED"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Answer("a", ""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Answer("a", StrCat(none, "etag: '999'")), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene.Call(&Opinions::ReopenInvitation, StrCat(Named("a"), "etag: '999'")),
              StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_OK_AND_ASSIGN(const auto open, scene.Call(&Opinions::ReopenInvitation, Named("a"), "clerk@a"));
  EXPECT_EQ(open.answer(), v1::ANSWER_UNSPECIFIED);
  // An opinion takes the place of the answer, and keeps it from being given.
  ASSERT_THAT(Answer("a", none, "clerk@a"), IsOk());
  ASSERT_THAT(scene.Give("a", "tasks", "clerk@a"), IsOk());
  EXPECT_THAT(Answer("a", none), StatusIs(kFailed, "OPINIONS_GIVEN"));
  EXPECT_THAT(scene.Call(&Opinions::ReopenInvitation, Named("a")), StatusIs(kFailed, "OPINIONS_GIVEN"));
  ASSERT_OK_AND_ASSIGN(const auto told, scene.Call(&Opinions::GetInvitation, Named("a"), "clerk@a"));
  EXPECT_EQ(told.answer(), v1::OPINIONS);
  EXPECT_FALSE(told.has_undisposed_count()) << "how far the collector is";
  EXPECT_TRUE(scene.Call(&Opinions::GetInvitation, Named("b"))->has_undisposed_count()) << "none, to the collector";
  EXPECT_EQ(scene.Call(&Opinions::GetInvitation, Named("a"))->undisposed_count(), 1);
  EXPECT_THAT(scene.Call(&Opinions::GetInvitation, Named("a"), "clerk@z"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST_F(AnswerInvitation, ComesLateThroughTheCollectorOnly) {
  scene.SetDay(15);
  const std::string late =
      "answer: NO_REMARKS late_reason: 'Bưu điện chuyển chậm' receive_date { year: 2025 month: 6 day: 30 }";
  EXPECT_THAT(Answer("a", "answer: NO_REMARKS", "clerk@a"), StatusIs(kFailed, "OUTSIDE_WINDOW"));
  EXPECT_THAT(Answer("a", late, "clerk@a"), StatusIs(kFailed, "OUTSIDE_WINDOW"));
  EXPECT_THAT(scene.Call(&Opinions::ReopenInvitation, Named("a"), "clerk@a"), StatusIs(kFailed, "OUTSIDE_WINDOW"));
  EXPECT_THAT(Answer("a", "answer: NO_REMARKS", "clerk@province"), StatusIs(kFailed, "OUTSIDE_WINDOW"));
  ASSERT_OK_AND_ASSIGN(const auto answered, Answer("a", late, "clerk@province"));
  EXPECT_EQ(answered.late_reason(), "Bưu điện chuyển chậm");
  EXPECT_THAT(scene.Call(&Opinions::CreateOpinion,
                         StrCat("parent: '", kRound, "' opinion { organisation: 'organisations/b' text: 'x' ",
                                "late_reason: 'Bão' receive_date { year: 2026 month: 1 day: 1 } }")),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const auto report, scene.Call(&Opinions::GetOpinionReport, StrCat("name: '", kRound, "' ")));
  EXPECT_EQ(report.answers().no_remarks(), 1);
  EXPECT_FALSE(report.sources(0).late()) << "received in time";
}

TEST_F(BatchCreateInvitations, AsksGroupsThroughWhoEntersForThem) {
  const std::string invite = StrCat("parent: '", kRound, "' groups { id: 'people' display_name: 'Nhân dân xã A' ",
                                    "organisation: 'organisations/a' } invited: 'organisations/z' ");
  EXPECT_THAT(scene.Call(&Opinions::BatchCreateInvitations, invite, "clerk@a"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_OK_AND_ASSIGN(const auto round, scene.Call(&Opinions::BatchCreateInvitations, invite));
  EXPECT_EQ(round.groups_size(), 1);
  EXPECT_EQ(round.invited_size(), 3);
  EXPECT_THAT(scene.Call(&Opinions::BatchCreateInvitations, invite), StatusIs(kInvalid, "INVITED_TWICE"));
  EXPECT_THAT(scene.Call(&Opinions::BatchCreateInvitations, StrCat("parent: '", kRound, "' ")),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  const std::string give =
      StrCat("parent: '", kRound, "' opinion { organisation: 'organisations/a' text: 'Thêm đường' ");
  ASSERT_OK_AND_ASSIGN(const auto own, scene.Call(&Opinions::CreateOpinion, StrCat(give, "}"), "clerk@a"));
  ASSERT_OK_AND_ASSIGN(const auto of_people,
                       scene.Call(&Opinions::CreateOpinion, StrCat(give, "group: 'people' }"), "clerk@a"));
  EXPECT_NE(own.name(), of_people.name());
  EXPECT_EQ(of_people.group_name(), "Nhân dân xã A");
  EXPECT_THAT(scene.Call(&Opinions::CreateOpinion, StrCat(give, "group: 'experts' }"), "clerk@a"),
              StatusIs(kFailed, "NOT_INVITED"));
  EXPECT_THAT(
      scene.Call(&Opinions::CreateOpinion,
                 StrCat("parent: '", kRound, "' opinion { organisation: 'organisations/b' text: 'x' group: 'people' }"),
                 "clerk@b"),
      StatusIs(kFailed, "NOT_INVITED"));
  ASSERT_OK_AND_ASSIGN(const auto seen, scene.Call(&Opinions::GetOpinionRound, kNamed, "clerk@a"));
  EXPECT_EQ(seen.groups_size(), 1);
  EXPECT_EQ(scene.Call(&Opinions::GetOpinionRound, kNamed, "clerk@b")->groups_size(), 0);
  ASSERT_OK_AND_ASSIGN(const auto report, scene.Call(&Opinions::GetOpinionReport, kNamed));
  EXPECT_EQ(report.sources_size(), 4);
  EXPECT_EQ(report.sources(3).group_name(), "Nhân dân xã A");
  EXPECT_EQ(report.sources(3).counts().total(), 1);
  EXPECT_EQ(List("group: 'people'")->opinions_size(), 1);

  // An invitation that nobody has answered is taken back.
  const auto withdraw = [&](const std::string& source) {
    return scene.Call(&Opinions::WithdrawInvitation, Named(source));
  };
  EXPECT_THAT(withdraw("people"), StatusIs(kFailed, "OPINIONS_GIVEN"));
  EXPECT_THAT(scene.Call(&Opinions::WithdrawInvitation, StrCat(Named("z"), "etag: '999'")),
              StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene.Call(&Opinions::WithdrawInvitation, Named("z"), "clerk@z"),
              StatusIs(kDenied, "PERMISSION_MISSING"));
  ASSERT_OK_AND_ASSIGN(const auto without, withdraw("z"));
  EXPECT_EQ(without.invited_size(), 2);
  EXPECT_THAT(scene.Call(&Opinions::GetOpinionRound, kNamed, "clerk@z"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(withdraw("z"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST_F(ExtendOpinionRound, GivesEverybodyMoreDays) {
  scene.SetDay(16);
  EXPECT_THAT(scene.Give("a", "tasks", "clerk@a"), StatusIs(kFailed, "OUTSIDE_WINDOW"));
  const auto extend = [&](int day, const std::string& more = "reason: 'Lũ lụt'") {
    return scene.Call(&Opinions::ExtendOpinionRound,
                      StrCat(kNamed, "last_date { year: 2025 month: 7 day: ", day, " } ", more));
  };
  EXPECT_THAT(extend(1), StatusIs(kInvalid, "WINDOW_INVALID"));
  EXPECT_THAT(extend(5, ""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(extend(5, "reason: 'x' etag: '999'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_OK_AND_ASSIGN(const auto extended, extend(5));
  EXPECT_EQ(extended.state(), v1::OpinionRound::OPEN);
  EXPECT_EQ(extended.extensions(0).reason(), "Lũ lụt");
  EXPECT_THAT(scene.Give("a", "tasks", "clerk@a"), IsOk());
  EXPECT_EQ(scene.Call(&Opinions::GetInvitation, Named("b"), "clerk@b")->last_date().day(), 5);
}

TEST_F(CancelOpinionRound, EndsItWithoutAnswers) {
  ASSERT_THAT(scene.Give("a", "tasks"), IsOk());
  EXPECT_THAT(scene.Call(&Opinions::CancelOpinionRound, StrCat(kNamed, "reason: 'x'"), "clerk@province"),
              StatusIs(kDenied, "PERMISSION_MISSING"));
  ASSERT_OK_AND_ASSIGN(const auto cancelled,
                       scene.Call(&Opinions::CancelOpinionRound, StrCat(kNamed, "reason: 'Nhầm bản dự thảo'")));
  EXPECT_EQ(cancelled.state(), v1::OpinionRound::CANCELLED);
  EXPECT_THAT(scene.Give("b", "tasks"), StatusIs(kFailed, "ROUND_CLOSED"));
  EXPECT_THAT(Answer("b", "answer: NO_REMARKS"), StatusIs(kFailed, "ROUND_CLOSED"));
  EXPECT_THAT(scene.Call(&Opinions::BatchCreateInvitations, StrCat(kInRound, "invited: 'organisations/z'")),
              StatusIs(kFailed, "ROUND_CLOSED"));
  EXPECT_THAT(scene.Call(&Opinions::WithdrawInvitation, Named("b")), StatusIs(kFailed, "ROUND_CLOSED"));
  EXPECT_THAT(scene.Call(&Opinions::RemindInvitations, kInRound), StatusIs(kFailed, "ROUND_CLOSED"));
  EXPECT_THAT(scene.Call(&Opinions::ReopenInvitation, Named("b")), StatusIs(kFailed, "ROUND_CLOSED"));
  EXPECT_THAT(scene.Call(&Opinions::PublishDispositions, kNamed), StatusIs(kFailed, "NOTHING_TO_PUBLISH"));
  EXPECT_THAT(scene.Call(&Opinions::CancelOpinionRound, StrCat(kNamed, "reason: 'x'")),
              StatusIs(kFailed, "ROUND_CLOSED"));
  EXPECT_THAT(
      scene.Call(&Opinions::ExtendOpinionRound, StrCat(kNamed, "reason: 'x' last_date { year: 2025 month: 8 day: 1 }")),
      StatusIs(kFailed, "ROUND_CLOSED"));
  EXPECT_THAT(scene.Call(&Opinions::WithdrawOpinion, StrCat("name: '", kRound, "/opinions/0001-000001' reason: 'x'")),
              StatusIs(kFailed, "ROUND_CLOSED"));
  EXPECT_EQ(
      scene.Call(&Opinions::ListInvitations, StrCat("parent: '", kRound, "' unanswered: true"))->invitations_size(), 0);
  ASSERT_OK_AND_ASSIGN(const auto document, scene.Call(&Drafting::GetDocument, StrCat("name: '", kDocument, "'")));
  EXPECT_EQ(document.steps(0).open_rounds(), 0);
  EXPECT_EQ(document.steps(0).closed_rounds(), 0);
  // What was given goes on in another one.
  scene.MakeRound("report", "second");
  const std::string carry = StrCat("name: '", kDocument, "/opinionRounds/second' from: '", kRound, "' ");
  ASSERT_OK_AND_ASSIGN(const auto carried, scene.Call(&Opinions::CarryOpinions, carry));
  EXPECT_EQ(carried.opinions_size(), 1);
  EXPECT_EQ(scene.Call(&Opinions::CarryOpinions, carry)->opinions_size(), 0) << "once";
  EXPECT_THAT(scene.Call(&Opinions::CarryOpinions, StrCat(kNamed, "from: '", kRound, "'")),
              StatusIs(kFailed, "ROUND_CLOSED"));
}

TEST_F(CancelOpinionRound, LeavesNoOpinionWithoutADisposition) {
  const std::string paper = "congresses/xx/documents/paper";
  ASSERT_THAT(scene.Call(&Drafting::CreateDocument, std::string(R"(parent: 'congresses/xx' document_id: 'paper'
      document { organisation: 'organisations/province' kind: 'paper' symbol: 'BC' display_name: 'x' }
      sections { id: 'review' title: 'x' }
      steps { id: 'draft' display_name: 'x' } steps { id: 'text' display_name: 'x' frozen: true }
      steps { id: 'standing' display_name: 'x' signoffs { role: 'standing' display_name: 'x' } }
      steps { id: 'final' display_name: 'x' })")),
              IsOk());
  const auto advance = [&](const std::string& step) {
    return scene.Call(&Drafting::AdvanceDocumentStep, StrCat("name: '", paper, "' step: '", step, "'"));
  };
  const auto take = [&](const std::string& opinion) {
    return scene.Call(&Opinions::DisposeOpinion, StrCat("name: '", opinion, "' disposition: TAKEN"));
  };
  const std::string first = StrCat(paper, "/opinionRounds/first");
  const std::string second = StrCat(paper, "/opinionRounds/second");
  scene.MakeRound("paper", "first");
  for (const char* unit : {"a", "b"}) {
    ASSERT_THAT(
        scene.Call(&Opinions::CreateOpinion,
                   StrCat("parent: '", first, "' opinion { organisation: ", "'organisations/", unit, "' text: 'x' }")),
        IsOk());
  }
  ASSERT_THAT(scene.Call(&Opinions::CancelOpinionRound, StrCat("name: '", first, "' reason: 'Nhầm bản'")), IsOk());
  ASSERT_THAT(advance("text"), IsOk()) << "nobody signs it there";
  ASSERT_THAT(scene.Sign("binh", "role: 'standing'", "reviewer@province", paper), IsOk());
  const auto refused = advance("standing");
  ASSERT_THAT(refused, StatusIs(kFailed, "OPINIONS_UNDISPOSED"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "undisposed"), "2");
  // One gets its disposition there, which its source is shown, and the other goes on in another round.
  ASSERT_THAT(take(StrCat(first, "/opinions/0001-000001")), IsOk());
  ASSERT_THAT(scene.Call(&Opinions::PublishDispositions, StrCat("name: '", first, "'")), IsOk());
  EXPECT_THAT(advance("standing"), StatusIs(kFailed, "OPINIONS_UNDISPOSED"));
  scene.MakeRound("paper", "second");
  ASSERT_OK_AND_ASSIGN(const auto carried,
                       scene.Call(&Opinions::CarryOpinions, StrCat("name: '", second, "' from: '", first, "'")));
  ASSERT_EQ(carried.opinions_size(), 1);
  ASSERT_OK_AND_ASSIGN(const auto kept,
                       scene.Call(&Opinions::GetOpinion, StrCat("name: '", first, "/opinions/0002-000001'")));
  EXPECT_EQ(kept.disposition(), v1::UPHELD);
  EXPECT_EQ(kept.disposition_reason(), "Nhầm bản");
  EXPECT_THAT(advance("standing"), StatusIs(kFailed, "ROUND_NOT_CLOSED"));
  ASSERT_THAT(take(carried.opinions(0).name()), IsOk());
  scene.SetDay(15);
  ASSERT_THAT(scene.Call(&Opinions::CloseOpinionRound, StrCat("name: '", second, "' silent_reason: 'x'")), IsOk());
  EXPECT_THAT(scene.Call(&Opinions::PublishDispositions, StrCat("name: '", second, "'")),
              StatusIs(kFailed, "ROUND_CLOSED"));
  EXPECT_THAT(advance("standing"), IsOk());
}

TEST_F(RemindInvitations, TellsThoseWhoHaveNotAnswered) {
  scene.MakeDocument("other");
  const std::string other = "congresses/xx/documents/other/opinionRounds/communes";
  ASSERT_THAT(scene.Call(&Opinions::CreateOpinionRound,
                         StrCat(Scene::RoundText("other", "communes"), " opinion_round { reminder_days: 7 }")),
              IsOk());
  ASSERT_THAT(Answer("a", "answer: NO_REMARKS"), IsOk());
  const std::string named = StrCat("parent: '", other, "' ");
  const auto due = [&] {
    return scene.Call(&Opinions::ListInvitations, StrCat("parent: '", other, "' reminder_due: true"))
        ->invitations_size();
  };
  EXPECT_EQ(due(), 0);
  EXPECT_EQ(scene.Call(&Opinions::RemindInvitations, named)->invitations_size(), 0);
  scene.SetDay(8);
  EXPECT_EQ(due(), 2);
  ASSERT_OK_AND_ASSIGN(const auto reminded, scene.Call(&Opinions::RemindInvitations, named));
  ASSERT_EQ(reminded.invitations_size(), 2);
  EXPECT_EQ(reminded.invitations(0).reminder_count(), 1);
  EXPECT_EQ(due(), 0);
  EXPECT_EQ(
      scene.Call(&Opinions::RemindInvitations, StrCat(kInRound, "all: true note: 'Hạn cuối'"))->invitations_size(), 1)
      << "b alone";
}

}  // namespace
}  // namespace congress::drafting
