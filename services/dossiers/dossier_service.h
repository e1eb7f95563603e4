// Adapter of congress.dossiers.v1.DossierService: checklists and the life of dossiers in dossier_service.cc, what is
// judged over them in dossier_reports.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/dossiers/v1/dossier_service.grpc.pb.h"
#include "congress/dossiers/v1/index.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/position_slot.pb.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"

namespace congress::dossiers {

class DossierService final : public v1::DossierService::Service {
 public:
  explicit DossierService(rpc::Gate& gate) : gate_(gate) {}

  grpc::Status CreateChecklistTemplate(grpc::ServerContext* context, const v1::CreateChecklistTemplateRequest* request,
                                       v1::ChecklistTemplate* response) override;
  grpc::Status GetChecklistTemplate(grpc::ServerContext* context, const v1::GetChecklistTemplateRequest* request,
                                    v1::ChecklistTemplate* response) override;
  grpc::Status ListChecklistTemplates(grpc::ServerContext* context, const v1::ListChecklistTemplatesRequest* request,
                                      v1::ListChecklistTemplatesResponse* response) override;
  grpc::Status CreateDossier(grpc::ServerContext* context, const v1::CreateDossierRequest* request,
                             v1::Dossier* response) override;
  grpc::Status BatchCreateDossiers(grpc::ServerContext* context, const v1::BatchCreateDossiersRequest* request,
                                   v1::BatchCreateDossiersResponse* response) override;
  grpc::Status GetDossier(grpc::ServerContext* context, const v1::GetDossierRequest* request,
                          v1::Dossier* response) override;
  grpc::Status ListDossiers(grpc::ServerContext* context, const v1::ListDossiersRequest* request,
                            v1::ListDossiersResponse* response) override;
  grpc::Status AttachComponent(grpc::ServerContext* context, const v1::AttachComponentRequest* request,
                               v1::Dossier* response) override;
  grpc::Status BatchAttachComponents(grpc::ServerContext* context, const v1::BatchAttachComponentsRequest* request,
                                     v1::BatchAttachComponentsResponse* response) override;
  grpc::Status SubmitDossier(grpc::ServerContext* context, const v1::SubmitDossierRequest* request,
                             v1::Dossier* response) override;
  grpc::Status ReturnDossier(grpc::ServerContext* context, const v1::ReturnDossierRequest* request,
                             v1::Dossier* response) override;
  grpc::Status AcceptDossier(grpc::ServerContext* context, const v1::AcceptDossierRequest* request,
                             v1::Dossier* response) override;
  grpc::Status GetDossierCompleteness(grpc::ServerContext* context, const v1::GetDossierCompletenessRequest* request,
                                      v1::DossierCompleteness* response) override;
  grpc::Status ListDossierGaps(grpc::ServerContext* context, const v1::ListDossierGapsRequest* request,
                               v1::ListDossierGapsResponse* response) override;
  grpc::Status GetDossierReadiness(grpc::ServerContext* context, const v1::GetDossierReadinessRequest* request,
                                   v1::GetDossierReadinessResponse* response) override;

 private:
  // Stages a new dossier and the claim on its person and purpose.
  absl::StatusOr<v1::Dossier> Create(rpc::Call& call, const std::string& parent, std::string_view id,
                                     const v1::Dossier& wanted) const;
  // Every dossier of the congress that the caller may see with the method's permission, judged.
  absl::StatusOr<std::vector<v1::DossierCompleteness>> JudgeAll(rpc::Call& call, std::string_view parent,
                                                                absl::CivilDay as_of,
                                                                std::optional<absl::CivilDay> before) const;

  rpc::Gate& gate_;
  const rpc::Repository<v1::ChecklistTemplate> templates_{"dossiers.templates.read"};
  const rpc::Repository<v1::Dossier> dossiers_{"dossiers.dossiers.read"};
  const rpc::Repository<v1::DossierClaim> claims_{rpc::kUnlisted};
  const rpc::Repository<v1::Person> persons_{"dossiers.persons.read"};
  const rpc::Repository<v1::PositionSlot> slots_{"dossiers.positions.read"};
};

}  // namespace congress::dossiers
