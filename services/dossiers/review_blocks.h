// What must be settled before a dossier is accepted, or somebody decides on its person.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "congress/dossiers/v1/dossier.pb.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

// FAILED_PRECONDITION `PERSON_SUSPENDED` while something is under way against the person, `REVIEW_BLOCKED` in its place
// for callers who may not know, and while a verification is open.
absl::Status RequireSettled(rpc::Call& call, const v1::Dossier& dossier);
// The same of an accepted one that is to be sent.
absl::Status RequireSettledToSend(rpc::Call& call, const v1::Dossier& dossier);

// The same of a person who is to get a place or to be arranged: no verification may be open in any dossier that is not
// put away. `name`: the place or the entry. Were that not asked for, who is not cleared would know what blocks.
absl::Status RequireSettledPerson(rpc::Call& call, const std::string& name, const std::string& person);

// Says in the dossier whether something is under way against its person, where the caller may know; of their own nobody
// learns.
absl::Status TellSuspended(rpc::Call& call, v1::Dossier* dossier);

}  // namespace congress::dossiers
