#include "services/allocation/tree_changes.h"

#include <utility>

#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/tables/tables.h"
#include "services/allocation/delegates.h"
#include "services/allocation/domain/delegation/quota.h"
#include "services/allocation/domain/names.h"
#include "services/allocation/domain/tree/duplicates.h"
#include "services/allocation/domain/tree/import.h"
#include "services/allocation/domain/tree/import_undo.h"
#include "services/allocation/tree_record.h"

namespace congress::allocation {
namespace {

constexpr std::string_view kCongresses = "congresses/";

// One page of the rows of a preview.
absl::StatusOr<v1::ImportOrganisationsResponse> Preview(const Import& import, const rpc::PageRequest& page,
                                                        status::Language language) {
  v1::ImportOrganisationsResponse response = import.counts;
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(page, import.rows.size()));
  for (size_t i = slice.begin; i < slice.end; ++i) {
    v1::ImportRow& row = *response.add_rows() = import.rows[i];
    row.set_reason(import.reasons[i].In(language));
  }
  response.set_next_page_token(slice.next_page_token);
  return response;
}

v1::Organisation Changed(v1::Organisation organisation, const rpc::Call& call) {
  *organisation.mutable_update_time() = civil::ToTimestamp(call.now());
  return organisation;
}

}  // namespace

absl::StatusOr<v1::ImportOrganisationsResponse> TreeChanges::Import(
    rpc::Call& call, const v1::ImportOrganisationsRequest& request) const {
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  ASSIGN_OR_RETURN(const tables::Form form, tables::FormOf(request));
  ASSIGN_OR_RETURN(const csv::Table table, tables::Read(request.csv(), form));
  ASSIGN_OR_RETURN(v1::OrganisationTree tree, LoadTree(call));
  ASSIGN_OR_RETURN(const auto existing, LoadOrganisations(call));
  ASSIGN_OR_RETURN(allocation::Import import, PlanImport(table, existing, civil::Today(call.now())));
  if (request.validate_only()) return Preview(import, rpc::PageOf(request), call.language());
  RETURN_IF_ERROR(RefuseErrors(import));
  if (import.writes.empty()) return import.counts;
  RETURN_IF_ERROR(RequireSettled(tree));
  ASSIGN_OR_RETURN(const auto* organisations, OrganisationsOf(call));
  KeptImport kept = KeepImport(existing, import.writes, &tree);
  import.counts.set_organisation_import(kept.import.name());
  kept.import.set_file_sha256(digest::Sha256Hex(request.csv()));
  kept.import.set_imported_by(call.principal().Account());
  *kept.import.mutable_create_time() = civil::ToTimestamp(call.now());
  for (size_t i = 0; i < import.writes.size(); ++i) {
    const bool known = kept.origin.organisations(static_cast<int>(i)).has_before();
    v1::Organisation organisation = Changed(std::move(import.writes[i]), call);
    if (known) {
      organisations->Put(call, std::move(organisation));
    } else {
      organisations->PutNew(call, std::move(organisation));
    }
  }
  trees_.Put(call, std::move(tree));
  imports_.PutNew(call, std::move(kept.import));
  origins_.PutNew(call, std::move(kept.origin));
  return import.counts;
}

absl::StatusOr<v1::OrganisationImport> TreeChanges::Undo(rpc::Call& call,
                                                         const v1::UndoOrganisationImportRequest& request) const {
  ASSIGN_OR_RETURN(v1::OrganisationImport import, imports_.Get(call, request.name()));
  RETURN_IF_ERROR(imports_.CheckEtag(import, request.etag()));
  ASSIGN_OR_RETURN(v1::OrganisationTree tree, LoadTree(call));
  RETURN_IF_ERROR(RequireSettled(tree));
  RETURN_IF_ERROR(RequireNewest(import, tree));
  // Like the tree record, the parts change with every change of the tree and with nothing else.
  ASSIGN_OR_RETURN(const auto parts, origins_.LoadAll(call, StrCat(import.name(), "/origin")));
  v1::ImportOrigin origin;
  for (const v1::ImportOrigin& part : parts) origin.MergeFrom(part);
  ASSIGN_OR_RETURN(const auto existing, LoadOrganisations(call));
  ASSIGN_OR_RETURN(const std::set<std::string> removed, PlanUndo(import, origin, existing));
  RETURN_IF_ERROR(RefusePlanned(call, removed));
  import.set_state(v1::OrganisationImport::UNDONE);
  import.set_undone_by(call.principal().Account());
  import.set_undo_reason(request.reason());
  *import.mutable_undo_time() = civil::ToTimestamp(call.now());
  if (request.validate_only()) return import;
  tree.set_newest_import(origin.previous());
  tree.set_changes(tree.changes() + 1);
  if (parts.size() == 1) {
    PutInPlace(call, import, parts.front());
    trees_.Put(call, std::move(tree));
  } else {
    steps_.Undo(call, request, import, parts, std::move(tree));
  }
  return imports_.Put(call, std::move(import));
}

