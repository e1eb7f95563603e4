// Answers as rows of cells, before they become a table or CSV.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "cli/output_cells.h"
#include "google/protobuf/message.h"

namespace congress::cli {

// What of an answer a table or CSV shows.
struct View {
  // By their paths; those that the format has by itself when empty.
  std::vector<std::string> columns = {};
  // In tables, too, which by themselves show those of output_columns.yaml.
  bool all_columns = false;
  // Names of the fields, with `.` between them, that lead to the list whose items are the rows: from the answer, or
  // from the items of its list. Empty: the answer's own list.
  std::string rows = "";
};

// Rows of cells; those of a list have the titles first.
using Grid = std::vector<std::vector<std::string>>;
// The fields that lead to a list; the last is repeated.
using Path = std::vector<const google::protobuf::FieldDescriptor*>;

// INVALID_ARGUMENT for columns and rows that the answers of the type do not have, and for a view of JSON.
absl::Status CheckView(const View& view, bool is_json, const google::protobuf::Descriptor& answer);

// What `--rows` and `--columns` can name in answers of the type.
std::vector<std::string> ListNames(const google::protobuf::Descriptor& answer);
std::vector<std::string> ColumnNames(const google::protobuf::Descriptor& answer, const View& view);

// The list that an answer is: its first field, and the only one of the kind unless it comes in pages. What has a list
// behind facts of its own is told by these, and null is returned.
const google::protobuf::FieldDescriptor* ListOf(const google::protobuf::Descriptor& answer);

// The list whose items are rows: the one that is named, or the answer's own; empty where there is none.
Path RowsOf(const google::protobuf::Descriptor& answer, const std::string& named);

// The lists that the path leads to and that hold less than is counted beside them, as `blockers` beside
// `blocker_count`: how many items they hold, and how many there are.
struct CutList {
  int shown = 0;
  int counted = 0;
};
CutList CutIn(const google::protobuf::Message& answer, const Path& path);

// The list as a grid, with titles.
Grid GridOf(const google::protobuf::Message& answer, const Path& path, const View& view, const Reader& reader);

// The fields of an answer, a row each; those of the items of its lists for programs (`tasks[1].code`), without lists
// where people read it. Of several texts, and of a text of several lines, each is a row for people.
Grid FactsOf(const google::protobuf::Message& answer, const View& view, const Reader& reader);

// A list within an answer that people read as a table of its own.
struct Section {
  std::string title;
  Path path;
};
std::vector<Section> SectionsOf(const google::protobuf::Message& answer);

}  // namespace congress::cli
