// Calls about one round that are answered between the reading and the commit of another.
#include <utility>

#include "platform/operations/operations.h"
#include "platform/paper/layout.h"
#include "services/drafting/opinion_service.h"
#include "services/drafting/testing/opinions.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;

class RacesTest : public OpinionsTest {
 protected:
  RacesTest()
      : runner_("office", scene.service().gate(), scene.service().signer()),
        service_(paper::Layout::Default(), runner_) {}

  // The work of a call; once it has read and staged, `between` is done before it commits for the first time.
  template <class Work>
  absl::Status With(Work work, absl::FunctionRef<void()> between) {
    auth::Principal admin;
    admin.subject = "an";
    admin.person = "persons/an";
    admin.bindings = {{"administrator", std::string(auth::kProvince)}};
    bool first = true;
    return scene.service().gate().Perform(admin, "test", [&](rpc::Call& call) {
      const absl::Status done = work(call);
      if (std::exchange(first, false)) between();
      return done;
    });
  }

  operations::Operations runner_;
  OpinionService service_;
};

TEST_F(RacesTest, WhatIsWithdrawnWhileWordingsAreMergedStaysWithdrawn) {
  ASSERT_THAT(
      GiveMany("opinions { organisation: 'organisations/a' section: 'review' text: 'Sửa' quotation: 'Một' wording: "
               "'Mười' } opinions { organisation: 'organisations/b' section: 'review' text: 'Sửa' quotation: 'Hai' "
               "wording: 'Hai mươi' }"),
      IsOk());
  for (const char* opinion : {"0001-000001", "0002-000001"}) {
    ASSERT_THAT(scene.Call(&Opinions::DisposeOpinion, Dispose(opinion, "TAKEN")), IsOk());
  }
  v1::MergeOpinionWordingsRequest request;
  request.set_name(kRound);
  v1::MergeOpinionWordingsResponse merged;
  const auto merge = [&](rpc::Call& call) {
    ASSIGN_OR_RETURN(merged, service_.MergeOpinionWordings(call, request));
    return absl::OkStatus();
  };
  ASSERT_THAT(With(merge,
                   [&] {
                     EXPECT_THAT(scene.Call(&Opinions::DisposeOpinion, Dispose("0001-000001", "NOT_TAKEN", "Đã có")),
                                 IsOk());
                   }),
              IsOk());
  ASSERT_EQ(merged.merged_size(), 1);
  EXPECT_EQ(merged.merged(0), StrCat(kRound, "/opinions/0002-000001"));
  ASSERT_OK_AND_ASSIGN(const auto opinions, List(""));
  EXPECT_EQ(opinions.opinions(0).disposition(), v1::NOT_TAKEN);
  EXPECT_EQ(opinions.opinions(0).merged_into(), "");
}

TEST_F(RacesTest, WhatIsAnsweredWhileACancelledRoundIsCarriedOverStaysAnswered) {
  ASSERT_THAT(GiveMany(Opinion("a", "tasks") + Opinion("b", "tasks")), IsOk());
  ASSERT_THAT(scene.Call(&Opinions::CancelOpinionRound, kNamed + "reason: 'Hoãn'"), IsOk());
  scene.MakeRound("report", "second");
  v1::CarryOpinionsRequest request;
  request.set_name(StrCat(kDocument, "/opinionRounds/second"));
  request.set_from(kRound);
  v1::CarryOpinionsResponse carried;
  const auto carry = [&](rpc::Call& call) {
    ASSIGN_OR_RETURN(carried, service_.CarryOpinions(call, request));
    return absl::OkStatus();
  };
  ASSERT_THAT(With(carry,
                   [&] {
                     EXPECT_THAT(scene.Call(&Opinions::DisposeOpinion, Dispose("0001-000001", "NOT_TAKEN", "Đã có")),
                                 IsOk());
                   }),
              IsOk());
  EXPECT_EQ(carried.opinions_size(), 1);
  ASSERT_OK_AND_ASSIGN(const auto opinions, List(""));
  EXPECT_EQ(opinions.opinions(0).disposition(), v1::NOT_TAKEN);
  EXPECT_EQ(opinions.opinions(0).carried_to(), "");
}

TEST_F(RacesTest, ARoundIsNotCancelledByOneWhoDidNotSeeTheUndoOfAnImportBegin) {
  ASSERT_THAT(Import("organisation,section,text\norganisations/a,tasks,Một\norganisations/a,tasks,Hai\n"), IsOk());
  v1::CancelOpinionRoundRequest cancel;
  cancel.set_name(kRound);
  cancel.set_reason("Hoãn");
  v1::UndoOpinionImportRequest undo;
  undo.set_name(StrCat(kRound, "/opinionImports/000001"));
  undo.set_reason("Nhầm tệp");
  const auto cancelling = [&](rpc::Call& call) { return service_.CancelOpinionRound(call, cancel).status(); };
  const auto undoing = [&](rpc::Call& call) { return service_.UndoOpinionImport(call, undo).status(); };
  EXPECT_THAT(With(cancelling, [&] { EXPECT_THAT(With(undoing, [] {}), IsOk()); }),
              StatusIs(support::kFailed, "IMPORT_UNDER_WAY"));
  EXPECT_EQ(scene.Call(&Opinions::GetOpinionRound, kNamed)->state(), v1::OpinionRound::OPEN);
}

TEST_F(RacesTest, ARoundIsNotCancelledByOneWhoDidNotSeeAnImportBegin) {
  v1::CancelOpinionRoundRequest cancel;
  cancel.set_name(kRound);
  cancel.set_reason("Hoãn");
  v1::StartOpinionImportRequest import;
  import.set_parent(kRound);
  import.set_csv("organisation,section,text\norganisations/a,tasks,Một\n");
  const auto cancelling = [&](rpc::Call& call) { return service_.CancelOpinionRound(call, cancel).status(); };
  const auto importing = [&](rpc::Call& call) { return service_.StartOpinionImport(call, import).status(); };
  EXPECT_THAT(With(cancelling, [&] { EXPECT_THAT(With(importing, [] {}), IsOk()); }),
              StatusIs(support::kFailed, "IMPORT_UNDER_WAY"));
}

}  // namespace
}  // namespace congress::drafting
