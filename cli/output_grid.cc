#include "cli/output_grid.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/language.h"
#include "cli/nearest.h"
#include "cli/output_columns.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsList(const FieldDescriptor& field) {
  return field.is_repeated() && field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field.is_map() &&
         !IsValue(*field.message_type());
}

// The fields that lead to the list which `rows` names; empty where it names none.
Path PathFrom(const Descriptor& type, std::string_view rows) {
  Path path;
  const Descriptor* holder = &type;
  for (const std::string& part : std::vector<std::string>(absl::StrSplit(ToAbsl(rows), '.'))) {
    const FieldDescriptor* field = holder == nullptr ? nullptr : holder->FindFieldByName(part);
    if (field == nullptr || field->is_map()) return {};
    path.push_back(field);
    holder = field->message_type();
  }
  return path.back()->is_repeated() ? path : Path();
}

void CollectRows(const Message& message, const Path& path, size_t at, Row row, std::vector<Row>* rows) {
  const FieldDescriptor& field = *path[at];
  const auto& reflection = *message.GetReflection();
  if (!field.is_repeated()) {
    if (!reflection.HasField(message, &field)) return;
    return CollectRows(reflection.GetMessage(message, &field), path, at + 1, std::move(row), rows);
  }
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    Row item = row;
    const bool is_last = at + 1 == path.size();
    if (is_last && !IsList(field)) {
      item.chain.push_back(&message);
      item.index = i;
      rows->push_back(std::move(item));
      continue;
    }
    const Message& inner = reflection.GetRepeatedMessage(message, &field, i);
    item.chain.push_back(&inner);
    is_last ? rows->push_back(std::move(item)) : CollectRows(inner, path, at + 1, std::move(item), rows);
  }
}

// Whose items stand in the rows: what the items around them are called.
std::vector<Column> OuterColumns(const Path& path) {
  std::vector<Column> columns;
  size_t level = 0;
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    if (!path[i]->is_repeated()) continue;
    for (const char* name : {"name", "organisation", "dossier", "code", "id", "key", "title"}) {
      const FieldDescriptor* field = path[i]->message_type()->FindFieldByName(name);
      if (field == nullptr) continue;
      const std::string title = StrCat(path[i]->name(), ".", name);
      columns.push_back({.path = title, .title = title, .level = level, .fields = {field}});
      break;
    }
    ++level;
  }
  return columns;
}

