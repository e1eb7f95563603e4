// The record that moves with every change of the tree of organisations, and the organisations as it has them.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/allocation/v1/organisation.pb.h"
#include "congress/allocation/v1/organisation_import.pb.h"
#include "congress/allocation/v1/stored.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/repository.h"

namespace congress::allocation {

// What the names of organisations begin with.
inline constexpr std::string_view kOrganisations = "organisations/";

// The tree record, new before the first import. That it moves before the commit is noticed.
absl::StatusOr<v1::OrganisationTree> LoadTree(rpc::Call& call);
// ABORTED `CONTENTION`, upon which the Gate does the call again, when the tree is not `tree` any more: for calls that
// read several organisations and commit nothing.
absl::Status RequireSameTree(rpc::Call& call, const v1::OrganisationTree& tree);

// The only way to the organisations: their repository, in a call that from now on reads them as they are in effect.
// Those that an import or its undoing has not yet put in their places are read from its origin.
absl::StatusOr<const rpc::Repository<v1::Organisation>*> OrganisationsOf(rpc::Call& call);
// All of them as of one moment.
absl::StatusOr<std::vector<v1::Organisation>> LoadOrganisations(rpc::Call& call);
// Puts the organisations of an import's origin, or a part of it, in their places as they are in effect: the origin of
// an import that is undone goes.
void PutInPlace(rpc::Call& call, const v1::OrganisationImport& import, v1::ImportOrigin origin);

}  // namespace congress::allocation
