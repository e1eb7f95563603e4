// Imports of more organisations than one commit holds, and their undoing, by the steps of an operation.
#pragma once

#include <cstddef>
#include <string_view>

#include "absl/status/statusor.h"
#include "congress/allocation/v1/organisation_import.pb.h"
#include "congress/allocation/v1/organisation_service.pb.h"
#include "congress/allocation/v1/stored.pb.h"
#include "platform/operations/operations.h"
#include "platform/rpc/call.h"
#include "platform/rpc/repository.h"

namespace congress::allocation {

// The organisations of an import come into the parts of its origin first, where nobody sees them. One commit says in
// the tree record that they hold, so that from then on all readers have them from there (tree_record.h); further steps
// put them in their places. An undoing needs no preparation: the parts are there.
class ImportSteps {
 public:
  // Organisations of one part, and so of one commit.
  static constexpr size_t kMostInPart = 3000;

  // Registers the kinds of both.
  explicit ImportSteps(operations::Operations& operations, size_t most_in_part = kMostInPart);

  // Errors of StartOrganisationImport.
  absl::StatusOr<operations::v1::Operation> Start(rpc::Call& call,
                                                  const v1::StartOrganisationImportRequest& request) const;
  // Stages that `import`, which the caller has put as undone, is undone at once, and the operation that puts the
  // organisations of its `parts` in their places. Moves `tree`.
  void Undo(rpc::Call& call, const v1::UndoOrganisationImportRequest& request, const v1::OrganisationImport& import,
            const std::vector<v1::ImportOrigin>& parts, v1::OrganisationTree tree) const;

 private:
  absl::StatusOr<bool> Do(rpc::Call& call, operations::Step& step) const;
  // Each stages one step.
  absl::Status Prepare(rpc::Call& call, const operations::Step& step, v1::ImportCheckpoint* at) const;
  absl::Status PutInEffect(rpc::Call& call, v1::ImportCheckpoint* at) const;
  absl::Status Place(rpc::Call& call, v1::ImportCheckpoint* at) const;
  // Leaves nothing of an import that is not in effect.
  absl::StatusOr<bool> TakeBack(rpc::Call& call, operations::Step& step) const;

  operations::Operations& operations_;
  const size_t most_in_part_;
  rpc::Repository<v1::OrganisationTree> trees_{rpc::kUnlisted};
  rpc::Repository<v1::OrganisationImport> imports_{"allocation.organisations.read"};
  rpc::Repository<v1::ImportOrigin> origins_{rpc::kUnlisted};
};

}  // namespace congress::allocation