void Append(std::vector<Column> more, std::vector<Column>* columns) {
  columns->insert(columns->end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// All columns of the rows that the path leads to.
std::vector<Column> AllColumns(const Path& path, const std::vector<Row>& rows, const View& view) {
  std::vector<Column> columns = OuterColumns(path);
  const FieldDescriptor& list = *path.back();
  if (IsList(list)) {
    Append(ColumnsOf(*list.message_type(), rows, view.columns), &columns);
  } else {
    const size_t level = rows.empty() ? 0 : rows.front().chain.size() - 1;
    columns.push_back({.path = list.name(), .title = list.name(), .level = level, .fields = {&list}});
  }
  return columns;
}

// Lists within an item whose items have no names are read as rows of their own (`--rows`): no cell holds them.
bool IsForPrograms(const Column& column) {
  const FieldDescriptor& field = *column.fields.back();
  const bool is_list = IsList(field) && column.key.empty() && !MayHaveName(*field.message_type());
  return field.name() == "etag" || field.type() == FieldDescriptor::TYPE_BYTES || is_list;
}

// The columns that are shown: those that are named; all for programs; for people those that output_columns.yaml has.
std::vector<Column> ShownColumns(const Path& path, const std::vector<Row>& rows, const View& view,
                                 const Reader& reader) {
  std::vector<Column> all = AllColumns(path, rows, view);
  if (reader.is_program && view.columns.empty()) return all;
  std::vector<Column> curated;
  if (IsList(*path.back())) curated = CuratedColumns(*path.back()->message_type(), reader.language);
  for (Column& column : curated) column.level = rows.empty() ? 0 : rows.front().chain.size() - 1;
  if (!view.columns.empty() || view.all_columns) {
    if (IsList(*path.back())) Entitle(*path.back()->message_type(), reader.language, &all);
    // CheckView has looked at the names.
    return view.columns.empty() ? all : NamedColumns(view.columns, all).value_or(all);
  }
  if (curated.empty()) {
    all.erase(std::remove_if(all.begin(), all.end(), IsForPrograms), all.end());
    if (IsList(*path.back())) Entitle(*path.back()->message_type(), reader.language, &all);
    return all;
  }
  std::vector<Column> columns = OuterColumns(path);
  for (Column& column : columns) column.title = TitleOf(column.path, reader.language);
  Append(std::move(curated), &columns);
  return columns;
}

// The items of the list, a row for each of their fields, `tasks[1].code`, so that no cell holds a list of its own.
void AddItems(const std::string& path, const Column& list, const Row& row, const Reader& reader, Grid* facts) {
  const FieldDescriptor& field = *list.fields.back();
  const Message* holder = row.chain[list.level];
  for (size_t i = 0; i + 1 < list.fields.size(); ++i) {
    holder = &holder->GetReflection()->GetMessage(*holder, list.fields[i]);
  }
  for (int i = 0; i < SizeOf(list, row); ++i) {
    const Row item = {.chain = {&holder->GetReflection()->GetRepeatedMessage(*holder, &field, i)}};
    for (const Column& column : ColumnsOf(*field.message_type(), {item})) {
      const std::string name = StrCat(path, "[", i + 1, "].", column.path);
      const FieldDescriptor& inner = *column.fields.back();
      if (IsList(inner) && column.key.empty() && !IsTold(inner)) {
        AddItems(name, column, item, reader, facts);
      } else if (std::string cell = ColumnCell(column, item, reader); !cell.empty()) {
        facts->push_back({name, std::move(cell)});
      }
    }
  }
}

Grid GridOf(const std::vector<Column>& columns, const std::vector<Row>& rows, const Reader& reader) {
  Grid grid(1);
  for (const Column& column : columns) grid[0].push_back(reader.is_program ? column.path : column.title);
  for (const Row& row : rows) {
    auto& cells = grid.emplace_back();
    for (const Column& column : columns) cells.push_back(ColumnCell(column, row, reader));
  }
  return grid;
}

// The lists that rows can be of: those of the type, and those within its messages and items.
void AddLists(const Descriptor& type, const std::string& above, std::vector<std::string>* lists) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field.is_map() || IsValue(*field.message_type())) {
      continue;
    }
    const std::string name = StrCat(above, field.name());
    if (field.is_repeated()) lists->push_back(name);
    // Further within than that nobody looks for rows, and messages may hold themselves.
    if (std::count(name.begin(), name.end(), '.') < 2) AddLists(*field.message_type(), StrCat(name, "."), lists);
  }
}

// Those that `--columns` can name.
std::vector<Column> ColumnsToName(const Descriptor& answer, const View& view) {
  const Path path = RowsOf(answer, view.rows);
  return path.empty() ? ColumnsOf(answer, {}, view.columns) : AllColumns(path, {}, view);
}

absl::Status NoList(const Descriptor& answer, const std::string& rows) {
  constexpr size_t kMostTold = 30;
  std::vector<std::string> lists = ListNames(answer);
  status::Sentence told = {.en = StrCat("the answer has no list '", rows, "'"),
                           .vi = StrCat("kết quả không có danh sách '", rows, "'")};
  if (const std::string meant = Nearest(rows, lists); !meant.empty()) {
    told.en += StrCat("; did you mean ", meant, "?");
    told.vi += StrCat("; có phải là ", meant, " không?");
  }
  if (lists.size() > kMostTold) {
    lists.resize(kMostTold);
    lists.push_back("…");
  }
  const std::string all = absl::StrJoin(lists, ", ");
  return Wrong({.en = StrCat(told.en, all.empty() ? "" : "; there are ", all),
                .vi = StrCat(told.vi, all.empty() ? "" : "; các danh sách là ", all)});
}

// Of the lists at the end of the path that are shorter than their `…_count` says: items that are there, and counted.
void AddCut(const Message& message, const Path& path, size_t at, CutList* cut) {
  const FieldDescriptor& field = *path[at];
  const auto& reflection = *message.GetReflection();
  const int size = field.is_repeated() ? reflection.FieldSize(message, &field) : 0;
  if (at + 1 < path.size()) {
    for (int i = 0; i < size; ++i) AddCut(reflection.GetRepeatedMessage(message, &field, i), path, at + 1, cut);
    if (!field.is_repeated()) AddCut(reflection.GetMessage(message, &field), path, at + 1, cut);
    return;
  }
  const FieldDescriptor* counted =
      message.GetDescriptor()->FindFieldByName(StrCat(field.name().substr(0, field.name().size() - 1), "_count"));
  if (counted == nullptr || counted->is_repeated() || counted->cpp_type() != FieldDescriptor::CPPTYPE_INT32) return;
  const int count = reflection.GetInt32(message, counted);
  if (count <= size) return;
  cut->shown += size;
  cut->counted += count;
}

}  // namespace

