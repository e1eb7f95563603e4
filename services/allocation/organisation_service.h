// The tree of organisations as an RPC service.
#pragma once

#include "congress/allocation/v1/organisation_service.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/repository.h"
#include "services/allocation/tree_changes.h"

namespace congress::allocation {

class OrganisationService {
 public:
  // Registers the kinds of operations that the service begins.
  explicit OrganisationService(operations::Operations& operations) : steps_(operations) {}

  absl::StatusOr<v1::Organisation> GetOrganisation(rpc::Call& call, const v1::GetOrganisationRequest& request) const;
  absl::StatusOr<v1::ListOrganisationsResponse> ListOrganisations(rpc::Call& call,
                                                                  const v1::ListOrganisationsRequest& request) const;
  absl::StatusOr<v1::ImportOrganisationsResponse> ImportOrganisations(
      rpc::Call& call, const v1::ImportOrganisationsRequest& request) const;
  absl::StatusOr<operations::v1::Operation> StartOrganisationImport(
      rpc::Call& call, const v1::StartOrganisationImportRequest& request) const;
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
  rpc::Repository<v1::OrganisationImport> imports_{"allocation.organisations.read"};
  ImportSteps steps_;
  TreeChanges changes_{steps_};
};

}  // namespace congress::allocation
