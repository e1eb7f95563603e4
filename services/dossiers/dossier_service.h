// Adapter of congress.dossiers.v1.DossierService: checklists and how dossiers are opened and found in
// dossier_service.cc, their papers in dossier_components.cc, their life in dossier_states.cc, what is judged over them
// in dossier_reports.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/dossiers/v1/dossier_service.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/position_slot.pb.h"
#include "platform/paper/layout.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

class DossierService {
 public:
  // The layout of papers outlives the service.
  explicit DossierService(const paper::Layout& layout) : layout_(layout) {}

  absl::StatusOr<v1::ChecklistTemplate> CreateChecklistTemplate(
      rpc::Call& call, const v1::CreateChecklistTemplateRequest& request) const;
  absl::StatusOr<v1::ChecklistTemplate> GetChecklistTemplate(rpc::Call& call,
                                                             const v1::GetChecklistTemplateRequest& request) const;
  absl::StatusOr<v1::ListChecklistTemplatesResponse> ListChecklistTemplates(
      rpc::Call& call, const v1::ListChecklistTemplatesRequest& request) const;
  absl::StatusOr<v1::Dossier> CreateDossier(rpc::Call& call, const v1::CreateDossierRequest& request) const;
  absl::StatusOr<v1::BatchCreateDossiersResponse> BatchCreateDossiers(
      rpc::Call& call, const v1::BatchCreateDossiersRequest& request) const;
  absl::StatusOr<v1::Dossier> GetDossier(rpc::Call& call, const v1::GetDossierRequest& request) const;
  absl::StatusOr<v1::ListDossiersResponse> ListDossiers(rpc::Call& call, const v1::ListDossiersRequest& request) const;
  absl::StatusOr<v1::Dossier> UpdateDossier(rpc::Call& call, const v1::UpdateDossierRequest& request) const;
  absl::StatusOr<v1::Component> AttachComponent(rpc::Call& call, const v1::AttachComponentRequest& request) const;
  absl::StatusOr<v1::BatchAttachComponentsResponse> BatchAttachComponents(
      rpc::Call& call, const v1::BatchAttachComponentsRequest& request) const;
  absl::StatusOr<v1::Component> GetComponent(rpc::Call& call, const v1::GetComponentRequest& request) const;
  absl::StatusOr<v1::ListComponentsResponse> ListComponents(rpc::Call& call,
                                                            const v1::ListComponentsRequest& request) const;
  absl::StatusOr<v1::Component> WithdrawComponent(rpc::Call& call, const v1::WithdrawComponentRequest& request) const;
  absl::StatusOr<v1::Dossier> SubmitDossier(rpc::Call& call, const v1::SubmitDossierRequest& request) const;
  absl::StatusOr<v1::Dossier> BeginDossierReview(rpc::Call& call, const v1::BeginDossierReviewRequest& request) const;
  absl::StatusOr<v1::Dossier> ReturnDossier(rpc::Call& call, const v1::ReturnDossierRequest& request) const;
  absl::StatusOr<v1::Dossier> AcceptDossier(rpc::Call& call, const v1::AcceptDossierRequest& request) const;
  absl::StatusOr<v1::Dossier> WithdrawDossier(rpc::Call& call, const v1::WithdrawDossierRequest& request) const;
  absl::StatusOr<v1::Dossier> ReopenDossier(rpc::Call& call, const v1::ReopenDossierRequest& request) const;
  absl::StatusOr<v1::Dossier> CloseDossier(rpc::Call& call, const v1::CloseDossierRequest& request) const;
  absl::StatusOr<v1::BatchCloseDossiersResponse> BatchCloseDossiers(rpc::Call& call,
                                                                    const v1::BatchCloseDossiersRequest& request) const;
  absl::StatusOr<v1::Dossier> ExtendDossierRetention(rpc::Call& call,
                                                     const v1::ExtendDossierRetentionRequest& request) const;
  absl::StatusOr<v1::DossierCompleteness> GetDossierCompleteness(
      rpc::Call& call, const v1::GetDossierCompletenessRequest& request) const;
  absl::StatusOr<v1::ListDossierGapsResponse> ListDossierGaps(rpc::Call& call,
                                                              const v1::ListDossierGapsRequest& request) const;
  absl::StatusOr<v1::ExportDossierGapsResponse> ExportDossierGaps(rpc::Call& call,
                                                                  const v1::ExportDossierGapsRequest& request) const;
  absl::StatusOr<v1::GetDossierReadinessResponse> GetDossierReadiness(
      rpc::Call& call, const v1::GetDossierReadinessRequest& request) const;

 private:
  const paper::Layout& layout_;

  // Stages a new dossier and the claim on its person and purpose.
  absl::StatusOr<v1::Dossier> Create(rpc::Call& call, const std::string& parent, std::string_view id,
                                     const v1::Dossier& said) const;
};

}  // namespace congress::dossiers
