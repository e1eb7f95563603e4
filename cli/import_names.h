// Organisations by name in a table that is imported.
#pragma once

#include "absl/status/status.h"
#include "cli/connection.h"
#include "google/protobuf/message.h"

namespace congress::cli {

// Where a table of the request says organisations by what they are called, puts their resource names in place of that:
// a service knows ids and codes. Lines keep their numbers. INVALID_ARGUMENT tells the line of a name that nobody or
// several have. Requests without such a table stay as they are.
absl::Status NameOrganisations(const Connection& connection, const google::protobuf::MethodDescriptor& method,
                               google::protobuf::Message* request);

}  // namespace congress::cli
