// What the gateway does to calls on their way: nothing that shows, and what it says when a service does not answer.
#include <signal.h>

#include <map>
#include <thread>

#include "absl/synchronization/blocking_counter.h"
#include "absl/time/clock.h"
#include "congress/events/v1/event_service.grpc.pb.h"
#include "google/rpc/error_details.pb.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "platform/rpc/client.h"
#include "platform/rpc/service.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "tests/e2e/any_rpc.h"
#include "tests/e2e/story.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using support::IsOk;
using support::Shape;
using support::StatusIs;
using support::Suite;

constexpr char kGetPlan[] = "allocation.v1.AllocationService/GetAllocationPlan";
constexpr char kMissingPlan[] = "name: 'congresses/x/allocationPlans/missing'";
constexpr char kListOrganisations[] = "allocation.v1.OrganisationService/ListOrganisations";

std::unique_ptr<grpc::ClientContext> Within(std::unique_ptr<grpc::ClientContext> context, absl::Duration time) {
  context->set_deadline(absl::ToChronoTime(absl::Now() + time));
  return context;
}

std::string IdOf(const Answer& answer) {
  const auto found = answer.metadata.find("x-request-id");
  return found == answer.metadata.end() ? "" : found->second;
}

class Gateway : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { suite_ = new Suite(Shape::kSeparate); }
  static void TearDownTestSuite() {
    delete suite_;
    suite_ = nullptr;
  }
  Suite& suite() const { return *suite_; }

  static Suite* suite_;
};
Suite* Gateway::suite_ = nullptr;

