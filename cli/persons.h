// Names of persons, which dossiers keep and the papers of other services want.
#pragma once

#include "absl/status/status.h"
#include "cli/connection.h"
#include "google/protobuf/message.h"

namespace congress::cli {

// Gives a request for the list of summoned delegates what allocation does not know: what the congress is called, and,
// unless it has `persons`, the names and posts of those who hold a seat as dossiers has them for this caller. Who is
// not among the `persons`, whose record the caller may not read, or who has none, is named on stderr and has blanks.
// Any other request stays as it is.
absl::Status NamePersons(const Connection& connection, google::protobuf::Message* request);

}  // namespace congress::cli
