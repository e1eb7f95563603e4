// Who has which identifier. Identifiers are found by a keyed hash, so that neither an index nor a name in the store
// tells them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/dossiers/v1/person.pb.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

// The one place where an identifier is hashed, under a key of the service.
absl::StatusOr<std::string> IdentifierHash(rpc::Call& call, const v1::Identifier& identifier);

// Stages that `after` has its identifiers, and `before` those no more that it had alone. ALREADY_EXISTS
// `IDENTIFIER_TAKEN` where another person has one whom the caller may read. Where the caller may not, a suspected
// duplicate is staged for the province.
absl::Status ClaimIdentifiers(rpc::Call& call, const v1::Person& before, const v1::Person& after);

// Names of the persons who have the identifier.
absl::StatusOr<std::vector<std::string>> PersonsWith(rpc::Call& call, const v1::Identifier& identifier);

}  // namespace congress::dossiers
