// Questions to other bodies: who asks, who answers, who learns of it, and what they hold up.
#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using annotations::v1::PERSONAL;
using support::IsOk;
using support::StatusIs;

constexpr std::string_view kInspection = "organisations/inspection";

class VerificationServiceTest : public Fixture {
 protected:
  VerificationServiceTest() { OpenOne(); }

  static v1::RequestVerificationRequest Question(std::string_view addressee = kInspection) {
    v1::RequestVerificationRequest request;
    request.set_parent(std::string(kDossier));
    v1::Verification& verification = *request.mutable_verification();
    verification.set_addressee(std::string(addressee));
    verification.set_question("Có đơn thư hay không");
    *verification.mutable_request_date() = civil::ToDate(kToday);
    *verification.mutable_due_date() = civil::ToDate(kToday + 10);
    return request;
  }
  v1::Verification Asked(std::string_view addressee = kInspection) {
    const auto asked = Call(&VerificationStub::RequestVerification, Question(addressee), As(kClerk));
    EXPECT_THAT(asked, IsOk());
    return *asked;
  }
  static v1::AnswerVerificationRequest AnswerTo(const std::string& name) {
    v1::AnswerVerificationRequest request;
    request.set_name(name);
    request.set_outcome(v1::Verification::NOTHING_ADVERSE);
    request.set_answer("Không phát hiện vấn đề");
    *request.mutable_answer_date() = civil::ToDate(kToday);
    return request;
  }
  absl::StatusOr<v1::Verification> Answer(const std::string& name, Context context) {
    return Call(&VerificationStub::AnswerVerification, AnswerTo(name), std::move(context));
  }
  absl::StatusOr<v1::Verification> Cancel(const std::string& name, std::string etag = "") {
    v1::CancelVerificationRequest request;
    request.set_name(name);
    request.set_reason("hỏi nhầm");
    request.set_etag(std::move(etag));
    return Call(&VerificationStub::CancelVerification, request, As(kClerk));
  }
  absl::StatusOr<v1::Verification> Read(const std::string& name, Context context) {
    v1::GetVerificationRequest request;
    request.set_name(name);
    return Call(&VerificationStub::GetVerification, request, std::move(context));
  }
  absl::StatusOr<v1::ListVerificationsResponse> Listed(Context context, v1::ListVerificationsRequest request = {}) {
    if (request.parent().empty()) request.set_parent("congresses/xx/dossiers/-");
    return Call(&VerificationStub::ListVerifications, request, std::move(context));
  }
};

