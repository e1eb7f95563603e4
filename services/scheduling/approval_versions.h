// The versions that approvals name: looked up at drafting and dossiers, and followed there.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "congress/events/v1/event_service.pb.h"
#include "congress/scheduling/v1/unit_approval.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/peer.h"

namespace congress::scheduling {

// Safe for many threads. The peers outlive it.
class ApprovalVersions {
 public:
  ApprovalVersions(rpc::Peer& drafting, rpc::Peer& dossiers) : drafting_(drafting), dossiers_(dossiers) {}

  struct Found {
    int64_t newest = 0;        // Of its document or plan.
    std::string organisation;  // Whose that is.
  };
  // Looks the version up in the caller's name, and fills in hash or etag where they are absent. FAILED_PRECONDITION
  // `VERSION_UNREADABLE`, `VERSION_DIFFERS`; UNAVAILABLE `PEER_UNAVAILABLE`.
  absl::StatusOr<Found> Check(rpc::Call& call, v1::ApprovedVersion* version) const;

 private:
  absl::StatusOr<Found> CheckRevision(rpc::Call& call, v1::ApprovedVersion* version) const;
  absl::StatusOr<Found> CheckPlan(rpc::Call& call, v1::ApprovedVersion* version) const;

  rpc::Peer& drafting_;
  rpc::Peer& dossiers_;
};

// Takes note that `newest` is there of a document or plan. Answers the newest that is known. Calls that record an
// approval and the follower collide here, so that neither misses the other.
absl::StatusOr<int64_t> NoteNewest(rpc::Call& call, const std::string& followed, int64_t newest);

// Takes note of what a service told, and marks the approvals that name older versions. `service`: `drafting` or
// `dossiers`.
absl::Status TakeChanges(rpc::Call& call, std::string_view service, const events::v1::WatchResponse& told);
// The same when changes were missed: nobody knows whether what is approved is as it was.
absl::Status TakeMissed(rpc::Call& call, std::string_view service);

}  // namespace congress::scheduling
