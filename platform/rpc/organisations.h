// What the Gate asks of every change: that the organisations which it names exist, and that those for which something
// new is entered have not ended.
#pragma once

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "platform/directory/directory.h"
#include "platform/rpc/call.h"

namespace congress::rpc {

// For a call that changes something. NOT_FOUND `ORGANISATION_UNKNOWN` for an organisation that the request names or
// that a new or moved record belongs to; FAILED_PRECONDITION `ORGANISATION_CLOSED` when a new or moved record belongs
// to one that has ended. Takes a newer tree into `scope` where one had to be asked for. What was decided by must still
// hold at the commit.
absl::Status CheckOrganisations(directory::Directory& directory, const google::protobuf::Message& request,
                                Call::Scope& scope, Call& call);

// The error with the display names of organisations where its sentences show their resource names; its metadata stay.
absl::Status WithDisplayNames(absl::Status status, const directory::Tree& tree);

}  // namespace congress::rpc
