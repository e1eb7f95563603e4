#include "services/allocation/credential_service.h"

#include "platform/civil/civil.h"
#include "platform/status/strings.h"
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
  ASSIGN_OR_RETURN(all.delegates, delegates_.LoadAll(call, StrCat(congress, "/delegates/")));
  KeepThoseOf(plans, &all.delegates);
  return all;
}

absl::StatusOr<Delegations> CredentialService::LoadVisible(rpc::Call& call, const std::string& congress,
                                                           absl::CivilDay day, const std::string& organisation) const {
  if (!organisation.empty()) RETURN_IF_ERROR(call.Require(organisation));
  call.Filtered();
  ASSIGN_OR_RETURN(Delegations all, LoadAll(call, congress, day));
  if (!organisation.empty()) {
    return Restrict(std::move(all), [&](const std::string& other) { return other == organisation; });
  }
  const std::string convener = all.plan.has_value() ? all.plan->organisation() : std::string(kRoot);
  if (call.Holds(call.permission(), convener)) return all;
  return Restrict(std::move(all), [&](const std::string& other) { return call.Holds(call.permission(), other); });
}

grpc::Status CredentialService::GetCredentialReport(grpc::ServerContext* context,
                                                    const v1::GetCredentialReportRequest* request,
                                                    v1::GetCredentialReportResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call,
          const v1::GetCredentialReportRequest& checked) -> absl::StatusOr<v1::GetCredentialReportResponse> {
        ASSIGN_OR_RETURN(const Delegations delegations,
                         LoadVisible(call, checked.parent(), AsOf(checked, call.now()), checked.organisation()));
        v1::GetCredentialReportResponse report;
        report.set_whole(delegations.whole);
        *report.mutable_counts() = CountDelegates(delegations);
        for (auto& problem : FindProblems(delegations)) *report.add_problems() = std::move(problem);
        return report;
      });
}

grpc::Status CredentialService::GetDelegateStatistics(grpc::ServerContext* context,
                                                      const v1::GetDelegateStatisticsRequest* request,
                                                      v1::DelegateStatistics* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call, const v1::GetDelegateStatisticsRequest& checked) -> absl::StatusOr<v1::DelegateStatistics> {
        RETURN_IF_ERROR(CheckStatistics(checked));
        ASSIGN_OR_RETURN(const Delegations delegations,
                         LoadVisible(call, checked.parent(), AsOf(checked, call.now()), checked.organisation()));
        return CompileStatistics(checked, delegations);
      });
}

grpc::Status CredentialService::GetMajorityBase(grpc::ServerContext* context, const v1::GetMajorityBaseRequest* request,
                                                v1::GetMajorityBaseResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call, const v1::GetMajorityBaseRequest& checked) -> absl::StatusOr<v1::GetMajorityBaseResponse> {
        ASSIGN_OR_RETURN(const Delegations delegations, LoadAll(call, checked.parent(), AsOf(checked, call.now())));
        // To one who may not see the plan it is not there.
        if (!delegations.plan.has_value() || !call.Holds("allocation.plans.read", delegations.plan->organisation())) {
          return status::NotFound("AllocationPlan", StrCat(checked.parent(), "/allocationPlans"));
        }
        RETURN_IF_ERROR(call.Require(delegations.plan->organisation()));
        return ReckonMajority(delegations);
      });
}

}  // namespace congress::allocation
