#include "absl/strings/str_format.h"
#include "congress/audit/v1/audit.pb.h"
#include "congress/preparation/v1/preparation_service.grpc.pb.h"
#include "gtest/gtest.h"
#include "platform/civil/civil.h"
#include "platform/rpc/answers.h"
#include "platform/rpc/client.h"
#include "platform/rpc/event_log.h"
#include "platform/status/strings.h"
#include "services/preparation/install.h"
#include "tests/support/test_service.h"

namespace congress::preparation {
namespace {

using absl::StatusCode;
using support::IsOk;
using support::StatusIs;
using Stub = v1::PreparationService::StubInterface;

constexpr char kRequestId[] = "6f1c1ff6-4a6b-4a67-9d5c-0d6f6a2d9a11";

v1::CreateCongressRequest CreateRequest(const std::string& id) {
  v1::CreateCongressRequest request;
  request.set_congress_id(id);
  auto& congress = *request.mutable_congress();
  congress.set_organisation("organisations/province");
  congress.set_display_name("Đại hội thử nghiệm");
  congress.set_level(v1::Congress::PROVINCE);
  congress.set_term("2025–2030");
  return request;
}

class PreparationServiceTest : public ::testing::Test {
 protected:
  PreparationServiceTest() : service_(Service()), stub_(v1::PreparationService::NewStub(service_.channel())) {}

