// What the name of a file says of what is to stand in it.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace congress::cli {

// The ending of the file's name, of those that say what a file is, in lower case; empty for others.
std::string EndingOf(const std::string& path);

// Has the request ask for the file that the ending of `output` says. INVALID_ARGUMENT names what can be made where that
// is not: the call makes no such file, the request says another, or the answer comes as JSON.
absl::Status FollowEnding(const std::string& output, const google::protobuf::Descriptor& answer, bool as_json,
                          google::protobuf::Message* request);

}  // namespace congress::cli
