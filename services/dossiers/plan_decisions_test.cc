// Plans decided with the real drafting, each service with its own store and key.
#include "services/dossiers/plan_decisions.h"

#include <functional>

#include "congress/drafting/v1/issuing_service.grpc.pb.h"
#include "congress/drafting/v1/number_register_service.grpc.pb.h"
#include "congress/operations/v1/operation_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "services/dossiers/domain/personnel_plan.h"
#include "services/dossiers/dossier_service.h"
#include "services/dossiers/plan_records.h"
#include "services/dossiers/testing/plan_fixture.h"
#include "services/drafting/install.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using operations::v1::Operation;
using operations::v1::OperationService;
using support::IsOk;
using support::StatusIs;
using Papers = drafting::v1::IssuingService;
using Register = drafting::v1::NumberRegisterService;

struct Drafting {
  support::TestService drafting{drafting::Service()};
};

class PlanDecisionsTest : protected Drafting, public PlanFixture {
 protected:
  PlanDecisionsTest() : PlanFixture(Peers{{"drafting", drafting.channel()}}) {}

  void SetUp() override {
    auto request = support::Parse<drafting::v1::CreateNumberSeriesRequest>(R"(
      number_series_id: "qd"
      number_series {
        organisation: "organisations/province" issuer: "Tỉnh ủy Mẫu" issuer_symbol: "TU" term: "2025-2030"
        document_type: "QĐ" first_number: 127
      })");
    TrustProcess();
    ASSERT_THAT(rpc::Invoke(*numbers_, &Register::StubInterface::CreateNumberSeries, drafting.Admin(), request),
                IsOk());
    MakeSlot("member", 9);
  }
  virtual void TrustProcess() { drafting.Trust("process-dossiers", service_.signer().public_pem()); }

  static v1::BatchDecidePersonnelPlansRequest Deciding(const std::vector<std::string>& ids) {
    auto request = support::Parse<v1::BatchDecidePersonnelPlansRequest>(
        "parent: 'congresses/xx' number_series: 'numberSeries/qd' form { place: 'Mẫu' signer_title: 'BÍ THƯ' }");
    for (const std::string& id : ids) request.add_plans()->set_name(PlanName(id));
    return request;
  }
  absl::StatusOr<Operation> Decide(const v1::BatchDecidePersonnelPlansRequest& request, Context context = nullptr) {
    if (context == nullptr) context = As(kOffice);
    return Call(&PersonnelPlanStub::BatchDecidePersonnelPlans, request, std::move(context));
  }
  // What became of the plans.
  std::vector<v1::PlanOutcome> Outcomes(const v1::BatchDecidePersonnelPlansRequest& request) {
    const auto begun = Decide(request);
    EXPECT_THAT(begun, IsOk());
    if (!begun.ok()) return {};
    operations::v1::WaitOperationRequest wait;
    wait.set_name(begun->name());
    const auto context = service_.Admin();
    const auto reader = operations_->WaitOperation(context.get(), wait);
    Operation last;
    while (reader->Read(&last)) continue;
    EXPECT_THAT(rpc::FromGrpc(reader->Finish()), IsOk());
    EXPECT_EQ(last.state(), Operation::DONE) << last.ShortDebugString();
    // Who may not know of plans is not told what became of them.
    operations::v1::GetOperationRequest get;
    get.set_name(begun->name());
    const auto told =
        rpc::Invoke(static_cast<OperationService::StubInterface&>(*operations_),
                    &OperationService::StubInterface::GetOperation, As(kOffice, annotations::v1::PERSONAL), get);
    EXPECT_THAT(told, IsOk());
    EXPECT_FALSE(told->has_response() || told->progress().total() > 0);
    v1::BatchDecidePersonnelPlansResponse response;
    last.response().UnpackTo(&response);
    return {response.outcomes().begin(), response.outcomes().end()};
  }
  absl::StatusOr<drafting::v1::IssuedPaper> Paper(const std::string& name) {
    drafting::v1::GetIssuedPaperRequest request;
    request.set_name(name);
    return rpc::Invoke(*papers_, &Papers::StubInterface::GetIssuedPaper, drafting.Admin(), request);
  }
  absl::StatusOr<v1::Tenure> TenureOf(const std::string& name) {
    v1::GetTenureRequest request;
    request.set_name(name);
    return Call(&PositionStub::GetTenure, request);
  }
  static v1::CreatePersonnelPlanRequest Superseding(std::string_view old, std::string_view id,
                                                    const std::vector<std::string>& persons) {
    v1::CreatePersonnelPlanRequest request = NewPlan(id, "member", persons);
    request.mutable_personnel_plan()->set_supersedes(PlanName(old));
    return request;
  }
  int64_t NumbersTaken() {
    drafting::v1::ListNumberEntriesRequest request;
    request.set_parent("numberSeries/qd");
    return rpc::Invoke(*numbers_, &Register::StubInterface::ListNumberEntries, drafting.Admin(), request)
        ->number_entries_size();
  }

