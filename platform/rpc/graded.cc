#include "platform/rpc/graded.h"

#include <vector>

#include "google/protobuf/unknown_field_set.h"
#include "platform/rpc/fields.h"

namespace congress::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool IsMessage(const FieldDescriptor& field) { return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE; }

// Whether the field goes as a whole. Entries of a map have no place by which they would be found again.
bool GoesWhole(const FieldDescriptor& field) {
  return RuleOf(field).grade() != annotations::v1::GRADE_UNSPECIFIED ||
         (field.is_map() && CanHoldGraded(*field.message_type()));
}

std::vector<const FieldDescriptor*> FieldsOf(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  return fields;
}

// Of a field that holds messages with graded fields among others.
bool TakeOfField(const FieldDescriptor& field, Message* plain, Message* graded) {
  const Reflection& reflection = *plain->GetReflection();
  if (!field.is_repeated()) {
    return TakeGraded(reflection.MutableMessage(plain, &field), reflection.MutableMessage(graded, &field));
  }
  bool any = false;
  for (int i = 0; i < reflection.FieldSize(*plain, &field); ++i) {
    Message* item = reflection.AddMessage(graded, &field);
    any = TakeGraded(reflection.MutableRepeatedMessage(plain, &field, i), item) || any;
  }
  return any;
}

bool PutOfField(const FieldDescriptor& field, Message* graded, Message* plain) {
  const Reflection& reflection = *plain->GetReflection();
  if (!field.is_repeated()) {
    return reflection.HasField(*plain, &field) &&
           PutGraded(reflection.MutableMessage(graded, &field), reflection.MutableMessage(plain, &field));
  }
  const int size = reflection.FieldSize(*graded, &field);
  if (size != reflection.FieldSize(*plain, &field)) return false;
  for (int i = 0; i < size; ++i) {
    if (!PutGraded(reflection.MutableRepeatedMessage(graded, &field, i),
                   reflection.MutableRepeatedMessage(plain, &field, i))) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool TakeGraded(Message* plain, Message* graded) {
  if (!CanHoldGraded(*plain->GetDescriptor())) return false;
  const Reflection& reflection = *plain->GetReflection();
  std::vector<const FieldDescriptor*> whole;
  bool any = false;
  for (const FieldDescriptor* field : FieldsOf(*plain)) {
    if (GoesWhole(*field)) {
      whole.push_back(field);
    } else if (IsMessage(*field) && CanHoldGraded(*field->message_type())) {
      const bool some = TakeOfField(*field, plain, graded);
      if (!some) reflection.ClearField(graded, field);
      any = any || some;
    }
  }
  if (!whole.empty()) reflection.SwapFields(plain, graded, whole);
  auto* unknown = reflection.MutableUnknownFields(plain);
  any = any || !whole.empty() || !unknown->empty();
  reflection.MutableUnknownFields(graded)->MergeFromAndDestroy(unknown);
  return any;
}

bool PutGraded(Message* graded, Message* plain) {
  const Reflection& reflection = *plain->GetReflection();
  std::vector<const FieldDescriptor*> whole;
  for (const FieldDescriptor* field : FieldsOf(*graded)) {
    if (GoesWhole(*field)) {
      whole.push_back(field);
    } else if (!IsMessage(*field) || !PutOfField(*field, graded, plain)) {
      return false;
    }
  }
  if (!whole.empty()) reflection.SwapFields(plain, graded, whole);
  reflection.MutableUnknownFields(plain)->MergeFromAndDestroy(reflection.MutableUnknownFields(graded));
  return true;
}

}  // namespace congress::rpc
