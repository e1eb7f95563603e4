// What must be settled before a dossier is accepted.
#pragma once

#include "absl/status/status.h"
#include "congress/dossiers/v1/dossier.pb.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

// FAILED_PRECONDITION `PERSON_SUSPENDED` while something is under way against the person, `REVIEW_BLOCKED` in its place
// for callers who may not know, and while a verification is open.
absl::Status RequireSettled(rpc::Call& call, const v1::Dossier& dossier);

// Says in the dossier whether something is under way against its person, where the caller may know; of their own nobody
// learns.
absl::Status TellSuspended(rpc::Call& call, v1::Dossier* dossier);

}  // namespace congress::dossiers
