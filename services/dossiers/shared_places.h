// Where two records of one person both have a place.
#pragma once

#include "absl/status/status.h"
#include "platform/rpc/call.h"
#include "services/dossiers/persons.h"

namespace congress::dossiers {

// FAILED_PRECONDITION `PLACES_COLLIDE` where both stand on one ballot, planning list or plan, or hold or are proposed
// for one position: there they would be one person twice. Looks at all of them.
absl::Status RequireNoSharedPlace(rpc::Call& call, const Names& kept, const Names& duplicate);

}  // namespace congress::dossiers
