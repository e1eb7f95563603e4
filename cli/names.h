// What people call the organisations that an answer names.
#pragma once

#include "cli/connection.h"
#include "google/protobuf/message.h"

namespace congress::cli {

// Puts the display names of organisations before their resource names, which the next command wants and which alone
// tell two of one name apart, wherever the answer refers to one, as far as the caller may read them; a resource's own
// name stays alone.
void ShowNames(const Connection& connection, google::protobuf::Message* answer);

}  // namespace congress::cli
