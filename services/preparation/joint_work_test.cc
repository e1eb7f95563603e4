// How joint works are done, refused and taken back, against services that can be told what to answer.
#include <map>
#include <string>
#include <vector>

#include "congress/allocation/v1/delegate_service.grpc.pb.h"
#include "congress/allocation/v1/delegation_service.grpc.pb.h"
#include "congress/allocation/v1/organisation_service.grpc.pb.h"
#include "congress/dossiers/v1/dossier_service.grpc.pb.h"
#include "congress/operations/v1/operation_service.grpc.pb.h"
#include "congress/preparation/v1/joint_work.pb.h"
#include "congress/preparation/v1/joint_work_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "platform/rpc/client.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/sync.h"
#include "services/preparation/install.h"
#include "tests/support/test_service.h"

namespace congress::preparation {
namespace {

using dossiers::v1::Dossier;
using operations::v1::Operation;
using ::testing::ElementsAre;
using Request = v1::StartDelegateReplacementRequest;

constexpr char kLeaving[] = "congresses/x/delegates/d1";

// What the services are asked, in order, and what they answer: OK unless something else is set.
class Script {
 public:
  grpc::Status Answer(const std::string& method, const std::string& subject, const std::string& request_id) {
    const MutexLock lock(mutex_);
    asked_.push_back(StrCat(method, " ", subject));
    ids_[asked_.back()].push_back(request_id);
    const auto said = answers_.find(method);
    return rpc::ToGrpc(said == answers_.end() ? absl::OkStatus() : said->second);
  }
  void Set(const std::string& method, const absl::Status& answer) {
    const MutexLock lock(mutex_);
    answers_[method] = answer;
  }
  std::vector<std::string> Take() {
    const MutexLock lock(mutex_);
    return std::exchange(asked_, {});
  }
  std::vector<std::string> IdsOf(const std::string& asked) {
    const MutexLock lock(mutex_);
    return ids_[asked];
  }

 private:
  Mutex mutex_;
  std::vector<std::string> asked_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::vector<std::string>> ids_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, absl::Status> answers_ ABSL_GUARDED_BY(mutex_);
};

class FakeDelegates final : public allocation::v1::DelegateService::Service {
  grpc::Status GetDelegate(grpc::ServerContext*, const allocation::v1::GetDelegateRequest* request,
                           allocation::v1::Delegate* response) override {
    if (request->name() != kLeaving) return rpc::ToGrpc(status::NotFound("delegate", request->name()));
    response->set_name(request->name());
    response->set_organisation("organisations/u");
    return grpc::Status::OK;
  }
};

// Takes no table.
class FakeOrganisations final : public allocation::v1::OrganisationService::Service {
 public:
  explicit FakeOrganisations(Script& script) : script_(script) {}
  grpc::Status ImportOrganisations(grpc::ServerContext*, const allocation::v1::ImportOrganisationsRequest* request,
                                   allocation::v1::ImportOrganisationsResponse* response) override {
    EXPECT_TRUE(request->validate_only());
    response->set_error_count(1);
    auto& row = *response->add_rows();
    row.set_state(allocation::v1::ImportRow::ERROR);
    row.set_code("c");
    row.set_reason("the column parent is empty");
    return script_.Answer("Import", "", request->request_id());
  }

 private:
  Script& script_;
};

class FakeDelegation final : public allocation::v1::DelegationService::Service {
 public:
  explicit FakeDelegation(Script& script) : script_(script) {}
  grpc::Status ReplaceDelegate(grpc::ServerContext*, const allocation::v1::ReplaceDelegateRequest* request,
                               allocation::v1::ReplaceDelegateResponse* response) override {
    response->mutable_replaced()->set_organisation("organisations/u");
    response->mutable_replaced()->set_person("persons/leaves");
    response->mutable_replacement()->set_name("congresses/x/delegates/r1");
    response->mutable_replacement()->set_person("persons/follows");
    return script_.Answer(request->validate_only() ? "Try" : "Replace", request->reserve(), request->request_id());
  }

