// Updates by field mask (AIP-134), with the rules of the fields.
#pragma once

#include "absl/status/status.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"
#include "platform/rpc/call.h"

namespace congress::rpc {

// Copies from `patch` to `current` what `mask` names: no mask means the populated fields, `*` every field that the
// caller may see. Output-only fields stay as they are. INVALID_ARGUMENT `FIELDS_INVALID` for an unknown path, an
// immutable field or a required one left empty; PERMISSION_DENIED `FIELD_GRADED` for a field above the caller's
// clearance.
absl::Status ApplyUpdate(Call& call, const google::protobuf::FieldMask& mask, const google::protobuf::Message& patch,
                         google::protobuf::Message* current);

}  // namespace congress::rpc
