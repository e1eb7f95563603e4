// Commands whose method streams its answers.
#pragma once

#include "absl/time/time.h"
#include "cli/connection.h"
#include "cli/settings.h"
#include "google/protobuf/message.h"

namespace congress::cli {

// Writes what the stream tells, line by line as it comes, until it ends, `until` has passed or the user interrupts it.
// A stream that can be resumed goes on after it was cut, which standard error tells, as it does in the end how the next
// one goes on. `answer` is filled again and again. The exit status.
int FollowCommand(const Connection& connection, const google::protobuf::MethodDescriptor& method,
                  const google::protobuf::Message& request, google::protobuf::Message* answer, const Settings& settings,
                  const View& view, absl::Time until);

}  // namespace congress::cli
