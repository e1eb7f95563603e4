// What two texts have and have not in common, as people read it in a terminal.
#pragma once

#include <string>

#include "google/protobuf/message.h"

namespace congress::cli {

// Whether the items of the list are sections that were compared.
bool IsComparison(const google::protobuf::FieldDescriptor& list);

// The sections that differ, each with its pieces that do: `[-removed-]`, `{+added+}`, `[<moved away<]`, `{>moved
// here>}`. What is the same is left out, with `…` in its place.
std::string MarkedText(const google::protobuf::Message& answer, const google::protobuf::FieldDescriptor& list);

}  // namespace congress::cli
