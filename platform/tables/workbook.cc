#include "platform/tables/workbook.h"

#include <algorithm>
#include <map>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "platform/ooxml/xml.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/tables/sheet.h"

namespace congress::tables {
namespace {

using ooxml::Attributes;
using ooxml::ReadXml;
using ooxml::Relation;
using ooxml::ValueOf;

absl::Status NoWorkbook() { return csv::Malformed("workbook", {}); }

absl::Status Unreadable(std::string_view) { return NoWorkbook(); }

// The content of the one part of this type; nothing where there is none.
absl::StatusOr<std::string> PartOfType(const PartOf& part, const std::vector<Relation>& relations,
                                       std::string_view type) {
  const std::string path = ooxml::PathOfType(relations, type);
  if (path.empty()) return "";
  auto content = part(path);
  if (absl::IsNotFound(content.status())) return NoWorkbook();
  return content;
}

// Only of what shows years or days; a time of day is a number.
bool ShowsDate(std::string_view code) {
  bool quoted = false;
  bool bracketed = false;
  for (size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '[' || c == ']') bracketed = c == '[';
    if (bracketed) continue;
    // The next sign stands for itself, or for its width.
    if (c == '\\' || c == '_' || c == '*') ++i;
    if (c == 'y' || c == 'Y' || c == 'd' || c == 'D') return true;
  }
  return false;
}

// The formats that have numbers instead of codes.
bool IsBuiltInDate(int id) {
  return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
}

bool ReadStyles(std::string_view xml, std::vector<NumberFormat>* formats) {
  std::map<int, NumberFormat> coded;
  bool in_cells = false;
  return xml.empty() ||
         ReadXml(xml, {.begin =
                           [&](std::string_view mark, const Attributes& values) {
                             int id = 0;
                             if (mark == "cellXfs") in_cells = true;
                             if (mark == "numFmt" && absl::SimpleAtoi(ToAbsl(ValueOf(values, "numFmtId")), &id)) {
                               const std::string_view code = ValueOf(values, "formatCode");
                               const bool zeros = !code.empty() && code.size() <= 20 &&
                                                  code.find_first_not_of('0') == std::string_view::npos;
                               coded[id] = {.is_date = ShowsDate(code), .digits = zeros ? code.size() : 0};
                             }
                             if (mark == "xf" && in_cells) {
                               if (!absl::SimpleAtoi(ToAbsl(ValueOf(values, "numFmtId")), &id)) id = 0;
                               const auto found = coded.find(id);
                               formats->push_back(found != coded.end() ? found->second
                                                                       : NumberFormat{.is_date = IsBuiltInDate(id)});
                             }
                             return true;
                           },
                       .end =
                           [&](std::string_view mark) {
                             if (mark == "cellXfs") in_cells = false;
                             return true;
                           }});
}

bool ReadTexts(std::string_view xml, std::vector<std::string>* texts) {
  bool takes_text = false;
  bool in_reading = false;
  return xml.empty() || ReadXml(xml, {.begin =
                                          [&](std::string_view mark, const Attributes&) {
                                            if (mark == "si") texts->emplace_back();
                                            if (mark == "rPh") in_reading = true;
                                            takes_text = mark == "t" && !in_reading && !texts->empty();
                                            return true;
                                          },
                                      .end =
                                          [&](std::string_view mark) {
                                            takes_text = false;
                                            if (mark == "rPh") in_reading = false;
                                            if (mark == "si") texts->back() = Unescaped(texts->back());
                                            return true;
                                          },
                                      .text =
                                          [&](std::string_view piece) {
                                            if (takes_text) texts->back().append(piece);
                                          }});
}

struct SheetEntry {
  std::string name;
  std::string relation;
  bool hidden = false;
};

// The sheet that is meant; null when there is none.
const SheetEntry* Choose(const std::vector<SheetEntry>& sheets, const std::string& wanted) {
  const std::string key = csv::TitleKey(wanted);
  for (const SheetEntry& sheet : sheets) {
    if (wanted.empty() ? !sheet.hidden : csv::TitleKey(sheet.name) == key) return &sheet;
  }
  return nullptr;
}

std::string NamesOf(const std::vector<SheetEntry>& sheets) {
  return absl::StrJoin(sheets, ", ",
                       [](std::string* out, const SheetEntry& sheet) { absl::StrAppend(out, "“", sheet.name, "”"); });
}

}  // namespace

absl::StatusOr<std::vector<csv::Row>> ReadWorkbook(const PartOf& part, const Form& form) {
  ASSIGN_OR_RETURN(const std::vector<Relation> roots, ooxml::RelationsOf(part, "", Unreadable));
  const std::string root = ooxml::PathOfType(roots, "officeDocument");
  if (root.empty()) return NoWorkbook();
  ASSIGN_OR_RETURN(const std::string xml, PartOfType(part, roots, "officeDocument"));
  Book book;
  book.decimal = form.decimal;
  std::vector<SheetEntry> sheets;
  const bool whole =
      ReadXml(xml, {.begin = [&](std::string_view mark, const Attributes& values) {
                const std::string_view first_year = ValueOf(values, "date1904");
                if (mark == "workbookPr") book.from_1904 = first_year == "1" || first_year == "true";
                if (mark == "sheet") {
                  const std::string_view state = ValueOf(values, "state");
                  sheets.push_back({std::string(ValueOf(values, "name")), std::string(ValueOf(values, "id")),
                                    state == "hidden" || state == "veryHidden"});
                }
                return true;
              }});
  // Another kind of document has no sheets.
  if (!whole || sheets.empty()) return NoWorkbook();
  const SheetEntry* sheet = Choose(sheets, form.sheet);
  if (sheet == nullptr) {
    return csv::Malformed("sheet_missing", {{"sheet", form.sheet}, {"sheets", NamesOf(sheets)}});
  }
  ASSIGN_OR_RETURN(const std::vector<Relation> relations, ooxml::RelationsOf(part, root, Unreadable));
  ASSIGN_OR_RETURN(const std::string styles, PartOfType(part, relations, "styles"));
  ASSIGN_OR_RETURN(const std::string texts, PartOfType(part, relations, "sharedStrings"));
  if (!ReadStyles(styles, &book.formats) || !ReadTexts(texts, &book.texts)) return NoWorkbook();
  const auto found = std::find_if(relations.begin(), relations.end(),
                                  [&](const Relation& relation) { return relation.id == sheet->relation; });
  if (found == relations.end()) return NoWorkbook();
  const auto content = part(found->path);
  if (absl::IsNotFound(content.status())) return NoWorkbook();
  RETURN_IF_ERROR(content.status());
  return ReadSheet(*content, sheet->name, book);
}

}  // namespace congress::tables
