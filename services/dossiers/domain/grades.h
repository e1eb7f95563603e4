// Graded parts of messages, by the grades that the protos declare.
#pragma once

#include "congress/annotations/v1/options.pb.h"
#include "google/protobuf/message.h"

namespace congress::dossiers {

using annotations::v1::Grade;

// Of who may see all.
inline constexpr Grade kEveryGrade = annotations::v1::Grade_MAX;

// Grade of a field; none where the proto declares none.
Grade GradeOf(const google::protobuf::FieldDescriptor& field);

// Whether a graded field that `clearance` shows is set, at any depth.
bool ShowsGraded(const google::protobuf::Message& message, Grade clearance);

// Empties every graded field, at any depth.
void ClearGraded(google::protobuf::Message* message);

}  // namespace congress::dossiers