absl::StatusOr<v1::Organisation> TreeChanges::MergeDuplicates(
    rpc::Call& call, const v1::MergeDuplicateOrganisationsRequest& request) const {
  ASSIGN_OR_RETURN(const auto* organisations, OrganisationsOf(call));
  ASSIGN_OR_RETURN(const v1::Organisation kept, organisations->Read(call, request.name()));
  ASSIGN_OR_RETURN(const v1::Organisation duplicate, organisations->Read(call, request.duplicate()));
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  ASSIGN_OR_RETURN(v1::OrganisationTree tree, LoadTree(call));
  RETURN_IF_ERROR(RequireSettled(tree));
  RETURN_IF_ERROR(organisations->CheckEtag(kept, request.etag()));
  RETURN_IF_ERROR(organisations->CheckEtag(duplicate, request.duplicate_etag()));
  ASSIGN_OR_RETURN(const auto existing, LoadOrganisations(call));
  ASSIGN_OR_RETURN(auto writes, MergeDuplicate(existing, request, civil::Today(call.now())));
  RETURN_IF_ERROR(RefuseOwned(call, duplicate.name()));
  const v1::Organisation result = Changed(writes.front(), call);
  if (request.validate_only()) return result;
  for (v1::Organisation& organisation : writes) organisations->Put(call, Changed(std::move(organisation), call));
  tree.set_changes(tree.changes() + 1);
  trees_.Put(call, std::move(tree));
  return result;
}

absl::Status TreeChanges::RefusePlanned(rpc::Call& call, const std::set<std::string>& organisations) const {
  ASSIGN_OR_RETURN(const auto plans, plans_.LoadAll(call, kCongresses));
  for (const v1::AllocationPlan& plan : plans) {
    const std::string named = NamedIn(plan, organisations);
    if (named.empty()) continue;
    if (plan.state() != v1::AllocationPlan::DRAFT) return InUse(named, plan.name());
    // Should the draft be submitted meanwhile, the commit fails and it is asked again.
    RETURN_IF_ERROR(plans_.Load(call, plan.name()).status());
  }
  return absl::OkStatus();
}

absl::Status TreeChanges::RefuseOwned(rpc::Call& call, const std::string& organisation) const {
  ASSIGN_OR_RETURN(const auto plans, plans_.LoadAll(call, kCongresses));
  for (const v1::AllocationPlan& plan : plans) {
    if (plan.organisation() != organisation) continue;
    if (plan.state() != v1::AllocationPlan::DRAFT) return InUse(organisation, plan.name());
    RETURN_IF_ERROR(plans_.Load(call, plan.name()).status());
  }
  ASSIGN_OR_RETURN(const auto delegates, kDelegates.LoadAll(call, kCongresses));
  for (const v1::Delegate& delegate : delegates) {
    if (delegate.organisation() == organisation) return InUse(organisation, delegate.name());
  }
  // Should a delegate take one of its seats meanwhile, the count moves and it is asked again.
  for (const v1::AllocationPlan& plan : plans) {
    if (plan.state() != v1::AllocationPlan::ISSUED || NamedIn(plan, {organisation}).empty()) continue;
    const std::string count = SeatCountName(CongressOf(plan.name()), v1::ELECTED, organisation);
    RETURN_IF_ERROR(counts_.Exists(call, count).status());
  }
  return absl::OkStatus();
}

}  // namespace congress::allocation
