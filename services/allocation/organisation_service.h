// The tree of organisations as an RPC service.
#pragma once

#include "congress/allocation/v1/organisation_service.grpc.pb.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"
#include "services/allocation/tree_changes.h"

namespace congress::allocation {

class OrganisationService final : public v1::OrganisationService::Service {
 public:
  explicit OrganisationService(rpc::Gate& gate) : gate_(gate) {}

  grpc::Status GetOrganisation(grpc::ServerContext* context, const v1::GetOrganisationRequest* request,
                               v1::Organisation* response) override;
  grpc::Status ListOrganisations(grpc::ServerContext* context, const v1::ListOrganisationsRequest* request,
                                 v1::ListOrganisationsResponse* response) override;
  grpc::Status ImportOrganisations(grpc::ServerContext* context, const v1::ImportOrganisationsRequest* request,
                                   v1::ImportOrganisationsResponse* response) override;
  grpc::Status GetOrganisationImport(grpc::ServerContext* context, const v1::GetOrganisationImportRequest* request,
                                     v1::OrganisationImport* response) override;
  grpc::Status ListOrganisationImports(grpc::ServerContext* context, const v1::ListOrganisationImportsRequest* request,
                                       v1::ListOrganisationImportsResponse* response) override;
  grpc::Status UndoOrganisationImport(grpc::ServerContext* context, const v1::UndoOrganisationImportRequest* request,
                                      v1::OrganisationImport* response) override;
  grpc::Status MergeDuplicateOrganisations(grpc::ServerContext* context,
                                           const v1::MergeDuplicateOrganisationsRequest* request,
                                           v1::Organisation* response) override;
  grpc::Status CheckLineage(grpc::ServerContext* context, const v1::CheckLineageRequest* request,
                            v1::CheckLineageResponse* response) override;

 private:
  rpc::Gate& gate_;
  rpc::Repository<v1::Organisation> organisations_{"allocation.organisations.read"};
  rpc::Repository<v1::OrganisationImport> imports_{"allocation.organisations.read"};
  TreeChanges changes_;
};

}  // namespace congress::allocation
