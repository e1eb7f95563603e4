#include "services/drafting/domain/transmission.h"

#include "gmock/gmock.h"
#include "platform/civil/civil.h"
#include "services/drafting/domain/approval.h"
#include "services/drafting/testing/stepping.h"

namespace congress::drafting {
namespace {

using sample::By;
using sample::kToday;
using support::IsOk;
using support::kFailed;
using support::kInvalid;
using support::StatusIs;
using ::testing::ElementsAre;

v1::Delivery Sent(v1::Transmission::Purpose purpose = v1::Transmission::FOR_APPROVAL) {
  v1::Transmission transmission;
  transmission.set_name("transmissions/x");
  transmission.set_organisation("organisations/a");
  transmission.set_purpose(purpose);
  *transmission.mutable_due_date() = civil::ToDate(kToday);
  return Send(transmission, "organisations/province", By("an"));
}

v1::DeliveryAnswer Says(v1::DeliveryAnswer::Decision decision, const std::string& text = "") {
  v1::DeliveryAnswer answer;
  answer.set_decision(decision);
  answer.set_text(text);
  return answer;
}

TEST(Delivery, IsAwaitedUntilWhatItIsDueForIsDone) {
  EXPECT_EQ(Sent().name(), "transmissions/x/deliveries/province");
  const v1::Delivery asked = Sent();
  EXPECT_EQ(DaysOverdue(asked, kToday), 0);
  EXPECT_EQ(DaysOverdue(asked, kToday + 3), 3);
  ASSERT_OK_AND_ASSIGN(const v1::Delivery received, Receive(asked, "", By("chi")));
  EXPECT_EQ(DaysOverdue(received, kToday + 3), 3) << "it is due for the answer";
  ASSERT_OK_AND_ASSIGN(const v1::Delivery known, Receive(Sent(v1::Transmission::FOR_INFORMATION), "", By("chi")));
  EXPECT_EQ(DaysOverdue(known, kToday + 3), 0);
  ASSERT_OK_AND_ASSIGN(const v1::Delivery approved,
                       AnswerBack(received, Says(v1::DeliveryAnswer::APPROVED), "", By("b")));
  EXPECT_FALSE(IsAwaited(approved));
}

TEST(Delivery, IsReadableAfterItWasReceived) {
  ASSERT_OK_AND_ASSIGN(const v1::Delivery closed, Withdraw(Sent(), "Nhầm", By("an")));
  EXPECT_FALSE(IsReadable(closed));
  ASSERT_OK_AND_ASSIGN(const v1::Delivery received, Receive(Sent(), "", By("chi")));
  ASSERT_OK_AND_ASSIGN(const v1::Delivery kept, Withdraw(received, "Nhầm", By("an")));
  EXPECT_TRUE(IsReadable(kept));
  EXPECT_THAT(AnswerBack(kept, Says(v1::DeliveryAnswer::APPROVED), "", By("b")),
              StatusIs(kFailed, "DELIVERY_WITHDRAWN"));
  ASSERT_OK_AND_ASSIGN(const v1::Delivery again, SendLater(kept, "Gửi lại", By("binh")));
  EXPECT_TRUE(IsReadable(again));
  EXPECT_FALSE(again.has_receive_date());
}

TEST(Delivery, IsShownLeanInLists) {
  ASSERT_OK_AND_ASSIGN(const v1::Delivery returned,
                       AnswerBack(Sent(), Says(v1::DeliveryAnswer::RETURNED, "Sửa mục II"), "", By("b")));
  const v1::Delivery listed = InList(returned);
  EXPECT_EQ(listed.acts_size(), 0);
  EXPECT_EQ(listed.answer().text(), "");
  EXPECT_EQ(listed.answer().decision(), v1::DeliveryAnswer::RETURNED);
}

TEST(Transmission, IsFoundByItsPapersAndTheirDocuments) {
  v1::Transmission transmission;
  for (const char* paper :
       {"congresses/x/documents/d/revisions/000001", "congresses/x/documents/d/revisions/000002", "incomingPapers/p"}) {
    transmission.add_papers()->set_paper(paper);
  }
  EXPECT_THAT(SentPapers(transmission),
              ElementsAre("congresses/x/documents/d", "congresses/x/documents/d/revisions/000001",
                          "congresses/x/documents/d/revisions/000002", "incomingPapers/p"));
  EXPECT_THAT(CheckTransmission(transmission, kToday), IsOk());
  transmission.add_papers()->set_paper("incomingPapers/p");
  EXPECT_THAT(CheckTransmission(transmission, kToday), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(DraftOf, KnowsTheDraftOfAnEarlierRevision) {
  v1::Document document = sample::Begun(R"(steps { id: "draft" display_name: "Dự thảo" }
    steps { id: "frozen" display_name: "Thông qua" frozen: true } steps { id: "final" display_name: "Xong" })");
  ASSERT_OK_AND_ASSIGN(document, AdvanceStep(document, "frozen", kToday, By("an"), {}));
  ASSERT_OK_AND_ASSIGN(document, ReturnStep(document, "draft", "Sửa", By("an")));
  document.set_sha256("two");
  document.set_latest_revision("congresses/xx/documents/report/revisions/000002");
  v1::Revision revision;
  revision.set_name("congresses/xx/documents/report/revisions/000001");
  EXPECT_EQ(DraftOf(document, revision), 1);
  revision.set_name(document.latest_revision());
  EXPECT_EQ(DraftOf(document, revision), 2);
}

TEST(ApprovalMissing, IsOfOneText) {
  v1::Document document = sample::Begun(R"(steps { id: "draft" display_name: "Dự thảo" }
    steps { id: "final" display_name: "Xong" requires_approval: true })");
  EXPECT_TRUE(ApprovalMissing(document, 1, {}));
  EXPECT_FALSE(ApprovalMissing(document, 0, {}));
  document.set_sha256("one");
  EXPECT_FALSE(ApprovalMissing(document, 1, {{1, {.approver = "", .texts = {"one"}}}}));
  EXPECT_TRUE(ApprovalMissing(document, 1, {{0, {.approver = "", .texts = {"one"}}}})) << "for another step";
  document.set_sha256("two");
  EXPECT_TRUE(ApprovalMissing(document, 1, {{1, {.approver = "", .texts = {"one"}}}}));
}

TEST(NoteApproval, HoldsWhatStandsApproved) {
  v1::TextApprovals approvals;
  ASSERT_OK_AND_ASSIGN(const v1::Delivery approved,
                       AnswerBack(Sent(), Says(v1::DeliveryAnswer::APPROVED), "", By("b")));
  NoteApproval(approved, "one", &approvals);
  NoteApproval(approved, "one", &approvals);
  EXPECT_EQ(approvals.approvals_size(), 1);
  ASSERT_OK_AND_ASSIGN(const v1::Delivery open, Reopen(approved, "Nhầm", By("b")));
  NoteApproval(open, "one", &approvals);
  EXPECT_EQ(approvals.approvals_size(), 0);
}

}  // namespace
}  // namespace congress::drafting
