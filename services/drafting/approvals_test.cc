// Steps that ask for the approval of a superior.
#include "gmock/gmock.h"
#include "services/drafting/testing/transmissions.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::MetadataIn;
using support::StatusIs;

// A document of the commune whose second step asks for an approval.
class Approvals : public TransmissionTest {
 protected:
  Approvals() { EXPECT_THAT(Make("plan"), IsOk()); }
  // `approver` is the rule's, if any.
  absl::StatusOr<v1::Document> Make(const std::string& id, const std::string& approver = "",
                                    const std::string& organisation = "a") {
    return scene.Call(&Drafting::CreateDocument,
                      StrCat("parent: 'congresses/xx' document_id: '", id, "' document { organisation: 'organisations/",
                             organisation, R"(' kind: 'plan' symbol: 'ĐA' display_name: 'Đề án' }
                    sections { id: 'review' title: 'Kiểm điểm' text: 'Một' }
                    steps { id: 'draft' display_name: 'Dự thảo' }
                    steps { id: 'approved' display_name: 'Hoàn chỉnh' requires_approval: true )",
                             approver.empty() ? "" : StrCat("approver: 'organisations/", approver, "'"),
                             "} steps { id: 'final' display_name: 'Trình đại hội' frozen: true }"));
  }
  absl::StatusOr<v1::Document> Advance(const std::string& step = "approved") {
    return scene.Call(&Drafting::AdvanceDocumentStep, StrCat("name: '", kPlan, "' step: '", step, "'"), "clerk@a");
  }
  v1::Document Read(const std::string& binding = "reader@a") {
    const auto read = scene.Call(&Drafting::GetDocument, StrCat("name: '", kPlan, "'"), binding);
    EXPECT_THAT(read, IsOk());
    return read.value_or(v1::Document());
  }
  // The last revision, to the province.
  void Submit(const std::string& id, const std::string& purpose = "FOR_APPROVAL") {
    EXPECT_THAT(
        Send(id, {"province"}, StrCat("transmission { organisation: 'organisations/a' purpose: ", purpose, " }"),
             Read().latest_revision()),
        IsOk());
  }
  void Revise(const std::string& text) {
    EXPECT_THAT(
        scene.Call(&Drafting::ReviseDocument, StrCat("name: '", kPlan, "' base_revision: '", Read().latest_revision(),
                                                     "' edits { change { section: 'review' text: '", text, "' } }")),
        IsOk());
  }
  bool Blocked() {
    const auto readiness = scene.Call(&Drafting::GetDraftingReadiness, "parent: 'congresses/xx'", "reader@a");
    EXPECT_THAT(readiness, IsOk());
    bool told = false;
    for (const auto& blocker : readiness->blockers()) told = told || blocker.reason() == "APPROVAL_MISSING";
    for (const auto& document : readiness->documents()) {
      EXPECT_EQ(document.approval_missing(), told && document.document() == kPlan);
    }
    return told;
  }

  static constexpr char kPlan[] = "congresses/xx/documents/plan";
};

TEST_F(Approvals, OpenTheStepForTheTextThatWasApproved) {
  EXPECT_TRUE(Read().approval_missing());
  EXPECT_TRUE(Blocked());
  const auto refused = Advance();
  EXPECT_THAT(refused, StatusIs(kFailed, "APPROVAL_MISSING"));
  EXPECT_EQ(MetadataIn(refused.status(), "step_name"), "Hoàn chỉnh");
  Submit("up");
  EXPECT_THAT(Advance(), StatusIs(kFailed, "APPROVAL_MISSING")) << "sent is not approved";
  ASSERT_THAT(Answer("up", "province", "RETURNED text: 'Bổ sung'"), IsOk());
  EXPECT_THAT(Advance(), StatusIs(kFailed, "APPROVAL_MISSING"));
  Revise("Hai");
  Submit("up-2");
  ASSERT_THAT(Answer("up-2", "province", "APPROVED"), IsOk());
  EXPECT_FALSE(Read().approval_missing());
  EXPECT_FALSE(Blocked());
  EXPECT_THAT(
      scene.Call(&Drafting::UpdateDocument, StrCat("document { name: '", kPlan, "' display_name: 'Việc khác' } ",
                                                   "update_mask { paths: 'display_name' }")),
      StatusIs(kFailed, "TITLE_SIGNED"))
      << "it was approved under its title";
  // Another text is not approved, and the same one again is.
  Revise("Ba");
  EXPECT_TRUE(Read().approval_missing());
  EXPECT_THAT(Advance(), StatusIs(kFailed, "APPROVAL_MISSING"));
  Revise("Hai");
  EXPECT_THAT(Advance(), IsOk());
}

