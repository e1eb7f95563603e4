#include "services/allocation/organisation_service.h"

#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "services/allocation/domain/tree/lineage_sums.h"
#include "services/allocation/domain/tree/organisation.h"
#include "services/allocation/tree_record.h"

namespace congress::allocation {

grpc::Status OrganisationService::GetOrganisation(grpc::ServerContext* context,
                                                  const v1::GetOrganisationRequest* request,
                                                  v1::Organisation* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::GetOrganisationRequest& checked) {
    return organisations_.Get(call, checked.name());
  });
}

grpc::Status OrganisationService::ListOrganisations(grpc::ServerContext* context,
                                                    const v1::ListOrganisationsRequest* request,
                                                    v1::ListOrganisationsResponse* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call,
                        const v1::ListOrganisationsRequest& checked) -> absl::StatusOr<v1::ListOrganisationsResponse> {
                      const auto matches = [&](const v1::Organisation& organisation) {
                        return (checked.kind().empty() || organisation.kind() == checked.kind()) &&
                               (checked.parent().empty() || organisation.parent() == checked.parent()) &&
                               (!checked.has_as_of() || ExistsOn(organisation, civil::FromDate(checked.as_of())));
                      };
                      ASSIGN_OR_RETURN(auto page,
                                       organisations_.List(call, kOrganisations, rpc::PageOf(checked), matches));
                      v1::ListOrganisationsResponse answer;
                      for (auto& item : page.items) *answer.add_organisations() = std::move(item);
                      answer.set_next_page_token(page.next_page_token);
                      return answer;
                    });
}

grpc::Status OrganisationService::ImportOrganisations(grpc::ServerContext* context,
                                                      const v1::ImportOrganisationsRequest* request,
                                                      v1::ImportOrganisationsResponse* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::ImportOrganisationsRequest& checked) {
    return changes_.Import(call, checked);
  });
}

grpc::Status OrganisationService::GetOrganisationImport(grpc::ServerContext* context,
                                                        const v1::GetOrganisationImportRequest* request,
                                                        v1::OrganisationImport* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::GetOrganisationImportRequest& checked) {
    return imports_.Get(call, checked.name());
  });
}

grpc::Status OrganisationService::ListOrganisationImports(grpc::ServerContext* context,
                                                          const v1::ListOrganisationImportsRequest* request,
                                                          v1::ListOrganisationImportsResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call,
          const v1::ListOrganisationImportsRequest& checked) -> absl::StatusOr<v1::ListOrganisationImportsResponse> {
        const auto matches = [&](const v1::OrganisationImport& import) {
          return checked.state() == v1::OrganisationImport::STATE_UNSPECIFIED || import.state() == checked.state();
        };
        ASSIGN_OR_RETURN(auto page, imports_.List(call, "organisationImports/", rpc::PageOf(checked), matches));
        v1::ListOrganisationImportsResponse answer;
        for (auto& import : page.items) *answer.add_organisation_imports() = std::move(import);
        answer.set_next_page_token(page.next_page_token);
        return answer;
      });
}

grpc::Status OrganisationService::UndoOrganisationImport(grpc::ServerContext* context,
                                                         const v1::UndoOrganisationImportRequest* request,
                                                         v1::OrganisationImport* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call, const v1::UndoOrganisationImportRequest& checked) { return changes_.Undo(call, checked); });
}

grpc::Status OrganisationService::MergeDuplicateOrganisations(grpc::ServerContext* context,
                                                              const v1::MergeDuplicateOrganisationsRequest* request,
                                                              v1::Organisation* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const v1::MergeDuplicateOrganisationsRequest& checked) {
                      return changes_.MergeDuplicates(call, checked);
                    });
}

grpc::Status OrganisationService::CheckLineage(grpc::ServerContext* context, const v1::CheckLineageRequest* request,
                                               v1::CheckLineageResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call, const v1::CheckLineageRequest& checked) -> absl::StatusOr<v1::CheckLineageResponse> {
        RETURN_IF_ERROR(organisations_.Get(call, auth::kProvince).status());
        ASSIGN_OR_RETURN(const auto organisations, organisations_.LoadAll(call, kOrganisations));
        return SumUp(organisations, checked);
      });
}

}  // namespace congress::allocation
