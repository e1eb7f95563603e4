// The life of a dossier, from its first submission until it is put away.
#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using annotations::v1::CONFIDENTIAL;
using annotations::v1::GRADE_UNSPECIFIED;
using support::IsOk;
using support::StatusIs;

constexpr std::string_view kSecretary = "secretary@unit-16681";

class DossierStatesTest : public Fixture {
 protected:
  DossierStatesTest() {
    OpenOne();
    AttachAll();
  }
  template <class Request>
  static Request Named(std::string_view name = kDossier) {
    Request request;
    request.set_name(std::string(name));
    return request;
  }
  template <class Request>
  static Request Because(std::string_view name = kDossier) {
    auto request = Named<Request>(name);
    request.set_reason("theo nguyện vọng");
    return request;
  }
  static v1::CloseDossierRequest Closing(CivilDay until = CivilDay(2040, 1, 1)) {
    auto request = Because<v1::CloseDossierRequest>();
    *request.mutable_keep_until_date() = civil::ToDate(until);
    return request;
  }
  static v1::ReturnDossierRequest Returning(v1::Review::ReturnReason reason = v1::Review::PAPER_NOT_CERTIFIED,
                                            std::string note = "Thiếu dấu") {
    auto request = Named<v1::ReturnDossierRequest>();
    request.set_return_reason(reason);
    request.set_note(std::move(note));
    return request;
  }
  absl::StatusOr<v1::Dossier> Return(v1::Review::ReturnReason reason = v1::Review::PAPER_NOT_CERTIFIED,
                                     std::string note = "Thiếu dấu") {
    return Call(&DossierStub::ReturnDossier, Returning(reason, std::move(note)), As(kReviewer));
  }
  absl::StatusOr<v1::Dossier> Withdraw() {
    return Call(&DossierStub::WithdrawDossier, Because<v1::WithdrawDossierRequest>(), As(kClerk));
  }
  absl::StatusOr<v1::Dossier> Reopen() {
    return Call(&DossierStub::ReopenDossier, Because<v1::ReopenDossierRequest>(), As(kClerk));
  }
  absl::StatusOr<v1::Dossier> Close() { return Call(&DossierStub::CloseDossier, Closing(), As(kSecretary)); }
  static auto NotNow(std::string_view reason) { return StatusIs(StatusCode::kFailedPrecondition, reason); }
};

