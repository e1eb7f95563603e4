// The tree of organisations as an RPC service.
#pragma once

#include "congress/allocation/v1/organisation_service.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/repository.h"
#include "services/allocation/tree_changes.h"

namespace congress::allocation {

class OrganisationService {
 public:
  absl::StatusOr<v1::Organisation> GetOrganisation(rpc::Call& call, const v1::GetOrganisationRequest& request) const;
  absl::StatusOr<v1::ListOrganisationsResponse> ListOrganisations(rpc::Call& call,
                                                                  const v1::ListOrganisationsRequest& request) const;
  absl::StatusOr<v1::ImportOrganisationsResponse> ImportOrganisations(
      rpc::Call& call, const v1::ImportOrganisationsRequest& request) const;
  absl::StatusOr<v1::OrganisationImport> GetOrganisationImport(rpc::Call& call,
                                                               const v1::GetOrganisationImportRequest& request) const;
  absl::StatusOr<v1::ListOrganisationImportsResponse> ListOrganisationImports(
      rpc::Call& call, const v1::ListOrganisationImportsRequest& request) const;
  absl::StatusOr<v1::OrganisationImport> UndoOrganisationImport(rpc::Call& call,
                                                                const v1::UndoOrganisationImportRequest& request) const;
  absl::StatusOr<v1::Organisation> MergeDuplicateOrganisations(
      rpc::Call& call, const v1::MergeDuplicateOrganisationsRequest& request) const;
  absl::StatusOr<v1::CheckLineageResponse> CheckLineage(rpc::Call& call, const v1::CheckLineageRequest& request) const;

 private:
  rpc::Repository<v1::Organisation> organisations_{"allocation.organisations.read"};
  rpc::Repository<v1::OrganisationImport> imports_{"allocation.organisations.read"};
  TreeChanges changes_;
};

}  // namespace congress::allocation
