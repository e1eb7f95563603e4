// Single values of a YAML file as fields, by the field's type and never by the value's look.
#pragma once

#include <string>

#include "cli/yaml/document.h"
#include "google/protobuf/message.h"

namespace congress::cli::yaml {

// Sets the field, or appends to it, from a scalar. What is wrong with it; empty when it was set.
std::string SetScalar(const google::protobuf::FieldDescriptor& field, const Node& node,
                      google::protobuf::Message* message);

// Whether messages of the type are written as one text: days, times and masks.
bool IsWrittenAsText(const google::protobuf::Descriptor& type);

// Sets such a message of the field. What is wrong with it; empty when it was set.
std::string SetFromText(const google::protobuf::FieldDescriptor& field, const std::string& text,
                        google::protobuf::Message* message);

}  // namespace congress::cli::yaml
