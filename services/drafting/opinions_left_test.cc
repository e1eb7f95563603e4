// No opinion is lost with its round: what must be carried over or published before a document is final, carrying over
// many, and what a source sees of an opinion that somebody else withdrew.
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "services/drafting/testing/opinions.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::MetadataIn;
using support::StatusIs;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

class OpinionsLeft : public OpinionsTest {
 protected:
  static constexpr char kPaper[] = "congresses/xx/documents/paper";
  static constexpr char kFirst[] = "congresses/xx/documents/paper/opinionRounds/first";
  static constexpr char kSecond[] = "congresses/xx/documents/paper/opinionRounds/second";

  // A document that binh has signed for its last step, with a round in which a said something.
  void MakePaper() {
    ASSERT_THAT(scene.Call(&Drafting::CreateDocument, std::string(R"(parent: 'congresses/xx' document_id: 'paper'
        document { organisation: 'organisations/province' kind: 'paper' symbol: 'BC' display_name: 'x' }
        sections { id: 'review' title: 'x' }
        steps { id: 'draft' display_name: 'x' } steps { id: 'final' display_name: 'x' })")),
                IsOk());
    ASSERT_THAT(scene.Sign("binh", "role: 'reviewer'", "reviewer@province", kPaper), IsOk());
    scene.MakeRound("paper", "first");
    ASSERT_THAT(scene.Call(&Opinions::CreateOpinion,
                           StrCat("parent: '", kFirst, "' opinion { organisation: 'organisations/a' text: 'x' }")),
                IsOk());
  }
  absl::StatusOr<v1::Document> Finish() {
    return scene.Call(&Drafting::AdvanceDocumentStep, StrCat("name: '", kPaper, "' step: 'final'"));
  }
  absl::StatusOr<v1::Opinion> Dispose(const std::string& opinion, const std::string& what) {
    return scene.Call(&Opinions::DisposeOpinion, StrCat("name: '", opinion, "' ", what));
  }
  absl::StatusOr<v1::CarryOpinionsResponse> Carry(const std::string& from, const std::string& to,
                                                  const std::string& more = "") {
    return scene.Call(&Opinions::CarryOpinions, StrCat("name: '", to, "' from: '", from, "' ", more));
  }
  std::vector<std::string> Blockers() {
    const auto told = scene.Call(&Drafting::GetDraftingReadiness, "parent: 'congresses/xx'");
    EXPECT_THAT(told, IsOk());
    std::vector<std::string> reasons;
    for (const v1::Blocker& blocker : told->blockers()) reasons.push_back(blocker.reason());
    return reasons;
  }
};

TEST_F(OpinionsLeft, AreCarriedOverAndAnsweredBeforeTheDocumentIsFinal) {
  MakePaper();
  const std::string opinion = StrCat(kFirst, "/opinions/0001-000001");
  ASSERT_THAT(Dispose(opinion, "disposition: UPHELD reason: 'Chờ hướng dẫn'"), IsOk());
  scene.SetDay(15);
  ASSERT_THAT(scene.Call(&Opinions::CloseOpinionRound, StrCat("name: '", kFirst, "' silent_reason: 'x'")), IsOk());
  const auto refused = Finish();
  ASSERT_THAT(refused, StatusIs(kFailed, "OPINIONS_NOT_CARRIED"));
  EXPECT_EQ(MetadataIn(refused.status(), "upheld"), "1");
  EXPECT_THAT(Blockers(), Contains("OPINIONS_NOT_CARRIED"));
  ASSERT_OK_AND_ASSIGN(const auto kept,
                       scene.Call(&Opinions::GetInvitation, StrCat("name: '", kFirst, "/invitations/a'")));
  EXPECT_EQ(kept.upheld_count(), 1);
  EXPECT_EQ(
      scene.Call(&Opinions::GetInvitation, StrCat("name: '", kFirst, "/invitations/a'"), "clerk@a")->upheld_count(), 0)
      << "how far the collector is";

  ASSERT_THAT(scene.Call(&Opinions::CreateOpinionRound,
                         StrCat(Scene::RoundText("paper", "second"),
                                " opinion_round { first_date { month: 7 day: 1 } last_date { month: 7 day: 9 } }")),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto carried, Carry(kFirst, kSecond));
  ASSERT_EQ(carried.opinions_size(), 1);
  EXPECT_EQ(carried.opinions(0).carried_from(), opinion);
  EXPECT_EQ(scene.Call(&Opinions::GetOpinion, StrCat("name: '", opinion, "'"), "clerk@a")->carried_to(),
            carried.opinions(0).name());
  EXPECT_THAT(Blockers(), Not(Contains("OPINIONS_NOT_CARRIED")));
  EXPECT_THAT(Finish(), StatusIs(kFailed, "ROUND_NOT_CLOSED"));
  ASSERT_THAT(scene.Call(&Opinions::CancelOpinionRound, StrCat("name: '", kSecond, "' reason: 'x'")), IsOk());
  EXPECT_THAT(Finish(), StatusIs(kFailed, "OPINIONS_UNDISPOSED")) << "in the round that carried it";
  ASSERT_THAT(Dispose(carried.opinions(0).name(), "disposition: TAKEN"), IsOk());
  const auto untold = Finish();
  ASSERT_THAT(untold, StatusIs(kFailed, "DISPOSITIONS_UNPUBLISHED"));
  EXPECT_EQ(MetadataIn(untold.status(), "unpublished"), "1");
  EXPECT_THAT(Blockers(), Contains("DISPOSITIONS_UNPUBLISHED"));
  ASSERT_THAT(scene.Call(&Opinions::PublishDispositions, StrCat("name: '", kSecond, "'")), IsOk());
  EXPECT_THAT(Blockers(), Not(Contains("DISPOSITIONS_UNPUBLISHED")));
  EXPECT_THAT(Finish(), IsOk());
}

// More than one commit holds.
TEST_F(OpinionsLeft, AreCarriedOverCallByCall) {
  constexpr int kCount = 10'000;
  for (int begin = 0; begin < kCount; begin += 2000) {
    std::string many;
    for (int i = begin; i < begin + 2000; ++i) many += Opinion("a", "tasks", StrCat("Ý kiến ", i));
    ASSERT_THAT(GiveMany(many), IsOk());
  }
  ASSERT_THAT(scene.Call(&Opinions::CancelOpinionRound, StrCat(kNamed, "reason: 'x'")), IsOk());
  scene.MakeRound("report", "second");
  const std::string second = StrCat(kDocument, "/opinionRounds/second");
  EXPECT_EQ(Carry(kRound, second, "validate_only: true")->carried_count(), 500);
  ASSERT_OK_AND_ASSIGN(auto done, Carry(kRound, second, kUuid));
  EXPECT_EQ(done.carried_count(), 500);
  EXPECT_EQ(done.remaining_count(), kCount - 500);
  EXPECT_EQ(Carry(kRound, second, kUuid)->SerializeAsString(), done.SerializeAsString()) << "the same call";
  int calls = 1;
  while (done.remaining_count() > 0) {
    ASSERT_OK_AND_ASSIGN(done, Carry(kRound, second, StrCat("etag: '", done.opinion_round().etag(), "'")));
    EXPECT_EQ(done.carried_count() + done.remaining_count(), kCount);
    ASSERT_LE(++calls, 20);
  }
  EXPECT_EQ(Carry(kRound, second)->opinions_size(), 0) << "each once";
  EXPECT_EQ(Carry(kRound, second)->carried_count(), kCount);
  ASSERT_OK_AND_ASSIGN(const auto report, scene.Call(&Opinions::GetOpinionReport, StrCat("name: '", second, "'")));
  EXPECT_EQ(report.counts().total(), kCount);
  EXPECT_EQ(scene.Call(&Opinions::GetInvitation, StrCat("name: '", kRound, "/invitations/a'"))->undisposed_count(), 0);
  EXPECT_THAT(Carry(kRound, second, "etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
}

TEST_F(OpinionsLeft, AreCarriedOverAsFarAsTheirTextsFitIntoOneCommit) {
  std::string many;
  for (int i = 0; i < 120; ++i) many += Opinion("a", "tasks", StrCat(i, std::string(19'990, 'x')));
  ASSERT_THAT(GiveMany(many), IsOk());
  ASSERT_THAT(scene.Call(&Opinions::CancelOpinionRound, StrCat(kNamed, "reason: 'x'")), IsOk());
  scene.MakeRound("report", "second");
  const std::string second = StrCat(kDocument, "/opinionRounds/second");
  ASSERT_OK_AND_ASSIGN(const auto first, Carry(kRound, second, kUuid));
  EXPECT_GT(first.remaining_count(), 0);
  ASSERT_OK_AND_ASSIGN(const auto then, Carry(kRound, second));
  EXPECT_LT(then.remaining_count(), first.remaining_count());
}

// Units are merged between two rounds, and with them those who enter for groups.
TEST_F(OpinionsLeft, AreCarriedOverAsThoseOfWhoGoesOnForTheirSource) {
  ASSERT_THAT(scene.Call(&Opinions::BatchCreateInvitations,
                         StrCat(kInRound, "groups { id: 'people' display_name: 'Nhân dân' organisation: ",
                                "'organisations/a' } invited: 'organisations/z'")),
              IsOk());
  ASSERT_OK_AND_ASSIGN(
      const auto of_people,
      scene.Call(&Opinions::CreateOpinion,
                 StrCat(kInRound, "opinion { organisation: 'organisations/a' group: 'people' text: 'x' }")));
  ASSERT_THAT(Dispose(of_people.name(), "disposition: UPHELD reason: 'x'"), IsOk());
  for (const char* unit : {"a", "b", "z"}) {
    ASSERT_OK_AND_ASSIGN(const auto given, scene.Give(unit, "tasks"));
    ASSERT_THAT(Dispose(given.name(), "disposition: UPHELD reason: 'x'"), IsOk());
  }
  scene.SetDay(15);
  ASSERT_THAT(scene.Call(&Opinions::CloseOpinionRound, kNamed), IsOk());
  const std::string second = StrCat(kDocument, "/opinionRounds/second");
  ASSERT_THAT(scene.Call(&Opinions::CreateOpinionRound,
                         StrCat("parent: '", kDocument, "' opinion_round_id: 'second' opinion_round { revision: '",
                                kDocument, "/revisions/000001' display_name: 'x' invited: 'organisations/c' ",
                                "invited: 'organisations/z' first_date { year: 2025 month: 7 day: 1 } ",
                                "last_date { year: 2025 month: 7 day: 30 } }")),
              IsOk());
  for (const auto& [unit, successor] : {std::pair("a", "c"), std::pair("b", "d"), std::pair("z", "c")}) {
    directory::Organisation one;
    one.name = StrCat("organisations/", successor);
    scene.service().organisations().Put(one);
    scene.service().organisations().End(StrCat("organisations/", unit), sample::kToday, one.name);
  }
  ASSERT_OK_AND_ASSIGN(const auto carried, Carry(kRound, second));
  std::vector<std::string> sources;
  for (const v1::Opinion& one : carried.opinions()) {
    sources.push_back(StrCat(one.organisation().substr(14), " for ", one.invited().substr(14), " ", one.group()));
  }
  EXPECT_THAT(sources, ElementsAre("c for c ", "d for d ", "c for z ", "c for c people"))
      << "who is invited itself, who is not yet, one that was before it ended, and the group";
  EXPECT_EQ(carried.opinion_round().groups(0).organisation(), "organisations/c");
  EXPECT_THAT(carried.opinion_round().invited(), ElementsAre("organisations/c", "organisations/z", "organisations/d"));
  EXPECT_EQ(Carry(kRound, second)->carried_count(), 4) << "once";
  EXPECT_THAT(scene.Call(&Opinions::GetOpinion, StrCat("name: '", carried.opinions(0).name(), "'"), "clerk@c"), IsOk());
}

TEST_F(OpinionsLeft, AreAnsweredWhereTheyAreWhenNobodyGoesOnForTheirSource) {
  MakePaper();
  const std::string opinion = StrCat(kFirst, "/opinions/0001-000001");
  ASSERT_THAT(Dispose(opinion, "disposition: UPHELD reason: 'x'"), IsOk());
  scene.SetDay(15);
  ASSERT_THAT(scene.Call(&Opinions::CloseOpinionRound, StrCat("name: '", kFirst, "' silent_reason: 'x'")), IsOk());
  ASSERT_THAT(
      scene.Call(
          &Opinions::CreateOpinionRound,
          StrCat("parent: '", kPaper, "' opinion_round_id: 'second' opinion_round { display_name: 'x' revision: '",
                 kPaper, "/revisions/000001' invited: 'organisations/b' first_date { year: 2025 month: 7 day: 1 } ",
                 "last_date { year: 2025 month: 7 day: 9 } }")),
      IsOk());
  EXPECT_THAT(Dispose(opinion, "disposition: NOTED"), StatusIs(kFailed, "ROUND_CLOSED"));
  scene.service().organisations().End("organisations/a", sample::kToday, "");
  const auto refused = Carry(kFirst, kSecond);
  ASSERT_THAT(refused, StatusIs(kFailed, "OPINION_SOURCE_GONE"));
  EXPECT_EQ(MetadataIn(refused.status(), "name"), opinion);
  ASSERT_THAT(scene.Call(&Opinions::CancelOpinionRound, StrCat("name: '", kSecond, "' reason: 'x'")), IsOk());
  EXPECT_THAT(Finish(), StatusIs(kFailed, "OPINIONS_NOT_CARRIED"));
  ASSERT_THAT(Dispose(opinion, "disposition: TAKEN"), IsOk());
  ASSERT_THAT(Dispose(opinion, "disposition: NOTED"), IsOk()) << "a correction";
  EXPECT_THAT(Finish(), IsOk());
}

using WithdrawnOpinions = OpinionsLeft;

TEST_F(WithdrawnOpinions, AreTheCollectorsDoingWhereItsClerkWithdrewThem) {
  ASSERT_OK_AND_ASSIGN(const auto given, scene.Give("a", "tasks", "clerk@a"));
  ASSERT_OK_AND_ASSIGN(
      const auto withdrawn,
      scene.Call(&Opinions::WithdrawOpinion, StrCat("name: '", given.name(), "' reason: 'x'"), "clerk@province"));
  EXPECT_TRUE(withdrawn.withdrawn_by_collector());
  EXPECT_EQ(List("", "clerk@a")->opinions_size(), 1);
}

TEST_F(WithdrawnOpinions, DoNotVanishForTheirSourceWhereSomebodyElseWithdrewThem) {
  ASSERT_OK_AND_ASSIGN(const auto own, scene.Give("a", "tasks", "clerk@a"));
  ASSERT_OK_AND_ASSIGN(const auto other, scene.Give("a", "review", "clerk@a"));
  const auto withdraw = [&](const std::string& name, const std::string& binding, const std::string& reason) {
    return scene.Call(&Opinions::WithdrawOpinion, StrCat("name: '", name, "' reason: '", reason, "'"), binding);
  };
  EXPECT_THAT(withdraw(other.name(), "administrator@province", ""), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_THAT(withdraw(other.name(), "administrator@province", "Trùng với văn bản số 12"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto withdrawn, withdraw(own.name(), "clerk@a", "Gửi nhầm"));
  EXPECT_FALSE(withdrawn.withdrawn_by_collector());
  ASSERT_OK_AND_ASSIGN(const auto seen, List("", "clerk@a"));
  ASSERT_EQ(seen.opinions_size(), 1) << "but not what it took back itself";
  EXPECT_EQ(seen.opinions(0).name(), other.name());
  EXPECT_TRUE(seen.opinions(0).withdrawn_by_collector());
  EXPECT_TRUE(seen.opinions(0).has_withdraw_time());
  EXPECT_EQ(seen.opinions(0).withdrawn_by(), "an");
  EXPECT_EQ(seen.opinions(0).withdraw_reason(), "Trùng với văn bản số 12");
  EXPECT_EQ(List("", "clerk@province")->opinions_size(), 0);
  EXPECT_EQ(List("show_withdrawn: true", "clerk@province")->opinions_size(), 2);
}

// Who may not read etags, which tell of the collector's work, still changes safely what they have just written.
TEST_F(WithdrawnOpinions, AndAnswersTellWhoWritesThemTheirEtags) {
  const std::string named = StrCat("name: '", kRound, "/invitations/a' ");
  ASSERT_OK_AND_ASSIGN(const auto answered,
                       scene.Call(&Opinions::AnswerInvitation, StrCat(named, "answer: NO_REMARKS"), "clerk@a"));
  ASSERT_NE(answered.etag(), "");
  EXPECT_THAT(scene.Call(&Opinions::ReopenInvitation, StrCat(named, "etag: '", answered.etag(), "'"), "clerk@a"),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto given, scene.Give("a", "tasks", "clerk@a"));
  ASSERT_NE(given.etag(), "");
  ASSERT_OK_AND_ASSIGN(
      const auto withdrawn,
      scene.Call(&Opinions::WithdrawOpinion,
                 StrCat("name: '", given.name(), "' reason: 'x' etag: '", given.etag(), "'"), "clerk@a"));
  EXPECT_NE(withdrawn.etag(), "");
}

}  // namespace
}  // namespace congress::drafting
