// The allocation service in process, and short ways to the states that tests start from.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "congress/allocation/v1/allocation_service.grpc.pb.h"
#include "congress/allocation/v1/apportionment_service.grpc.pb.h"
#include "congress/allocation/v1/credential_service.grpc.pb.h"
#include "congress/allocation/v1/delegate_service.grpc.pb.h"
#include "congress/allocation/v1/delegation_service.grpc.pb.h"
#include "congress/allocation/v1/organisation_service.grpc.pb.h"
#include "congress/allocation/v1/rule_set_service.grpc.pb.h"
#include "services/allocation/install.h"
#include "services/allocation/testing/csv_sample.h"
#include "services/allocation/testing/plan_sample.h"
#include "tests/support/service_fixture.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {

using Organisations = v1::OrganisationService::StubInterface;
using RuleSets = v1::RuleSetService::StubInterface;
using Plans = v1::AllocationService::StubInterface;
using Credentials = v1::CredentialService::StubInterface;
using Delegates = v1::DelegateService::StubInterface;
using Delegations = v1::DelegationService::StubInterface;

using support::kFailed;
using support::kInvalid;
inline constexpr char kCongress[] = "congresses/xx";
inline constexpr char kFirstImport[] = "organisationImports/000001";
inline constexpr char kPlan[] = "congresses/xx/allocationPlans/p";