TEST_F(Gateway, ErrorsAreThoseOfTheServiceByteForByte) {
  const Answer direct = Ask(suite().Channel("allocation"), kGetPlan, suite().Admin(), kMissingPlan);
  const Answer through = Ask(suite().channel(), kGetPlan, suite().Admin(), kMissingPlan);
  EXPECT_THAT(direct.status, StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(through.status.code(), direct.status.code());
  EXPECT_EQ(through.status.message(), direct.status.message());
  EXPECT_FALSE(direct.error_details.empty());
  EXPECT_EQ(through.error_details, direct.error_details);
}

// In the gateway's own answers, in the services' behind it, and of a field.
TEST_F(Gateway, SpeaksTheLanguageOfItsCaller) {
  const struct {
    const char* method;
    const char* request;
    const char* sentence;
  } kCases[] = {
      {kGetPlan, kMissingPlan, "Không có congresses/x/allocationPlans/missing, hoặc tài khoản không được xem."},
      {kGetPlan, "", "Cần sửa: name: không được để trống"},
      {"preparation.v1.PreparationService/GetCongress", "name: 'congresses/x'",
       "Không có congresses/x, hoặc tài khoản không được xem."},
  };
  for (const auto& [method, request, sentence] : kCases) {
    auto context = suite().Admin();
    context->AddMetadata("accept-language", "vi-VN, en;q=0.5");
    const absl::Status told = Ask(suite().channel(), method, std::move(context), request).status;
    EXPECT_EQ(status::SentenceOf(told), sentence);
    EXPECT_NE(told.message(), sentence);
    const absl::Status plain = Ask(suite().channel(), method, suite().Admin(), request).status;
    EXPECT_EQ(plain.message(), told.message()) << "English beside it";
    EXPECT_EQ(status::SentenceOf(plain), plain.message());
  }
}

TEST_F(Gateway, EveryAnswerNamesItsCallAndNoClientChoosesTheName) {
  const Answer first = Ask(suite().channel(), kListOrganisations, suite().Admin(), "");
  auto context = suite().Admin();
  context->AddMetadata("x-request-id", "chosen-by-the-client");
  const Answer second = Ask(suite().channel(), kListOrganisations, std::move(context), "");
  EXPECT_EQ(IdOf(first).size(), 32u);
  EXPECT_EQ(IdOf(second).size(), 32u);
  EXPECT_NE(IdOf(first), IdOf(second));
  EXPECT_NE(IdOf(Ask(suite().channel(), kGetPlan, suite().Admin(), kMissingPlan)), "");
  // Nor where the gateway's process answers by itself.
  context = suite().Admin();
  context->AddMetadata("x-request-id", "chosen-by-the-client");
  const Answer own = Ask(suite().channel(), "preparation.v1.PreparationService/ListCongresses", std::move(context), "");
  EXPECT_EQ(IdOf(own).size(), 32u);
}

TEST_F(Gateway, TheCallsNameStandsInTheAuditLogOfTheService) {
  const Answer made = Ask(suite().channel(), "drafting.v1.NumberRegisterService/CreateNumberSeries", suite().Admin(),
                          "number_series_id: 'so' number_series { organisation: 'organisations/province' "
                          "issuer: 'Tỉnh ủy' issuer_symbol: 'TU' term: '2025-2030' }");
  ASSERT_THAT(made.status, IsOk());
  const Answer log =
      Ask(suite().channel(), "audit.v1.AuditService/ListAuditRecords", suite().Admin(), "parent: 'services/drafting'");
  ASSERT_THAT(log.status, IsOk());
  EXPECT_EQ(FieldAt(*log.message, "audit_records.0.call_id"), IdOf(made));
  EXPECT_EQ(FieldAt(*log.message, "audit_records.0.principal"), "admin");
}

TEST_F(Gateway, TheRequestNamesTheAuditLog) {
  for (const std::string service : {"allocation", "dossiers", "drafting", "scheduling", "preparation"}) {
    const Answer log = Ask(suite().channel(), "audit.v1.AuditService/GetAuditCheckpoint", suite().Admin(),
                           StrCat("parent: 'services/", service, "'"));
    ASSERT_THAT(log.status, IsOk());
    EXPECT_EQ(FieldAt(*log.message, "service"), service);
  }
  EXPECT_THAT(
      Ask(suite().channel(), "audit.v1.AuditService/GetAuditCheckpoint", suite().Admin(), "parent: 'services/nobody'")
          .status,
      StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Ask(suite().channel(), "audit.v1.AuditService/GetAuditCheckpoint", suite().Admin(), "").status,
              StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

// Called directly, a service tells of its own log alone.
TEST_F(Gateway, AServiceKnowsOnlyItsOwnLog) {
  EXPECT_THAT(Ask(suite().Channel("drafting"), "audit.v1.AuditService/GetAuditCheckpoint", suite().Admin(),
                  "parent: 'services/allocation'")
                  .status,
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(Gateway, AKilledServiceIsNamedAndFoundAgain) {
  suite().Kill("allocation");
  const absl::Time start = absl::Now();
  const Answer silent = Ask(suite().channel(), kListOrganisations, suite().Admin(), "");
  EXPECT_THAT(silent.status, StatusIs(absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE"));
  EXPECT_LT(absl::Now() - start, absl::Seconds(3));
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(status::Detail(silent.status, &info));
  EXPECT_EQ(info.metadata().at("service"), "allocation");
  google::rpc::RetryInfo retry;
  EXPECT_TRUE(status::Detail(silent.status, &retry));
  // The others go on.
  EXPECT_THAT(Ask(suite().channel(), "drafting.v1.NumberRegisterService/ListNumberSeries", suite().Admin(), "").status,
              IsOk());
  suite().Start("allocation");
  EXPECT_TRUE(
      support::Eventually([&] { return Ask(suite().channel(), kListOrganisations, suite().Admin(), "").status.ok(); }));
}

TEST_F(Gateway, APausedServiceCostsTheCallersDeadlineAndNoMore) {
  suite().process("allocation").Pause();
  const absl::Time start = absl::Now();
  const Answer silent = Ask(suite().channel(), kListOrganisations, Within(suite().Admin(), absl::Seconds(1)), "");
  const absl::Duration took = absl::Now() - start;
  suite().process("allocation").Resume();
  EXPECT_TRUE(absl::IsDeadlineExceeded(silent.status) || absl::IsUnavailable(silent.status)) << silent.status;
  EXPECT_LT(took, absl::Seconds(3));
  EXPECT_TRUE(
      support::Eventually([&] { return Ask(suite().channel(), kListOrganisations, suite().Admin(), "").status.ok(); }));
}

// At once, with a reason, rather than at the end of the time that work gets.
TEST_F(Gateway, AStopEndsStreamsThatWait) {
  auto context = suite().Admin();
  const auto stub = events::v1::EventService::NewStub(suite().channel());
  events::v1::WatchRequest request;
  request.set_parent("services/allocation");
  const auto stream = stub->Watch(context.get(), request);
  events::v1::WatchResponse response;
  ASSERT_TRUE(stream->Read(&response));
  const absl::Time start = absl::Now();
  suite().process("gateway").Signal(SIGTERM);
  while (stream->Read(&response)) {
  }
  EXPECT_THAT(rpc::FromGrpc(stream->Finish()), StatusIs(absl::StatusCode::kUnavailable, "SERVER_STOPPING"));
  EXPECT_EQ(suite().process("gateway").Wait(), 0);
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
  suite().Start("gateway");
}

TEST_F(Gateway, ACancelledCallEndsAtOnce) {
  suite().process("scheduling").Pause();
  auto context = suite().Admin();
  grpc::ClientContext* const running = context.get();
  std::thread canceller([running] {
    absl::SleepFor(absl::Milliseconds(100));
    running->TryCancel();
  });
  const absl::Time start = absl::Now();
  const Answer cancelled =
      Ask(suite().channel(), "scheduling.v1.CalendarService/ListCalendars", std::move(context), "");
  const absl::Duration took = absl::Now() - start;
  canceller.join();
  suite().process("scheduling").Resume();
  EXPECT_TRUE(absl::IsCancelled(cancelled.status)) << cancelled.status;
  EXPECT_LT(took, absl::Seconds(3));
}

TEST_F(Gateway, MessagesOverSixteenMebibytesAreRefused) {
  const auto import = [&](size_t bytes) {
    const MethodDescriptor& method = *FindMethod("allocation.v1.OrganisationService/ImportOrganisations");
    const std::unique_ptr<Message> request = New(*method.input_type());
    request->GetReflection()->SetString(request.get(), method.input_type()->FindFieldByName("csv"),
                                        std::string(bytes, 'x'));
    return Call(suite().channel(), method, suite().Admin(), *request).status;
  };
  EXPECT_THAT(import(15 << 20), StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_EQ(import(17 << 20).code(), absl::StatusCode::kResourceExhausted);
}

TEST_F(Gateway, AnAnswerMayBeLargerThanGrpcsDefaultOfFourMebibytes) {
  ASSERT_THAT(Ask(suite().channel(), "allocation.v1.OrganisationService/ImportOrganisations", suite().Admin(),
                  "csv: 'code,name,kind,parent,members,members_as_of,merged_from,valid_from\\na,Xã "
                  "A,commune,,1,2025-01-01,,\\n'")
                  .status,
              IsOk());
  const Answer document =
      Ask(suite().channel(), "drafting.v1.DraftingService/CreateDocument", suite().Admin(),
          "parent: 'congresses/x' document_id: 'dai' document { organisation: 'organisations/province' kind: 'report' "
          "symbol: 'BC' display_name: 'Văn kiện' } steps { id: 'du-thao' display_name: 'Dự thảo' } "
          "steps { id: 'xong' display_name: 'Hoàn thiện' } sections { id: 'mot' title: 'Một' }");
  ASSERT_THAT(document.status, IsOk());
  const std::string today = FillIn("${today}", {}, absl::Now());
  ASSERT_THAT(
      Ask(suite().channel(), "drafting.v1.OpinionService/CreateOpinionRound", suite().Admin(),
          StrCat("parent: 'congresses/x/documents/dai' opinion_round_id: 'dot' opinion_round { revision: '",
                 FieldAt(*document.message, "latest_revision"),
                 "' display_name: 'Đợt' invited: 'organisations/a' first_date: ", today, " last_date: ", today, "}"))
          .status,
      IsOk());
  std::string request = "parent: 'congresses/x/documents/dai/opinionRounds/dot'";
  for (int i = 0; i < 300; ++i) {
    absl::StrAppend(&request, "opinions { organisation: 'organisations/a' section: 'mot' text: '",
                    std::string(19'000, 'a'), i, "' }");
  }
  const Answer opinions =
      Ask(suite().channel(), "drafting.v1.OpinionService/BatchCreateOpinions", suite().Admin(), request);
  ASSERT_THAT(opinions.status, IsOk());
  EXPECT_GT(opinions.message->ByteSizeLong(), 5u << 20);
}

// How many calls ended how, by code and reason.
std::map<std::string, int> AtOnce(const Suite& suite, int calls, const std::string& method, const std::string& text) {
  struct Running {
    std::unique_ptr<grpc::ClientContext> context;
    grpc::ByteBuffer request;
    grpc::ByteBuffer answer;
    grpc::Status status;
  };
  const MethodDescriptor& found = *FindMethod(method);
  const grpc::Slice bytes(FromText(*found.input_type(), text)->SerializeAsString());
  grpc::GenericStub stub(suite.channel());
  std::vector<Running> running(static_cast<size_t>(calls));
  absl::BlockingCounter left(calls);
  for (Running& call : running) {
    call.context = suite.Admin();
    call.request = grpc::ByteBuffer(&bytes, 1);
    stub.UnaryCall(call.context.get(), "/" + FullName(found), {}, &call.request, &call.answer,
                   [&](grpc::Status status) {
                     call.status = std::move(status);
                     left.DecrementCount();
                   });
  }
  left.Wait();
  std::map<std::string, int> ends;
  for (const Running& call : running) {
    const absl::Status status = rpc::FromGrpc(call.status);
    ++ends[StrCat(absl::StatusCodeToString(status.code()), " ", status::ReasonOf(status))];
  }
  return ends;
}

TEST_F(Gateway, FourHundredCallsAtOnceAreAllAnswered) {
  const std::map<std::string, int> ends = AtOnce(suite(), 400, kListOrganisations, "");
  int told = 0;
  for (const auto& [end, count] : ends) told += end == "OK " || end == "RESOURCE_EXHAUSTED OVERLOADED" ? count : 0;
  EXPECT_EQ(told, 400) << ::testing::PrintToString(ends);
  EXPECT_GT(ends.at("OK "), 100);
}

// Each of these calls holds a place of its service for as long as the store is silent, whether the gateway passes it
// on or serves it itself.
class GatewayOverload : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Of, GatewayOverload,
                         ::testing::Values(kListOrganisations, "preparation.v1.PreparationService/ListCongresses"),
                         [](const auto& method) {
                           const std::string name = method.param;
                           return name.substr(name.rfind('/') + 1);
                         });

TEST_P(GatewayOverload, MoreCallsThanAServiceTakesAreRefusedWithAReason) {
  support::RedisServer redis;
  Suite suite({.shape = Shape::kSeparate, .store = redis.url(), .arguments = {}});
  redis.Pause();
  const std::map<std::string, int> ends = AtOnce(suite, rpc::Service::kCalls.most + 50, GetParam(), "");
  redis.Resume();
  EXPECT_TRUE(ends.contains("RESOURCE_EXHAUSTED OVERLOADED")) << ::testing::PrintToString(ends);
  for (const auto& [end, count] : ends) EXPECT_TRUE(end == "OK " || !end.ends_with(" ")) << count << " ended " << end;
  EXPECT_TRUE(support::Eventually([&] { return Ask(suite.channel(), GetParam(), suite.Admin(), "").status.ok(); }));
}

}  // namespace
}  // namespace congress::e2e
