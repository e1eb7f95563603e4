// Flags to request fields and back: `--display-name X`, `--opening-date 2025-10-01`, `--csv FILE`, `--json FILE`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace congress::cli {

// A flag that sets one field, perhaps of a message within the request.
struct Flag {
  std::string name;  // Without dashes.
  std::vector<const google::protobuf::FieldDescriptor*> path;
};

// The flags of a request type: one per field; fields of a message within it go by their own name where it is free, else
// by `message-field`.
std::vector<Flag> FlagsOf(const google::protobuf::Descriptor& type);

// Sets the field from the flag's values: text, number, `true`, enum value by name, date as 2025-10-01, length of time
// as 5s, bytes as a file's name, a key in PEM as itself or `@FILE`, any other message as JSON. INVALID_ARGUMENT says
// what does not fit.
absl::Status SetFlag(const Flag& flag, const std::vector<std::string>& values, google::protobuf::Message* request);

// Where a request with an `update_mask` has none: names in it the fields of the resource that were typed, so that an
// empty text and a 0 are set as well.
void AddTypedToMask(const std::vector<Flag>& flags, const std::vector<std::vector<std::string>>& values,
                    google::protobuf::Message* request);

// The values of an enumeration as people type them, `party-committee`, but for the one that says nothing.
std::string ValuesOf(const google::protobuf::EnumDescriptor& type, std::string_view between);

// Merges JSON text into a message; unknown fields are errors.
absl::Status MergeJson(const std::string& json, google::protobuf::Message* message);

// A file's content; `-` reads standard input.
absl::StatusOr<std::string> ReadInput(const std::string& path);

}  // namespace congress::cli
