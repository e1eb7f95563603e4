#include "services/allocation/credential_service.h"

#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/allocation/delegates.h"
#include "services/allocation/domain/delegation/credentials.h"
#include "services/allocation/domain/delegation/majority.h"
#include "services/allocation/domain/delegation/statistics.h"
#include "services/allocation/domain/names.h"

namespace congress::allocation {
namespace {

// The day that `request` asks for, today if it names none.
template <class T>
absl::CivilDay AsOf(const T& request, absl::Time now) {
  return request.has_as_of() ? civil::FromDate(request.as_of()) : civil::Today(now);
}

}  // namespace

absl::StatusOr<Delegations> CredentialService::LoadAll(rpc::Call& call, const std::string& congress,
                                                       absl::CivilDay day) const {
  Delegations all{.day = day, .whole = true, .plan = std::nullopt, .delegates = {}};
  ASSIGN_OR_RETURN(const auto plans, conveners_.PlansOf(call, congress));
  if (const v1::AllocationPlan* plan = InForceOn(day, plans)) all.plan = *plan;
  ASSIGN_OR_RETURN(all.delegates, kDelegates.LoadAll(call, StrCat(congress, "/delegates/")));
  KeepThoseOf(plans, &all.delegates);
  return all;
}

absl::StatusOr<Delegations> CredentialService::LoadVisible(rpc::Call& call, const std::string& congress,
                                                           absl::CivilDay day, const std::string& organisation) const {
  if (!organisation.empty()) RETURN_IF_ERROR(call.Require(organisation));
  call.Filtered();
  ASSIGN_OR_RETURN(Delegations all, LoadAll(call, congress, day));
  if (!organisation.empty()) {
    return Restrict(std::move(all), [&](const std::string& other) { return call.IsOf(other, organisation); });
  }
  const std::string convener = all.plan.has_value() ? all.plan->organisation() : std::string(kRoot);
  if (call.Holds(call.permission(), convener)) return all;
  return Restrict(std::move(all), [&](const std::string& other) { return call.Holds(call.permission(), other); });
}

absl::StatusOr<v1::GetCredentialReportResponse> CredentialService::GetCredentialReport(
    rpc::Call& call, const v1::GetCredentialReportRequest& request) const {
  ASSIGN_OR_RETURN(const Delegations delegations,
                   LoadVisible(call, request.parent(), AsOf(request, call.now()), request.organisation()));
  v1::GetCredentialReportResponse report;
  report.set_whole(delegations.whole);
  *report.mutable_counts() = CountDelegates(delegations);
  for (auto& problem : FindProblems(delegations, call.language())) *report.add_problems() = std::move(problem);
  return report;
}

absl::StatusOr<v1::DelegateStatistics> CredentialService::GetDelegateStatistics(
    rpc::Call& call, const v1::GetDelegateStatisticsRequest& request) const {
  RETURN_IF_ERROR(CheckStatistics(request));
  ASSIGN_OR_RETURN(const Delegations delegations,
                   LoadVisible(call, request.parent(), AsOf(request, call.now()), request.organisation()));
  return CompileStatistics(request, delegations, call.language());
}

absl::StatusOr<v1::GetMajorityBaseResponse> CredentialService::GetMajorityBase(
    rpc::Call& call, const v1::GetMajorityBaseRequest& request) const {
  ASSIGN_OR_RETURN(const Delegations delegations, LoadAll(call, request.parent(), AsOf(request, call.now())));
  // To one who may not see the plan it is not there.
  if (!delegations.plan.has_value() || !call.Holds("allocation.plans.read", delegations.plan->organisation())) {
    return status::NotFound("AllocationPlan", StrCat(request.parent(), "/allocationPlans"));
  }
  RETURN_IF_ERROR(call.Require(delegations.plan->organisation()));
  return ReckonMajority(delegations, call.language());
}

}  // namespace congress::allocation
