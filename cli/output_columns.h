// Which columns a table has, and the rows that stand in it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/output_cells.h"
#include "google/protobuf/message.h"

namespace congress::cli {

// One row: the item of a list, behind the items around it, whose lists it stands in.
struct Row {
  std::vector<const google::protobuf::Message*> chain;
  // Of a list of values, which; its list is a field of the last message of the chain.
  int index = -1;
};

// One column.
struct Column {
  // What programs call it: the names of the fields that lead there, such as `profile.birth_date`.
  std::string path;
  // What people call it; the path where nothing better is known.
  std::string title;
  // From a message of the chain through messages that occur once.
  size_t level = 0;
  std::vector<const google::protobuf::FieldDescriptor*> fields = {};
  // Of a list of pairs such as measures, whose value it is.
  std::string key = "";
};

// The columns of messages of one type, nested messages by their fields; of pairs those that occur in `rows` or are
// `asked` for, such as `measure:votes`.
std::vector<Column> ColumnsOf(const google::protobuf::Descriptor& type, const std::vector<Row>& rows,
                              const std::vector<std::string>& asked = {});

// Those that tables show and what they are called; none of a type that output_columns.yaml does not have.
std::vector<Column> CuratedColumns(const google::protobuf::Descriptor& type, status::Language language);

// What people call the fields on the path, in Vietnamese; the path where that is not known, and in English, which the
// fields are named in.
std::string TitleOf(std::string_view path, status::Language language);

// Gives the columns of messages of the type the titles that people know them by.
void Entitle(const google::protobuf::Descriptor& type, status::Language language, std::vector<Column>* columns);

// The types that output_columns.yaml has.
std::vector<std::string> CuratedTypes();

// The columns that are named, in that order. INVALID_ARGUMENT names the first that is none, and what there is.
absl::StatusOr<std::vector<Column>> NamedColumns(const std::vector<std::string>& names,
                                                 const std::vector<Column>& columns);

// How many values a repeated field has there.
int SizeOf(const Column& column, const Row& row);

std::string ColumnCell(const Column& column, const Row& row, const Reader& reader);

}  // namespace congress::cli