TEST_F(VerificationServiceTest, IsAnsweredByTheBodyItselfOrForIt) {
  const v1::Verification asked = Asked();
  EXPECT_FALSE(asked.etag().empty());
  const auto body = [&] { return As("clerk@inspection"); };
  EXPECT_EQ(Read(asked.name(), body())->question(), "Có đơn thư hay không");
  EXPECT_EQ(Listed(body())->verifications_size(), 1);
  EXPECT_THAT(Read(asked.name(), As(kStranger)), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Answer(asked.name(), As(kStranger)), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(Listed(As(kStranger))->verifications_size(), 0);
  ASSERT_OK_AND_ASSIGN(const v1::Verification answered, Answer(asked.name(), body()));
  EXPECT_EQ(answered.outcome(), v1::Verification::NOTHING_ADVERSE);
  EXPECT_FALSE(answered.entered_for());
  EXPECT_THAT(Answer(asked.name(), As(kClerk)), StatusIs(StatusCode::kFailedPrecondition, "VERIFICATION_NOT_OPEN"));
  ASSERT_OK_AND_ASSIGN(const v1::Verification other, Answer(Asked("Công an tỉnh Mẫu").name(), As(kClerk)));
  EXPECT_TRUE(other.entered_for());
  EXPECT_THAT(Read(other.name(), body()), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(VerificationServiceTest, IsNothingForWhoIsNotCleared) {
  const v1::Verification asked = Asked();
  const auto missing = StatusIs(StatusCode::kPermissionDenied, "CLEARANCE_MISSING");
  EXPECT_THAT(Call(&VerificationStub::RequestVerification, Question(), As(kClerk, PERSONAL)), missing);
  EXPECT_THAT(Answer(asked.name(), As(kClerk, PERSONAL)), missing);
  EXPECT_THAT(Read(asked.name(), As(kClerk, PERSONAL)), missing);
  EXPECT_THAT(Listed(As(kClerk, PERSONAL)), missing);
  v1::CancelVerificationRequest cancel;
  cancel.set_name(asked.name());
  cancel.set_reason("mẫu");
  EXPECT_THAT(Call(&VerificationStub::CancelVerification, cancel, As(kClerk, PERSONAL)), missing);
}

TEST_F(VerificationServiceTest, IsNotForThePersonItself) {
  const v1::Verification asked = Asked();
  const auto own = [&] { return AsPerson("persons/p-1", "secretary"); };
  const auto unknown = [&] { return AsPerson("", "secretary"); };
  const auto same = StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON");
  const auto who = StatusIs(StatusCode::kPermissionDenied, "PERSON_UNKNOWN");
  v1::CancelVerificationRequest cancel;
  cancel.set_name(asked.name());
  cancel.set_reason("mẫu");
  EXPECT_THAT(Call(&VerificationStub::RequestVerification, Question(), own()), same);
  EXPECT_THAT(Call(&VerificationStub::RequestVerification, Question(), unknown()), who);
  EXPECT_THAT(Answer(asked.name(), own()), same);
  EXPECT_THAT(Answer(asked.name(), unknown()), who);
  EXPECT_THAT(Call(&VerificationStub::CancelVerification, cancel, own()), same);
  EXPECT_THAT(Call(&VerificationStub::CancelVerification, cancel, unknown()), who);
  EXPECT_THAT(Read(asked.name(), own()), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(Listed(own())->verifications_size(), 0);
}

TEST_F(VerificationServiceTest, IsListedByDossierStateAndDelay) {
  const std::string first = Asked().name();
  const std::string second = Asked("Cục Thuế tỉnh Mẫu").name();
  ASSERT_THAT(Answer(first, As(kClerk)), IsOk());
  const auto names = [&](v1::ListVerificationsRequest request) {
    const auto listed = Listed(As(kClerk), std::move(request));
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> all;
    for (const auto& one : listed->verifications()) all.push_back(one.name());
    return all;
  };
  v1::ListVerificationsRequest request;
  request.set_parent(std::string(kDossier));
  EXPECT_EQ(names(request).size(), 2U);
  request.set_state(v1::Verification::ANSWERED);
  EXPECT_THAT(names(request), testing::ElementsAre(first));
  request.clear_state();
  request.set_overdue_only(true);
  EXPECT_TRUE(names(request).empty());
  service_.SetNow(sample::Noon(kToday + 11));
  EXPECT_THAT(names(request), testing::ElementsAre(second));
  request.set_page_token("x");
  EXPECT_THAT(Listed(As(kClerk), request), StatusIs(StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  request.set_parent("dossiers/unit-16681-d-1");
  EXPECT_THAT(Listed(As(kClerk), request), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST_F(VerificationServiceTest, RefusesWhatCannotBe) {
  const v1::Verification asked = Asked();
  const auto invalid = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  v1::RequestVerificationRequest late = Question();
  *late.mutable_verification()->mutable_due_date() = civil::ToDate(kToday - 1);
  EXPECT_THAT(Call(&VerificationStub::RequestVerification, late, As(kClerk)), invalid);
  late = Question();
  late.set_parent("congresses/xx/dossiers/none");
  const auto missing = StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND");
  EXPECT_THAT(Call(&VerificationStub::RequestVerification, late, As(kClerk)), missing);
  EXPECT_THAT(Call(&VerificationStub::RequestVerification, Question(), As(kReader)),
              StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  v1::AnswerVerificationRequest answer = AnswerTo(asked.name());
  *answer.mutable_answer_date() = civil::ToDate(kToday + 1);
  EXPECT_THAT(Call(&VerificationStub::AnswerVerification, answer, As(kClerk)), invalid);
  answer = AnswerTo(asked.name());
  answer.set_etag("1");
  const auto moved = StatusIs(StatusCode::kAborted, "ETAG_MISMATCH");
  EXPECT_THAT(Call(&VerificationStub::AnswerVerification, answer, As(kClerk)), moved);
  EXPECT_THAT(Cancel(asked.name(), "1"), moved);
  EXPECT_THAT(Cancel("verifications/none"), missing);
  EXPECT_THAT(Cancel(asked.name()), IsOk());
  EXPECT_THAT(Cancel(asked.name()), StatusIs(StatusCode::kFailedPrecondition, "VERIFICATION_NOT_OPEN"));
  EXPECT_THAT(Cancel("x"), invalid);
  EXPECT_THAT(Read("x", As(kClerk)), invalid);
  v1::WithdrawDossierRequest withdraw;
  withdraw.set_name(std::string(kDossier));
  withdraw.set_reason("mẫu");
  ASSERT_THAT(Call(&DossierStub::WithdrawDossier, withdraw, As(kClerk)), IsOk());
  EXPECT_THAT(Call(&VerificationStub::RequestVerification, Question(), As(kClerk)),
              StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_WITHDRAWN"));
  v1::CloseDossierRequest close;
  close.set_name(std::string(kDossier));
  close.set_reason("mẫu");
  *close.mutable_keep_until_date() = civil::ToDate(kToday + 1000);
  ASSERT_THAT(Call(&DossierStub::CloseDossier, close), IsOk());
  EXPECT_THAT(Call(&VerificationStub::RequestVerification, Question(), As(kClerk)),
              StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_CLOSED"));
}

TEST_F(VerificationServiceTest, AnOpenOneHoldsUpTheAcceptance) {
  AttachAll();
  ASSERT_THAT(Submit(As(kClerk)), IsOk());
  ASSERT_THAT(Begin(As(kReviewer)), IsOk());
  const std::string name = Asked().name();
  EXPECT_THAT(Accept(As(kReviewer)), StatusIs(StatusCode::kFailedPrecondition, "REVIEW_BLOCKED"));
  ASSERT_THAT(Answer(name, As(kClerk)), IsOk());
  EXPECT_THAT(Accept(As(kReviewer)), IsOk());
}

}  // namespace
}  // namespace congress::dossiers