  template <class Request, class Response>
  absl::StatusOr<Response> Call(rpc::UnaryMethod<Stub, Request, Response> method, const Request& request,
                                std::unique_ptr<grpc::ClientContext> context = nullptr) {
    if (context == nullptr) context = service_.Admin();
    return rpc::Invoke(static_cast<Stub&>(*stub_), method, std::move(context), request);
  }
  support::TestService service_;
  std::unique_ptr<v1::PreparationService::Stub> stub_;
};

TEST_F(PreparationServiceTest, CreatesReadsAndListsACongress) {
  ASSERT_OK_AND_ASSIGN(const v1::Congress made, Call(&Stub::CreateCongress, CreateRequest("x")));
  EXPECT_EQ(made.name(), "congresses/x");
  EXPECT_FALSE(made.etag().empty());
  v1::GetCongressRequest get;
  get.set_name("congresses/x");
  ASSERT_OK_AND_ASSIGN(const v1::Congress read, Call(&Stub::GetCongress, get));
  EXPECT_EQ(read.SerializeAsString(), made.SerializeAsString());
  ASSERT_OK_AND_ASSIGN(const auto list, Call(&Stub::ListCongresses, v1::ListCongressesRequest()));
  EXPECT_EQ(list.congresses_size(), 1);
  EXPECT_THAT(Call(&Stub::CreateCongress, CreateRequest("x")), StatusIs(StatusCode::kAlreadyExists, "RESOURCE_EXISTS"));
}

TEST_F(PreparationServiceTest, OnlyPartyCommitteesHoldCongresses) {
  directory::Organisation body;
  body.name = "organisations/btv";
  body.display_name = "Ban Thường vụ";
  body.role = 2;
  service_.organisations().Put(body);
  v1::CreateCongressRequest request = CreateRequest("x");
  request.mutable_congress()->set_organisation(body.name);
  const auto refused = Call(&Stub::CreateCongress, request);
  EXPECT_THAT(refused, StatusIs(StatusCode::kFailedPrecondition, "ORGANISATION_NO_COMMITTEE"));
  EXPECT_EQ(refused.status().message().substr(0, std::string_view("Ban Thường vụ").size()), "Ban Thường vụ")
      << "as people call it";
}

TEST_F(PreparationServiceTest, RefusesMalformedRequestsWithEveryViolation) {
  v1::CreateCongressRequest request = CreateRequest("X!");
  request.mutable_congress()->set_organisation("provinces/x");
  request.mutable_congress()->clear_term();
  request.mutable_congress()->set_delegate_cap(-1);
  request.mutable_congress()->mutable_opening_date()->set_year(2025);
  request.set_request_id("no-uuid");
  const auto result = Call(&Stub::CreateCongress, request);
  EXPECT_THAT(result, StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  google::rpc::BadRequest details;
  ASSERT_TRUE(status::Detail(result.status(), &details));
  std::vector<std::string> fields;
  for (const auto& violation : details.field_violations()) fields.push_back(violation.field());
  EXPECT_THAT(fields, ::testing::UnorderedElementsAre("congress_id", "congress.organisation", "congress.term",
                                                      "congress.delegate_cap", "congress.opening_date", "request_id"));
}

TEST_F(PreparationServiceTest, ARepeatedRequestIdGivesTheFirstAnswerOnce) {
  v1::CreateCongressRequest request = CreateRequest("x");
  request.set_request_id(kRequestId);
  ASSERT_OK_AND_ASSIGN(const v1::Congress first, Call(&Stub::CreateCongress, request));
  ASSERT_OK_AND_ASSIGN(const store::Revision sequence, service_.store().LastSequence());
  ASSERT_OK_AND_ASSIGN(const v1::Congress second, Call(&Stub::CreateCongress, request));
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  ASSERT_OK_AND_ASSIGN(const store::Revision after, service_.store().LastSequence());
  EXPECT_EQ(after, sequence);

  request.mutable_congress()->set_term("2030–2035");
  EXPECT_THAT(Call(&Stub::CreateCongress, request), StatusIs(StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
  // The id counts per principal.
  EXPECT_THAT(Call(&Stub::CreateCongress, request, service_.As("other", {"secretary@province"})),
              StatusIs(StatusCode::kAlreadyExists, "RESOURCE_EXISTS"));
  // A replay is authorised anew.
  request.mutable_congress()->set_term("2025–2030");
  EXPECT_THAT(Call(&Stub::CreateCongress, request, service_.As("admin", {"secretary@unit-1"})),
              StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  // After seven days it is forgotten, and the name is taken.
  service_.SetNow(service_.now() + absl::Hours(24 * 7 + 1));
  EXPECT_THAT(Call(&Stub::CreateCongress, request), StatusIs(StatusCode::kAlreadyExists, "RESOURCE_EXISTS"));
}

TEST_F(PreparationServiceTest, OutlivedAnswersAreSweptAndOthersKept) {
  constexpr int kOld = 250;
  const auto create = [&](int i) {
    v1::CreateCongressRequest request = CreateRequest(StrCat("x", i));
    request.set_request_id(absl::StrFormat("6f1c1ff6-4a6b-4a67-9d5c-%012d", i));
    return Call(&Stub::CreateCongress, request);
  };
  const auto kept = [&] {
    const auto records = service_.store().Scan(rpc::AnswersRange(), 1000);
    EXPECT_THAT(records, IsOk());
    return records->size();
  };
  for (int i = 0; i < kOld; ++i) ASSERT_THAT(create(i), IsOk());
  service_.SetNow(service_.now() + absl::Hours(24 * 7) - absl::Seconds(1));
  ASSERT_THAT(create(kOld), IsOk());
  ASSERT_OK_AND_ASSIGN(const int none, service_.gate().SweepAnswers({}));
  EXPECT_EQ(none, 0);
  EXPECT_EQ(kept(), kOld + 1u);
  service_.SetNow(service_.now() + absl::Seconds(1));
  ASSERT_OK_AND_ASSIGN(const int swept, service_.gate().SweepAnswers({}));
  EXPECT_EQ(swept, kOld);
  EXPECT_EQ(kept(), 1u);
  // The sweep is in the audit log, so that the log's numbers stay gapless, and changes nobody's resource.
  ASSERT_OK_AND_ASSIGN(const auto audit, service_.store().Scan(store::Range::Prefix("log/audit/"), 1000));
  audit::v1::AuditRecord last;
  ASSERT_TRUE(last.ParseFromString(audit.back().value));
  EXPECT_EQ(last.principal(), service_.signer().issuer());
  EXPECT_EQ(last.changes_size(), 0);
  ASSERT_OK_AND_ASSIGN(const store::Revision commits, service_.store().LastSequence());
  EXPECT_EQ(static_cast<size_t>(commits), audit.size());
}

// A sweep between the look at an outlived answer and the commit that replaces it.
TEST_F(PreparationServiceTest, AnAnswerSweptMeanwhileIsNoConflict) {
  v1::CreateCongressRequest request = CreateRequest("x");
  request.set_request_id(kRequestId);
  ASSERT_THAT(Call(&Stub::CreateCongress, request), IsOk());
  service_.SetNow(service_.now() + absl::Hours(24 * 7 + 1));
  auth::Principal admin;
  admin.subject = "admin";
  const rpc::Call::Scope scope{.principal = admin,
                               .roles = auth::Roles::Default(),
                               .store = service_.store(),
                               .method = "congress.preparation.v1.PreparationService/CreateCongress",
                               .permission = "",
                               .call_id = "",
                               .language = "",
                               .request_id = kRequestId,
                               .now = service_.now(),
                               .deadline = absl::InfiniteFuture(),
                               .carrier = nullptr};
  rpc::AnswerSlot slot = rpc::SlotOf(scope, request);
  ASSERT_OK_AND_ASSIGN(const auto outlived, rpc::FindAnswer(scope, &slot));
  EXPECT_FALSE(outlived.has_value());
  EXPECT_NE(slot.expected, store::kAbsent);
  ASSERT_OK_AND_ASSIGN(const int swept, service_.gate().SweepAnswers({}));
  EXPECT_EQ(swept, 1);
  ASSERT_OK_AND_ASSIGN(const auto gone, rpc::FindAnswer(scope, &slot));
  EXPECT_FALSE(gone.has_value());
  EXPECT_EQ(slot.expected, store::kAbsent);
}

TEST_F(PreparationServiceTest, ADamagedAnswerKeepsNoOtherAlive) {
  for (const char* id : {"x", "y"}) {
    v1::CreateCongressRequest request = CreateRequest(id);
    request.set_request_id(kRequestId);
    ASSERT_THAT(Call(&Stub::CreateCongress, request, service_.As(id, {"secretary@province"})), IsOk());
  }
  ASSERT_OK_AND_ASSIGN(const auto records, service_.store().Scan(rpc::AnswersRange(), 10));
  ASSERT_EQ(records.size(), 2u);
  ASSERT_THAT(service_.store().Commit({.writes = {{records[0].key, "\xff damaged", {}}}}), IsOk());
  service_.SetNow(service_.now() + absl::Hours(24 * 7 + 1));
  const absl::Status status = service_.gate().SweepAnswers({}).status();
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  ASSERT_OK_AND_ASSIGN(const auto left, service_.store().Scan(rpc::AnswersRange(), 10));
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].key, records[0].key);
}

// Whoever loses the race finds the winner's answer, not that the name is taken.
TEST_F(PreparationServiceTest, ARequestSentTwiceAtOnceIsDoneOnceAndAnsweredTwice) {
  for (int round = 0; round < 10; ++round) {
    v1::CreateCongressRequest request = CreateRequest(StrCat("x", round));
    request.set_request_id(StrCat("6f1c1ff6-4a6b-4a67-9d5c-0d6f6a2d9a1", round));
    std::vector<std::string> answers(4);
    {
      std::vector<std::jthread> callers;
      for (std::string& answer : answers) {
        callers.emplace_back([&] {
          const auto made = Call(&Stub::CreateCongress, request);
          EXPECT_THAT(made, IsOk());
          if (made.ok()) answer = made->SerializeAsString();
        });
      }
    }
    for (const std::string& answer : answers) EXPECT_EQ(answer, answers[0]);
  }
  ASSERT_OK_AND_ASSIGN(const store::Revision commits, service_.store().LastSequence());
  EXPECT_EQ(commits, 10);
}

TEST_F(PreparationServiceTest, NobodyElseSeesOrChangesACongress) {
  ASSERT_THAT(Call(&Stub::CreateCongress, CreateRequest("x")), IsOk());
  v1::GetCongressRequest get;
  get.set_name("congresses/x");
  EXPECT_THAT(Call(&Stub::GetCongress, get, service_.As("a", {"administrator@unit-1"})),
              StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Call(&Stub::CreateCongress, CreateRequest("y"), service_.As("a", {"administrator@unit-1"})),
              StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Call(&Stub::CreateCongress, CreateRequest("y"), service_.As("a", {"reader@province"})),
              StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Call(&Stub::GetCongress, get, std::make_unique<grpc::ClientContext>()),
              StatusIs(StatusCode::kUnauthenticated, "TOKEN_INVALID"));
  ASSERT_OK_AND_ASSIGN(const auto list, Call(&Stub::ListCongresses, v1::ListCongressesRequest(),
                                             service_.As("a", {"administrator@unit-1"})));
  EXPECT_EQ(list.congresses_size(), 0);
}

TEST_F(PreparationServiceTest, UpdatesByMaskAndEtag) {
  ASSERT_OK_AND_ASSIGN(const v1::Congress made, Call(&Stub::CreateCongress, CreateRequest("x")));
  v1::UpdateCongressRequest request;
  request.mutable_congress()->set_name(made.name());
  request.mutable_congress()->set_organisation(made.organisation());
  request.mutable_congress()->set_display_name(made.display_name());
  request.mutable_congress()->set_level(made.level());
  request.mutable_congress()->set_term("2026–2031");
  request.mutable_congress()->set_etag(made.etag());
  request.mutable_update_mask()->add_paths("term");
  ASSERT_OK_AND_ASSIGN(const v1::Congress changed, Call(&Stub::UpdateCongress, request));
  EXPECT_EQ(changed.term(), "2026–2031");
  EXPECT_NE(changed.etag(), made.etag());
  EXPECT_THAT(Call(&Stub::UpdateCongress, request), StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
  request.mutable_congress()->clear_etag();
  *request.mutable_update_mask()->mutable_paths(0) = "organisation";
  EXPECT_THAT(Call(&Stub::UpdateCongress, request), IsOk());
  request.mutable_congress()->set_organisation("organisations/unit-9");
  EXPECT_THAT(Call(&Stub::UpdateCongress, request), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  *request.mutable_update_mask()->mutable_paths(0) = "no_such_field";
  EXPECT_THAT(Call(&Stub::UpdateCongress, request), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST_F(PreparationServiceTest, EveryChangeIsAuditedInItsOwnCommit) {
  ASSERT_THAT(Call(&Stub::CreateCongress, CreateRequest("x")), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto records,
                       service_.store().Scan(store::Range::Prefix(std::string(rpc::kAuditLog) + "/"), 10));
  ASSERT_EQ(records.size(), 1u);
  audit::v1::AuditRecord record;
  ASSERT_TRUE(record.ParseFromString(records[0].value));
  EXPECT_EQ(record.principal(), "admin");
  EXPECT_EQ(record.method(), "congress.preparation.v1.PreparationService/CreateCongress");
  ASSERT_EQ(record.changes_size(), 1);
  EXPECT_EQ(record.changes(0).name(), "congresses/x");
  EXPECT_EQ(record.changes(0).kind(), audit::v1::Change::CREATED);
  EXPECT_EQ(record.organisations(0), "organisations/province");
  ASSERT_OK_AND_ASSIGN(const auto events,
                       service_.store().Scan(store::Range::Prefix(std::string(rpc::kEventLog) + "/"), 10));
  EXPECT_EQ(events.size(), 1u);
}

TEST_F(PreparationServiceTest, PagesAreStableAndTokensBoundToTheirList) {
  for (const char* id : {"a", "b", "c"}) ASSERT_THAT(Call(&Stub::CreateCongress, CreateRequest(id)), IsOk());
  v1::ListCongressesRequest request;
  request.set_page_size(2);
  ASSERT_OK_AND_ASSIGN(const auto first, Call(&Stub::ListCongresses, request));
  ASSERT_EQ(first.congresses_size(), 2);
  request.set_page_token(first.next_page_token());
  ASSERT_OK_AND_ASSIGN(const auto second, Call(&Stub::ListCongresses, request));
  ASSERT_EQ(second.congresses_size(), 1);
  EXPECT_EQ(second.congresses(0).name(), "congresses/c");
  EXPECT_EQ(second.next_page_token(), "");
  request.set_page_token("broken");
  EXPECT_THAT(Call(&Stub::ListCongresses, request), StatusIs(StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  request.set_page_size(-1);
  EXPECT_THAT(Call(&Stub::ListCongresses, request), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST_F(PreparationServiceTest, StartsOnlyWhatTheCallerMayDoStepByStep) {
  v1::StartPreparationRequest request;
  request.set_congress_id("x");
  *request.mutable_congress() = CreateRequest("x").congress();
  request.mutable_scope()->add_windows();
  EXPECT_THAT(Call(&Stub::StartPreparation, request), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  request.clear_scope();
  request.mutable_scope()->mutable_task_plan()->set_id("plan");
  request.mutable_scope()->mutable_task_plan()->set_number("12-KH/TU");
  request.mutable_scope()->mutable_task_plan()->set_title("Kế hoạch");
  EXPECT_THAT(Call(&Stub::StartPreparation, request, service_.As("r", {"reviewer@province"})),
              StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  // Nobody serves scheduling here: the step waits, and the preparation runs on.
  ASSERT_OK_AND_ASSIGN(const auto started, Call(&Stub::StartPreparation, request));
  EXPECT_EQ(started.state(), v1::Preparation::RUNNING);
  EXPECT_EQ(started.steps(0).state(), v1::Step::DONE);
  EXPECT_EQ(started.steps(0).title(), "Create the congress");
  v1::GetPreparationRequest get;
  get.set_name(started.name());
  service_.Speak("vi");
  ASSERT_OK_AND_ASSIGN(const auto vietnamese, Call(&Stub::GetPreparation, get));
  EXPECT_EQ(vietnamese.steps(0).title(), "Lập đại hội");
  service_.Speak("");
  EXPECT_EQ(started.started_by(), "admin");
  EXPECT_EQ(started.started_by_person(), "persons/account-admin");
  v1::ResumePreparationRequest resume;
  resume.set_name(started.name());
  EXPECT_THAT(Call(&Stub::ResumePreparation, resume),
              StatusIs(StatusCode::kFailedPrecondition, "PREPARATION_NOT_BLOCKED"));
}

TEST_F(PreparationServiceTest, ReadinessNamesEveryServiceThatIsSilent) {
  ASSERT_THAT(Call(&Stub::CreateCongress, CreateRequest("x")), IsOk());
  v1::GetReadinessRequest request;
  request.set_name("congresses/x");
  ASSERT_OK_AND_ASSIGN(const auto board, Call(&Stub::GetReadiness, request));
  EXPECT_FALSE(board.ready());
  EXPECT_TRUE(board.partial());
  std::vector<std::string> gaps;
  for (const auto& gap : board.gaps()) {
    gaps.push_back(gap.service());
    EXPECT_EQ(gap.reason(), "PEER_UNAVAILABLE");
  }
  EXPECT_THAT(gaps, ::testing::ElementsAre("allocation", "dossiers", "drafting", "scheduling"));
}

TEST_F(PreparationServiceTest, AMergerIsPreviewedWithoutTheServicesThatAreSilent) {
  ASSERT_THAT(Call(&Stub::CreateCongress, CreateRequest("x")), IsOk());
  v1::PreviewMergerRequest request;
  request.add_organisations("organisations/province");
  request.add_organisations("organisations/province");
  ASSERT_OK_AND_ASSIGN(const auto preview, Call(&Stub::PreviewMerger, request));
  EXPECT_TRUE(preview.partial());
  EXPECT_EQ(preview.gaps_size(), 4);
  EXPECT_EQ(preview.holdings_size(), 0);
}

TEST_F(PreparationServiceTest, DatesRunForward) {
  v1::CreateCongressRequest request = CreateRequest("x");
  *request.mutable_congress()->mutable_opening_date() = civil::ToDate(absl::CivilDay(2025, 10, 3));
  *request.mutable_congress()->mutable_closing_date() = civil::ToDate(absl::CivilDay(2025, 10, 1));
  EXPECT_THAT(Call(&Stub::CreateCongress, request), StatusIs(StatusCode::kInvalidArgument, "DATES_REVERSED"));
  v1::StartPreparationRequest start;
  start.set_congress_id("x");
  *start.mutable_congress() = request.congress();
  start.mutable_scope();
  EXPECT_THAT(Call(&Stub::StartPreparation, start), StatusIs(StatusCode::kInvalidArgument, "DATES_REVERSED"));
  for (v1::Congress* congress : {request.mutable_congress(), start.mutable_congress()}) {
    *congress->mutable_closing_date() = congress->opening_date();
    *congress->mutable_window_last_day() = civil::ToDate(absl::CivilDay(2025, 10, 2));
  }
  EXPECT_THAT(Call(&Stub::CreateCongress, request), StatusIs(StatusCode::kInvalidArgument, "OUTSIDE_WINDOW"));
  EXPECT_THAT(Call(&Stub::StartPreparation, start), StatusIs(StatusCode::kInvalidArgument, "OUTSIDE_WINDOW"));

  ASSERT_OK_AND_ASSIGN(const v1::Congress made, Call(&Stub::CreateCongress, CreateRequest("y")));
  v1::UpdateCongressRequest update;
  update.mutable_congress()->set_name(made.name());
  *update.mutable_congress()->mutable_opening_date() = request.congress().opening_date();
  *update.mutable_congress()->mutable_closing_date() = civil::ToDate(absl::CivilDay(2025, 10, 1));
  EXPECT_THAT(Call(&Stub::UpdateCongress, update), StatusIs(StatusCode::kInvalidArgument, "DATES_REVERSED"));
  *update.mutable_congress()->mutable_closing_date() = civil::ToDate(absl::CivilDay(2025, 10, 1));
  *update.mutable_congress()->mutable_opening_date() = update.congress().closing_date();
  *update.mutable_congress()->mutable_window_last_day() = civil::ToDate(absl::CivilDay(2025, 9, 30));
  EXPECT_THAT(Call(&Stub::UpdateCongress, update), StatusIs(StatusCode::kInvalidArgument, "OUTSIDE_WINDOW"));
}

TEST_F(PreparationServiceTest, AnUpdateNeedsOnlyWhatItChangesAndEmptiesNothingThatIsRequired) {
  ASSERT_OK_AND_ASSIGN(const v1::Congress made, Call(&Stub::CreateCongress, CreateRequest("x")));
  v1::UpdateCongressRequest request;
  request.mutable_congress()->set_name(made.name());
  request.mutable_congress()->set_delegate_cap(7);
  ASSERT_OK_AND_ASSIGN(const v1::Congress changed, Call(&Stub::UpdateCongress, request));
  EXPECT_EQ(changed.delegate_cap(), 7);
  EXPECT_EQ(changed.display_name(), made.display_name());
  request.mutable_update_mask()->add_paths("display_name");
  EXPECT_THAT(Call(&Stub::UpdateCongress, request), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST_F(PreparationServiceTest, TwoDocumentsOfOneIdAreRefused) {
  v1::StartPreparationRequest start;
  start.set_congress_id("x");
  *start.mutable_congress() = CreateRequest("x").congress();
  for (int i = 0; i < 2; ++i) {
    v1::DraftDocument& document = *start.mutable_scope()->add_documents();
    document.set_id("report");
    document.set_document_template("documentTemplates/report");
  }
  EXPECT_THAT(Call(&Stub::StartPreparation, start), StatusIs(StatusCode::kInvalidArgument, "STEP_DUPLICATED"));
}

}  // namespace
}  // namespace congress::preparation
