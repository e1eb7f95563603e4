// Long work on the command line: waits for an operation, shows how far it is, and takes Ctrl-C as cancel.
#pragma once

#include "cli/connection.h"
#include "congress/operations/v1/operation.pb.h"

namespace congress::cli {

// Whether the method begins an operation.
bool BeginsOperation(const google::protobuf::MethodDescriptor& method);

// Follows the operation to its end, which is then in `operation`. On a terminal the standard error shows its progress.
// The first Ctrl-C asks the server to cancel it, the second ends the program and leaves the operation alone. Returns
// why it failed; CANCELLED when it was cancelled.
absl::Status FollowOperation(const Connection& connection, operations::v1::Operation* operation);

}  // namespace congress::cli
