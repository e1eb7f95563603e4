// How recorded steps are done, repeated, refused and resumed, against an allocation that can be told what to answer.
#include "congress/allocation/v1/allocation_service.grpc.pb.h"
#include "congress/preparation/v1/preparation_service.grpc.pb.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "platform/civil/civil.h"
#include "platform/rpc/client.h"
#include "platform/status/status.h"
#include "platform/sync.h"
#include "services/preparation/install.h"
#include "tests/support/test_service.h"

namespace congress::preparation {
namespace {

using PlanRequest = allocation::v1::CreateAllocationPlanRequest;

constexpr char kName[] = "congresses/x/preparation";

class FakeAllocation final : public allocation::v1::AllocationService::Service {
 public:
  grpc::Status CreateAllocationPlan(grpc::ServerContext* context, const PlanRequest* request,
                                    allocation::v1::AllocationPlan* response) override {
    const MutexLock lock(mutex_);
    const auto token = context->client_metadata().find("authorization");
    token_ = token == context->client_metadata().end() ? "" : std::string(token->second.data(), token->second.size());
    requests_.push_back(*request);
    response->set_name(request->parent() + "/allocationPlans/" + request->allocation_plan_id());
    return rpc::ToGrpc(answer_);
  }
  void SetAnswer(const absl::Status& answer) {
    const MutexLock lock(mutex_);
    answer_ = answer;
  }
  std::vector<PlanRequest> requests() {
    const MutexLock lock(mutex_);
    return requests_;
  }
  // The bearer token of the last request.
  std::string token() {
    const MutexLock lock(mutex_);
    return token_.substr(sizeof("Bearer ") - 1);
  }

 private:
  Mutex mutex_;
  std::string token_ ABSL_GUARDED_BY(mutex_);
  absl::Status answer_ ABSL_GUARDED_BY(mutex_);
  std::vector<PlanRequest> requests_ ABSL_GUARDED_BY(mutex_);
};

class WorkerTest : public ::testing::Test {
 protected:
  WorkerTest()
      : server_(grpc::ServerBuilder().RegisterService(&allocation_).BuildAndStart()),
        service_(Service(), {{"allocation", server_->InProcessChannel({})}}),
        stub_(v1::PreparationService::NewStub(service_.channel())) {}
  ~WorkerTest() override { server_->Shutdown(); }

  void Start() {
    v1::StartPreparationRequest request;
    request.set_congress_id("x");
    auto& congress = *request.mutable_congress();
    congress.set_organisation("organisations/province");
    congress.set_display_name("Đại hội thử nghiệm");
    congress.set_level(v1::Congress::PROVINCE);
    congress.set_term("2025–2030");
    congress.set_delegate_cap(500);
    auto& plan = *request.mutable_scope()->mutable_allocation_plan();
    plan.set_id("draft");
    plan.set_display_name("Dự thảo");
    *plan.mutable_as_of() = civil::ToDate(absl::CivilDay(2025, 6, 16));
    v1::Preparation preparation;
    ASSERT_TRUE(stub_->StartPreparation(service_.Admin().get(), request, &preparation).ok());
  }
  void SetCap(int64_t cap) {
    v1::UpdateCongressRequest request;
    request.mutable_congress()->set_name("congresses/x");
    request.mutable_congress()->set_delegate_cap(cap);
    request.mutable_update_mask()->add_paths("delegate_cap");
    v1::Congress congress;
    ASSERT_TRUE(stub_->UpdateCongress(service_.Admin().get(), request, &congress).ok());
  }
  v1::Preparation Resume() {
    v1::ResumePreparationRequest request;
    request.set_name(kName);
    v1::Preparation preparation;
    EXPECT_TRUE(stub_->ResumePreparation(service_.Admin().get(), request, &preparation).ok());
    return preparation;
  }
  v1::Preparation Read() {
    v1::GetPreparationRequest get;
    get.set_name(kName);
    v1::Preparation preparation;
    EXPECT_TRUE(stub_->GetPreparation(service_.Admin().get(), get, &preparation).ok());
    return preparation;
  }
  // Waits until `reached` holds; the test fails when it never does.
  template <class Reached>
  void Await(Reached reached) {
    const absl::Time limit = absl::Now() + absl::Seconds(20);
    while (!reached()) ASSERT_LT(absl::Now(), limit);
  }
  void AwaitState(v1::Preparation::State state) {
    Await([&] { return Read().state() == state; });
  }