 private:
  Script& script_;
};

class FakeDossiers final : public dossiers::v1::DossierService::Service {
 public:
  explicit FakeDossiers(Script& script) : script_(script) {}
  grpc::Status ListDossiers(grpc::ServerContext*, const dossiers::v1::ListDossiersRequest* request,
                            dossiers::v1::ListDossiersResponse* response) override {
    if (request->filter() == "person=persons/leaves AND purpose=delegate") {
      Dossier& dossier = *response->add_dossiers();
      dossier.set_name("congresses/x/dossiers/old");
      dossier.set_state(Dossier::ACCEPTED);
      dossier.set_template_("checklistTemplates/t");
    }
    return grpc::Status::OK;
  }
  grpc::Status CreateDossier(grpc::ServerContext*, const dossiers::v1::CreateDossierRequest* request,
                             Dossier* response) override {
    EXPECT_EQ(request->parent(), "congresses/x");
    EXPECT_EQ(request->dossier().organisation(), "organisations/u");
    EXPECT_EQ(request->dossier().purpose(), "delegate");
    EXPECT_EQ(request->dossier().template_(), "checklistTemplates/t");
    response->set_name("congresses/x/dossiers/new");
    return script_.Answer("Create", request->dossier().person(), request->request_id());
  }
  grpc::Status WithdrawDossier(grpc::ServerContext*, const dossiers::v1::WithdrawDossierRequest* request,
                               Dossier*) override {
    return script_.Answer("Withdraw", request->name(), request->request_id());
  }
  grpc::Status ReopenDossier(grpc::ServerContext*, const dossiers::v1::ReopenDossierRequest* request,
                             Dossier*) override {
    return script_.Answer("Reopen", request->name(), request->request_id());
  }

 private:
  Script& script_;
};

class JointWorkTest : public ::testing::Test {
 protected:
  JointWorkTest()
      : server_(grpc::ServerBuilder()
                    .RegisterService(&delegates_)
                    .RegisterService(&delegation_)
                    .RegisterService(&organisations_)
                    .RegisterService(&dossiers_)
                    .BuildAndStart()),
        service_(Service(),
                 {{"allocation", server_->InProcessChannel({})}, {"dossiers", server_->InProcessChannel({})}}),
        works_(v1::JointWorkService::NewStub(service_.channel())),
        operations_(operations::v1::OperationService::NewStub(service_.channel())) {}
  ~JointWorkTest() override { server_->Shutdown(); }

  absl::StatusOr<Operation> Start(const std::string& more = "", const std::string& binding = "secretary@province",
                                  const std::string& purpose = "delegate") {
    auto request = support::Parse<Request>(StrCat("reason: 'Chuyển công tác' purpose: '", purpose, "' ", more));
    if (request.name().empty()) request.set_name(kLeaving);
    Operation begun;
    const absl::Status status =
        rpc::FromGrpc(works_->StartDelegateReplacement(service_.As("thu", {binding}).get(), request, &begun));
    if (!status.ok()) return status;
    return begun;
  }
  Operation Ended(const Operation& begun) {
    operations::v1::WaitOperationRequest wait;
    wait.set_name(begun.name());
    Operation ended;
    const auto context = service_.Admin();
    const auto reader = operations_->WaitOperation(context.get(), wait);
    while (reader->Read(&ended)) {
    }
    EXPECT_THAT(rpc::FromGrpc(reader->Finish()), support::IsOk());
    return ended;
  }
  // `id STATE` of each step.
  static std::vector<std::string> StepsOf(const Operation& operation) {
    v1::JointWork work;
    EXPECT_TRUE(operation.response().UnpackTo(&work));
    std::vector<std::string> steps;
    for (const v1::Step& step : work.steps()) {
      steps.push_back(
          StrCat(step.id(), " ", v1::Step::State_Name(step.state()), step.reason().empty() ? "" : " ", step.reason()));
    }
    return steps;
  }

