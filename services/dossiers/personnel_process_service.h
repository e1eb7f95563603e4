// Adapter of congress.dossiers.v1.PersonnelProcessService.
#pragma once

#include <string>

#include "congress/dossiers/v1/personnel_process_service.pb.h"
#include "platform/paper/layout.h"
#include "platform/rpc/call.h"
#include "services/dossiers/domain/step_results.h"

namespace congress::dossiers {

class PersonnelProcessService {
 public:
  // The layout of papers outlives the service.
  explicit PersonnelProcessService(const paper::Layout& layout) : layout_(layout) {}

  absl::StatusOr<v1::ProcessTemplate> CreateProcessTemplate(rpc::Call& call,
                                                            const v1::CreateProcessTemplateRequest& request) const;
  absl::StatusOr<v1::ProcessTemplate> GetProcessTemplate(rpc::Call& call,
                                                         const v1::GetProcessTemplateRequest& request) const;
  absl::StatusOr<v1::ListProcessTemplatesResponse> ListProcessTemplates(
      rpc::Call& call, const v1::ListProcessTemplatesRequest& request) const;
  absl::StatusOr<v1::PersonnelProcess> CreatePersonnelProcess(rpc::Call& call,
                                                              const v1::CreatePersonnelProcessRequest& request) const;
  absl::StatusOr<v1::PersonnelProcess> GetPersonnelProcess(rpc::Call& call,
                                                           const v1::GetPersonnelProcessRequest& request) const;
  absl::StatusOr<v1::ListPersonnelProcessesResponse> ListPersonnelProcesses(
      rpc::Call& call, const v1::ListPersonnelProcessesRequest& request) const;
  absl::StatusOr<v1::PersonnelProcess> UpdatePersonnelProcess(rpc::Call& call,
                                                              const v1::UpdatePersonnelProcessRequest& request) const;
  absl::StatusOr<v1::PersonnelProcess> AddProcessCandidate(rpc::Call& call,
                                                           const v1::AddProcessCandidateRequest& request) const;
  absl::StatusOr<v1::PersonnelProcess> WithdrawProcessCandidate(
      rpc::Call& call, const v1::WithdrawProcessCandidateRequest& request) const;
  absl::StatusOr<v1::PersonnelProcess> ScheduleProcessStep(rpc::Call& call,
                                                           const v1::ScheduleProcessStepRequest& request) const;
  absl::StatusOr<v1::StepResult> RecordStepResult(rpc::Call& call, const v1::RecordStepResultRequest& request) const;
  absl::StatusOr<v1::StepResult> CorrectStepResult(rpc::Call& call, const v1::CorrectStepResultRequest& request) const;
  absl::StatusOr<v1::PersonnelProcess> SettleProcessStep(rpc::Call& call,
                                                         const v1::SettleProcessStepRequest& request) const;
  absl::StatusOr<v1::StepResult> AttachStepMinutes(rpc::Call& call, const v1::AttachStepMinutesRequest& request) const;
  absl::StatusOr<v1::StepResult> GetStepResult(rpc::Call& call, const v1::GetStepResultRequest& request) const;
  absl::StatusOr<v1::ListStepResultsResponse> ListStepResults(rpc::Call& call,
                                                              const v1::ListStepResultsRequest& request) const;
  absl::StatusOr<v1::PersonnelProcess> ConcludePersonnelProcess(
      rpc::Call& call, const v1::ConcludePersonnelProcessRequest& request) const;
  absl::StatusOr<v1::PersonnelProcess> CancelPersonnelProcess(rpc::Call& call,
                                                              const v1::CancelPersonnelProcessRequest& request) const;
  absl::StatusOr<v1::ExportStepResultResponse> ExportStepResult(rpc::Call& call,
                                                                const v1::ExportStepResultRequest& request) const;

 private:
  const paper::Layout& layout_;
};

}  // namespace congress::dossiers