class Fixture : public support::ServiceFixture<v1::OrganisationService, v1::RuleSetService, v1::AllocationService,
                                               v1::DelegateService, v1::CredentialService, v1::DelegationService,
                                               v1::ApportionmentService> {
 public:
  explicit Fixture(const Peers& peers = {}) : ServiceFixture(Service(), peers) {}

  Context Admin() { return service_.Admin(); }
  // A principal of the province's office with this role.
  Context Role(const std::string& role) { return service_.As(role, {role + "@province"}); }

  absl::StatusOr<v1::ImportOrganisationsResponse> Import(const std::string& csv, Context context = nullptr) {
    v1::ImportOrganisationsRequest request;
    request.set_csv(csv);
    return Call(&v1::OrganisationService::StubInterface::ImportOrganisations, request, std::move(context));
  }

  // Two units of 100 members: `a`, merged from two, and `b`.
  void ImportTwo() {
    ASSERT_THAT(Import(sample::kHeader +
                       "a,Xã A,commune,,100,2025-06-10,a1;a2,2025-06-16\nb,Xã B,commune,,100,2025-06-10,,2020-01-01\n"
                       "a1,Xã A1,former-commune,,,,,\na2,Xã A2,former-commune,,,,,\n"),
                support::IsOk());
  }

  // Units `a` and `b`, and below `a` two of its own.
  void ImportUnitWithTwoBelow() {
    ASSERT_THAT(Import(sample::kHeader +
                       "a,Xã A,commune,,100,2025-06-10,,2020-01-01\nb,Xã B,commune,,100,2025-06-10,,2020-01-01\n"
                       "a-1,Đảng bộ A1,grassroots,a,60,2025-06-10,,2020-01-01\n"
                       "a-2,Đảng bộ A2,grassroots,a,40,2025-06-10,,2020-01-01\n"),
                support::IsOk());
  }

  absl::StatusOr<v1::RuleSet> CreateRule(const std::string& id, v1::RuleSet rule, Context context = nullptr) {
    v1::CreateRuleSetRequest request;
    request.set_rule_set_id(id);
    *request.mutable_rule_set() = std::move(rule);
    return Call(&v1::RuleSetService::StubInterface::CreateRuleSet, request, std::move(context));
  }

  static v1::CreateAllocationPlanRequest PlanRequest(const std::string& id = "p", int64_t cap = 0) {
    v1::CreateAllocationPlanRequest request;
    request.set_parent(kCongress);
    request.set_allocation_plan_id(id);
    request.mutable_allocation_plan()->set_display_name("Đại hội mẫu");
    request.mutable_allocation_plan()->set_rule_set("ruleSets/r");
    request.mutable_allocation_plan()->set_delegate_cap(cap);
    *request.mutable_allocation_plan()->mutable_as_of() = civil::ToDate(sample::kDay);
    return request;
  }

  absl::StatusOr<v1::AllocationPlan> CreatePlan(const v1::CreateAllocationPlanRequest& request,
                                                Context context = nullptr) {
    return Call(&v1::AllocationService::StubInterface::CreateAllocationPlan, request, std::move(context));
  }

  absl::StatusOr<v1::AllocationPlan> GetPlan(const std::string& name = kPlan, Context context = nullptr) {
    v1::GetAllocationPlanRequest request;
    request.set_name(name);
    return Call(&v1::AllocationService::StubInterface::GetAllocationPlan, request, std::move(context));
  }

  // Two units, a rule set that gives each of them two seats, one delegate ex officio and one appointed, and the draft.
  void Draft(const std::string& id = "p") {
    if (!GetRule().ok()) {
      ImportTwo();
      v1::RuleSet rule = sample::FittedRule(6, 1);
      rule.set_appointed_count(1);
      ASSERT_THAT(CreateRule("r", rule), support::IsOk());
    }
    ASSERT_THAT(CreatePlan(PlanRequest(id)), support::IsOk());
  }

  absl::StatusOr<v1::AllocationPlan> Submit(const std::string& name = kPlan, Context context = nullptr) {
    v1::SubmitAllocationPlanRequest request;
    request.set_name(name);
    return Call(&v1::AllocationService::StubInterface::SubmitAllocationPlan, request, std::move(context));
  }

  // In the name of a secretary, who is not who submits.
  absl::StatusOr<v1::AllocationPlan> Approve(const std::string& name = kPlan, Context context = nullptr) {
    v1::ApproveAllocationPlanRequest request;
    request.set_name(name);
    request.set_reason("đúng quy định");
    if (context == nullptr) context = Role("secretary");
    return Call(&v1::AllocationService::StubInterface::ApproveAllocationPlan, request, std::move(context));
  }

  static v1::IssueAllocationPlanRequest IssueRequest(const std::string& name = kPlan) {
    v1::IssueAllocationPlanRequest request;
    request.set_name(name);
    request.set_number_series("numberSeries/qd");
    return request;
  }

  absl::StatusOr<v1::AllocationPlan> Issue(const v1::IssueAllocationPlanRequest& request = IssueRequest(),
                                           Context context = nullptr) {
    return Call(&v1::AllocationService::StubInterface::IssueAllocationPlan, request, std::move(context));
  }

  void Approved(const std::string& id = "p") {
    Draft(id);
    const std::string name = StrCat(kCongress, "/allocationPlans/", id);
    ASSERT_THAT(Submit(name), support::IsOk());
    ASSERT_THAT(Approve(name), support::IsOk());
  }

  static v1::CreateDelegateRequest DelegateRequest(const std::string& id, const std::string& unit,
                                                   v1::Origin origin = v1::ELECTED) {
    v1::CreateDelegateRequest request;
    request.set_parent(kCongress);
    request.set_delegate_id(id);
    request.mutable_delegate()->set_organisation(StrCat("organisations/", unit));
    request.mutable_delegate()->set_person(StrCat("persons/", id));
    request.mutable_delegate()->set_plan(kPlan);
    request.mutable_delegate()->set_origin(origin);
    return request;
  }

  static v1::CreateDelegateRequest ReserveRequest(const std::string& id, const std::string& unit, int rank) {
    v1::CreateDelegateRequest request = DelegateRequest(id, unit, v1::RESERVE);
    request.mutable_delegate()->set_reserve_rank(rank);
    return request;
  }

  absl::StatusOr<v1::Delegate> CreateDelegate(const v1::CreateDelegateRequest& request, Context context = nullptr) {
    return Call(&v1::DelegateService::StubInterface::CreateDelegate, request, std::move(context));
  }

 private:
  absl::StatusOr<v1::RuleSet> GetRule() {
    v1::GetRuleSetRequest request;
    request.set_name("ruleSets/r");
    return Call(&v1::RuleSetService::StubInterface::GetRuleSet, request);
  }
};

// A UUID that differs by its last digit.
inline std::string RequestId(int digit) { return StrCat("11111111-1111-4111-8111-11111111111", digit); }

}  // namespace congress::allocation