  Script script_;
  FakeDelegates delegates_;
  FakeDelegation delegation_{script_};
  FakeOrganisations organisations_{script_};
  FakeDossiers dossiers_{script_};
  const std::unique_ptr<grpc::Server> server_;
  support::TestService service_;
  const std::unique_ptr<v1::JointWorkService::Stub> works_;
  const std::unique_ptr<operations::v1::OperationService::Stub> operations_;
};

TEST_F(JointWorkTest, StepsAreDoneInOrderAndTold) {
  ASSERT_OK_AND_ASSIGN(const Operation shown, Start("validate_only: true"));
  EXPECT_EQ(shown.name(), "");
  EXPECT_THAT(StepsOf(shown), ElementsAre("dossier-opened PENDING", "seat PENDING", "dossier-withdrawn PENDING"));
  EXPECT_THAT(script_.Take(), ElementsAre("Try "));

  ASSERT_OK_AND_ASSIGN(const Operation begun, Start());
  const Operation ended = Ended(begun);
  EXPECT_EQ(ended.state(), Operation::DONE) << ended.ShortDebugString();
  EXPECT_THAT(StepsOf(ended), ElementsAre("dossier-opened DONE", "seat DONE", "dossier-withdrawn DONE"));
  EXPECT_THAT(script_.Take(), ElementsAre("Try ", "Create persons/follows", "Replace congresses/x/delegates/r1",
                                          "Withdraw congresses/x/dossiers/old"));
  v1::JointWork work;
  ASSERT_TRUE(ended.response().UnpackTo(&work));
  EXPECT_EQ(work.steps(0).resource(), "congresses/x/dossiers/new");
  EXPECT_EQ(work.steps(1).resource(), "congresses/x/delegates/r1");
  EXPECT_EQ(work.steps(1).title(), "Put the reserve into the seat");
  EXPECT_EQ(ended.progress().text(), "3 of 3 steps");
}

TEST_F(JointWorkTest, WhatWasDoneIsTakenBack) {
  script_.Set("Replace", status::NotFound("delegate", "congresses/x/delegates/r1"));
  ASSERT_OK_AND_ASSIGN(const Operation begun, Start());
  const Operation ended = Ended(begun);
  EXPECT_EQ(ended.state(), Operation::FAILED);
  EXPECT_EQ(ended.error().code(), grpc::NOT_FOUND);
  EXPECT_THAT(StepsOf(ended),
              ElementsAre("dossier-opened TAKEN_BACK", "seat BLOCKED RESOURCE_NOT_FOUND", "dossier-withdrawn PENDING"))
      << "its acceptance stays";
  EXPECT_THAT(script_.Take(), ElementsAre("Try ", "Create persons/follows", "Replace congresses/x/delegates/r1",
                                          "Withdraw congresses/x/dossiers/new"));
}

TEST_F(JointWorkTest, WhatCannotBeTakenBackIsLeftAndTold) {
  script_.Set("Replace", absl::InternalError("fault"));
  script_.Set("Withdraw", status::NotFound("dossier", "congresses/x/dossiers/new"));
  ASSERT_OK_AND_ASSIGN(const Operation begun, Start());
  EXPECT_THAT(StepsOf(Ended(begun)),
              ElementsAre("dossier-opened LEFT RESOURCE_NOT_FOUND", "seat BLOCKED", "dossier-withdrawn PENDING"));
}

// Behind the step that there is no way back from.
TEST_F(JointWorkTest, WhatIsRefusedBehindTheSeatIsLeftAndTold) {
  script_.Set("Withdraw", status::NotFound("dossier", "congresses/x/dossiers/old"));
  ASSERT_OK_AND_ASSIGN(const Operation begun, Start());
  const Operation ended = Ended(begun);
  EXPECT_EQ(ended.state(), Operation::DONE);
  EXPECT_THAT(StepsOf(ended),
              ElementsAre("dossier-opened DONE", "seat DONE", "dossier-withdrawn LEFT RESOURCE_NOT_FOUND"));
}

// A silent service is waited for with the same request, before the seat is taken and when work is taken back.
TEST_F(JointWorkTest, SilentServicesAreAskedTheSameAgain) {
  script_.Set("Create", absl::UnavailableError("the answer is lost"));
  ASSERT_OK_AND_ASSIGN(const Operation begun, Start());
  const std::string asked = "Create persons/follows";
  while (script_.IdsOf(asked).size() < 2) {
  }
  script_.Set("Create", absl::OkStatus());
  EXPECT_EQ(Ended(begun).state(), Operation::DONE);
  const std::vector<std::string> ids = script_.IdsOf(asked);
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 1u);
  EXPECT_NE(ids[0], script_.IdsOf("Replace congresses/x/delegates/r1")[0]);
}

// The call that may have been made is made again to learn what became of it, and then taken back.
TEST_F(JointWorkTest, ACancelledWorkTakesBackWhatItMayHaveDone) {
  script_.Set("Create", absl::UnavailableError("the answer is lost"));
  ASSERT_OK_AND_ASSIGN(const Operation begun, Start());
  while (script_.IdsOf("Create persons/follows").empty()) {
  }
  operations::v1::CancelOperationRequest cancel;
  cancel.set_name(begun.name());
  Operation cancelled;
  ASSERT_THAT(rpc::FromGrpc(operations_->CancelOperation(service_.Admin().get(), cancel, &cancelled)), support::IsOk());
  script_.Set("Create", absl::OkStatus());
  const Operation ended = Ended(begun);
  EXPECT_EQ(ended.state(), Operation::CANCELLED);
  EXPECT_THAT(StepsOf(ended), ElementsAre("dossier-opened TAKEN_BACK", "seat PENDING", "dossier-withdrawn PENDING"));
}

// From the seat on there is no way back: a cancellation that comes when the answer to it was lost changes nothing.
TEST_F(JointWorkTest, WhatThereIsNoWayBackFromIsDoneThoughCancelled) {
  script_.Set("Replace", absl::UnavailableError("the answer is lost"));
  ASSERT_OK_AND_ASSIGN(const Operation begun, Start());
  while (script_.IdsOf("Replace congresses/x/delegates/r1").empty()) {
  }
  operations::v1::CancelOperationRequest cancel;
  cancel.set_name(begun.name());
  Operation cancelled;
  ASSERT_THAT(rpc::FromGrpc(operations_->CancelOperation(service_.Admin().get(), cancel, &cancelled)), support::IsOk());
  script_.Set("Replace", absl::OkStatus());
  const Operation ended = Ended(begun);
  EXPECT_EQ(ended.state(), Operation::DONE);
  EXPECT_THAT(StepsOf(ended), ElementsAre("dossier-opened DONE", "seat DONE", "dossier-withdrawn DONE"));
}

// Its request is sealed under the signing key.
TEST_F(JointWorkTest, AWorkOfAnotherSigningKeyIsTakenBack) {
  script_.Set("Replace", absl::UnavailableError("the answer is lost"));
  ASSERT_OK_AND_ASSIGN(const Operation begun, Start());
  while (script_.IdsOf("Replace congresses/x/delegates/r1").empty()) {
  }
  ASSERT_OK_AND_ASSIGN(auth::Key other, auth::GenerateKey());
  service_.signer().Renew(std::move(other));
  const Operation ended = Ended(begun);
  EXPECT_EQ(ended.state(), Operation::FAILED);
  EXPECT_EQ(ended.error().code(), grpc::DATA_LOSS);
  EXPECT_THAT(StepsOf(ended), ElementsAre("dossier-opened TAKEN_BACK", ::testing::StartsWith("seat BLOCKED"),
                                          "dossier-withdrawn PENDING"));
}

TEST_F(JointWorkTest, AMergerIsRefusedByItsTable) {
  const auto request =
      support::Parse<v1::StartMergerRequest>("csv: 'x' organisations: 'organisations/a' reason: 'Theo nghị quyết'");
  Operation begun;
  const auto start = [&] { return rpc::FromGrpc(works_->StartMerger(service_.Admin().get(), request, &begun)); };
  const absl::Status refused = start();
  EXPECT_THAT(refused, support::StatusIs(absl::StatusCode::kInvalidArgument, "MERGER_TABLE_REJECTED"));
  EXPECT_EQ(support::MetadataIn(refused, "code"), "c");
  EXPECT_EQ(support::MetadataIn(refused, "detail"), "the column parent is empty");
  script_.Set("Import", status::InvalidArgument(status::PlatformReason::CSV_MALFORMED,
                                                {{"cause", "columns_missing"}, {"line", "1"}, {"missing", "code"}}));
  EXPECT_THAT(start(), support::StatusIs(absl::StatusCode::kInvalidArgument, "CSV_MALFORMED"));
}

TEST_F(JointWorkTest, IsRefusedBeforeItBegins) {
  using support::StatusIs;
  EXPECT_THAT(Start("name: 'congresses/x/delegates/none'"),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Start("", "clerk@v"), StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Start("", "reader@u"), StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  script_.Set("Try", status::NotFound("delegate", "congresses/x/delegates/r9"));
  const auto refused = Start("reserve: 'congresses/x/delegates/r9'");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition, "REPLACEMENT_REFUSED"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "cause"), "RESOURCE_NOT_FOUND");
  script_.Set("Try", absl::OkStatus());
  EXPECT_THAT(Start("", "secretary@province", "delegates"),
              StatusIs(absl::StatusCode::kFailedPrecondition, "DOSSIER_MISSING"));
  script_.Set("Try", absl::UnavailableError("down"));
  EXPECT_THAT(Start(), StatusIs(absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE"));
}

}  // namespace
}  // namespace congress::preparation
