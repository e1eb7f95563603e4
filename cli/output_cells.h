// Fields as the cells of tables.
#pragma once

#include <string>
#include <string_view>

#include "google/protobuf/message.h"
#include "platform/status/sentence.h"

namespace congress::cli {

// For whom: programs, with every value as the suite writes and reads it, or people, in their language.
struct Reader {
  bool is_program = false;
  status::Language language = status::Language::kEnglish;
};

// Whether a message of the type is a value of one cell: dates, times and whatever is not the suite's own.
bool IsValue(const google::protobuf::Descriptor& type);

// Whether the items of the list are reasons that are described, such as what blocks an organisation.
bool IsTold(const google::protobuf::FieldDescriptor& list);

// Whether an item of such a list may have a name of its own by which people know it in a cell.
bool MayHaveName(const google::protobuf::Descriptor& item);

// What people call the value in the language; empty where its own name is all there is.
std::string WordOf(const google::protobuf::EnumValueDescriptor& value, status::Language language);

// The field as one cell. Days as 2025-07-09, times as 2025-07-09T08:30:00+07:00 (to the second for people), bytes as
// hexadecimal digits, enum values by name, for people in Vietnamese by what they are called; empty where the field is
// not set. Several values stand side by side with `;` between them; messages are their JSON, or a line each where they
// are told in words (IsTold), for people what they are called, or what they say if they have no name.
std::string Cell(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field,
                 const Reader& reader);

// One value of a repeated field.
std::string ItemCell(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field,
                     int index, const Reader& reader);

}  // namespace congress::cli
