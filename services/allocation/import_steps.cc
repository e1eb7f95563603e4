#include "services/allocation/import_steps.h"

#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"
#include "platform/tables/tables.h"
#include "services/allocation/domain/tree/import.h"
#include "services/allocation/domain/tree/import_undo.h"
#include "services/allocation/tree_record.h"

namespace congress::allocation {
namespace {

using operations::v1::Progress;

constexpr std::string_view kImport = "StartOrganisationImport";
constexpr std::string_view kUndo = "UndoOrganisationImport";

// What the file does to the tree.
absl::StatusOr<Import> PlanOf(const v1::StartOrganisationImportRequest& request,
                              const std::vector<v1::Organisation>& existing, absl::CivilDay today) {
  ASSIGN_OR_RETURN(const tables::Form form, tables::FormOf(request));
  ASSIGN_OR_RETURN(const csv::Table table, tables::Read(request.csv(), form));
  ASSIGN_OR_RETURN(Import import, PlanImport(table, existing, today));
  RETURN_IF_ERROR(RefuseErrors(import));
  return import;
}

std::string PartName(const v1::ImportCheckpoint& at, int number) {
  return absl::StrFormat("%s/origin/%04d", at.organisation_import().name(), number);
}

}  // namespace

ImportSteps::ImportSteps(operations::Operations& operations, size_t most_in_part)
    : operations_(operations), most_in_part_(most_in_part) {
  const operations::Work work = [this](rpc::Call& call, operations::Step& step) { return Do(call, step); };
  operations.Register(std::string(kImport), work,
                      [this](rpc::Call& call, operations::Step& step) { return TakeBack(call, step); });
  operations.Register(std::string(kUndo), work);
}

absl::StatusOr<operations::v1::Operation> ImportSteps::Start(rpc::Call& call,
                                                             const v1::StartOrganisationImportRequest& request) const {
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  ASSIGN_OR_RETURN(v1::OrganisationTree tree, LoadTree(call));
  RETURN_IF_ERROR(RequireSettled(tree));
  v1::ImportCheckpoint first;
  const absl::CivilDay today = civil::Today(call.now());
  *first.mutable_today() = civil::ToDate(today);
  ASSIGN_OR_RETURN(const auto existing, LoadOrganisations(call));
  ASSIGN_OR_RETURN(Import import, PlanOf(request, existing, today));
  *first.mutable_counts() = std::move(import.counts);
  first.set_organisation_count(static_cast<int>(import.writes.size()));
  *first.mutable_organisation_import() = NextImport(tree);
  first.mutable_organisation_import()->set_file_sha256(digest::Sha256Hex(request.csv()));
  first.mutable_organisation_import()->set_imported_by(call.principal().Account());
  auto operation =
      operations_.Begin(call, kImport, auth::kProvince, request, {.checkpoint = first.SerializeAsString()});
  // From here to its end the tree stays as it is, so that each step makes the same of the file.
  tree.set_operation(operation.name());
  if (!import.writes.empty()) trees_.Put(call, std::move(tree));
  return operation;
}

void ImportSteps::Undo(rpc::Call& call, const v1::UndoOrganisationImportRequest& request,
                       const v1::OrganisationImport& import, const std::vector<v1::ImportOrigin>& parts,
                       v1::OrganisationTree tree) const {
  v1::ImportCheckpoint first;
  first.mutable_organisation_import()->set_name(import.name());
  first.set_part_count(static_cast<int>(parts.size()));
  for (const v1::ImportOrigin& part : parts) {
    first.set_organisation_count(first.organisation_count() + part.organisations_size());
  }
  const auto operation = operations_.Begin(call, kUndo, auth::kProvince, request,
                                           {.checkpoint = first.SerializeAsString(), .settled = true});
  tree.set_operation(operation.name());
  tree.set_unplaced_import(import.name());
  trees_.Put(call, std::move(tree));
}

absl::StatusOr<bool> ImportSteps::Do(rpc::Call& call, operations::Step& step) const {
  ASSIGN_OR_RETURN(v1::ImportCheckpoint at, step.CheckpointAs<v1::ImportCheckpoint>());
  const bool prepared = at.done_count() == at.organisation_count();
  if (step.settled) {
    RETURN_IF_ERROR(Place(call, &at));
  } else if (!prepared) {
    RETURN_IF_ERROR(Prepare(call, step, &at));
  } else if (at.organisation_count() > 0) {
    RETURN_IF_ERROR(PutInEffect(call, &at));
    step.settled = true;
  }
  const bool last = at.part_count() == at.placed_part_count();
  step.progress.set_unit(step.settled ? Progress::PLACED_RECORDS : Progress::PREPARED_RECORDS);
  step.progress.set_done(at.done_count());
  step.progress.set_total(at.organisation_count());
  if (last && at.has_counts()) {
    step.response = std::make_unique<v1::ImportOrganisationsResponse>(at.counts());
  } else if (last) {
    ASSIGN_OR_RETURN(auto undone, imports_.Load(call, at.organisation_import().name()));
    step.response = std::make_unique<v1::OrganisationImport>(std::move(undone));
  }
  step.checkpoint = at.SerializeAsString();
  return last;
}

absl::Status ImportSteps::Prepare(rpc::Call& call, const operations::Step& step, v1::ImportCheckpoint* at) const {
  ASSIGN_OR_RETURN(const auto request, step.RequestAs<v1::StartOrganisationImportRequest>());
  ASSIGN_OR_RETURN(const v1::OrganisationTree tree, LoadTree(call));
  ASSIGN_OR_RETURN(const auto existing, LoadOrganisations(call));
  ASSIGN_OR_RETURN(const Import import, PlanOf(request, existing, civil::FromDate(at->today())));
  if (import.writes.size() != static_cast<size_t>(at->organisation_count())) {
    return absl::InternalError("The file no longer does what it did when the import began.");
  }
  const auto left = std::span(import.writes).subspan(static_cast<size_t>(at->done_count()));
  v1::ImportOrigin part = KeepPart(existing, left, most_in_part_, tree, at->mutable_organisation_import());
  at->set_part_count(at->part_count() + 1);
  at->set_done_count(at->done_count() + part.organisations_size());
  part.set_name(PartName(*at, at->part_count()));
  origins_.PutNew(call, std::move(part));
  return absl::OkStatus();
}

absl::Status ImportSteps::PutInEffect(rpc::Call& call, v1::ImportCheckpoint* at) const {
  ASSIGN_OR_RETURN(v1::OrganisationTree tree, LoadTree(call));
  v1::OrganisationImport import = std::move(*at->mutable_organisation_import());
  *import.mutable_create_time() = civil::ToTimestamp(call.now());
  at->mutable_organisation_import()->set_name(import.name());
  at->mutable_counts()->set_organisation_import(import.name());
  at->set_done_count(0);
  TakeEffect(import, &tree);
  tree.set_unplaced_import(import.name());
  trees_.Put(call, std::move(tree));
  imports_.PutNew(call, std::move(import));
  return absl::OkStatus();
}

absl::Status ImportSteps::Place(rpc::Call& call, v1::ImportCheckpoint* at) const {
  ASSIGN_OR_RETURN(const auto import, imports_.Load(call, at->organisation_import().name()));
  at->set_placed_part_count(at->placed_part_count() + 1);
  ASSIGN_OR_RETURN(v1::ImportOrigin part, origins_.Load(call, PartName(*at, at->placed_part_count())));
  at->set_done_count(at->done_count() + part.organisations_size());
  PutInPlace(call, import, std::move(part));
  if (at->placed_part_count() < at->part_count()) return absl::OkStatus();
  ASSIGN_OR_RETURN(v1::OrganisationTree tree, LoadTree(call));
  tree.clear_operation();
  tree.clear_unplaced_import();
  trees_.Put(call, std::move(tree));
  return absl::OkStatus();
}

absl::StatusOr<bool> ImportSteps::TakeBack(rpc::Call& call, operations::Step& step) const {
  ASSIGN_OR_RETURN(const v1::ImportCheckpoint at, step.CheckpointAs<v1::ImportCheckpoint>());
  for (int number = 1; number <= at.part_count(); ++number) origins_.Delete(call, PartName(at, number));
  if (at.organisation_count() == 0) return true;
  ASSIGN_OR_RETURN(v1::OrganisationTree tree, LoadTree(call));
  tree.clear_operation();
  trees_.Put(call, std::move(tree));
  return true;
}

}  // namespace congress::allocation