  FakeAllocation allocation_;
  const std::unique_ptr<grpc::Server> server_;
  support::TestService service_;
  const std::unique_ptr<v1::PreparationService::Stub> stub_;
};

TEST_F(WorkerTest, ARefusedStepBlocksAndGoesOnWhenResumed) {
  allocation_.SetAnswer(status::AlreadyExists("AllocationPlan", "taken"));
  Start();
  AwaitState(v1::Preparation::BLOCKED);
  EXPECT_EQ(Read().steps(1).reason(), "RESOURCE_EXISTS");

  allocation_.SetAnswer(absl::OkStatus());
  v1::ResumePreparationRequest resume;
  resume.set_name(kName);
  resume.set_etag("1");
  v1::Preparation preparation;
  EXPECT_EQ(stub_->ResumePreparation(service_.Admin().get(), resume, &preparation).error_code(), grpc::ABORTED);
  resume.clear_etag();
  ASSERT_TRUE(stub_->ResumePreparation(service_.As("other", {"secretary@province"}).get(), resume, &preparation).ok());
  EXPECT_EQ(preparation.started_by(), "other");
  EXPECT_EQ(preparation.started_by_person(), "persons/account-other");
  AwaitState(v1::Preparation::DONE);
  EXPECT_EQ(Read().steps(1).resource(), "congresses/x/allocationPlans/draft");
  const auto requests = allocation_.requests();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].request_id(), requests[1].request_id());
  // The step was done as the person who resumed it.
  auth::Verifier verifier;
  ASSERT_THAT(verifier.Trust(service_.signer().issuer(), service_.signer().public_pem()), support::IsOk());
  ASSERT_OK_AND_ASSIGN(const auth::Principal process, verifier.Verify(allocation_.token(), service_.now()));
  EXPECT_EQ(process.on_behalf_of, "other");
  EXPECT_EQ(process.person, "persons/account-other");
}

// The answer to the first attempt may have been lost after its commit: only the very same request finds it again.
TEST_F(WorkerTest, AStepIsRepeatedUnchangedThoughTheCongressWasChanged) {
  allocation_.SetAnswer(absl::UnavailableError("the answer is lost"));
  Start();
  Await([&] { return !allocation_.requests().empty(); });
  SetCap(499);
  const size_t before = allocation_.requests().size();
  Await([&] { return allocation_.requests().size() > before + 1; });
  allocation_.SetAnswer(absl::OkStatus());
  AwaitState(v1::Preparation::DONE);
  const auto requests = allocation_.requests();
  for (const PlanRequest& request : requests) {
    EXPECT_EQ(request.SerializeAsString(), requests[0].SerializeAsString());
    EXPECT_EQ(request.allocation_plan().delegate_cap(), 500);
  }
}

// A refusal made nothing, so who resumes gets what the congress is now.
TEST_F(WorkerTest, AResumedStepTakesTheCongressAnew) {
  allocation_.SetAnswer(
      status::InvalidArgument(status::PlatformReason::FIELDS_INVALID, {{"faults", "delegate_cap: is too large"}}));
  Start();
  AwaitState(v1::Preparation::BLOCKED);
  SetCap(499);
  allocation_.SetAnswer(absl::OkStatus());
  const v1::Preparation preparation = Resume();
  EXPECT_EQ(preparation.congress().delegate_cap(), 499);
  AwaitState(v1::Preparation::DONE);
  EXPECT_EQ(allocation_.requests().back().allocation_plan().delegate_cap(), 499);
}

// Who answers a fault may have made it before: the same is asked again, whatever the congress is by now.
TEST_F(WorkerTest, AStepThatEndedInAFaultIsResumedUnchanged) {
  allocation_.SetAnswer(absl::InternalError("fault"));
  Start();
  AwaitState(v1::Preparation::BLOCKED);
  EXPECT_FALSE(Read().steps(1).nothing_made());
  SetCap(499);
  allocation_.SetAnswer(absl::OkStatus());
  Resume();
  AwaitState(v1::Preparation::DONE);
  const auto requests = allocation_.requests();
  EXPECT_EQ(requests.back().SerializeAsString(), requests.front().SerializeAsString());
}

}  // namespace
}  // namespace congress::preparation
