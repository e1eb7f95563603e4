#include "platform/rpc/field_mask.h"

#include <memory>
#include <vector>

#include "google/protobuf/util/message_differencer.h"
#include "platform/rpc/fields.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using status::PlatformFault;

// Copies one field, whatever its type: merging a patch that holds nothing else.
void CopyField(const Message& patch, const FieldDescriptor& field, Message* current) {
  std::unique_ptr<Message> only(patch.New());
  only->CopyFrom(patch);
  std::vector<const FieldDescriptor*> fields;
  only->GetReflection()->ListFields(*only, &fields);
  for (const FieldDescriptor* other : fields) {
    if (other != &field) only->GetReflection()->ClearField(only.get(), other);
  }
  current->GetReflection()->ClearField(current, &field);
  current->MergeFrom(*only);
}

bool IsEmpty(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  return field.is_repeated() ? reflection.FieldSize(message, &field) == 0 : !reflection.HasField(message, &field);
}

bool SameField(const Message& a, const Message& b, const FieldDescriptor& field) {
  google::protobuf::util::MessageDifferencer differencer;
  return differencer.CompareWithFields(a, b, {&field}, {&field});
}

}  // namespace

absl::Status ApplyUpdate(Call& call, const google::protobuf::FieldMask& mask, const Message& patch, Message* current) {
  const auto& type = *current->GetDescriptor();
  const auto clearance = call.principal().clearance;
  std::vector<const FieldDescriptor*> fields;
  const bool all = mask.paths_size() == 1 && mask.paths(0) == "*";
  if (all) {
    for (int i = 0; i < type.field_count(); ++i) fields.push_back(type.field(i));
  } else if (mask.paths().empty()) {
    patch.GetReflection()->ListFields(patch, &fields);
  }
  status::Violations violations;
  if (!all) {
    for (const std::string& path : mask.paths()) {
      // Whole fields only: a repeated field is replaced, and so is a message.
      const FieldDescriptor* field = type.FindFieldByName(path);
      if (field == nullptr) violations.Add("update_mask", PlatformFault::NOT_A_FIELD, {{"path", path}});
      if (field != nullptr) fields.push_back(field);
    }
  }
  for (const FieldDescriptor* field : fields) {
    const auto& rule = RuleOf(*field);
    if (rule.output_only() || field->name() == "name" || field->name() == "etag") continue;
    if (rule.grade() > clearance) {
      if (all) continue;
      return status::Error(absl::StatusCode::kPermissionDenied, status::PlatformReason::FIELD_GRADED,
                           {{"field", field->name()}});
    }
    if (rule.immutable()) {
      // Said again as it is, it is no change.
      if (!all && !SameField(patch, *current, *field))
        violations.Add("update_mask", PlatformFault::FIELD_FIXED, {{"path", field->name()}});
      continue;
    }
    CopyField(patch, *field, current);
    if (rule.required() && IsEmpty(*current, *field)) {
      violations.Add(field->name(), PlatformFault::REQUIRED);
    }
  }
  return violations.ToStatus();
}

}  // namespace congress::rpc
