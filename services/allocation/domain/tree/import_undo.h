// What is kept of an import, and how the tree goes back to what it was before it.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/organisation.pb.h"
#include "congress/allocation/v1/organisation_import.pb.h"
#include "congress/allocation/v1/stored.pb.h"

namespace congress::allocation {

// What an import leaves beside the organisations that it writes.
struct KeptImport {
  // Name, state and counts; who, when and which file are the caller's.
  v1::OrganisationImport import;
  v1::ImportOrigin origin;
};

// Counts one import more in `tree`, makes it the newest in effect, and keeps what `writes` put in place of.
KeptImport KeepImport(const std::vector<v1::Organisation>& existing, const std::vector<v1::Organisation>& writes,
                      v1::OrganisationTree* tree);

// FAILED_PRECONDITION `IMPORT_UNDONE` or `IMPORT_NOT_NEWEST` unless the import is the newest in effect.
absl::Status RequireNewest(const v1::OrganisationImport& import, const v1::OrganisationTree& tree);

// How the tree goes back.
struct Undo {
  // Organisations as they were before.
  std::vector<v1::Organisation> restored;
  // Those that the import made.
  std::set<std::string> removed;
};

// FAILED_PRECONDITION `ORGANISATION_CHANGED_SINCE` when an organisation is not as the import wrote it, and
// `ORGANISATION_IN_USE` when one that stays names one that goes: as its parent, in its lineage, as the record it is a
// duplicate of.
absl::StatusOr<Undo> PlanUndo(const v1::OrganisationImport& import, const v1::ImportOrigin& origin,
                              const std::vector<v1::Organisation>& existing);

// The first of the organisations that the plan is of or has a line for; empty when there is none.
std::string NamedIn(const v1::AllocationPlan& plan, const std::set<std::string>& organisations);

// FAILED_PRECONDITION `ORGANISATION_IN_USE`.
absl::Status InUse(const std::string& organisation, const std::string& used_by);

}  // namespace congress::allocation