  std::unique_ptr<Papers::StubInterface> papers_ = Papers::NewStub(drafting.channel());
  std::unique_ptr<Register::StubInterface> numbers_ = Register::NewStub(drafting.channel());
  std::unique_ptr<OperationService::Stub> operations_ = OperationService::NewStub(service_.channel());
};

TEST_F(PlanDecisionsTest, EachPlanIsOneNumberedActAndItsPersonsHoldTheirPlacesByIt) {
  MakeReady("p-1", "Nguyễn Văn Ví Dụ");
  MakeReady("p-2");
  MakeReady("p-3");
  MakeAppraised(NewPlan("a", "member", {"p-1", "p-2"}));
  MakeAppraised(NewPlan("b", "member", {"p-3"}));
  const auto outcomes = Outcomes(Deciding({"a", "b"}));
  ASSERT_EQ(outcomes.size(), 2U);
  EXPECT_EQ(outcomes[0].decision_number(), "127-QĐ/TU");
  EXPECT_EQ(outcomes[1].decision_number(), "128-QĐ/TU");
  ASSERT_OK_AND_ASSIGN(const v1::PersonnelPlan plan, GetPlan("a"));
  EXPECT_EQ(plan.state(), v1::PersonnelPlan::DECIDED);
  EXPECT_EQ(plan.trail().rbegin()->person(), "persons/account-secretary");
  ASSERT_OK_AND_ASSIGN(const v1::Tenure tenure, TenureOf(plan.parts(0).entries(0).tenure()));
  EXPECT_EQ(tenure.person(), "persons/p-1");
  EXPECT_EQ(tenure.basis().decision_number(), "127-QĐ/TU");
  EXPECT_EQ(tenure.basis().paper(), outcomes[0].paper());
  EXPECT_EQ(civil::FromDate(tenure.from_date()), kToday);
  ASSERT_OK_AND_ASSIGN(const auto paper, Paper(outcomes[0].paper()));
  EXPECT_EQ(paper.intention(), PlanName("a"));
  EXPECT_EQ(paper.issued_by_person(), "persons/account-secretary");
  EXPECT_THAT(paper.paper().DebugString(), testing::HasSubstr("Nguy"));
  v1::GetPositionSlotRequest get;
  get.set_name(Position("member"));
  EXPECT_EQ(Call(&PositionStub::GetPositionSlot, get)->holders_size(), 3);
  EXPECT_TRUE(Lacks("a").empty());
  EXPECT_THAT(Decide(Deciding({"a"})), StatusIs(StatusCode::kFailedPrecondition, "PLAN_STATE"));
}

