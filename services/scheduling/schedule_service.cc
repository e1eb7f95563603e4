#include "services/scheduling/schedule_service.h"

#include <utility>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
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

absl::StatusOr<google::protobuf::Empty> ScheduleService::DeleteSchedulePolicy(
    rpc::Call& call, const v1::DeleteSchedulePolicyRequest& request) const {
  ASSIGN_OR_RETURN(const v1::SchedulePolicy policy, kSchedulePolicies.Get(call, request.name()));
  RETURN_IF_ERROR(kSchedulePolicies.CheckEtag(policy, request.etag()));
  ASSIGN_OR_RETURN(std::string user, runs_.UnderWayBy(call, policy.name()));
  if (user.empty()) {
    ASSIGN_OR_RETURN(user, releases_.MadeBy(call, policy.name()));
  }
  if (!user.empty()) {
    return status::FailedPrecondition(v1::SCHEDULE_POLICY_IN_USE, {{"policy", policy.name()}, {"user", user}});
  }
  kSchedulePolicies.Delete(call, policy.name());
  return google::protobuf::Empty();
}

}  // namespace congress::scheduling
