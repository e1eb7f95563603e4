#include "services/drafting/domain/alerts.h"

#include "gmock/gmock.h"
#include "platform/civil/civil.h"
#include "services/drafting/testing/stepping.h"

namespace congress::drafting {
namespace {

using alerts::v1::Alert;
using sample::kToday;
using ::testing::HasSubstr;

constexpr auto kEn = status::Language::kEnglish;
constexpr auto kVi = status::Language::kVietnamese;

TEST(AlertOf, ADocumentTellsItsNextPlannedStep) {
  v1::Document document =
      sample::Begun("steps { id: 'draft' display_name: 'Dự thảo' } steps { id: 'final' display_name: 'Hoàn thiện' }");
  EXPECT_FALSE(AlertOf(document, kToday, kEn).has_value());
  *document.mutable_steps(1)->mutable_planned_date() = civil::ToDate(kToday);
  const auto soon = AlertOf(document, kToday, kVi);
  ASSERT_TRUE(soon.has_value());
  EXPECT_EQ(soon->level(), Alert::DUE_SOON);
  EXPECT_THAT(soon->description(), HasSubstr("văn kiện Báo cáo: Bước 1/2"));
  EXPECT_EQ(AlertOf(document, kToday - 8, kEn)->level(), Alert::OPEN);
  const auto late = AlertOf(document, kToday + 1, kEn);
  EXPECT_EQ(late->level(), Alert::OVERDUE);
  EXPECT_THAT(late->description(), HasSubstr("1 day late"));
}

TEST(AlertOf, AnInvitationTellsWhoHasNotAnswered) {
  v1::Invitation invitation;
  invitation.set_name("congresses/xx/documents/report/opinionRounds/communes/invitations/a");
  invitation.set_organisation("organisations/a");
  invitation.set_document_display_name("Báo cáo");
  invitation.set_round_display_name("Cấp xã");
  *invitation.mutable_first_date() = civil::ToDate(kToday);
  *invitation.mutable_last_date() = civil::ToDate(kToday + 3);
  EXPECT_FALSE(AlertOf(invitation, "xã A", kToday - 1, kEn).has_value()) << "it has not begun";
  const auto soon = AlertOf(invitation, "xã A", kToday, kVi);
  ASSERT_TRUE(soon.has_value());
  EXPECT_EQ(soon->level(), Alert::DUE_SOON);
  EXPECT_EQ(soon->description(), "Báo cáo, Cấp xã: xã A chưa góp ý");
  EXPECT_EQ(AlertOf(invitation, "xã A", kToday + 4, kEn)->level(), Alert::OVERDUE);
  v1::Invitation closed = invitation;
  closed.set_state(v1::OpinionRound::CLOSED);
  EXPECT_FALSE(AlertOf(closed, "xã A", kToday + 4, kEn).has_value());
  invitation.set_answer(v1::NO_REMARKS);
  EXPECT_FALSE(AlertOf(invitation, "xã A", kToday, kEn).has_value());
}

TEST(AlertOf, APaperTellsThatItWaitsForAnAnswer) {
  v1::IncomingPaper paper;
  paper.set_number("35-CT/TW");
  paper.set_issuer("Bộ Chính trị");
  paper.set_abstract("Về đại hội");
  EXPECT_FALSE(AlertOf(paper, kToday, kEn).has_value());
  *paper.mutable_due_date() = civil::ToDate(kToday - 1);
  EXPECT_EQ(AlertOf(paper, kToday, kVi)->description(), "trả lời 35-CT/TW của Bộ Chính trị: Về đại hội");
  paper.set_answered_by("numberSeries/cv/entries/000001");
  EXPECT_FALSE(AlertOf(paper, kToday, kEn).has_value());
}

}  // namespace
}  // namespace congress::drafting