TEST_F(Approvals, AreVoidWhenTheAnswerIs) {
  Submit("up");
  ASSERT_THAT(Answer("up", "province", "APPROVED"), IsOk());
  ASSERT_THAT(Reopen("up", "province", "secretary@province"), IsOk());
  EXPECT_THAT(Advance(), StatusIs(kFailed, "APPROVAL_MISSING"));
  ASSERT_THAT(Answer("up", "province", "APPROVED"), IsOk());
  ASSERT_THAT(Answer("up", "province", "RETURNED text: 'Chưa đạt'", "reason: 'Xem lại'"), IsOk());
  EXPECT_THAT(Advance(), StatusIs(kFailed, "APPROVAL_MISSING"));
  ASSERT_THAT(Answer("up", "province", "APPROVED", "reason: 'Xem lại'"), IsOk());
  EXPECT_THAT(Advance(), IsOk());
  // Whoever goes on stands on it.
  ASSERT_THAT(Answer("up", "province", "RETURNED text: 'Chưa đạt'", "reason: 'Xem lại'"), IsOk());
  EXPECT_TRUE(Read().approval_missing());
  ASSERT_THAT(scene.Sign("dung", "role: 'reviewer'", "reviewer@a", kPlan), IsOk());
  EXPECT_THAT(Advance("final"), StatusIs(kFailed, "APPROVAL_MISSING"));
  // Nor is it issued once it is at its last step.
  ASSERT_THAT(Answer("up", "province", "APPROVED", "reason: 'Đã đủ'"), IsOk());
  ASSERT_THAT(Advance("final"), IsOk());
  ASSERT_THAT(Reopen("up", "province", "secretary@province"), IsOk());
  EXPECT_TRUE(Blocked());
  EXPECT_THAT(scene.Call(&Issuing::IssueDocument, StrCat("name: '", kPlan, "' number_series: 'numberSeries/qd'")),
              StatusIs(kFailed, "APPROVAL_MISSING"));
}

TEST_F(Approvals, AreThoseOfASuperiorAlone) {
  EXPECT_THAT(Send("out", {"centre"}, "transmission { organisation: 'organisations/a' purpose: FOR_APPROVAL }",
                   Read().latest_revision()),
              IsOk());
  ASSERT_THAT(scene.CallAs("chi", &Sending::RecordDelivery,
                           StrCat(Name("out", "centre"), "answer { decision: APPROVED number: '12-CV/TW' ",
                                  Day("date", 6, 16), "}"),
                           "clerk@a"),
              IsOk());
  EXPECT_TRUE(Read().approval_missing()) << "an external organisation is no superior";
  EXPECT_THAT(Advance(), StatusIs(kFailed, "APPROVAL_MISSING"));
}

TEST_F(Approvals, AreThoseOfTheOneThatTheStepNames) {
  ASSERT_THAT(Make("named", "centre"), IsOk());
  const auto advance = [&] {
    return scene.Call(&Drafting::AdvanceDocumentStep, "name: 'congresses/xx/documents/named' step: 'approved'");
  };
  const std::string revision = "congresses/xx/documents/named/revisions/000001";
  const char* const up = "transmission { organisation: 'organisations/a' purpose: FOR_APPROVAL }";
  ASSERT_THAT(Send("up", {"province", "centre"}, up, revision), IsOk());
  ASSERT_THAT(Answer("up", "province", "APPROVED"), IsOk());
  scene.service().Speak("vi");
  const auto refused = advance();
  EXPECT_THAT(refused, StatusIs(kFailed, "APPROVAL_MISSING"));
  EXPECT_EQ(MetadataIn(refused.status(), "approver"), "Bộ Chính trị");
  EXPECT_THAT(status::SentenceOf(refused.status()), ::testing::HasSubstr("phải được Bộ Chính trị phê duyệt"));
  ASSERT_THAT(scene.CallAs("chi", &Sending::RecordDelivery,
                           StrCat(Name("up", "centre"), "answer { decision: APPROVED number: '12-CV/TW' ",
                                  Day("date", 6, 16), "}"),
                           "clerk@a"),
              IsOk());
  EXPECT_THAT(advance(), IsOk());
}

TEST_F(Approvals, AreAskedOfWhoCanGiveThem) {
  EXPECT_THAT(Make("beside", "b"), StatusIs(kFailed, "RECEIVER_NOT_SUPERIOR"));
  const auto refused = Make("top", "", "province");
  EXPECT_THAT(refused, StatusIs(kInvalid, "STEPS_INCONSISTENT"));
  EXPECT_EQ(MetadataIn(refused.status(), "cause"), "approver_missing");
  EXPECT_THAT(Make("top", "centre", "province"), IsOk());
}

TEST_F(Approvals, HoldAsTheSenderEnteredThem) {
  ASSERT_THAT(Make("out", "centre"), IsOk());
  Submit("known", "FOR_INFORMATION");
  ASSERT_THAT(Receive("known", "province"), IsOk());
  EXPECT_THAT(Advance(), StatusIs(kFailed, "APPROVAL_MISSING"));
  const std::string answer = StrCat("answer { decision: APPROVED number: '12-CV/TU' ", Day("date", 6, 16), "}");
  const auto record = [&](const std::string& id, const std::string& receiver) {
    return scene.CallAs("chi", &Sending::RecordDelivery, StrCat(Name(id, receiver), answer), "clerk@a");
  };
  Submit("up");
  EXPECT_THAT(record("up", "province"), StatusIs(kFailed, "RECEIVER_ANSWERS_ITSELF")) << "it is here to do so";
  EXPECT_THAT(Advance(), StatusIs(kFailed, "APPROVAL_MISSING"));
  ASSERT_THAT(Send("out", {"centre"}, "transmission { organisation: 'organisations/a' purpose: FOR_APPROVAL }",
                   "congresses/xx/documents/out/revisions/000001"),
              IsOk());
  ASSERT_THAT(record("out", "centre"), IsOk());
  EXPECT_THAT(scene.Call(&Drafting::AdvanceDocumentStep, "name: 'congresses/xx/documents/out' step: 'approved'"),
              IsOk());
}

TEST_F(Approvals, AreNobodyElsesBusiness) {
  ASSERT_THAT(Send("down", {"b"}, "", StrCat(kPlan, "/revisions/000001")), IsOk());
  EXPECT_TRUE(Read().approval_missing());
  EXPECT_FALSE(Read("reader@b").approval_missing());
}

}  // namespace
}  // namespace congress::drafting
