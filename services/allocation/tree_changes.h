// Changes of the tree of organisations: imports and their undoing, duplicates made one.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/delegate.pb.h"
#include "congress/allocation/v1/organisation_service.pb.h"
#include "congress/allocation/v1/stored.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/repository.h"
#include "services/allocation/import_steps.h"

namespace congress::allocation {

// Every change moves the tree record, so that two at once, or a plan computed meanwhile, collide.
class TreeChanges {
 public:
  // `steps` outlives it.
  explicit TreeChanges(const ImportSteps& steps) : steps_(steps) {}

  // Errors of ImportOrganisations.
  absl::StatusOr<v1::ImportOrganisationsResponse> Import(rpc::Call& call,
                                                         const v1::ImportOrganisationsRequest& request) const;
  // Errors of UndoOrganisationImport.
  absl::StatusOr<v1::OrganisationImport> Undo(rpc::Call& call, const v1::UndoOrganisationImportRequest& request) const;
  // Errors of MergeDuplicateOrganisations.
  absl::StatusOr<v1::Organisation> MergeDuplicates(rpc::Call& call,
                                                   const v1::MergeDuplicateOrganisationsRequest& request) const;

 private:
  // FAILED_PRECONDITION `ORGANISATION_IN_USE` when a plan that is no draft names one of the organisations.
  absl::Status RefusePlanned(rpc::Call& call, const std::set<std::string>& organisations) const;
  // FAILED_PRECONDITION `ORGANISATION_IN_USE` when a plan of the organisation's own is no draft, or when it has
  // delegates.
  absl::Status RefuseOwned(rpc::Call& call, const std::string& organisation) const;

  const ImportSteps& steps_;
  rpc::Repository<v1::OrganisationTree> trees_{rpc::kUnlisted};
  rpc::Repository<v1::OrganisationImport> imports_{"allocation.organisations.read"};
  rpc::Repository<v1::ImportOrigin> origins_{rpc::kUnlisted};
  rpc::Repository<v1::AllocationPlan> plans_{"allocation.plans.read"};
  rpc::Repository<v1::SeatCount> counts_{rpc::kUnlisted};
};

}  // namespace congress::allocation
