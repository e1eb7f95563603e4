// What is kept of an import, and how the tree goes back to what it was before it.
#pragma once

#include <optional>
#include <set>
#include <span>
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

// The same in parts, for an import of several commits. First what is known of the next import before it writes
// anything.
v1::OrganisationImport NextImport(const v1::OrganisationTree& tree);
// A part of its origin, without a name: the first `most` of `writes`, or so few that a part fits into a commit with
// what is told of it, and what they are put in place of. Counts them in `import`.
v1::ImportOrigin KeepPart(const std::vector<v1::Organisation>& existing, std::span<const v1::Organisation> writes,
                          size_t most, const v1::OrganisationTree& tree, v1::OrganisationImport* import);
// Last: counts it in `tree`, as the newest in effect.
void TakeEffect(const v1::OrganisationImport& import, v1::OrganisationTree* tree);

// An organisation as the import wrote it, or after its undoing as it was before; none where there was none. Needs
// `after` while the import is in effect.
std::optional<v1::Organisation> InEffect(const v1::OrganisationImport& import, const v1::OrganisationOrigin& origin);

// FAILED_PRECONDITION `ORGANISATIONS_CHANGING` while an operation changes the tree.
absl::Status RequireSettled(const v1::OrganisationTree& tree);

// FAILED_PRECONDITION `IMPORT_UNDONE` or `IMPORT_NOT_NEWEST` unless the import is the newest in effect.
absl::Status RequireNewest(const v1::OrganisationImport& import, const v1::OrganisationTree& tree);

// The organisations that the import made and its undoing removes. FAILED_PRECONDITION `ORGANISATION_CHANGED_SINCE` when
// an organisation is not as the import wrote it, and `ORGANISATION_IN_USE` when one that stays names one that goes: as
// its parent, in its lineage, as the record it is a duplicate of.
absl::StatusOr<std::set<std::string>> PlanUndo(const v1::OrganisationImport& import, const v1::ImportOrigin& origin,
                                               const std::vector<v1::Organisation>& existing);

// The first of the organisations that the plan is of or has a line for; empty when there is none.
std::string NamedIn(const v1::AllocationPlan& plan, const std::set<std::string>& organisations);

// FAILED_PRECONDITION `ORGANISATION_IN_USE`.
absl::Status InUse(const std::string& organisation, const std::string& used_by);

}  // namespace congress::allocation
