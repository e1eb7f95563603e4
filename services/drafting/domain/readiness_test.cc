#include "services/drafting/domain/readiness.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"

namespace congress::drafting {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::CivilDay kJudged(2025, 7, 20);

v1::Document Document(int step) {
  v1::Document document;
  document.set_name("congresses/xx/documents/report");
  document.set_display_name("Báo cáo chính trị");
  document.set_current_step(step);
  for (const char* id : {"draft", "opinions", "final"}) document.add_steps()->mutable_rule()->set_id(id);
  if (step < document.steps_size()) return document;
  v1::SignOff& signoff = *document.add_signoffs();
  signoff.set_step("final");
  signoff.set_role("reviewer");
  signoff.set_person("persons/reviewer");
  return document;
}

v1::OpinionRound Round(int first, int last) {
  v1::OpinionRound round;
  round.set_name("congresses/xx/documents/report/opinionRounds/communes");
  round.set_display_name("Cấp xã");
  round.set_state(v1::OpinionRound::OPEN);
  *round.mutable_first_date() = civil::ToDate(kJudged + first);
  *round.mutable_last_date() = civil::ToDate(kJudged + last);
  return round;
}

v1::Invitation Invitation(const std::string& unit, int opinions, int undisposed) {
  v1::Invitation invitation;
  invitation.set_name(StrCat(Round(0, 0).name(), "/invitations/", unit));
  invitation.set_organisation(StrCat("organisations/", unit));
  invitation.set_opinion_count(opinions);
  if (opinions > 0) invitation.set_answer(v1::OPINIONS);
  invitation.set_undisposed_count(undisposed);
  return invitation;
}

std::vector<std::string> Reasons(const google::protobuf::RepeatedPtrField<v1::Blocker>& blockers) {
  std::vector<std::string> reasons;
  for (const v1::Blocker& blocker : blockers) {
    EXPECT_FALSE(blocker.description().empty());
    EXPECT_EQ(blocker.description().find('{'), std::string::npos) << blocker.description();
    EXPECT_FALSE(blocker.resource().empty());
    reasons.push_back(blocker.reason());
  }
  return reasons;
}

v1::GetDraftingReadinessResponse Told(const Papers& papers, absl::CivilDay as_of,
                                      status::Language language = status::Language::kEnglish) {
  return Judge("congresses/xx", papers, as_of, language);
}

TEST(Judge, IsReadyWhenEveryDocumentIsAtItsLastStepAndNothingIsOpen) {
  Papers papers{true, {Document(3)}, {Round(-9, -1)}, {Invitation("a", 0, 0)}};
  papers.rounds[0].set_state(v1::OpinionRound::CLOSED);
  const auto response = Told(papers, kJudged);
  EXPECT_THAT(Reasons(response.blockers()), IsEmpty());
  ASSERT_EQ(response.organisations_size(), 1);
  EXPECT_TRUE(response.organisations(0).ready());
  ASSERT_EQ(response.documents_size(), 1);
  EXPECT_TRUE(response.documents(0).ready());
}

TEST(Judge, IsNotReadyOnceASignOffOfTheLastStepIsTakenBack) {
  Papers papers{true, {Document(3)}, {}, {}};
  papers.documents[0].clear_signoffs();
  const auto response = Told(papers, kJudged);
  EXPECT_THAT(Reasons(response.blockers()), ElementsAre("SIGNOFFS_MISSING"));
  EXPECT_FALSE(response.documents(0).ready());
  papers.documents[0].set_issued_paper("numberSeries/bc/papers/000001");
  EXPECT_THAT(Reasons(Told(papers, kJudged).blockers()), IsEmpty());
}

TEST(Judge, SaysThatThereIsNoDocumentOnlyToOneWhoSeesAll) {
  EXPECT_THAT(Reasons(Told({true, {}, {}, {}}, kJudged).blockers()), ElementsAre("NO_DOCUMENTS"));
  EXPECT_THAT(Reasons(Told({false, {}, {}, {}}, kJudged).blockers()), IsEmpty());
}

TEST(Judge, NamesStepsWhosePlannedDayHasPassed) {
  Papers papers{true, {Document(1)}, {}, {}};
  *papers.documents[0].mutable_steps(1)->mutable_planned_date() = civil::ToDate(kJudged);
  EXPECT_THAT(Reasons(Told(papers, kJudged).blockers()), ElementsAre("DOCUMENT_NOT_FINAL"));
  EXPECT_THAT(Reasons(Told(papers, kJudged + 1).blockers()), ElementsAre("DOCUMENT_NOT_FINAL", "STEP_OVERDUE"));
  // A step that was reached is not overdue, however late.
  papers.documents[0].set_current_step(2);
  EXPECT_THAT(Reasons(Told(papers, kJudged + 1).blockers()), ElementsAre("DOCUMENT_NOT_FINAL", "SIGNOFFS_MISSING"));
}

TEST(Judge, SaysHowLateADocumentIsAndWhichDraft) {
  Papers papers{true, {Document(1)}, {}, {}};
  *papers.documents[0].mutable_steps(1)->mutable_planned_date() = civil::ToDate(kJudged - 5);
  papers.documents[0].mutable_steps(0)->mutable_rule()->set_display_name("Dự thảo");
  const auto response = Told(papers, kJudged, status::Language::kVietnamese);
  EXPECT_EQ(response.documents(0).progress(), "Bước 1/3: Dự thảo, chậm 5 ngày");
  EXPECT_EQ(response.documents(0).days_late(), 5);
  EXPECT_EQ(response.documents(0).late_step(), "opinions");
  EXPECT_EQ(response.documents(0).draft(), 1);
  EXPECT_EQ(response.blockers(1).description(),
            "“Báo cáo chính trị” chậm 5 ngày ở bước 2 (), theo kế hoạch là ngày 15/7/2025.");
}

TEST(Judge, NamesWhoMustSignAndWhichDocumentIsWaitedFor) {
  Papers papers{true, {Document(2)}, {}, {}};
  v1::SisterRule& sister = *papers.documents[0].mutable_steps(2)->mutable_rule()->add_sisters();
  sister.set_kind("plan");
  sister.set_step("b");
  const auto missing = Told(papers, kJudged, status::Language::kVietnamese);
  ASSERT_THAT(Reasons(missing.blockers()), ElementsAre("DOCUMENT_NOT_FINAL", "SIGNOFFS_MISSING", "DEPENDENCY_BEHIND"));
  EXPECT_EQ(missing.blockers(1).description(),
            "“Báo cáo chính trị” chưa đủ ký duyệt trước bước , Người thẩm định: còn thiếu 1 người.");
  ASSERT_EQ(missing.documents(0).missing_signoffs_size(), 1);
  EXPECT_EQ(missing.documents(0).missing_signoffs(0).role(), "reviewer");
  ASSERT_EQ(missing.documents(0).dependencies_behind_size(), 1);
  EXPECT_EQ(missing.documents(0).dependencies_behind(0).kind(), "plan");
  EXPECT_EQ(missing.documents(0).dependencies_behind(0).document(), "");

  // One that the caller does not see is told all the same.
  v1::Document plan;
  plan.set_name("congresses/xx/documents/plan");
  plan.set_kind("plan");
  plan.set_display_name("Chương trình hành động");
  plan.set_current_step(1);
  for (const char* id : {"a", "b"}) plan.add_steps()->mutable_rule()->set_id(id);
  papers.unseen = {plan};
  const auto behind = Told(papers, kJudged, status::Language::kVietnamese);
  EXPECT_EQ(behind.documents_size(), 1);
  EXPECT_EQ(behind.blockers(2).description(),
            "“Báo cáo chính trị” chưa sang được bước , phải chờ “Chương trình hành động” đạt bước “b”.");
  EXPECT_EQ(behind.documents(0).dependencies_behind(0).current_step(), "a");
  papers.unseen[0].set_current_step(2);
  EXPECT_THAT(Reasons(Told(papers, kJudged).blockers()), ElementsAre("DOCUMENT_NOT_FINAL", "SIGNOFFS_MISSING"));
}

TEST(Judge, NamesRoundsThatAreOverdueOrHaveUndisposedOpinions) {
  const Papers papers{true, {Document(3)}, {Round(-9, 0)}, {Invitation("a", 3, 2), Invitation("b", 1, 1)}};
  const auto open = Told(papers, kJudged);
  ASSERT_THAT(Reasons(open.blockers()), ElementsAre("OPINIONS_UNDISPOSED"));
  EXPECT_EQ(open.blockers(0).description(), "In the opinion round “Cấp xã” 3 opinions have no disposition yet.");
  EXPECT_EQ(Told(papers, kJudged, status::Language::kVietnamese).blockers(0).description(),
            "Đợt lấy ý kiến “Cấp xã” còn 3 ý kiến chưa xử lý.");
  EXPECT_THAT(Reasons(Told(papers, kJudged + 1).blockers()), ElementsAre("ROUND_OVERDUE", "OPINIONS_UNDISPOSED"));
}

TEST(Judge, NamesRoundsThatAreOverWithOpinionsThatAreNot) {
  Papers papers{true, {Document(3)}, {Round(-9, 0)}, {Invitation("a", 3, 1), Invitation("b", 10'001, 0)}};
  papers.invitations[0].set_upheld_count(1);
  papers.invitations[0].set_unpublished_count(2);
  papers.invitations[1].set_upheld_count(10'000);
  EXPECT_THAT(Reasons(Told(papers, kJudged).blockers()), ElementsAre("OPINIONS_UNDISPOSED")) << "it goes on";
  papers.rounds[0].set_state(v1::OpinionRound::CANCELLED);
  EXPECT_THAT(Reasons(Told(papers, kJudged).blockers()),
              ElementsAre("OPINIONS_UNDISPOSED", "OPINIONS_NOT_CARRIED", "DISPOSITIONS_UNPUBLISHED"));
  papers.rounds[0].set_state(v1::OpinionRound::CLOSED);
  papers.invitations[0].set_undisposed_count(0);
  const auto closed = Told(papers, kJudged, status::Language::kVietnamese);
  ASSERT_THAT(Reasons(closed.blockers()), ElementsAre("OPINIONS_NOT_CARRIED"));
  EXPECT_EQ(closed.blockers(0).description(),
            "Đợt lấy ý kiến “Cấp xã” còn 10.001 ý kiến bảo lưu chưa chuyển sang đợt sau.");
}

TEST(Judge, AsksEachOrganisationForItsOpinionFromTheFirstDayOn) {
  const Papers papers{true, {Document(3)}, {Round(0, 5)}, {Invitation("a", 1, 0), Invitation("b", 0, 0)}};
  const auto before = Told(papers, kJudged - 1);
  EXPECT_TRUE(before.organisations(1).ready());
  const auto from = Told(papers, kJudged);
  ASSERT_EQ(from.organisations_size(), 2);
  EXPECT_EQ(from.organisations(0).organisation(), "organisations/a");
  EXPECT_TRUE(from.organisations(0).ready());
  EXPECT_FALSE(from.organisations(1).ready());
  EXPECT_THAT(Reasons(from.organisations(1).blockers()), ElementsAre("OPINION_UNANSWERED"));
}

TEST(Judge, TellsAnOrganisationOfItsInvitationsAndNotOfTheCollectorsWork) {
  // What a caller at the unit is given: no documents, all rounds, its own invitation.
  const Papers papers{false, {}, {Round(-9, -1)}, {Invitation("a", 0, 0)}};
  const auto response = Told(papers, kJudged);
  EXPECT_THAT(Reasons(response.blockers()), IsEmpty());
  EXPECT_THAT(Reasons(response.organisations(0).blockers()), ElementsAre("OPINION_UNANSWERED"));
}

}  // namespace
}  // namespace congress::drafting
