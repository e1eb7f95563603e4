// FollowUpService over the service's keyspace.
#pragma once

#include "congress/scheduling/v1/follow_up_service.pb.h"
#include "platform/rpc/call.h"

namespace congress::scheduling {

class FollowUpService {
 public:
  // The Gate outlives this object.
  absl::StatusOr<v1::FollowUp> CreateFollowUp(rpc::Call& call, const v1::CreateFollowUpRequest& request) const;
  absl::StatusOr<v1::FollowUp> GetFollowUp(rpc::Call& call, const v1::GetFollowUpRequest& request) const;
  absl::StatusOr<v1::ListFollowUpsResponse> ListFollowUps(rpc::Call& call,
                                                          const v1::ListFollowUpsRequest& request) const;
  absl::StatusOr<v1::FollowUp> UpdateFollowUp(rpc::Call& call, const v1::UpdateFollowUpRequest& request) const;
  absl::StatusOr<v1::FollowUp> SolveFollowUp(rpc::Call& call, const v1::SolveFollowUpRequest& request) const;
  absl::StatusOr<v1::FollowUp> ReopenFollowUp(rpc::Call& call, const v1::ReopenFollowUpRequest& request) const;
};

}  // namespace congress::scheduling
