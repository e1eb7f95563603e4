// ApprovalService over the service's keyspace; versions are looked up at drafting and dossiers.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "congress/scheduling/v1/approval_service.pb.h"
#include "platform/rpc/call.h"
#include "platform/status/status.h"
#include "services/scheduling/approval_versions.h"

namespace congress::scheduling {

class ApprovalService {
 public:
  explicit ApprovalService(const ApprovalVersions& versions) : versions_(versions) {}

  absl::StatusOr<v1::ApprovalSession> CreateApprovalSession(rpc::Call& call,
                                                            const v1::CreateApprovalSessionRequest& request) const;
  absl::StatusOr<v1::ApprovalSession> GetApprovalSession(rpc::Call& call,
                                                         const v1::GetApprovalSessionRequest& request) const;
  absl::StatusOr<v1::ListApprovalSessionsResponse> ListApprovalSessions(
      rpc::Call& call, const v1::ListApprovalSessionsRequest& request) const;
  absl::StatusOr<v1::ApprovalSession> UpdateApprovalSession(rpc::Call& call,
                                                            const v1::UpdateApprovalSessionRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> DeleteApprovalSession(rpc::Call& call,
                                                                const v1::DeleteApprovalSessionRequest& request) const;
  absl::StatusOr<v1::ApprovalSession> CancelApprovalSession(rpc::Call& call,
                                                            const v1::CancelApprovalSessionRequest& request) const;
  absl::StatusOr<v1::ApprovalSession> ScheduleUnitApprovals(rpc::Call& call,
                                                            const v1::ScheduleUnitApprovalsRequest& request) const;
  absl::StatusOr<v1::RecordApprovalOutcomesResponse> RecordApprovalOutcomes(
      rpc::Call& call, const v1::RecordApprovalOutcomesRequest& request) const;
  absl::StatusOr<v1::UnitApproval> SettleCondition(rpc::Call& call, const v1::SettleConditionRequest& request) const;
  absl::StatusOr<v1::UnitApproval> ConfirmUnitApproval(rpc::Call& call,
                                                       const v1::ConfirmUnitApprovalRequest& request) const;
  absl::StatusOr<v1::UnitApproval> WithdrawUnitApproval(rpc::Call& call,
                                                        const v1::WithdrawUnitApprovalRequest& request) const;
  absl::StatusOr<v1::UnitApproval> GetUnitApproval(rpc::Call& call, const v1::GetUnitApprovalRequest& request) const;
  absl::StatusOr<v1::ListUnitApprovalsResponse> ListUnitApprovals(rpc::Call& call,
                                                                  const v1::ListUnitApprovalsRequest& request) const;

 private:
  // The newest of each document or plan, by its name.
  using Newest = std::map<std::string, int64_t>;
  // Looks up all versions that the outcomes name, and takes note of the newest. Those that differ, are missing or of
  // other units are noted.
  absl::StatusOr<Newest> LookUp(rpc::Call& call, const std::vector<v1::UnitApproval>& approvals,
                                v1::RecordApprovalOutcomesRequest* request, status::Refusals* refusals) const;

  const ApprovalVersions versions_;
};

}  // namespace congress::scheduling
