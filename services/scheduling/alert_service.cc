#include "services/scheduling/alert_service.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "platform/rpc/alert_list.h"
#include "services/scheduling/alert_sources.h"
#include "services/scheduling/post_records.h"

namespace congress::scheduling {
namespace {

using PostNames = std::set<std::string>;

// Whether the organisation has it, or a part in it.
bool Concerns(const rpc::Call& call, const Waiting& waiting, const std::string& organisation) {
  const auto& bodies = waiting.bodies;
  return call.IsOf(waiting.alert.organisation(), organisation) ||
         std::any_of(bodies.begin(), bodies.end(),
                     [&](const std::string& body) { return call.IsOf(body, organisation); });
}

// For whom alerts are listed.
struct Asked {
  PostNames members;             // Of the organisation that is asked for.
  PostNames posts;               // Of the person who is asked for.
  std::set<std::string> bodies;  // In which those sit.
};

absl::StatusOr<Asked> AskedIn(rpc::Call& call, const v1::ListSchedulingAlertsRequest& request, absl::CivilDay day) {
  Asked asked;
  if (request.members() && !request.organisation().empty()) {
    ASSIGN_OR_RETURN(const auto posts, MembersOf(call, request.organisation(), day));
    asked.members.insert(posts.begin(), posts.end());
  }
  if (request.person().empty()) return asked;
  ASSIGN_OR_RETURN(const auto posts, PostsOf(call, request.person(), day));
  asked.posts.insert(posts.begin(), posts.end());
  if (!request.inbox()) return asked;
  ASSIGN_OR_RETURN(asked.bodies, BodiesOf(call, asked.posts, day));
  ASSIGN_OR_RETURN(PostNames others, StoodInFor(call, asked.posts, day));
  asked.posts.merge(others);
  return asked;
}

bool Matches(const rpc::Call& call, const v1::ListSchedulingAlertsRequest& request, const Asked& asked,
             const Waiting& waiting) {
  const std::string& post = waiting.alert.post();
  if (!request.post().empty() && post != request.post()) return false;
  if (!request.person().empty() && !asked.posts.contains(post)) {
    const bool waits_for_body =
        post.empty() && std::any_of(asked.bodies.begin(), asked.bodies.end(),
                                    [&](const std::string& body) { return Concerns(call, waiting, body); });
    if (!waits_for_body) return false;
  }
  return request.organisation().empty() || asked.members.contains(post) ||
         Concerns(call, waiting, request.organisation());
}

}  // namespace

absl::StatusOr<v1::ListSchedulingAlertsResponse> AlertService::ListSchedulingAlerts(
    rpc::Call& call, const v1::ListSchedulingAlertsRequest& request) const {
  call.Filtered();
  rpc::AlertList list(call, request);
  ASSIGN_OR_RETURN(const Asked asked, AskedIn(call, request, list.day()));
  const auto take = [&](Waiting waiting) {
    if (Matches(call, request, asked, waiting)) list.Add(std::move(waiting.alert));
  };
  for (const auto& source : {TasksWaiting, MeetingsWaiting, FollowUpsWaiting, ApprovalsWaiting, FindingsWaiting}) {
    RETURN_IF_ERROR(source(call, list.day(), take));
  }
  ASSIGN_OR_RETURN(auto page, list.Page<v1::ListSchedulingAlertsResponse>());
  for (const alerts::v1::Alert& alert : page.alerts()) {
    if (alert.kind() == alerts::v1::Alert::APPROVAL_CONDITION) call.ShowsGraded(alert.resource());
  }
  page.mutable_posts()->Assign(asked.posts.begin(), asked.posts.end());
  page.mutable_bodies()->Assign(asked.bodies.begin(), asked.bodies.end());
  return page;
}

}  // namespace congress::scheduling
