// A YAML tree as a message, strictly, by the message's descriptor.
#pragma once

#include "absl/functional/function_ref.h"
#include "cli/yaml/document.h"
#include "cli/yaml/source.h"
#include "google/protobuf/message.h"

namespace congress::cli::yaml {

struct Reading {
  SourceMap places;
  // Every fault, not the first; at most kMostFaults.
  std::vector<Fault> faults;
};

inline constexpr size_t kMostFaults = 100;

// Fields whose absence is a fault; those that a service requires it names itself.
using IsNeeded = absl::FunctionRef<bool(const google::protobuf::FieldDescriptor&)>;

// Reads the tree into `message`, whose fields it clears before. Keys are the names of fields. The type of a field says
// how its text is read: texts as they stand; whole numbers in decimal digits, exactly and within their type's range;
// `true` or `false`; enum values by name; days as 2025-10-01; times as 2025-10-01T08:00:00+07:00; masks as a,b; bytes
// as text, or in base64 with the tag `!!binary`. Faults are keys that the message does not have, has twice or that only
// the server sets, keys without a value, two fields of which the message holds one, and text of another type.
Reading ReadMessage(const Node& root, google::protobuf::Message* message);
Reading ReadMessage(const Node& root, IsNeeded needed, google::protobuf::Message* message);

}  // namespace congress::cli::yaml
