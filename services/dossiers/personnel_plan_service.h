// Adapter of congress.dossiers.v1.PersonnelPlanService.
#pragma once

#include <string>
#include <string_view>

#include "congress/dossiers/v1/personnel_plan_service.pb.h"
#include "platform/paper/layout.h"
#include "platform/rpc/call.h"
#include "services/dossiers/plan_decisions.h"

namespace congress::dossiers {

class PersonnelPlanService {
 public:
  PersonnelPlanService(rpc::Peer& drafting, const auth::Signer& signer, operations::Operations& operations,
                       const paper::Layout& layout)
      : decisions_(drafting, signer, operations), layout_(layout) {}

  absl::StatusOr<v1::PersonnelPlan> CreatePersonnelPlan(rpc::Call& call,
                                                        const v1::CreatePersonnelPlanRequest& request) const;
  absl::StatusOr<v1::BatchCreatePersonnelPlansResponse> BatchCreatePersonnelPlans(
      rpc::Call& call, const v1::BatchCreatePersonnelPlansRequest& request) const;
  absl::StatusOr<v1::PersonnelPlan> GetPersonnelPlan(rpc::Call& call, const v1::GetPersonnelPlanRequest& request) const;
  absl::StatusOr<v1::ListPersonnelPlansResponse> ListPersonnelPlans(rpc::Call& call,
                                                                    const v1::ListPersonnelPlansRequest& request) const;
  absl::StatusOr<v1::PersonnelPlan> UpdatePersonnelPlan(rpc::Call& call,
                                                        const v1::UpdatePersonnelPlanRequest& request) const;
  absl::StatusOr<v1::PersonnelPlan> SubmitPersonnelPlan(rpc::Call& call,
                                                        const v1::SubmitPersonnelPlanRequest& request) const;
  absl::StatusOr<v1::PersonnelPlan> RecordPlanAppraisal(rpc::Call& call,
                                                        const v1::RecordPlanAppraisalRequest& request) const;
  absl::StatusOr<v1::BatchRecordPlanAppraisalsResponse> BatchRecordPlanAppraisals(
      rpc::Call& call, const v1::BatchRecordPlanAppraisalsRequest& request) const;
  absl::StatusOr<v1::PersonnelPlan> ReturnPersonnelPlan(rpc::Call& call,
                                                        const v1::ReturnPersonnelPlanRequest& request) const;
  absl::StatusOr<v1::PersonnelPlan> WithdrawPersonnelPlan(rpc::Call& call,
                                                          const v1::WithdrawPersonnelPlanRequest& request) const;
  absl::StatusOr<v1::PersonnelPlanLacks> GetPersonnelPlanLacks(rpc::Call& call,
                                                               const v1::GetPersonnelPlanLacksRequest& request) const;
  absl::StatusOr<v1::ListPersonnelPlanLacksResponse> ListPersonnelPlanLacks(
      rpc::Call& call, const v1::ListPersonnelPlanLacksRequest& request) const;
  absl::StatusOr<operations::v1::Operation> BatchDecidePersonnelPlans(
      rpc::Call& call, const v1::BatchDecidePersonnelPlansRequest& request) const;
  absl::StatusOr<v1::PersonnelPlan> RevokePersonnelPlan(rpc::Call& call,
                                                        const v1::RevokePersonnelPlanRequest& request) const;
  absl::StatusOr<v1::ExportPersonnelPlanResponse> ExportPersonnelPlan(
      rpc::Call& call, const v1::ExportPersonnelPlanRequest& request) const;

 private:
  PlanDecisions decisions_;
  const paper::Layout& layout_;
};

}  // namespace congress::dossiers
