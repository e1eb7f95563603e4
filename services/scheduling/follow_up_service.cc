#include "services/scheduling/follow_up_service.h"

#include <utility>

#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "platform/rpc/query.h"
#include "platform/status/macros.h"
#include "services/scheduling/domain/follow_up.h"
#include "services/scheduling/figure_records.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/records.h"

namespace congress::scheduling {

absl::StatusOr<v1::FollowUp> FollowUpService::CreateFollowUp(rpc::Call& call,
                                                             const v1::CreateFollowUpRequest& request) const {
  return kFollowUps.Create(call, Begin(request.follow_up(), request.follow_up_id(), DoerOf(call)));
}

absl::StatusOr<v1::FollowUp> FollowUpService::GetFollowUp(rpc::Call& call,
                                                          const v1::GetFollowUpRequest& request) const {
  return kFollowUps.Get(call, request.name());
}

absl::StatusOr<v1::ListFollowUpsResponse> FollowUpService::ListFollowUps(
    rpc::Call& call, const v1::ListFollowUpsRequest& request) const {
  ASSIGN_OR_RETURN(rpc::Query<v1::FollowUp> query, rpc::QueryOf<v1::FollowUp>(request));
  query.Of(call, request.organisation());
  ASSIGN_OR_RETURN(auto page, kFollowUps.Find(call, "followUps/", rpc::PageOf(request), query));
  v1::ListFollowUpsResponse listed;
  listed.mutable_follow_ups()->Assign(page.items.begin(), page.items.end());
  listed.set_next_page_token(std::move(page.next_page_token));
  return listed;
}

absl::StatusOr<v1::FollowUp> FollowUpService::UpdateFollowUp(rpc::Call& call,
                                                             const v1::UpdateFollowUpRequest& request) const {
  const v1::FollowUp& patch = request.follow_up();
  RETURN_IF_ERROR(RequireName(patch.name(), "follow_up.name"));
  return kFollowUps.Mutate(call, patch.name(), EtagOf(request, patch),
                           [&](v1::FollowUp follow_up) -> absl::StatusOr<v1::FollowUp> {
                             RETURN_IF_ERROR(RequireOpen(follow_up));
                             RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &follow_up));
                             *follow_up.mutable_update_time() = civil::ToTimestamp(call.now());
                             return follow_up;
                           });
}

absl::StatusOr<v1::FollowUp> FollowUpService::SolveFollowUp(rpc::Call& call,
                                                            const v1::SolveFollowUpRequest& request) const {
  return kFollowUps.Mutate(call, request.name(), request.etag(), [&](v1::FollowUp follow_up) {
    return Solve(std::move(follow_up), request.note(), DoerOf(call));
  });
}

absl::StatusOr<v1::FollowUp> FollowUpService::ReopenFollowUp(rpc::Call& call,
                                                             const v1::ReopenFollowUpRequest& request) const {
  return kFollowUps.Mutate(call, request.name(), request.etag(), [&](v1::FollowUp follow_up) {
    return Reopen(std::move(follow_up), request.reason(), DoerOf(call));
  });
}

}  // namespace congress::scheduling
