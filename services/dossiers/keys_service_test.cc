// The keys of persons while the service goes on: wrapped anew, and erased.
#include <array>
#include <string>
#include <vector>

#include "congress/operations/v1/operation_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/operations/operations.h"
#include "platform/rpc/metadata.h"
#include "platform/rpc/sealing.h"
#include "services/dossiers/records.h"
#include "services/dossiers/testing/fixture.h"
#include "services/dossiers/testing/rules_sample.h"

namespace congress::dossiers {
namespace {

using operations::v1::Operation;
using operations::v1::OperationService;
using operations::v1::RewrapKeysResponse;
using support::IsOk;
using support::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class KeysTest : public Fixture {
 protected:
  void MakeRules() {
    v1::CreatePersonnelRuleSetRequest request;
    request.set_personnel_rule_set_id("rules");
    *request.mutable_personnel_rule_set() = sample::StageRules();
    ASSERT_THAT(Call(&PersonnelRuleStub::CreatePersonnelRuleSet, request, As(kOffice)), IsOk());
  }
  absl::StatusOr<Operation> Rewrap(const std::string& parent = "services/dossiers", Context context = nullptr) {
    operations::v1::RewrapKeysRequest request;
    request.set_parent(parent);
    if (context == nullptr) context = service_.Admin();
    return rpc::Invoke(*stub_, &OperationService::Stub::RewrapKeys, std::move(context), request);
  }
  // Every state of the operation, to its end.
  std::vector<Operation> Wait(const std::string& name) {
    operations::v1::WaitOperationRequest request;
    request.set_name(name);
    const auto context = service_.Admin();
    const auto reader = stub_->WaitOperation(context.get(), request);
    std::vector<Operation> seen;
    Operation one;
    while (reader->Read(&one)) seen.push_back(one);
    EXPECT_THAT(rpc::FromGrpc(reader->Finish()), IsOk());
    return seen;
  }
  RewrapKeysResponse Rewrapped() {
    const auto begun = Rewrap();
    EXPECT_THAT(begun, IsOk());
    const std::vector<Operation> seen = Wait(begun->name());
    EXPECT_EQ(seen.back().state(), Operation::DONE);
    EXPECT_EQ(seen.back().progress().done(), seen.back().progress().total());
    RewrapKeysResponse found;
    EXPECT_TRUE(seen.back().response().UnpackTo(&found));
    return found;
  }
  void MakeIll(int count) {
    constexpr int kAtOnce = 400;
    for (int first = 0; first < count; first += kAtOnce) {
      v1::BatchCreatePersonsRequest request;
      for (int i = first; i < std::min(count, first + kAtOnce); ++i) {
        v1::NewPerson& item = *request.add_persons();
        item.set_person_id(StrCat("p-", i));
        *item.mutable_person() = NewPerson("", "Nguyễn Thị Mẫu").person();
        item.mutable_person()->set_health("Loại hai");
      }
      ASSERT_THAT(Call(&PersonStub::BatchCreatePersons, request), IsOk());
    }
  }
  absl::StatusOr<v1::Person> Get(const std::string& name) {
    v1::GetPersonRequest request;
    request.set_name(name);
    return Call(&PersonStub::GetPerson, request);
  }

  std::unique_ptr<OperationService::Stub> stub_ = OperationService::NewStub(service_.channel());
};

std::vector<std::pair<std::string, int64_t>> UsesOf(const RewrapKeysResponse& found) {
  std::vector<std::pair<std::string, int64_t>> uses;
  for (const auto& use : found.uses()) uses.emplace_back(use.key_id(), use.key_count());
  return uses;
}

TEST_F(KeysTest, AreWrappedAnewByTheNewestProcessKey) {
  MakeIll(1200);
  service_.AddProcessKey("next");
  RewrapKeysResponse found = Rewrapped();
  EXPECT_EQ(found.key_count(), 1200);
  EXPECT_EQ(found.rewrapped_count(), 1200);
  EXPECT_EQ(found.unopened_count(), 0);
  EXPECT_THAT(UsesOf(found), ElementsAre(std::pair("next", 1200)));
  service_.DropOldProcessKeys();
  EXPECT_EQ(Get("persons/p-1199")->health(), "Loại hai");
  found = Rewrapped();
  EXPECT_EQ(found.rewrapped_count(), 0) << "nothing is left to do";
}

TEST_F(KeysTest, ThatDoNotOpenStayAndAreTold) {
  MakeIll(2);
  // Wrapped by a process key that this one was never given.
  rpc::SubjectKeys elsewhere(content::KeyWrap({{"elsewhere", content::DataKey::Random()}}, "elsewhere"));
  ASSERT_THAT(service_.store().Commit({.writes = {{.key = "k/persons/p-0", .value = elsewhere.Make("persons/p-0")}}}),
              IsOk());
  const RewrapKeysResponse found = Rewrapped();
  EXPECT_EQ(found.rewrapped_count(), 0);
  EXPECT_EQ(found.unopened_count(), 1);
  EXPECT_THAT(found.unopened_subjects(), ElementsAre("persons/p-0"));
  EXPECT_THAT(UsesOf(found), ElementsAre(std::pair("elsewhere", 1), std::pair("test", 1)));
  EXPECT_THAT(Get("persons/p-0"), StatusIs(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_EQ(Get("persons/p-1")->health(), "Loại hai");
}

TEST_F(KeysTest, AListGoesOnWithoutWhatADamagedKeyKeepsClosedAndSaysSo) {
  MakeIll(2);
  ASSERT_THAT(service_.store().Commit({.writes = {{.key = "k/persons/p-0", .value = "\xFF no key"}}}), IsOk());
  const auto stub = v1::PersonService::NewStub(service_.channel());
  const auto context = service_.Admin();
  v1::ListPersonsResponse listed;
  ASSERT_THAT(rpc::FromGrpc(stub->ListPersons(context.get(), {}, &listed)), IsOk());
  ASSERT_EQ(listed.persons_size(), 2);
  for (const v1::Person& person : listed.persons()) {
    EXPECT_EQ(person.health(), person.name() == "persons/p-1" ? "Loại hai" : "") << person.name();
  }
  const auto& told = context->GetServerInitialMetadata();
  const auto lacking = told.find(rpc::kLackingKey);
  ASSERT_NE(lacking, told.end());
  EXPECT_EQ(std::string(lacking->second.data(), lacking->second.size()), "persons/p-0");
  EXPECT_THAT(Get("persons/p-0"), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
}

TEST_F(KeysTest, OneThatIsDamagedHoldsUpNobodyElse) {
  MakeRules();
  MakeTemplate();
  MakeIll(4);
  for (const char* id : {"0", "1"}) {
    auto dossier = NewDossier(StrCat("unit-16681-d-", id), StrCat("persons/p-", id));
    dossier.mutable_dossier()->set_position_kind("member");
    dossier.mutable_dossier()->set_candidacy(v1::INCUMBENT);
    ASSERT_THAT(Call(&DossierStub::CreateDossier, dossier), IsOk());
    const auto entry = support::Parse<v1::CreateStageEntryRequest>(
        StrCat("parent: 'persons/p-", id, "' stage_entry { organisation: 'organisations/unit-16681' stage: CONGRESS ",
               "seat: 'committee-member' candidacy: INCUMBENT }"));
    ASSERT_THAT(Call(&StageStub::CreateStageEntry, entry, As(kClerk)), IsOk());
  }
  MakeSlot("member", 9);
  for (const char* id : {"0", "1"}) {
    const auto plan = support::Parse<v1::CreatePersonnelPlanRequest>(
        StrCat("parent: 'congresses/xx' personnel_plan_id: 'plan-", id, "' personnel_plan { organisation: ",
               "'organisations/unit-16681' display_name: 'Mẫu' appraisers: 'Ban' parts { position: ",
               "'congresses/xx/positions/member' entries { person: 'persons/p-", id, "' } } }"));
    ASSERT_THAT(Call(&PersonnelPlanStub::CreatePersonnelPlan, plan, As("clerk@province")), IsOk());
  }
  ASSERT_THAT(Call(&DossierStub::AttachComponent,
                   NewPaper("health-certificate", kToday, "congresses/xx/dossiers/unit-16681-d-0"), As(kClerk)),
              IsOk());
  const auto suspend = support::Parse<v1::CreateSuspensionRequest>(R"(
      parent: 'persons/p-3'
      suspension { cause: COMPLAINT reason: 'Đơn mẫu' begin_date { year: 2025 month: 6 day: 16 } basis { source: 'x' } }
    )");
  std::vector<std::string> suspensions;
  for (int i = 0; i < 2; ++i) {
    ASSERT_OK_AND_ASSIGN(const auto made, Call(&SuspensionStub::CreateSuspension, suspend, As(kReviewer)));
    suspensions.push_back(made.name());
  }
  for (const std::string& subject :
       {std::string("persons/p-0"), std::string("congresses/xx/personnelPlans/plan-0"), suspensions[0]}) {
    ASSERT_THAT(service_.store().Commit({.writes = {{.key = StrCat("k/", subject), .value = "\xFF no key"}}}), IsOk());
  }
  const auto lacking = [&](auto stub, auto method, const auto& request, auto* response) {
    const auto context = service_.Admin();
    EXPECT_THAT(rpc::FromGrpc(((*stub).*method)(context.get(), request, response)), IsOk());
    const auto& told = context->GetServerInitialMetadata();
    const auto found = told.find(rpc::kLackingKey);
    return found == told.end() ? "" : std::string(found->second.data(), found->second.size());
  };
  v1::ListEligibilityRequest eligibility;
  eligibility.set_parent("congresses/xx");
  v1::ListEligibilityResponse judged;
  EXPECT_EQ(lacking(v1::EligibilityService::NewStub(service_.channel()), &v1::EligibilityService::Stub::ListEligibility,
                    eligibility, &judged),
            "congresses/xx/dossiers/unit-16681-d-0");
  ASSERT_EQ(judged.eligibilities_size(), 1);
  EXPECT_EQ(judged.eligibilities(0).person(), "persons/p-1");
  v1::ListStageConflictsResponse conflicts;
  EXPECT_THAT(lacking(v1::StageService::NewStub(service_.channel()), &v1::StageService::Stub::ListStageConflicts,
                      v1::ListStageConflictsRequest(), &conflicts),
              HasSubstr("stageEntries/"));
  v1::ListPersonnelPlanLacksRequest plans;
  plans.set_parent("congresses/xx");
  v1::ListPersonnelPlanLacksResponse lacks;
  EXPECT_EQ(lacking(v1::PersonnelPlanService::NewStub(service_.channel()),
                    &v1::PersonnelPlanService::Stub::ListPersonnelPlanLacks, plans, &lacks),
            "congresses/xx/personnelPlans/plan-0");
  EXPECT_GT(lacks.lacks_size(), 0);
  v1::GetDossierReadinessRequest board;
  board.set_parent("congresses/xx");
  v1::GetDossierReadinessResponse readiness;
  const auto dossiers = [&] { return v1::DossierService::NewStub(service_.channel()); };
  EXPECT_EQ(lacking(dossiers(), &v1::DossierService::Stub::GetDossierReadiness, board, &readiness),
            "congresses/xx/dossiers/unit-16681-d-0");
  v1::ListDossierGapsRequest ask;
  ask.set_parent("congresses/xx");
  *ask.mutable_before() = civil::ToDate(kToday);
  v1::ListDossierGapsResponse gaps;
  EXPECT_EQ(lacking(dossiers(), &v1::DossierService::Stub::ListDossierGaps, ask, &gaps),
            "congresses/xx/dossiers/unit-16681-d-0");
  EXPECT_EQ(gaps.dossiers_size(), 2);
  v1::ListSuspensionsRequest all;
  all.set_parent("persons/-");
  v1::ListSuspensionsResponse listed;
  EXPECT_EQ(lacking(v1::SuspensionService::NewStub(service_.channel()), &v1::SuspensionService::Stub::ListSuspensions,
                    all, &listed),
            suspensions[0]);
  EXPECT_EQ(listed.suspensions_size(), 1);
  // Of the person themselves it is told without the name of what there is.
  auto suspended = NewDossier("unit-16681-d-3", "persons/p-3");
  ASSERT_THAT(Call(&DossierStub::CreateDossier, suspended), IsOk());
  v1::ListDossiersRequest list;
  list.set_parent("congresses/xx");
  v1::ListDossiersResponse page;
  EXPECT_THAT(lacking(dossiers(), &v1::DossierService::Stub::ListDossiers, list, &page),
              HasSubstr("congresses/xx/dossiers/unit-16681-d-3"));
  EXPECT_EQ(page.dossiers_size(), 3);
  v1::TransferPersonRequest move;
  move.set_name("persons/p-3");
  move.set_organisation("organisations/unit-2");
  const absl::Status held = Call(&PersonIdentityStub::TransferPerson, move).status();
  EXPECT_THAT(held, StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
  EXPECT_THAT(std::string(held.message()), Not(HasSubstr("suspensions/")));
  v1::WithdrawDossierRequest withdraw;
  withdraw.set_name("congresses/xx/dossiers/unit-16681-d-1");
  withdraw.set_reason("Thôi");
  EXPECT_THAT(Call(&DossierStub::WithdrawDossier, withdraw), IsOk());
  EXPECT_THAT(Call(&PersonIdentityStub::MergePersons,
                   support::Parse<v1::MergePersonsRequest>("name: 'persons/p-1' duplicate: 'persons/p-2' reason: 'x'")),
              IsOk());
}

TEST_F(KeysTest, AreWrappedAnewByThoseOfTheProvinceAlone) {
  EXPECT_THAT(Rewrap("services/dossiers", As("administrator@unit-2")),
              StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Rewrap("services/drafting"), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(KeysTest, OfTheServiceSealsWhatLongWorkIsAskedForWhereItCanBeGraded) {
  constexpr char kCanary[] = "CANARY-8f3a";
  operations::Operations runner("other", service_.gate(), service_.signer());
  std::vector<std::string> seen;
  runner.Register("Look", [&](rpc::Call&, operations::Step& step) -> absl::StatusOr<bool> {
    ASSIGN_OR_RETURN(const auto paper, step.RequestAs<v1::Component>());
    seen.push_back(StrCat(paper.sensitive_document().title(), " ", step.checkpoint));
    step.checkpoint = StrCat(kCanary, step.checkpoint.size());
    return seen.size() == 2;
  });
  v1::Component request;
  request.mutable_sensitive_document()->set_title(kCanary);
  Operation begun;
  ASSERT_THAT(service_.gate().Perform(service_.signer().Self(), "test",
                                      [&](rpc::Call& call) {
                                        begun = runner.Begin(call, "Look", auth::kProvince, request);
                                        return absl::OkStatus();
                                      }),
              IsOk());
  ASSERT_THAT(runner.DoStep(begun), IsOk());
  const auto all = service_.store().Scan({"", ""}, 1000);
  ASSERT_THAT(all, IsOk());
  for (const store::Record& record : *all) EXPECT_THAT(record.value, Not(HasSubstr(kCanary))) << record.key;
  EXPECT_THAT(service_.store().Get("k/services/other"), IsOk());
  ASSERT_THAT(runner.DoStep(begun), IsOk());
  EXPECT_THAT(seen, ElementsAre(StrCat(kCanary, " "), StrCat(kCanary, " ", kCanary, "0")));
}

TEST_F(KeysTest, AnErasedPersonIsInNoRecordAndNoAnswer) {
  v1::CreatePersonRequest request = NewPerson("p-1", "Trần Văn Xóa");
  request.mutable_person()->set_health("Loại hai");
  request.set_request_id(std::string(kRequestId));
  ASSERT_THAT(Call(&PersonStub::CreatePerson, request), IsOk());
  v1::CreatePersonRequest other = NewPerson("p-10", "Lê Thị Còn");
  other.set_request_id("0d2f0b0e-8a0b-4c9e-9d54-1f3a1c3b5a02");
  ASSERT_THAT(Call(&PersonStub::CreatePerson, other), IsOk());
  ASSERT_THAT(service_.gate().Perform(service_.signer().Self(), "test/erase",
                                      [](rpc::Call& call) {
                                        rpc::EraseKey(call, "persons/p-1");
                                        kPersons.Delete(call, "persons/p-1");
                                        return absl::OkStatus();
                                      }),
              IsOk());
  for (int i = 0; i < 2; ++i)
    ASSERT_THAT(service_.gate().EraseTraces(std::array<std::string, 1>{"persons/p-1"}, {}), IsOk());
  EXPECT_TRUE(absl::IsNotFound(service_.store().Get("k/persons/p-1").status()));
  const auto all = service_.store().Scan({"", ""}, 1000);
  ASSERT_THAT(all, IsOk());
  for (const store::Record& record : *all) {
    EXPECT_THAT(record.value, Not(HasSubstr("Trần Văn Xóa"))) << record.key;
  }
  // What was done stays done, and is no longer told.
  EXPECT_THAT(Call(&PersonStub::CreatePerson, request), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Get("persons/p-1"), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(Call(&PersonStub::CreatePerson, other)->display_name(), "Lê Thị Còn");
}

}  // namespace
}  // namespace congress::dossiers
