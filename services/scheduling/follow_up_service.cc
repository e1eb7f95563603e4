#include "services/scheduling/follow_up_service.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "platform/rpc/query.h"
#include "platform/status/macros.h"
#include "services/scheduling/domain/follow_up.h"
#include "services/scheduling/figure_records.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/records.h"

namespace congress::scheduling {
namespace {

// The follow-up, for who may read it at the unit or supports that.
absl::StatusOr<v1::FollowUp> ReadFollowUp(rpc::Call& call, std::string_view name) {
  ASSIGN_OR_RETURN(v1::FollowUp follow_up, kFollowUps.Load(call, name));
  const std::string supporter = SupporterOf(follow_up);
  const bool supports = !supporter.empty() && call.Holds(kFollowUps.read_permission(), supporter);
  if (!supports) return kFollowUps.Read(call, name);
  RETURN_IF_ERROR(call.Require(kFollowUps.read_permission(), supporter));
  return follow_up;
}

// The follow-up for a change, by who says whether it is solved.
absl::StatusOr<v1::FollowUp> FollowUpToJudge(rpc::Call& call, std::string_view name, std::string_view etag) {
  ASSIGN_OR_RETURN(v1::FollowUp follow_up, ReadFollowUp(call, name));
  const std::vector<std::string> judges = JudgesOf(follow_up);
  const auto judge = std::find_if(judges.begin(), judges.end(),
                                  [&](const std::string& one) { return call.Holds(call.permission(), one); });
  // The province stands above all of them.
  RETURN_IF_ERROR(call.Require(judge == judges.end() ? auth::kProvince : *judge));
  RETURN_IF_ERROR(kFollowUps.CheckEtag(follow_up, etag));
  return follow_up;
}

}  // namespace

absl::StatusOr<v1::FollowUp> FollowUpService::CreateFollowUp(rpc::Call& call,
                                                             const v1::CreateFollowUpRequest& request) const {
  v1::FollowUp follow_up = Begin(request.follow_up(), request.follow_up_id(), DoerOf(call));
  RETURN_IF_ERROR(call.Require(follow_up.organisation()));
  follow_up.set_raised_by(call.HoldsAs(call.permission(), follow_up.organisation()));
  return kFollowUps.Create(call, std::move(follow_up));
}

absl::StatusOr<v1::FollowUp> FollowUpService::GetFollowUp(rpc::Call& call,
                                                          const v1::GetFollowUpRequest& request) const {
  return ReadFollowUp(call, request.name());
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
  ASSIGN_OR_RETURN(v1::FollowUp follow_up, FollowUpToJudge(call, patch.name(), EtagOf(request, patch)));
  RETURN_IF_ERROR(RequireOpen(follow_up));
  RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &follow_up));
  *follow_up.mutable_update_time() = civil::ToTimestamp(call.now());
  return kFollowUps.Put(call, std::move(follow_up));
}

absl::StatusOr<v1::FollowUp> FollowUpService::SolveFollowUp(rpc::Call& call,
                                                            const v1::SolveFollowUpRequest& request) const {
  ASSIGN_OR_RETURN(v1::FollowUp follow_up, FollowUpToJudge(call, request.name(), request.etag()));
  ASSIGN_OR_RETURN(follow_up, Solve(std::move(follow_up), request.note(), DoerOf(call)));
  return kFollowUps.Put(call, std::move(follow_up));
}

absl::StatusOr<v1::FollowUp> FollowUpService::ReopenFollowUp(rpc::Call& call,
                                                             const v1::ReopenFollowUpRequest& request) const {
  return kFollowUps.Mutate(call, request.name(), request.etag(), [&](v1::FollowUp follow_up) {
    return Reopen(std::move(follow_up), request.reason(), DoerOf(call));
  });
}

}  // namespace congress::scheduling
