// What the Gate asks of every change: that the organisations which it names exist, and that those for which something
// new is entered or which are named anew have not ended.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "platform/directory/directory.h"
#include "platform/rpc/call.h"
#include "platform/status/sentence.h"

namespace congress::rpc {

// NOT_FOUND `ORGANISATION_UNKNOWN` for an organisation that the request, with a list also its filter, or, from now on,
// a record names; FAILED_PRECONDITION `ORGANISATION_CLOSED` when a record from now on belongs to or names one that has
// ended, and `ORGANISATION_NO_COMMITTEE` where it must be a Party committee. All of them are told at once
// (status::Refusals). Takes a newer tree into `scope` where one had to be asked for. What was decided by must still
// hold at the commit.
absl::Status CheckOrganisations(directory::Directory& directory, const google::protobuf::Message& request,
                                Call::Scope& scope, Call& call);

// What refused the work, and behind it what CheckOrganisations would refuse, so that the caller is told of both at
// once. Who was refused for want of a right is told no more.
absl::Status WithUnknown(const absl::Status& worked, directory::Directory* directory,
                         const google::protobuf::Message& request, Call::Scope& scope, Call& call);

// The records, by their names, that CheckOrganisations would refuse for what they name from now on, with why: for who
// knows which part of a request has made each, such as a row of a table.
absl::StatusOr<std::map<std::string, absl::Status>> RefusedRecords(Call& call);

// What is told of each organisation that the message names and that is nowhere, for a row of a table. A status where
// that cannot be found out.
absl::StatusOr<std::vector<status::Sentence>> UnknownIn(Call& call, const google::protobuf::Message& message);

// Who has the work of an organisation that has ended, for an error's metadata: resource names parted by `, `; empty:
// nobody.
std::string SuccessorsIn(const directory::Tree& tree, std::string_view organisation, absl::CivilDay day);

// The error with the display names of organisations where its sentences show their resource names; its metadata stay.
absl::Status WithDisplayNames(absl::Status status, const directory::Tree& tree);

}  // namespace congress::rpc
