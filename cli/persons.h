// Names of persons and congresses, which one service keeps and the papers of others want.
#pragma once

#include "absl/status/status.h"
#include "cli/connection.h"
#include "google/protobuf/message.h"

namespace congress::cli {

// Gives a request for a paper what its service does not know: what the congress is called, unless it says so itself.
// Any other request stays as it is.
absl::Status NameCongress(const Connection& connection, google::protobuf::Message* request);

// Gives a request for the list of summoned delegates what allocation does not know, unless it has
// `persons`: the names and posts of those who hold a seat as dossiers has them for this caller. Who is not among the
// `persons`, whose record the caller may not read, or who has none, is named on stderr and has blanks. Any other
// request stays as it is.
absl::Status NamePersons(const Connection& connection, google::protobuf::Message* request);

}  // namespace congress::cli