TEST_F(DossierStatesTest, GoesFromOpenToAcceptedByWayOfAReturn) {
  MakePerson("p-2", "Trần Văn Thử");
  MakeDossier("d-2", "persons/p-2");
  const absl::Status english = Submit(As(kClerk), "congresses/xx/dossiers/d-2").status();
  EXPECT_THAT(english, NotNow("DOSSIER_INCOMPLETE"));
  EXPECT_NE(status::SentenceOf(english).find("Add: Đơn ứng cử; "), std::string::npos) << english;
  service_.Speak("vi");
  const std::string vietnamese = status::SentenceOf(Submit(As(kClerk), "congresses/xx/dossiers/d-2").status());
  EXPECT_NE(vietnamese.find("Cần bổ sung: Đơn ứng cử; "), std::string::npos) << vietnamese;
  service_.Speak("");
  EXPECT_THAT(Return(), NotNow("DOSSIER_NOT_SUBMITTED"));
  EXPECT_THAT(Begin(As(kReviewer)), NotNow("DOSSIER_NOT_SUBMITTED"));
  EXPECT_THAT(Accept(As(kReviewer)), NotNow("REVIEW_NOT_BEGUN"));
  ASSERT_OK_AND_ASSIGN(v1::Dossier dossier, Submit(As(kClerk)));
  EXPECT_EQ(dossier.submitter(), "clerk");
  EXPECT_THAT(Submit(As(kClerk)), NotNow("DOSSIER_NOT_OPEN"));
  EXPECT_THAT(Call(&DossierStub::AttachComponent, NewPaper("photo", kToday), As(kClerk)), NotNow("DOSSIER_NOT_OPEN"));
  const auto refused = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  EXPECT_THAT(Return(v1::Review::RETURN_REASON_UNSPECIFIED), refused);
  EXPECT_THAT(Return(v1::Review::OTHER, ""), refused);
  ASSERT_OK_AND_ASSIGN(dossier, Return());
  EXPECT_EQ(dossier.state(), v1::Dossier::RETURNED);
  EXPECT_EQ(dossier.last_review().return_reason(), v1::Review::PAPER_NOT_CERTIFIED);
  EXPECT_EQ(Get(As(kClerk, GRADE_UNSPECIFIED))->last_review().note(), "") << "graded as personal";
  ASSERT_THAT(Call(&DossierStub::AttachComponent, NewPaper("application", kToday), As(kClerk)), IsOk());
  SubmitAndAccept();
  ASSERT_OK_AND_ASSIGN(dossier, Get(As(kClerk)));
  EXPECT_EQ(dossier.state(), v1::Dossier::ACCEPTED);
  EXPECT_EQ(dossier.reviewer(), support::PersonOf("reviewer"));
  EXPECT_EQ(dossier.content_sha256().size(), 32U);
  EXPECT_EQ(dossier.accepted_sha256(), dossier.content_sha256());
  EXPECT_EQ(Get(As(kClerk, annotations::v1::PERSONAL))->content_sha256(), "");
  std::vector<v1::Dossier::State> trail;
  for (const auto& note : dossier.trail()) trail.push_back(note.state());
  using D = v1::Dossier;
  EXPECT_THAT(trail,
              testing::ElementsAre(D::OPEN, D::SUBMITTED, D::RETURNED, D::SUBMITTED, D::UNDER_REVIEW, D::ACCEPTED));
}

