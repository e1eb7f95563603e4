#include "absl/strings/str_format.h"
#include "congress/events/v1/event_service.grpc.pb.h"
#include "services/drafting/testing/opinions.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;

class DispositionsTest : public OpinionsTest {
 protected:
  static std::string Wording(const std::string& unit, const std::string& quotation, const std::string& wording) {
    return StrCat("opinions { organisation: 'organisations/", unit, "' section: 'review' text: 'Sửa' quotation: '",
                  quotation, "' wording: '", wording, "' } ");
  }
  absl::StatusOr<v1::MergeOpinionWordingsResponse> Merge(const std::string& more,
                                                         const std::string& binding = "administrator@province") {
    return scene.Call(&Opinions::MergeOpinionWordings, StrCat(named_, more), binding);
  }
  const std::string named_ = StrCat("name: '", kRound, "' ");
};
using PublishDispositions = DispositionsTest;
using BatchDisposeOpinions = DispositionsTest;
using WithdrawOpinion = DispositionsTest;
using MergeOpinionWordings = DispositionsTest;
using CarryOpinions = DispositionsTest;
using ListOpinionClusters = DispositionsTest;

TEST_F(PublishDispositions, ShowsDraftsToTheirSourcesTogether) {
  ASSERT_THAT(GiveMany(StrCat(Opinion("a", "tasks"), Opinion("b", "tasks"))), IsOk());
  EXPECT_THAT(scene.Call(&Opinions::PublishDispositions, named_), StatusIs(kFailed, "NOTHING_TO_PUBLISH"));
  ASSERT_THAT(scene.Call(&Opinions::DisposeOpinion, Dispose("0001-000001", "NOT_TAKEN", "Đã có")), IsOk());
  const auto read = [&](const std::string& binding) {
    return scene.Call(&Opinions::GetOpinion, StrCat("name: '", kRound, "/opinions/0001-000001'"), binding);
  };
  EXPECT_EQ(read("clerk@a")->disposition(), v1::DISPOSITION_UNSPECIFIED);
  EXPECT_EQ(read("clerk@a")->etag(), "") << "it would tell that something was recorded";
  EXPECT_EQ(read("clerk@province")->disposition(), v1::NOT_TAKEN);
  EXPECT_TRUE(read("clerk@province")->disposition_unpublished());
  EXPECT_EQ(List("undisposed: true", "clerk@a")->opinions_size(), 1) << "as far as the unit knows";
  EXPECT_EQ(List("undisposed: true")->opinions_size(), 1);
  EXPECT_EQ(List("unpublished: true")->opinions_size(), 1);
  EXPECT_EQ(List("disposition: NOT_TAKEN")->opinions_size(), 1);
  EXPECT_EQ(List("disposition: NOT_TAKEN", "clerk@a")->opinions_size(), 0);
  EXPECT_THAT(scene.Call(&Opinions::PublishDispositions, StrCat(named_, "etag: '999'")),
              StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_OK_AND_ASSIGN(const auto round, scene.Call(&Opinions::PublishDispositions, named_));
  EXPECT_EQ(round.publications(0).count(), 1);
  EXPECT_EQ(read("clerk@a")->disposition(), v1::NOT_TAKEN);
  const auto listed = List("disposition: NOT_TAKEN", "clerk@a");
  ASSERT_EQ(listed->opinions_size(), 1) << "the list shows what the opinion itself shows";
  EXPECT_EQ(listed->opinions(0).disposition(), v1::NOT_TAKEN);
  EXPECT_EQ(List("undisposed: true", "clerk@a")->opinions_size(), 0);
  const auto invitation = [&](const std::string& unit) {
    return scene.Call(&Opinions::GetInvitation, StrCat("name: '", kRound, "/invitations/", unit, "'"));
  };
  EXPECT_TRUE(invitation("a")->has_publish_time());
  EXPECT_FALSE(invitation("b")->has_publish_time());
  // A correction is a draft again, and the history is kept.
  ASSERT_THAT(scene.Call(&Opinions::DisposeOpinion, Dispose("0001-000001", "TAKEN")), IsOk());
  EXPECT_EQ(read("clerk@a")->disposition(), v1::NOT_TAKEN);
  EXPECT_EQ(read("clerk@province")->dispositions_size(), 2);
}

TEST_F(PublishDispositions, TellsWatchersOfNoDraft) {
  ASSERT_THAT(GiveMany(Opinion("a", "tasks")), IsOk());
  const auto stub = events::v1::EventService::NewStub(scene.service().channel());
  const auto context = scene.service().As("watcher", {"clerk@a"});
  events::v1::WatchRequest request;
  request.set_parent("services/drafting");
  const auto reader = stub->Watch(context.get(), request);
  events::v1::WatchResponse told;
  ASSERT_TRUE(reader->Read(&told));
  ASSERT_THAT(scene.Call(&Opinions::DisposeOpinion, Dispose("0001-000001", "NOT_TAKEN", "Đã có")), IsOk());
  ASSERT_THAT(scene.Call(&Opinions::PublishDispositions, named_), IsOk());
  ASSERT_TRUE(reader->Read(&told));
  context->TryCancel();
  ASSERT_EQ(told.events_size(), 1);
  EXPECT_EQ(told.events(0).name(), StrCat(kRound, "/invitations/a"));
  ASSERT_OK_AND_ASSIGN(const auto invitation,
                       scene.Call(&Opinions::GetInvitation, StrCat("name: '", kRound, "/invitations/a'")));
  EXPECT_EQ(StrCat(told.events(0).revision()), invitation.etag()) << "the publication, not the draft before it";
}

TEST_F(BatchDisposeOpinions, AnswersManyWithOneAndLeavesTheOthersAlone) {
  ASSERT_THAT(GiveMany(StrCat(Opinion("a", "tasks"), Opinion("a", "review"), Opinion("b", "tasks"))), IsOk());
  ASSERT_THAT(scene.Call(&Opinions::DisposeOpinion, Dispose("0002-000001", "UPHELD", "Chờ Trung ương")), IsOk());
  const std::string also =
      StrCat("also: '", kRound, "/opinions/0001-000002' also: '", kRound, "/opinions/0002-000001' ");
  const std::string text =
      StrCat("parent: '", kRound, "' dispositions { ", Dispose("0001-000001", "TAKEN"), also, "} ");
  EXPECT_THAT(scene.Call(&Opinions::BatchDisposeOpinions,
                         StrCat(text, "dispositions { ", Dispose("0001-000002", "TAKEN"), "}")),
              StatusIs(kInvalid, "OPINION_REPEATED"));
  ASSERT_OK_AND_ASSIGN(const auto disposed, scene.Call(&Opinions::BatchDisposeOpinions, text));
  ASSERT_EQ(disposed.opinions_size(), 3);
  EXPECT_EQ(disposed.opinions(1).disposition(), v1::TAKEN);
  EXPECT_EQ(disposed.opinions(2).disposition(), v1::UPHELD) << "it had one already";
}

TEST_F(WithdrawOpinion, IsForTheSourceInTheWindowAndForTheCollectorUntilClosing) {
  ASSERT_OK_AND_ASSIGN(const auto first, scene.Give("a", "tasks"));
  ASSERT_OK_AND_ASSIGN(const auto second, scene.Give("a", "review"));
  const auto withdraw = [&](const v1::Opinion& opinion, const std::string& binding) {
    return scene.Call(&Opinions::WithdrawOpinion, StrCat("name: '", opinion.name(), "' reason: 'Gửi nhầm'"), binding);
  };
  EXPECT_THAT(withdraw(first, "clerk@b"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(withdraw(first, "reader@a"), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&Opinions::WithdrawOpinion, StrCat("name: '", first.name(), "' reason: 'x' etag: '999'")),
              StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_OK_AND_ASSIGN(const auto withdrawn, withdraw(first, "clerk@a"));
  EXPECT_EQ(withdrawn.withdraw_reason(), "Gửi nhầm");
  EXPECT_THAT(withdraw(first, "clerk@a"), StatusIs(kFailed, "OPINION_WITHDRAWN"));
  EXPECT_THAT(scene.Call(&Opinions::DisposeOpinion, StrCat("name: '", first.name(), "' disposition: TAKEN")),
              StatusIs(kFailed, "OPINION_WITHDRAWN"));
  EXPECT_EQ(List("")->opinions_size(), 1);
  // It may be given again, as a new one.
  EXPECT_NE(scene.Give("a", "tasks")->name(), first.name());
  scene.SetDay(15);
  EXPECT_THAT(withdraw(second, "clerk@a"), StatusIs(kFailed, "OUTSIDE_WINDOW"));
  EXPECT_THAT(withdraw(second, "clerk@province"), StatusIs(kFailed, "OUTSIDE_WINDOW"));
  EXPECT_THAT(withdraw(second, "secretary@province"), IsOk());
}

TEST_F(MergeOpinionWordings, PutsWhatIsTakenIntoTheText) {
  EXPECT_THAT(GiveMany(Wording("a", "Ba", "Bốn")), StatusIs(kFailed, "QUOTATION_UNKNOWN"));
  ASSERT_THAT(GiveMany(StrCat(Wording("a", "Một", "Mười"), Wording("b", "Một", "Trăm"), Wording("b", "Hai", "Hai mươi"),
                              Opinion("a", "review"))),
              IsOk());
  const std::string first = StrCat("opinions: '", kRound, "/opinions/0001-000001' ");
  EXPECT_THAT(Merge(first), StatusIs(kFailed, "WORDING_MISSING")) << "not taken";
  for (const char* opinion : {"0001-000001", "0002-000001", "0002-000002"}) {
    ASSERT_THAT(scene.Call(&Opinions::DisposeOpinion, Dispose(opinion, "TAKEN")), IsOk());
  }
  EXPECT_THAT(Merge("", "clerk@a"), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.CallNameless(&Opinions::MergeOpinionWordings, kNamed), StatusIs(kDenied, "PERSON_UNKNOWN"));
  EXPECT_THAT(Merge(StrCat(first, first)), StatusIs(kInvalid, "OPINION_REPEATED"));
  EXPECT_THAT(Merge(StrCat("opinions: '", kDocument, "/opinionRounds/other/opinions/0001-000001'")),
              StatusIs(kInvalid, "OPINION_ELSEWHERE"));
  ASSERT_OK_AND_ASSIGN(const auto shown, Merge("validate_only: true"));
  EXPECT_EQ(shown.merged_size(), 2);
  ASSERT_OK_AND_ASSIGN(const auto merged, Merge("note: 'Tiếp thu đợt 1'"));
  EXPECT_EQ(merged.merged_size(), 2);
  ASSERT_EQ(merged.collisions_size(), 1);
  EXPECT_EQ(merged.collisions(0).with(), StrCat(kRound, "/opinions/0001-000001"));
  ASSERT_EQ(merged.undisposed_size(), 1);
  EXPECT_EQ(merged.revision().cause(), v1::Revision::OPINION);
  EXPECT_EQ(merged.revision().answers_size(), 2);
  const std::string revision = StrCat("name: '", merged.revision().name(), "'");
  ASSERT_OK_AND_ASSIGN(const auto section, scene.Call(&Drafting::GetSection, StrCat("name: '", merged.revision().name(),
                                                                                    "/sections/review'")));
  EXPECT_EQ(section.body(0).paragraph().spans(0).text(), "Mười");
  EXPECT_EQ(section.body(1).paragraph().spans(0).text(), "Hai mươi");
  EXPECT_THAT(Merge(first), StatusIs(kFailed, "WORDING_MISSING")) << "merged already";
  ASSERT_OK_AND_ASSIGN(const auto nothing, Merge(""));
  EXPECT_FALSE(nothing.has_revision());
  EXPECT_EQ(nothing.collisions_size(), 1);
  EXPECT_THAT(scene.Call(&Opinions::DisposeOpinion, Dispose("0001-000001", "NOT_TAKEN", "x")),
              StatusIs(kFailed, "WORDING_MERGED"));
  EXPECT_EQ(
      scene.Call(&Opinions::GetOpinion, StrCat("name: '", kRound, "/opinions/0001-000001'"), "clerk@a")->merged_into(),
      "")
      << "a draft yet";
  // Taken back, it may be merged again.
  ASSERT_THAT(scene.Call(&Drafting::RevertRevision, revision), IsOk());
  EXPECT_EQ(Merge("validate_only: true")->merged_size(), 2);
  ASSERT_THAT(scene.Call(&Opinions::CancelOpinionRound, StrCat(named_, "reason: 'x'")), IsOk());
  EXPECT_THAT(Merge(""), StatusIs(kFailed, "ROUND_CLOSED"));
}

TEST_F(MergeOpinionWordings, StopsAtFrozenAndOverlongTexts) {
  const std::string long_text = []() {
    std::string text;
    for (int i = 0; i < 199'990; ++i) text += "ắ";
    return text;
  }();
  std::string create =
      StrCat("parent: 'congresses/xx' document_id: 'long' document { organisation: ",
             "'organisations/province' kind: 'report' symbol: 'BC' display_name: 'x' } ",
             "steps { id: 'draft' display_name: 'a' } steps { id: 'review' display_name: 'b' frozen: true } ",
             "steps { id: 'final' display_name: 'c' } sections { id: 'words' title: 'x' text: '");
  for (int i = 0; i < 11; ++i) absl::StrAppend(&create, "câu", i, "x.\\nGiữ nguyên.\\n");
  create += "' } ";
  for (int i = 0; i < 5; ++i)
    absl::StrAppend(&create, "sections { id: 's", i, "' title: 'x' text: '", long_text, "' } ");
  ASSERT_THAT(scene.Call(&Drafting::CreateDocument, create), IsOk());
  scene.MakeRound("long", "communes");
  const std::string round = "congresses/xx/documents/long/opinionRounds/communes";
  std::string opinions = StrCat("parent: '", round, "' ");
  std::string dispositions = opinions;
  for (int i = 0; i < 11; ++i) {
    absl::StrAppend(&opinions, "opinions { organisation: 'organisations/a' section: 'words' text: 'x' quotation: 'câu",
                    i, "x' wording: '", long_text.substr(0, 15'000), "' } ");
    absl::StrAppend(&dispositions, "dispositions { disposition: TAKEN name: '", round,
                    absl::StrFormat("/opinions/0001-%06d' } ", i + 1));
  }
  ASSERT_THAT(scene.Call(&Opinions::BatchCreateOpinions, opinions), IsOk());
  ASSERT_THAT(scene.Call(&Opinions::BatchDisposeOpinions, dispositions), IsOk());
  const std::string named = StrCat("name: '", round, "' ");
  EXPECT_THAT(scene.Call(&Opinions::MergeOpinionWordings, named), StatusIs(kInvalid, "DOCUMENT_TOO_LARGE"));
  ASSERT_THAT(scene.Call(&Drafting::AdvanceDocumentStep, "name: 'congresses/xx/documents/long' step: 'review'"),
              IsOk());
  EXPECT_THAT(
      scene.Call(&Opinions::MergeOpinionWordings, StrCat(named, "opinions: '", round, "/opinions/0001-000001'")),
      StatusIs(kFailed, "DOCUMENT_FROZEN"));
}

TEST_F(BatchDisposeOpinions, RefusesWhatIsWithdrawnOrInTheText) {
  ASSERT_THAT(GiveMany(StrCat(Wording("a", "Một", "Mười"), Opinion("b", "review"))), IsOk());
  const auto dispose = [&](const std::string& opinion, const std::string& what) {
    return scene.Call(&Opinions::BatchDisposeOpinions,
                      StrCat(kInRound, "dispositions { ", Dispose(opinion, what, "x"), "}"));
  };
  ASSERT_THAT(dispose("0001-000001", "TAKEN"), IsOk());
  ASSERT_THAT(Merge(""), IsOk());
  EXPECT_THAT(dispose("0001-000001", "NOT_TAKEN"), StatusIs(kFailed, "WORDING_MERGED"));
  ASSERT_THAT(scene.Call(&Opinions::WithdrawOpinion, StrCat("name: '", kRound, "/opinions/0002-000001' reason: 'x'")),
              IsOk());
  EXPECT_THAT(dispose("0002-000001", "TAKEN"), StatusIs(kFailed, "OPINION_WITHDRAWN"));
  EXPECT_THAT(
      scene.Call(&Drafting::ReviseDocument,
                 StrCat("name: '", kDocument, "' base_revision: '", kDocument, "/revisions/000002' edits { ",
                        "change { section: 'review' text: 'Khác' } } answers: '", kRound, "/opinions/0002-000001'")),
      StatusIs(kFailed, "OPINION_WITHDRAWN"));
  EXPECT_THAT(scene.Call(&Opinions::CreateOpinion,
                         StrCat(kInRound, "opinion { organisation: 'organisations/a' section: 'review' text: 'x' ",
                                "quotation: 'Ba' }")),
              StatusIs(kFailed, "QUOTATION_UNKNOWN"));
}

TEST_F(CarryOpinions, TakesNoSourceForAnother) {
  ASSERT_THAT(
      scene.Call(&Opinions::BatchCreateInvitations,
                 StrCat(kInRound, "groups { id: 'z' display_name: 'Nhân dân' organisation: 'organisations/a' }")),
      IsOk());
  ASSERT_THAT(scene.Call(&Opinions::CreateOpinion,
                         StrCat(kInRound, "opinion { organisation: 'organisations/a' group: 'z' text: 'x' }")),
              IsOk());
  ASSERT_THAT(scene.Call(&Opinions::CancelOpinionRound, StrCat(kNamed, "reason: 'x'")), IsOk());
  ASSERT_THAT(scene.Call(&Opinions::CreateOpinionRound,
                         StrCat(Scene::RoundText("report", "second"), " opinion_round { invited: 'organisations/z' }")),
              IsOk());
  EXPECT_THAT(
      scene.Call(&Opinions::CarryOpinions, StrCat("name: '", kDocument, "/opinionRounds/second' from: '", kRound, "'")),
      StatusIs(kInvalid, "INVITED_TWICE"));
  // Nor a group for that of another organisation.
  ASSERT_THAT(scene.Call(&Opinions::CreateOpinionRound,
                         StrCat(Scene::RoundText("report", "third"),
                                " opinion_round { groups { id: 'z' display_name: 'Nhân dân' organisation: ",
                                "'organisations/b' } }")),
              IsOk());
  const auto refused =
      scene.Call(&Opinions::CarryOpinions, StrCat("name: '", kDocument, "/opinionRounds/third' from: '", kRound, "'"));
  ASSERT_THAT(refused, StatusIs(kInvalid, "INVITED_TWICE"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "organisation"), "z");
}

TEST_F(CarryOpinions, KnowsWhatItsSourceSaysOnceMore) {
  ASSERT_THAT(GiveMany(Opinion("a", "tasks")), IsOk());
  ASSERT_THAT(scene.Call(&Opinions::CancelOpinionRound, StrCat(kNamed, "reason: 'x'")), IsOk());
  scene.MakeRound("report", "second");
  const std::string second = StrCat(kDocument, "/opinionRounds/second");
  ASSERT_OK_AND_ASSIGN(const auto carried,
                       scene.Call(&Opinions::CarryOpinions, StrCat("name: '", second, "' from: '", kRound, "'")));
  ASSERT_OK_AND_ASSIGN(const auto again, scene.Call(&Opinions::BatchCreateOpinions,
                                                    StrCat("parent: '", second, "' ", Opinion("a", "tasks"))));
  EXPECT_EQ(again.opinions(0).name(), carried.opinions(0).name());
}

TEST_F(CarryOpinions, GoesOnWithWhatIsKeptForTheNextRound) {
  ASSERT_THAT(GiveMany(StrCat(Opinion("a", "tasks"), Opinion("a", "review"), Opinion("b", "tasks"))), IsOk());
  ASSERT_THAT(scene.Call(&Opinions::DisposeOpinion, Dispose("0001-000001", "UPHELD", "Chờ Trung ương")), IsOk());
  ASSERT_THAT(scene.Call(&Opinions::DisposeOpinion, Dispose("0001-000002", "NOTED")), IsOk());
  ASSERT_THAT(scene.Call(&Opinions::DisposeOpinion, Dispose("0002-000001", "UPHELD", "Chờ Trung ương")), IsOk());
  ASSERT_THAT(
      scene.Call(&Opinions::CreateOpinionRound,
                 StrCat("parent: '", kDocument, "' opinion_round_id: 'second' opinion_round { display_name: 'x' ",
                        "revision: '", kDocument, "/revisions/000001' invited: 'organisations/a' ",
                        "first_date { year: 2025 month: 6 day: 16 } last_date { year: 2025 month: 8 day: 1 } }")),
      IsOk());
  const std::string second = StrCat(kDocument, "/opinionRounds/second");
  const auto carry = [&](const std::string& from) {
    return scene.Call(&Opinions::CarryOpinions, StrCat("name: '", second, "' from: '", from, "'"));
  };
  EXPECT_THAT(carry(kRound), StatusIs(kFailed, "ROUND_NOT_OVER"));
  EXPECT_THAT(carry(second), StatusIs(kInvalid, "ROUND_ELSEWHERE"));
  scene.SetDay(15);
  ASSERT_THAT(scene.Call(&Opinions::CloseOpinionRound, named_), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto carried, carry(kRound));
  ASSERT_EQ(carried.opinions_size(), 2);
  EXPECT_EQ(carried.opinions(1).carried_from(), StrCat(kRound, "/opinions/0002-000001"));
  ASSERT_OK_AND_ASSIGN(const auto round, scene.Call(&Opinions::GetOpinionRound, StrCat("name: '", second, "'")));
  EXPECT_EQ(round.invited_size(), 2) << "b is invited by it";
  ASSERT_OK_AND_ASSIGN(const auto report, scene.Call(&Opinions::GetOpinionReport, StrCat("name: '", second, "'")));
  EXPECT_EQ(report.counts().undisposed(), 2);
  EXPECT_EQ(report.answers().unanswered(), 2);
}

TEST_F(ListOpinionClusters, GroupsWhatSaysNearlyTheSame) {
  const std::string text =
      "Đề nghị bổ sung chỉ tiêu về tỷ lệ hộ nghèo đa chiều giảm bình quân 1,5 % mỗi năm vào phần mục tiêu";
  ASSERT_THAT(GiveMany(StrCat(Opinion("a", "tasks", text), Opinion("b", "tasks", StrCat(text, ".")),
                              Opinion("a", "tasks", "Bổ sung về chuyển đổi số"), Opinion("a", "review", text))),
              IsOk());
  const auto list = [&](const std::string& more = "") {
    return scene.Call(&Opinions::ListOpinionClusters, StrCat("parent: '", kRound, "' ", more));
  };
  ASSERT_OK_AND_ASSIGN(const auto page, list());
  ASSERT_EQ(page.opinion_clusters_size(), 1);
  EXPECT_EQ(page.opinion_clusters(0).opinions_size(), 2);
  EXPECT_EQ(page.opinion_clusters(0).source_count(), 2);
  EXPECT_EQ(page.opinion_clusters(0).undisposed_count(), 2);
  for (const auto& opinion : page.opinion_clusters(0).opinions()) {
    ASSERT_THAT(scene.Call(&Opinions::DisposeOpinion, StrCat("name: '", opinion, "' disposition: TAKEN")), IsOk());
  }
  EXPECT_EQ(list("undisposed: true")->opinion_clusters_size(), 0);
  EXPECT_THAT(list("page_token: 'x'"), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Call(&Opinions::ListOpinionClusters, StrCat("parent: '", kRound, "'"), "clerk@a"),
              StatusIs(kDenied, "PERMISSION_MISSING"));
}

}  // namespace
}  // namespace congress::drafting
