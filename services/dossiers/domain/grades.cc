#include "services/dossiers/domain/grades.h"

#include <vector>

namespace congress::dossiers {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::vector<const FieldDescriptor*> SetFields(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  return fields;
}

}  // namespace

Grade GradeOf(const FieldDescriptor& field) { return field.options().GetExtension(annotations::v1::field).grade(); }

bool ShowsGraded(const Message& message, Grade clearance) {
  const auto& reflection = *message.GetReflection();
  for (const FieldDescriptor* field : SetFields(message)) {
    const Grade grade = GradeOf(*field);
    if (grade > clearance) continue;
    if (grade != annotations::v1::GRADE_UNSPECIFIED) return true;
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      if (ShowsGraded(reflection.GetMessage(message, field), clearance)) return true;
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      if (ShowsGraded(reflection.GetRepeatedMessage(message, field, i), clearance)) return true;
    }
  }
  return false;
}

void ClearGraded(Message* message) {
  const auto& reflection = *message->GetReflection();
  for (const FieldDescriptor* field : SetFields(*message)) {
    if (GradeOf(*field) != annotations::v1::GRADE_UNSPECIFIED) {
      reflection.ClearField(message, field);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_repeated()) {
      ClearGraded(reflection.MutableMessage(message, field));
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      const int size = reflection.FieldSize(*message, field);
      for (int i = 0; i < size; ++i) ClearGraded(reflection.MutableRepeatedMessage(message, field, i));
    }
  }
}

}  // namespace congress::dossiers
