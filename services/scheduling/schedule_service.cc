#include "services/scheduling/schedule_service.h"

#include <utility>

#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/schedule/policy.h"
#include "services/scheduling/records.h"
#include "services/scheduling/schedule_inputs.h"

namespace congress::scheduling {

absl::StatusOr<v1::SchedulePolicy> ScheduleService::CreateSchedulePolicy(
    rpc::Call& call, const v1::CreateSchedulePolicyRequest& request) const {
  v1::SchedulePolicy policy = request.policy();
  RETURN_IF_ERROR(call.Require(policy.organisation()));
  RETURN_IF_ERROR(CheckPolicy(policy));
  policy.set_name(StrCat(request.parent(), "/schedulePolicies/", request.policy_id()));
  *policy.mutable_create_time() = civil::ToTimestamp(call.now());
  *policy.mutable_update_time() = policy.create_time();
  return kSchedulePolicies.Create(call, std::move(policy));
}

absl::StatusOr<v1::SchedulePolicy> ScheduleService::GetSchedulePolicy(
    rpc::Call& call, const v1::GetSchedulePolicyRequest& request) const {
  return kSchedulePolicies.Get(call, request.name());
}

absl::StatusOr<v1::ListSchedulePoliciesResponse> ScheduleService::ListSchedulePolicies(
    rpc::Call& call, const v1::ListSchedulePoliciesRequest& request) const {
  ASSIGN_OR_RETURN(auto page, kSchedulePolicies.ListNaturally(call, StrCat(request.parent(), "/schedulePolicies/"),
                                                              rpc::PageOf(request)));
  v1::ListSchedulePoliciesResponse answer;
  for (v1::SchedulePolicy& policy : page.items) *answer.add_policies() = std::move(policy);
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::SchedulePolicy> ScheduleService::UpdateSchedulePolicy(
    rpc::Call& call, const v1::UpdateSchedulePolicyRequest& request) const {
  const v1::SchedulePolicy& patch = request.policy();
  RETURN_IF_ERROR(RequireName(patch.name(), "policy.name"));
  return kSchedulePolicies.Mutate(call, patch.name(), EtagOf(request, patch),
                                  [&](v1::SchedulePolicy policy) -> absl::StatusOr<v1::SchedulePolicy> {
                                    RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &policy));
                                    RETURN_IF_ERROR(CheckPolicy(policy));
                                    *policy.mutable_update_time() = civil::ToTimestamp(call.now());
                                    return policy;
                                  });
}

}  // namespace congress::scheduling
