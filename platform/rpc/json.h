// Messages as JSON (the mapping of proto3), known by their descriptors alone: between the text and the bytes of the
// wire, without the message.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"

namespace congress::rpc {

// Longest JSON of a request, in bytes: it costs far more to read than the bytes that it stands for.
inline constexpr size_t kMaxJsonBytes = 1 << 20;

// The field of that name, as the proto or as JSON has it; null: there is none.
const google::protobuf::FieldDescriptor* FieldNamed(const google::protobuf::Descriptor& type, std::string_view name);

// The bytes of a message of `type`, whose pool lives as long as the process. INVALID_ARGUMENT `REQUEST_MALFORMED` for
// what is no JSON or none of this type; INVALID_ARGUMENT `FIELDS_INVALID` naming all fields that the type does not have
// or that are given twice, which two readers would read as two things.
absl::StatusOr<std::string> BytesOfJson(const google::protobuf::Descriptor& type, std::string_view json);
// The JSON of a message of `type`: names in lowerCamelCase, enumerations by name, without what is not set. INTERNAL
// when it cannot be written.
absl::StatusOr<std::string> JsonOfBytes(const google::protobuf::Descriptor& type, std::string_view bytes);

}  // namespace congress::rpc
