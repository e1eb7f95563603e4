#include "services/dossiers/domain/verification.h"

#include "services/dossiers/testing/sample.h"
#include "tests/support/status_matchers.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using support::IsOk;
using support::StatusIs;

const Actor& Asking() {
  static const Actor& actor = *new Actor(sample::Clerk(sample::kToday));
  return actor;
}

v1::Verification Question(absl::CivilDay asked = sample::kToday, absl::CivilDay due = sample::kToday + 10) {
  v1::Verification question;
  question.set_addressee("Công an tỉnh Mẫu");
  question.set_question("Lịch sử chính trị");
  *question.mutable_request_date() = civil::ToDate(asked);
  *question.mutable_due_date() = civil::ToDate(due);
  return question;
}

v1::AnswerVerificationRequest AnswerOn(absl::CivilDay day) {
  v1::AnswerVerificationRequest answer;
  answer.set_outcome(v1::Verification::NO_OPINION);
  *answer.mutable_answer_date() = civil::ToDate(day);
  return answer;
}

TEST(Ask, BelongsToTheDossierAndItsPerson) {
  ASSERT_OK_AND_ASSIGN(const v1::Verification asked, Ask(sample::Opened(), "v1", Question(), Asking()));
  EXPECT_EQ(asked.name(), "verifications/v1");
  EXPECT_EQ(asked.dossier(), "congresses/xx/dossiers/unit-16681-d-1");
  EXPECT_EQ(asked.person(), "persons/p-1");
  EXPECT_EQ(asked.organisation(), sample::kUnit);
  EXPECT_EQ(asked.state(), v1::Verification::REQUESTED);
}

TEST(Ask, RefusesDaysThatCannotBeAndDossiersThatAreDone) {
  const auto invalid = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  EXPECT_THAT(Ask(sample::Opened(), "v", Question(sample::kToday + 1), Asking()), invalid);
  EXPECT_THAT(Ask(sample::Opened(), "v", Question(sample::kToday, sample::kToday - 1), Asking()), invalid);
  v1::Dossier done = sample::Opened();
  done.set_state(v1::Dossier::CLOSED);
  EXPECT_THAT(Ask(done, "v", Question(), Asking()), StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_CLOSED"));
  done.set_state(v1::Dossier::WITHDRAWN);
  EXPECT_THAT(Ask(done, "v", Question(), Asking()), StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_WITHDRAWN"));
}

TEST(Answer, ComesOnceAndNotBeforeTheQuestion) {
  ASSERT_OK_AND_ASSIGN(const v1::Verification asked, Ask(sample::Opened(), "v1", Question(), Asking()));
  const auto invalid = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  EXPECT_THAT(Answer(asked, AnswerOn(sample::kToday - 1), true, Asking()), invalid);
  EXPECT_THAT(Answer(asked, AnswerOn(sample::kToday + 1), true, Asking()), invalid);
  ASSERT_OK_AND_ASSIGN(const v1::Verification answered, Answer(asked, AnswerOn(sample::kToday), true, Asking()));
  EXPECT_EQ(answered.state(), v1::Verification::ANSWERED);
  EXPECT_TRUE(answered.entered_for());
  const auto closed = StatusIs(StatusCode::kFailedPrecondition, "VERIFICATION_NOT_OPEN");
  EXPECT_THAT(Answer(answered, AnswerOn(sample::kToday), true, Asking()), closed);
  ASSERT_OK_AND_ASSIGN(const v1::Verification cancelled, Cancel(answered, "nhập nhầm", Asking()));
  EXPECT_EQ(cancelled.cancel_reason(), "nhập nhầm");
  EXPECT_THAT(Cancel(cancelled, "lần nữa", Asking()), closed);
}

TEST(AsOf, IsOverdueFromTheDayAfterItWasDueUntilItIsAnswered) {
  ASSERT_OK_AND_ASSIGN(const v1::Verification asked, Ask(sample::Opened(), "v1", Question(), Asking()));
  EXPECT_FALSE(AsOf(asked, sample::kToday + 10).overdue());
  EXPECT_TRUE(AsOf(asked, sample::kToday + 11).overdue());
  ASSERT_OK_AND_ASSIGN(const v1::Verification answered, Answer(asked, AnswerOn(sample::kToday), false, Asking()));
  EXPECT_FALSE(AsOf(answered, sample::kToday + 11).overdue());
}

}  // namespace
}  // namespace congress::dossiers