CutList CutIn(const Message& answer, const Path& path) {
  CutList cut;
  if (!path.empty()) AddCut(answer, path, 0, &cut);
  return cut;
}

const FieldDescriptor* ListOf(const Descriptor& answer) {
  if (answer.field_count() == 0 || !IsList(*answer.field(0))) return nullptr;
  // What comes in pages is a list, whatever stands beside it.
  if (answer.FindFieldByName("next_page_token") != nullptr) return answer.field(0);
  for (int i = 1; i < answer.field_count(); ++i) {
    if (IsList(*answer.field(i))) return nullptr;
  }
  return answer.field(0);
}

Path RowsOf(const Descriptor& answer, const std::string& named) {
  const FieldDescriptor* own = ListOf(answer);
  if (named.empty()) return own == nullptr ? Path() : Path{own};
  Path path = PathFrom(answer, named);
  if (path.empty() && own != nullptr) {
    path = PathFrom(*own->message_type(), named);
    if (!path.empty()) path.insert(path.begin(), own);
  }
  return path;
}

Grid GridOf(const Message& answer, const Path& path, const View& view, const Reader& reader) {
  std::vector<Row> rows;
  CollectRows(answer, path, 0, {}, &rows);
  return GridOf(ShownColumns(path, rows, view, reader), rows, reader);
}

// What is no list: a row for each field, lists apart for people and left to their own tables. Of several texts, and of
// a text of several lines, each is a line for people.
Grid FactsOf(const Message& answer, const View& view, const Reader& reader) {
  const std::vector<Row> rows = {{.chain = {&answer}}};
  std::vector<Column> columns = ColumnsOf(*answer.GetDescriptor(), rows, view.columns);
  if (!view.columns.empty()) columns = NamedColumns(view.columns, columns).value_or(columns);
  // English knows them by their names for programs.
  const bool is_entitled = !reader.is_program && reader.language != status::Language::kEnglish;
  if (is_entitled) Entitle(*answer.GetDescriptor(), reader.language, &columns);
  Grid facts;
  for (const Column& column : columns) {
    const FieldDescriptor& field = *column.fields.back();
    if (IsList(field) && column.key.empty() && (reader.is_program || view.columns.empty())) {
      // For people it is a table of its own.
      if (reader.is_program) AddItems(column.path, column, rows.front(), reader, &facts);
      continue;
    }
    const std::string cell = ColumnCell(column, rows.front(), reader);
    if (cell.empty()) continue;
    std::vector<std::string> lines;
    if (reader.is_program) {
      lines = {cell};
    } else if (field.is_repeated() && column.key.empty() && !IsList(field)) {
      Row item = rows.front();
      for (item.index = 0; item.index < SizeOf(column, item); ++item.index) {
        lines.push_back(ColumnCell(column, item, reader));
      }
    } else {
      lines = absl::StrSplit(cell, '\n');
    }
    for (size_t i = 0; i < lines.size(); ++i) facts.push_back({i == 0 ? column.title : "", std::move(lines[i])});
  }
  return facts;
}

std::vector<Section> SectionsOf(const Message& answer) {
  std::vector<Section> sections;
  const Row row = {.chain = {&answer}};
  for (const Column& column : ColumnsOf(*answer.GetDescriptor(), {row})) {
    if (!IsList(*column.fields.back()) || !column.key.empty() || SizeOf(column, row) == 0) continue;
    sections.push_back({.title = column.path, .path = column.fields});
  }
  return sections;
}

absl::Status CheckView(const View& view, bool is_json, const Descriptor& answer) {
  if (view.columns.empty() && view.rows.empty()) return absl::OkStatus();
  if (is_json) {
    return Wrong({.en = "--columns and --rows are for tables and CSV; JSON has everything",
                  .vi = "--columns và --rows chỉ dùng cho bảng và CSV; JSON luôn có đủ"});
  }
  if (!view.rows.empty() && RowsOf(answer, view.rows).empty()) return NoList(answer, view.rows);
  return NamedColumns(view.columns, ColumnsToName(answer, view)).status();
}

std::vector<std::string> ListNames(const Descriptor& answer) {
  std::vector<std::string> lists;
  if (const FieldDescriptor* own = ListOf(answer)) AddLists(*own->message_type(), "", &lists);
  AddLists(answer, "", &lists);
  return lists;
}

std::vector<std::string> ColumnNames(const Descriptor& answer, const View& view) {
  std::vector<std::string> names;
  for (const Column& column : ColumnsToName(answer, view)) names.push_back(column.path);
  return names;
}

}  // namespace congress::cli
