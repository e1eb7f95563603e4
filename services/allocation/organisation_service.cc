#include "services/allocation/organisation_service.h"

#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "platform/rpc/filter.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/tree/lineage.h"
#include "services/allocation/domain/tree/lineage_sums.h"
#include "services/allocation/domain/tree/organisation.h"
#include "services/allocation/tree_record.h"

namespace congress::allocation {

absl::StatusOr<v1::Organisation> OrganisationService::GetOrganisation(rpc::Call& call,
                                                                      const v1::GetOrganisationRequest& request) const {
  ASSIGN_OR_RETURN(const auto* organisations, OrganisationsOf(call));
  ASSIGN_OR_RETURN(v1::Organisation organisation, organisations->Get(call, request.name()));
  return AsOf(std::move(organisation), civil::Today(call.now()));
}

absl::StatusOr<v1::ListOrganisationsResponse> OrganisationService::ListOrganisations(
    rpc::Call& call, const v1::ListOrganisationsRequest& request) const {
  const absl::CivilDay today = civil::Today(call.now());
  const absl::CivilDay day = request.has_as_of() ? civil::FromDate(request.as_of()) : today;
  // Who stands above whom takes those that have ended as well.
  Tree all;
  if (!request.parent().empty()) {
    ASSIGN_OR_RETURN(auto loaded, LoadOrganisations(call));
    for (v1::Organisation& organisation : loaded) all.emplace(organisation.name(), std::move(organisation));
  }
  const auto below = [&](const v1::Organisation& organisation) {
    if (request.parent().empty()) return true;
    // One that has ended stays where it was.
    const bool stays = EndedBy(organisation, day);
    return request.parent() == (stays ? organisation.parent() : ParentOn(organisation, day, FinderIn(all)));
  };
  const auto matches = [&](const v1::Organisation& organisation) {
    return (request.kind().empty() || organisation.kind() == request.kind()) &&
           (request.role() == v1::Organisation::ROLE_UNSPECIFIED || Completed(organisation).role() == request.role()) &&
           below(organisation) && (!request.has_as_of() || ExistsOn(organisation, day));
  };
  ASSIGN_OR_RETURN(const v1::OrganisationTree tree, LoadTree(call));
  ASSIGN_OR_RETURN(const auto* organisations, OrganisationsOf(call));
  RETURN_IF_ERROR(rpc::CheckOrder(request.order_by(), {"name"}));
  const bool naturally = rpc::OrderField(request.order_by()).empty();
  ASSIGN_OR_RETURN(auto page, naturally
                                  ? organisations->ListNaturally(call, kOrganisations, rpc::PageOf(request), matches)
                                  : organisations->List(call, kOrganisations, rpc::PageOf(request), matches));
  RETURN_IF_ERROR(RequireSameTree(call, tree));
  v1::ListOrganisationsResponse answer;
  for (auto& item : page.items) *answer.add_organisations() = AsOf(std::move(item), today);
  answer.set_next_page_token(page.next_page_token);
  answer.set_tree_revision(StrCat(tree.changes()));
  return answer;
}

absl::StatusOr<v1::ImportOrganisationsResponse> OrganisationService::ImportOrganisations(
    rpc::Call& call, const v1::ImportOrganisationsRequest& request) const {
  return changes_.Import(call, request);
}

absl::StatusOr<operations::v1::Operation> OrganisationService::StartOrganisationImport(
    rpc::Call& call, const v1::StartOrganisationImportRequest& request) const {
  return steps_.Start(call, request);
}

absl::StatusOr<v1::OrganisationImport> OrganisationService::GetOrganisationImport(
    rpc::Call& call, const v1::GetOrganisationImportRequest& request) const {
  return imports_.Get(call, request.name());
}

absl::StatusOr<v1::ListOrganisationImportsResponse> OrganisationService::ListOrganisationImports(
    rpc::Call& call, const v1::ListOrganisationImportsRequest& request) const {
  const auto matches = [&](const v1::OrganisationImport& import) {
    return request.state() == v1::OrganisationImport::STATE_UNSPECIFIED || import.state() == request.state();
  };
  ASSIGN_OR_RETURN(auto page, imports_.List(call, "organisationImports/", rpc::PageOf(request), matches));
  v1::ListOrganisationImportsResponse answer;
  for (auto& import : page.items) *answer.add_organisation_imports() = std::move(import);
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::OrganisationImport> OrganisationService::UndoOrganisationImport(
    rpc::Call& call, const v1::UndoOrganisationImportRequest& request) const {
  return changes_.Undo(call, request);
}

absl::StatusOr<v1::Organisation> OrganisationService::MergeDuplicateOrganisations(
    rpc::Call& call, const v1::MergeDuplicateOrganisationsRequest& request) const {
  return changes_.MergeDuplicates(call, request);
}

absl::StatusOr<v1::CheckLineageResponse> OrganisationService::CheckLineage(
    rpc::Call& call, const v1::CheckLineageRequest& request) const {
  ASSIGN_OR_RETURN(const auto* organisations, OrganisationsOf(call));
  RETURN_IF_ERROR(organisations->Get(call, auth::kProvince).status());
  ASSIGN_OR_RETURN(const auto all, LoadOrganisations(call));
  return SumUp(all, request, call.language());
}

}  // namespace congress::allocation
