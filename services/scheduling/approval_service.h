// ApprovalService over the service's keyspace; versions are looked up at drafting and dossiers.
#pragma once

#include "congress/scheduling/v1/approval_service.pb.h"
#include "platform/rpc/call.h"
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
  // Looks up what the subject names, and takes note of what is newer.
  absl::Status CheckVersions(rpc::Call& call, v1::ApprovalSubject* decided) const;

  const ApprovalVersions versions_;
};

}  // namespace congress::scheduling