TEST_F(PlanDecisionsTest, APlanTakesThePlaceOfADecidedOne) {
  for (const char* id : {"p-1", "p-2", "p-3", "p-4"}) MakeReady(id);
  MakeAppraised(NewPlan("a", "member", {"p-1", "p-2"}));
  const auto first = Outcomes(Deciding({"a"}));
  ASSERT_OK_AND_ASSIGN(const v1::PersonnelPlan old, GetPlan("a"));
  MakeAppraised(Superseding("a", "b", {"p-2", "p-3"}));
  EXPECT_TRUE(Lacks("b").empty()) << "who goes on holds it already";
  EXPECT_FALSE(TenureOf(old.parts(0).entries(0).tenure())->has_until_date()) << "only looked at";
  // Whose tenure ends by it has no hand in it.
  const auto leaving = [&](std::string_view role) { return AsPerson("persons/p-1", role); };
  const auto same = StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON");
  EXPECT_THAT(
      Call(&PersonnelPlanStub::SubmitPersonnelPlan, About<v1::SubmitPersonnelPlanRequest>("b"), leaving("clerk")),
      same);
  EXPECT_THAT(Call(&PersonnelPlanStub::WithdrawPersonnelPlan,
                   About<v1::WithdrawPersonnelPlanRequest>("b", "reason: 'Lập lại'"), leaving("clerk")),
              same);
  EXPECT_THAT(Call(&PersonnelPlanStub::RecordPlanAppraisal, NewAppraisal("b"), leaving("reviewer")), same);
  const auto second = Outcomes(Deciding({"b"}));
  ASSERT_EQ(second.size(), 1U);
  ASSERT_OK_AND_ASSIGN(const v1::PersonnelPlan plan, GetPlan("b"));
  EXPECT_EQ(plan.parts(0).entries(0).tenure(), old.parts(0).entries(1).tenure());
  EXPECT_EQ(TenureOf(plan.parts(0).entries(1).tenure())->person(), "persons/p-3");
  ASSERT_OK_AND_ASSIGN(const v1::Tenure ended, TenureOf(old.parts(0).entries(0).tenure()));
  EXPECT_EQ(ended.end_cause(), v1::Tenure::RELEASED);
  EXPECT_EQ(ended.end_basis().decision_number(), second[0].decision_number());
  EXPECT_EQ(GetPlan("a")->state(), v1::PersonnelPlan::SUPERSEDED);
  EXPECT_EQ(GetPlan("a")->superseded_by(), PlanName("b"));
  const std::string number = first[0].paper().substr(first[0].paper().rfind('/'));
  EXPECT_THAT(Paper(second[0].paper())->supersedes(), testing::ElementsAre(testing::EndsWith(number)));
  ASSERT_THAT(Create(Superseding("a", "c", {"p-4"})), IsOk());
  EXPECT_THAT(Lacks("c"), testing::ElementsAre(v1::PlanLack::SUPERSEDES_NOTHING));
  MakeSlot("elsewhere", 1, "organisations/unit-2");
  auto others = Superseding("a", "d", {"p-1"});
  others.mutable_personnel_plan()->set_organisation("organisations/unit-2");
  others.mutable_personnel_plan()->mutable_parts(0)->set_position(Position("elsewhere"));
  EXPECT_THAT(Create(others), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST_F(PlanDecisionsTest, APlanThatLacksSomethingTakesNoNumber) {
  MakeReady("p-1");
  MakePerson("p-2", "Lê Thị Mẫu");
  MakeAppraised(NewPlan("a", "member", {"p-1"}));
  MakeAppraised(NewPlan("b", "member", {"p-2"}));
  EXPECT_THAT(Decide(Deciding({"a", "b"})), StatusIs(StatusCode::kFailedPrecondition, "PLAN_LACKS"));
  auto trial = Deciding({"a"});
  trial.set_validate_only(true);
  EXPECT_TRUE(Decide(trial)->name().empty());
  EXPECT_EQ(NumbersTaken(), 0);
  EXPECT_EQ(GetPlan("a")->state(), v1::PersonnelPlan::APPRAISED);
  auto skipping = Deciding({"a", "b"});
  skipping.set_skip_lacking(true);
  const auto outcomes = Outcomes(skipping);
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes[0].plan(), PlanName("a"));
  EXPECT_EQ(NumbersTaken(), 1);
  EXPECT_EQ(GetPlan("b")->state(), v1::PersonnelPlan::APPRAISED);
}

TEST_F(PlanDecisionsTest, WhatAPlanBeforeItTookIsSeenBeforeItsOwnNumber) {
  for (const char* id : {"p-1", "p-2", "p-3"}) MakeReady(id);
  MakeAppraised(NewPlan("x", "member", {"p-1"}));
  ASSERT_EQ(Outcomes(Deciding({"x"})).size(), 1U);
  // Both are to take the place of the same plan.
  for (const auto& [id, person] : {std::pair("a", "p-2"), std::pair("b", "p-3")})
    MakeAppraised(Superseding("x", id, {person}));
  const auto outcomes = Outcomes(Deciding({"a", "b"}));
  ASSERT_EQ(outcomes.size(), 2U);
  EXPECT_EQ(outcomes[0].decision_number(), "128-QĐ/TU");
  EXPECT_EQ(outcomes[1].cause(), "PLAN_LACKS");
  EXPECT_EQ(NumbersTaken(), 2);
  ASSERT_OK_AND_ASSIGN(const v1::PersonnelPlan plan, GetPlan("b"));
  EXPECT_EQ(plan.state(), v1::PersonnelPlan::APPRAISED);
  EXPECT_EQ(plan.trail().rbegin()->cause(), "PLAN_LACKS");
}

TEST_F(PlanDecisionsTest, IsForWhoMayIssueAndHasNotBuiltIt) {
  MakeReady("p-1");
  MakeAppraised(NewPlan("a", "member", {"p-1"}));
  // Who decides at the unit may not issue with the province's numbers.
  EXPECT_THAT(Decide(Deciding({"a"}), As(kOwner)), StatusIs(StatusCode::kFailedPrecondition, "ISSUE_REFUSED"));
  auto other = Deciding({"a"});
  other.set_number_series("numberSeries/none");
  EXPECT_THAT(Decide(other), StatusIs(StatusCode::kFailedPrecondition, "ISSUE_REFUSED"));
  EXPECT_THAT(Decide(Deciding({"a"}), service_.As("clerk", {"secretary@province"})),
              StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON"));
  EXPECT_THAT(Decide(Deciding({"a"}), AsPerson("", "secretary")),
              StatusIs(StatusCode::kPermissionDenied, "PERSON_UNKNOWN"));
  EXPECT_THAT(Decide(Deciding({"a"}), As(kReviewer)), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Decide(Deciding({"a"}), As(kStranger)), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Decide(Deciding({"a", "a"})), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  auto later = Deciding({"a"});
  *later.mutable_document_date() = civil::ToDate(kToday + 1);
  EXPECT_THAT(Decide(later), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  auto older = Deciding({"a"});
  older.mutable_plans(0)->set_etag("1");
  EXPECT_THAT(Decide(older), StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
  EXPECT_EQ(NumbersTaken(), 0);
}

TEST_F(PlanDecisionsTest, RevokingEndsTheTenuresThatStillGoOn) {
  MakeReady("p-1");
  MakeReady("p-2");
  MakeAppraised(NewPlan("a", "member", {"p-1", "p-2"}));
  ASSERT_EQ(Outcomes(Deciding({"a"})).size(), 1U);
  ASSERT_OK_AND_ASSIGN(const v1::PersonnelPlan decided, GetPlan("a"));
  ASSERT_THAT(Call(&PositionStub::VacatePositionSlot, NewEnd(Position("member"), "persons/p-2")), IsOk());
  auto revoke = About<v1::RevokePersonnelPlanRequest>("a", R"(
    basis { decision_number: "130-QĐ/TU" decision_date { year: 2025 month: 6 day: 16 } }
    until_date { year: 2025 month: 6 day: 16 } reason: "Ban hành nhầm")");
  const auto refused = [&](const v1::RevokePersonnelPlanRequest& request) {
    return Call(&PersonnelPlanStub::RevokePersonnelPlan, request, As(kOffice));
  };
  auto undecided = revoke;
  undecided.mutable_basis()->clear_decision_number();
  EXPECT_THAT(refused(undecided), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  auto older = revoke;
  older.set_etag("1");
  EXPECT_THAT(refused(older), StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
  ASSERT_OK_AND_ASSIGN(const v1::PersonnelPlan revoked,
                       Call(&PersonnelPlanStub::RevokePersonnelPlan, revoke, As(kOffice)));
  EXPECT_EQ(revoked.state(), v1::PersonnelPlan::REVOKED);
  ASSERT_OK_AND_ASSIGN(const v1::Tenure ended, TenureOf(decided.parts(0).entries(0).tenure()));
  EXPECT_EQ(ended.end_cause(), v1::Tenure::RELEASED);
  EXPECT_EQ(ended.end_basis().decision_number(), "130-QĐ/TU");
  EXPECT_EQ(TenureOf(decided.parts(0).entries(1).tenure())->end_cause(), v1::Tenure::RETIRED);
  EXPECT_THAT(refused(revoke), StatusIs(StatusCode::kFailedPrecondition, "PLAN_STATE"));
}

// Drafting does not know the process, and so refuses what it asks for.
class UntrustedPlanDecisionsTest : public PlanDecisionsTest {
 protected:
  void TrustProcess() override {}
};

TEST_F(UntrustedPlanDecisionsTest, APlanWhoseActIsRefusedIsAppraisedAgain) {
  MakeReady("p-1");
  MakeAppraised(NewPlan("a", "member", {"p-1"}));
  const auto outcomes = Outcomes(Deciding({"a"}));
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes[0].cause(), "ISSUE_REFUSED");
  EXPECT_EQ(GetPlan("a")->state(), v1::PersonnelPlan::APPRAISED);
  EXPECT_EQ(NumbersTaken(), 0);
}

// Drafting, whose answer to IssuePaper may be lost.
class LossyPeer final : public rpc::Peer {
 public:
  explicit LossyPeer(const std::shared_ptr<grpc::Channel>& channel) : peer_(rpc::ChannelPeer("drafting", channel)) {}
  std::unique_ptr<rpc::Answerer> Answer(rpc::IncomingCall&, Manner) override { return nullptr; }

  bool loses = false;

 private:
  template <class Response>
  absl::Status Pass(const rpc::Header& header, const google::protobuf::Message& request,
                    google::protobuf::Message* response) {
    ASSIGN_OR_RETURN(const Response answer, peer_->Invoke<Response>(header.method, header, request));
    response->CopyFrom(answer);
    return loses ? absl::UnavailableError("lost") : absl::OkStatus();
  }
  absl::Status Call(const rpc::Header& header, const google::protobuf::Message& request,
                    google::protobuf::Message* response) override {
    return Pass<drafting::v1::IssuedPaper>(header, request, response);
  }
  absl::Status Stream(const rpc::Header&, const google::protobuf::Message&, google::protobuf::Message*,
                      const std::stop_token&, absl::FunctionRef<absl::Status(google::protobuf::Message&)>) override {
    return absl::UnimplementedError("");
  }

  std::unique_ptr<rpc::Peer> peer_;
};

// Does the steps of an operation one by one. It is another service's by name, so that the one of the fixture leaves it
// alone.
class PlanStepsTest : public PlanDecisionsTest {
 protected:
  operations::v1::Operation Begin(const std::vector<std::string>& ids) {
    v1::BatchDecidePersonnelPlansRequest batch = Deciding(ids);
    *batch.mutable_document_date() = civil::ToDate(kToday);
    v1::PlanDecisionCheckpoint first;
    first.set_account("secretary");
    first.set_person("persons/account-secretary");
    first.set_series_organisation("organisations/province");
    Operation begun;
    Perform([&](rpc::Call& call) -> absl::Status {
      for (const std::string& id : ids) {
        ASSIGN_OR_RETURN(v1::PersonnelPlan plan, kPersonnelPlans.Load(call, PlanName(id)));
        ASSIGN_OR_RETURN(plan, BeginDeciding(std::move(plan), sample::Clerk(kToday, "secretary")));
        kPersonnelPlans.Put(call, std::move(plan));
      }
      begun = steps_.Begin(call, "BatchDecidePersonnelPlans", "organisations/province", batch,
                           {.checkpoint = first.SerializeAsString()});
      return absl::OkStatus();
    });
    return begun;
  }
  void Perform(const std::function<absl::Status(rpc::Call&)>& work) {
    EXPECT_THAT(service_.gate().Perform(service_.signer().Self(), "test/steps", work), IsOk());
  }
  // `more`: whether another step follows.
  void ExpectStep(const Operation& operation, bool more) {
    const absl::StatusOr<bool> done = steps_.DoStep(operation);
    EXPECT_THAT(done, IsOk());
    EXPECT_EQ(done.ok() && *done, more);
  }
  Operation::State StateOf(const Operation& operation) {
    Operation::State state = Operation::STATE_UNSPECIFIED;
    Perform([&](rpc::Call& call) -> absl::Status {
      ASSIGN_OR_RETURN(const Operation now, operations::Operations::all().Load(call, operation.name()));
      state = now.state();
      return absl::OkStatus();
    });
    return state;
  }

  LossyPeer peer_{drafting.channel()};
  operations::Operations steps_{"test", service_.gate(), service_.signer()};
  PlanDecisions decisions_{peer_, service_.signer(), steps_};
};

TEST_F(PlanStepsTest, AnActWhoseAnswerWasLostIsTakenUpUnderItsNumber) {
  MakeReady("p-1");
  MakeAppraised(NewPlan("a", "member", {"p-1"}));
  const Operation operation = Begin({"a"});
  ExpectStep(operation, true);
  peer_.loses = true;
  EXPECT_THAT(steps_.DoStep(operation), StatusIs(StatusCode::kUnavailable, "PEER_UNAVAILABLE"));
  EXPECT_EQ(GetPlan("a")->state(), v1::PersonnelPlan::DECIDING);
  EXPECT_EQ(NumbersTaken(), 1);
  // By now the act would say another name.
  v1::UpdatePersonRequest renaming;
  renaming.mutable_person()->set_name("persons/p-1");
  renaming.mutable_person()->set_display_name("Trần Thị Mẫu Mực");
  ASSERT_THAT(Call(&PersonStub::UpdatePerson, renaming), IsOk());
  peer_.loses = false;
  ExpectStep(operation, false);
  ASSERT_OK_AND_ASSIGN(const v1::PersonnelPlan plan, GetPlan("a"));
  EXPECT_EQ(plan.decision().decision_number(), "127-QĐ/TU");
  EXPECT_FALSE(plan.parts(0).entries(0).tenure().empty());
  EXPECT_EQ(NumbersTaken(), 1);
}

TEST_F(PlanStepsTest, CancelledWhatIsDecidedStaysAndTheRestIsAppraisedAgain) {
  MakeReady("p-1");
  MakeReady("p-2");
  MakeAppraised(NewPlan("a", "member", {"p-1"}));
  MakeAppraised(NewPlan("b", "member", {"p-2"}));
  const Operation operation = Begin({"a", "b"});
  ExpectStep(operation, true);
  Perform([&](rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(Operation now, operations::Operations::all().Load(call, operation.name()));
    now.set_cancel_requested(true);
    operations::Operations::all().Put(call, std::move(now));
    return absl::OkStatus();
  });
  // Its number may be there already, so the first one is decided.
  ExpectStep(operation, true);
  EXPECT_EQ(GetPlan("a")->state(), v1::PersonnelPlan::DECIDED);
  ExpectStep(operation, false);
  EXPECT_EQ(StateOf(operation), Operation::CANCELLED);
  EXPECT_EQ(GetPlan("b")->state(), v1::PersonnelPlan::APPRAISED);
  EXPECT_EQ(NumbersTaken(), 1);
}

TEST_F(PlanStepsTest, APlaceThatIsTakenWhenTheNumberIsThereIsTold) {
  MakeReady("p-1");
  MakeReady("p-2");
  MakeSlot("chair", 1);
  MakeAppraised(NewPlan("a", "chair", {"p-1"}));
  const Operation operation = Begin({"a"});
  ExpectStep(operation, true);
  ASSERT_THAT(Call(&PositionStub::FillPositionSlot, NewTenure(Position("chair"), "persons/p-2")), IsOk());
  ExpectStep(operation, false);
  ASSERT_OK_AND_ASSIGN(const v1::PersonnelPlan plan, GetPlan("a"));
  EXPECT_EQ(plan.state(), v1::PersonnelPlan::DECIDED);
  EXPECT_TRUE(plan.parts(0).entries(0).tenure().empty());
  EXPECT_THAT(Lacks("a"), testing::ElementsAre(v1::PlanLack::NOT_FILLED));
  v1::WithdrawDossierRequest withdraw;
  withdraw.set_name("congresses/xx/dossiers/d-p-1");
  withdraw.set_reason("Thôi");
  EXPECT_THAT(Call(&DossierStub::WithdrawDossier, withdraw),
              support::StatusIs(absl::StatusCode::kFailedPrecondition, "DOSSIER_IN_USE"));
  // Revoking it has nothing to end.
  const auto revoke = About<v1::RevokePersonnelPlanRequest>("a", R"(
    basis { paper: "numberSeries/qd/papers/000130" } until_date { year: 2025 month: 6 day: 16 } reason: "Nhầm")");
  EXPECT_THAT(Call(&PersonnelPlanStub::RevokePersonnelPlan, revoke, As(kOffice)), IsOk());
}

TEST_F(PlanDecisionsTest, ADossierIsNotGivenUpWhileAPlanBeginsToBeDecidedByIt) {
  MakeReady("p-1");
  MakeAppraised(NewPlan("a", "member", {"p-1"}));
  const DossierService dossiers(paper::Layout::Default());
  const auto withdraw =
      support::Parse<v1::WithdrawDossierRequest>("name: 'congresses/xx/dossiers/d-p-1' reason: 'Thôi'");
  EXPECT_THAT(With([&](auto& call, const auto& request) { return dossiers.WithdrawDossier(call, request); }, withdraw,
                   [&] { EXPECT_THAT(Decide(Deciding({"a"})), IsOk()); }),
              StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_IN_USE"));
}

}  // namespace
}  // namespace congress::dossiers
