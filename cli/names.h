// What people call the organisations that an answer names.
#pragma once

#include "cli/connection.h"
#include "google/protobuf/message.h"

namespace congress::cli {

// Puts the display names of organisations in place of their resource names wherever the answer refers to one, as far as
// the caller may read them; a resource's own name stays, for the next command.
void ShowNames(const Connection& connection, google::protobuf::Message* answer);

}  // namespace congress::cli