// What is said of an item is for those who may see its papers.
TEST_F(DossierStatesTest, AReturnNamesItemsToThoseWhoMaySeeThem) {
  ASSERT_THAT(Submit(As(kClerk)), IsOk());
  v1::ReturnDossierRequest request = Returning();
  const auto add = [&](std::string_view item) {
    v1::ReturnedItem& returned = *request.add_items();
    returned.set_item_id(std::string(item));
    returned.set_note("Thiếu dấu giáp lai");
  };
  const auto give_back = [&](Grade clearance = annotations::v1::SENSITIVE) {
    return Call(&DossierStub::ReturnDossier, request, As(kReviewer, clearance));
  };
  add("application");
  add("application");
  EXPECT_THAT(give_back(), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  request.mutable_items(1)->set_item_id("unknown");
  EXPECT_THAT(give_back(), StatusIs(StatusCode::kInvalidArgument, "ITEM_UNKNOWN"));
  request.mutable_items(1)->set_item_id("health-certificate");
  add("political-conclusion");
  EXPECT_THAT(give_back(CONFIDENTIAL), StatusIs(StatusCode::kPermissionDenied, "ITEM_GRADED"));
  ASSERT_OK_AND_ASSIGN(const v1::Dossier returned, give_back());
  EXPECT_EQ(returned.last_review().items(0).item_id(), "application");
  EXPECT_EQ(returned.last_review().sensitive_items(0).item_id(), "health-certificate");
  const v1::Review seen = Get(As(kClerk, CONFIDENTIAL))->last_review();
  EXPECT_EQ(seen.items_size(), 1);
  EXPECT_EQ(seen.confidential_items_size(), 1);
  EXPECT_EQ(seen.sensitive_items_size(), 0);
  EXPECT_EQ(Get(As(kClerk, GRADE_UNSPECIFIED))->last_review().items(0).note(), "") << "graded as personal";
}

// Whoever attached or submitted, under whatever account, and whoever cannot see all papers.
TEST_F(DossierStatesTest, IsReviewedByOneWhoHadNoHandInItAndSeesAll) {
  ASSERT_THAT(Submit(service_.As("secretary-a", {"secretary@province"})), IsOk());
  const auto handled = StatusIs(StatusCode::kPermissionDenied, "REVIEWER_HANDLED");
  EXPECT_THAT(Begin(service_.As("secretary-a", {"secretary@province"})), handled);
  EXPECT_THAT(Begin(AsPerson(support::PersonOf("secretary-a"), "secretary")), handled);
  // AttachAll acts as the administrator.
  EXPECT_THAT(Begin(service_.Admin()), handled);
  const auto uncleared = StatusIs(StatusCode::kPermissionDenied, "REVIEWER_UNCLEARED");
  EXPECT_THAT(Begin(As(kReviewer, CONFIDENTIAL)), uncleared);
  ASSERT_THAT(Begin(As(kReviewer)), IsOk());
  EXPECT_THAT(Accept(As(kReviewer, CONFIDENTIAL)), uncleared);
  EXPECT_THAT(Accept(As(kReviewer)), IsOk());
}

TEST_F(DossierStatesTest, AReviewIsOnePersonsUntilItIsTakenOver) {
  ASSERT_THAT(Submit(As(kClerk)), IsOk());
  ASSERT_THAT(Begin(As(kReviewer)), IsOk());
  EXPECT_THAT(Begin(As(kSecretary)), NotNow("REVIEW_TAKEN"));
  EXPECT_THAT(Accept(As(kSecretary)), NotNow("REVIEW_TAKEN"));
  auto over = Named<v1::BeginDossierReviewRequest>();
  over.set_take_over(true);
  EXPECT_THAT(Call(&DossierStub::BeginDossierReview, over, As(kSecretary)),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  over.set_reason("nghỉ ốm");
  EXPECT_THAT(Call(&DossierStub::BeginDossierReview, over, As(kSecretary)), IsOk());
  EXPECT_THAT(Accept(As(kSecretary)), IsOk());
}

TEST_F(DossierStatesTest, IsNotAcceptedOnceAPaperHasExpired) {
  ASSERT_THAT(Submit(As(kClerk)), IsOk());
  ASSERT_THAT(Begin(As(kReviewer)), IsOk());
  service_.SetNow(sample::Noon(CivilDay(2025, 12, 2)));
  EXPECT_THAT(Accept(As(kReviewer)), NotNow("DOSSIER_INCOMPLETE"));
  service_.SetNow(sample::Noon(CivilDay(2025, 12, 1)));
  EXPECT_THAT(Accept(As(kReviewer)), IsOk());
}

TEST_F(DossierStatesTest, IsAcceptedAsItWasReadOrAsTheReviewerNamesIt) {
  ASSERT_THAT(Submit(As(kClerk)), IsOk());
  ASSERT_THAT(Begin(As(kReviewer)), IsOk());
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name("persons/p-1");
  update.mutable_person()->set_political_conclusion("Có vấn đề cần xem xét");
  update.mutable_update_mask()->add_paths("political_conclusion");
  ASSERT_THAT(Call(&PersonStub::UpdatePerson, update, As(kClerk)), IsOk());
  EXPECT_THAT(Accept(As(kReviewer)), NotNow("CONTENT_CHANGED"));
  auto accept = Named<v1::AcceptDossierRequest>();
  ASSERT_OK_AND_ASSIGN(const v1::Dossier again, Begin(As(kReviewer)));
  accept.set_content_sha256(again.content_sha256());
  EXPECT_THAT(Call(&DossierStub::AcceptDossier, accept, As(kReviewer)), IsOk());
}

// A candidate who withdraws blocks neither readiness nor another dossier.
TEST_F(DossierStatesTest, AWithdrawnOneBlocksNothing) {
  ASSERT_OK_AND_ASSIGN(const v1::Dossier withdrawn, Withdraw());
  EXPECT_EQ(withdrawn.state(), v1::Dossier::WITHDRAWN);
  EXPECT_EQ(withdrawn.trail().rbegin()->reason(), "theo nguyện vọng");
  EXPECT_THAT(Withdraw(), NotNow("DOSSIER_WITHDRAWN"));
  v1::GetDossierReadinessRequest board;
  board.set_parent(std::string(kCongress));
  ASSERT_OK_AND_ASSIGN(const auto readiness, Call(&DossierStub::GetDossierReadiness, board));
  EXPECT_EQ(readiness.organisations_size(), 0);
  v1::ListDossierGapsRequest gaps;
  gaps.set_parent(std::string(kCongress));
  *gaps.mutable_before() = civil::ToDate(CivilDay(2030, 1, 1));
  ASSERT_OK_AND_ASSIGN(const auto listed, Call(&DossierStub::ListDossierGaps, gaps));
  EXPECT_EQ(listed.sums().dossier_count(), 0);
  EXPECT_EQ(listed.dossiers_size(), 0);
  EXPECT_THAT(Reopen(), IsOk());
  EXPECT_THAT(Reopen(), NotNow("DOSSIER_NOT_WITHDRAWN"));
  ASSERT_THAT(Withdraw(), IsOk());
  MakeDossier("d-2", "persons/p-1");
  EXPECT_THAT(Reopen(), NotNow("DOSSIER_DUPLICATE"));
}

TEST_F(DossierStatesTest, AClosedOneNeverChangesButIsKeptLonger) {
  EXPECT_THAT(Close(), NotNow("DOSSIER_UNFINISHED"));
  SubmitAndAccept();
  EXPECT_THAT(Call(&DossierStub::CloseDossier, Closing(kToday - 1), As(kSecretary)),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(Call(&DossierStub::CloseDossier, Closing(), As(kReviewer)),
              StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  auto keep = Named<v1::ExtendDossierRetentionRequest>();
  *keep.mutable_keep_until_date() = civil::ToDate(CivilDay(2040, 1, 1));
  keep.mutable_basis()->set_decision_number("5-QĐ/TU");
  const auto extend = [&] { return Call(&DossierStub::ExtendDossierRetention, keep, As(kSecretary)); };
  EXPECT_THAT(extend(), NotNow("DOSSIER_UNFINISHED"));
  ASSERT_OK_AND_ASSIGN(const v1::Dossier closed, Close());
  EXPECT_TRUE(closed.has_accept_time());
  EXPECT_THAT(Close(), NotNow("DOSSIER_CLOSED"));
  EXPECT_THAT(Withdraw(), NotNow("DOSSIER_CLOSED"));
  EXPECT_THAT(extend(), NotNow("RETENTION_SHORTENED"));
  *keep.mutable_keep_until_date() = civil::ToDate(CivilDay(2050, 1, 1));
  EXPECT_THAT(extend(), IsOk());
  v1::GetDossierReadinessRequest board;
  board.set_parent(std::string(kCongress));
  ASSERT_OK_AND_ASSIGN(const auto readiness, Call(&DossierStub::GetDossierReadiness, board));
  ASSERT_EQ(readiness.organisations_size(), 1);
  EXPECT_TRUE(readiness.organisations(0).ready()) << "it was accepted";
  MakeDossier("d-2", "persons/p-1");
}

TEST_F(DossierStatesTest, ManyAreClosedTogetherOrNone) {
  SubmitAndAccept();
  MakePerson("p-2", "Trần Văn Thử");
  MakeDossier("d-2", "persons/p-2");
  v1::BatchCloseDossiersRequest request;
  request.add_dossiers()->set_dossier(std::string(kDossier));
  request.add_dossiers()->set_dossier("congresses/xx/dossiers/d-2");
  request.set_reason("hết nhiệm kỳ");
  *request.mutable_keep_until_date() = civil::ToDate(CivilDay(2040, 1, 1));
  const auto close = [&](std::string_view caller = kSecretary) {
    return Call(&DossierStub::BatchCloseDossiers, request, As(caller));
  };
  EXPECT_THAT(close(), NotNow("DOSSIER_UNFINISHED"));
  EXPECT_EQ(Get(As(kClerk))->state(), v1::Dossier::ACCEPTED);
  request.mutable_dossiers(1)->set_dossier(std::string(kDossier));
  EXPECT_THAT(close(), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  request.mutable_dossiers(1)->set_dossier("congresses/xx/dossiers/none");
  EXPECT_THAT(close(), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  request.mutable_dossiers()->RemoveLast();
  EXPECT_THAT(close(kReviewer), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  request.set_request_id(std::string(kRequestId));
  EXPECT_THAT(close(), IsOk());
  EXPECT_THAT(close(), IsOk()) << "the first answer";
  request.clear_request_id();
  EXPECT_THAT(close(), NotNow("DOSSIER_CLOSED"));
  request.mutable_dossiers(0)->set_etag("1");
  EXPECT_THAT(close(), StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
}

TEST_F(DossierStatesTest, ChecksTheEtagOfEveryVerb) {
  const auto stale = [&](auto method, auto request, std::string_view caller) {
    request.set_etag("1");
    EXPECT_THAT(Call(method, request, As(caller)), StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
  };
  stale(&DossierStub::AttachComponent, NewPaper("photo", kToday), kClerk);
  stale(&DossierStub::SubmitDossier, Named<v1::SubmitDossierRequest>(), kClerk);
  stale(&DossierStub::BeginDossierReview, Named<v1::BeginDossierReviewRequest>(), kReviewer);
  stale(&DossierStub::ReturnDossier, Returning(), kReviewer);
  stale(&DossierStub::AcceptDossier, Named<v1::AcceptDossierRequest>(), kReviewer);
  stale(&DossierStub::WithdrawDossier, Because<v1::WithdrawDossierRequest>(), kClerk);
  stale(&DossierStub::ReopenDossier, Because<v1::ReopenDossierRequest>(), kClerk);
  stale(&DossierStub::CloseDossier, Closing(), kSecretary);
  ASSERT_OK_AND_ASSIGN(const v1::Dossier read, Get(As(kClerk)));
  auto submit = Named<v1::SubmitDossierRequest>();
  submit.set_etag(read.etag());
  EXPECT_THAT(Call(&DossierStub::SubmitDossier, submit, As(kClerk)), IsOk());
}

TEST_F(DossierStatesTest, ReplaysEveryVerbAndRefusesAnotherRequestUnderItsId) {
  const auto twice = [&](auto method, std::string_view caller, auto request, auto change) {
    request.set_request_id(std::string(kRequestId));
    const auto first = Call(method, request, As(caller));
    const auto second = Call(method, request, As(caller));
    EXPECT_THAT(first, IsOk());
    EXPECT_THAT(second, IsOk());
    EXPECT_EQ(support::AsReplayed(*first).SerializeAsString(), second->SerializeAsString());
    change(request);
    EXPECT_THAT(Call(method, request, As(caller)), StatusIs(StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
  };
  const auto other_etag = [](auto& request) { request.set_etag("1"); };
  MakePerson("p-2", "Trần Văn Thử");
  twice(&DossierStub::CreateDossier, kClerk, NewDossier("d-2", "persons/p-2"),
        [](v1::CreateDossierRequest& request) { request.set_dossier_id("d-3"); });
  twice(&DossierStub::AttachComponent, kClerk, NewPaper("photo", kToday), other_etag);
  twice(&DossierStub::SubmitDossier, kClerk, Named<v1::SubmitDossierRequest>(), other_etag);
  twice(&DossierStub::BeginDossierReview, kReviewer, Named<v1::BeginDossierReviewRequest>(), other_etag);
  twice(&DossierStub::AcceptDossier, kReviewer, Named<v1::AcceptDossierRequest>(), other_etag);
  twice(&DossierStub::ReturnDossier, kReviewer, Returning(v1::Review::SITUATION_CHANGED, ""), other_etag);
  twice(&DossierStub::WithdrawDossier, kClerk, Because<v1::WithdrawDossierRequest>(), other_etag);
  twice(&DossierStub::ReopenDossier, kClerk, Because<v1::ReopenDossierRequest>(), other_etag);
}

}  // namespace
}  // namespace congress::dossiers
