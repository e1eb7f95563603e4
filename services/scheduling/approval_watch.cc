#include "services/scheduling/approval_watch.h"

#include <utility>

#include "congress/events/v1/event_service.pb.h"
#include "platform/auth/principal.h"
#include "platform/events/resume_token.h"
#include "platform/rpc/keep_following.h"
#include "platform/rpc/metadata.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/approval_records.h"
#include "services/scheduling/approval_versions.h"

namespace congress::scheduling {
namespace {

constexpr std::string_view kWatch = "congress.events.v1.EventService/Watch";
// How the audit names what is done here.
constexpr std::string_view kFollowing = "congress.scheduling.v1.ApprovalService/follow";
constexpr absl::Duration kSilence = absl::Seconds(3);
constexpr absl::Duration kPause = absl::Milliseconds(300);

}  // namespace

void ApprovalWatch::Run(const std::stop_token& stop) {
  rpc::KeepFollowing(stop, kPause, "changes of what is approved are not followed", service_,
                     [&](bool* answered) { return FollowOnce(stop, answered); });
}

absl::Status ApprovalWatch::Do(absl::FunctionRef<absl::Status(rpc::Call&)> work) {
  auth::Principal self = signer_.Self();
  // What it writes of personnel is shown to nobody whom it would not be shown to by others.
  self.clearance = annotations::v1::SENSITIVE;
  return gate_.Perform(self, kFollowing, work);
}

absl::Status ApprovalWatch::FollowOnce(const std::stop_token& stop, bool* answered) {
  std::string resume_token;
  RETURN_IF_ERROR(Do([&](rpc::Call& call) -> absl::Status {
    v1::FollowedPosition position;
    position.set_name(StrCat("services/", service_));
    ASSIGN_OR_RETURN(position, kFollowedPositions.LoadOr(call, std::move(position)));
    resume_token = position.resume_token();
    return absl::OkStatus();
  }));
  const bool first = resume_token.empty();
  events::v1::WatchRequest request;
  request.set_parent(StrCat("services/", service_));
  request.add_kinds(kind_);
  request.mutable_heartbeat()->set_seconds(1);
  if (!first) {
    request.set_resume_token(resume_token);
  } else if (!from_now_) {
    request.set_resume_token(events::ResumeTokenAt(service_, 0));
  }
  rpc::Header header = {
      .method = "",
      .authorization = StrCat("Bearer ", signer_.SignForProcess({}, auth::kProvince, clock_())),
      .call_id = rpc::NewCallId(),
      .language = "",
      .deadline = absl::InfiniteFuture(),
  };
  header.silence = kSilence;
  bool stored = !first;
  const absl::Status ended = peer_.Follow<events::v1::WatchResponse>(
      kWatch, std::move(header), request, stop, [&](events::v1::WatchResponse& response) -> absl::Status {
        *answered = true;
        if (stored && response.events().empty()) return absl::OkStatus();
        stored = true;
        return Do([&](rpc::Call& call) { return TakeChanges(call, service_, response); });
      });
  const std::string reason = status::ReasonOf(ended);
  if (reason != "RESUME_TOKEN_OUTLIVED" && reason != "RESUME_TOKEN_INVALID") return ended;
  if (first) {
    from_now_ = true;
    return ended;
  }
  RETURN_IF_ERROR(Do([&](rpc::Call& call) { return TakeMissed(call, service_); }));
  return ended;
}

}  // namespace congress::scheduling
