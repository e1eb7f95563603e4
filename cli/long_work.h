// Long work on the command line: waits for an operation, shows how far it is, and takes Ctrl-C as cancel.
#pragma once

#include "cli/connection.h"
#include "congress/operations/v1/operation.pb.h"

namespace congress::cli {

// Whether the method begins an operation.
bool BeginsOperation(const google::protobuf::MethodDescriptor& method);

// Begins the operation and follows it to its end, which is then in `operation`. On a terminal the standard error shows
// its progress. The first Ctrl-C asks the server to cancel it, the second ends the program and leaves the operation
// alone. Returns why it did not begin, or failed; CANCELLED when it was cancelled.
absl::Status BeginAndFollow(const Connection& connection, const google::protobuf::MethodDescriptor& method,
                            const google::protobuf::Message& request, operations::v1::Operation* operation);

// The method that does the same by the steps of an operation, as the proto says; null where there is none.
const google::protobuf::MethodDescriptor* MethodBySteps(const google::protobuf::MethodDescriptor& method);
// Has `by_steps` do what `request` asks of the method that it stands for, and follows the operation to its end, whose
// response is then in `answer`. Errors of both.
absl::Status CallBySteps(const Connection& connection, const google::protobuf::MethodDescriptor& by_steps,
                         const google::protobuf::Message& request, google::protobuf::Message* answer);

}  // namespace congress::cli
