#include "tests/support/spreadsheet.h"

#include "absl/strings/numbers.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "tests/support/zip.h"

namespace congress::support {
namespace {

absl::Status Bad(std::string_view what) { return absl::InvalidArgumentError(ToAbsl(what)); }

absl::StatusOr<Element> Part(const Spreadsheet& file, const std::string& path) {
  const auto found = file.parts.find(path);
  if (found == file.parts.end()) return Bad(StrCat("no part ", path));
  return ParseXml(found->second);
}

// Texts of cells by their number.
absl::StatusOr<std::vector<std::string>> SharedTexts(const Spreadsheet& file) {
  ASSIGN_OR_RETURN(const Element part, Part(file, "xl/sharedStrings.xml"));
  std::vector<std::string> texts;
  for (const Element* item : part.All("si")) {
    texts.emplace_back();
    for (const Element* run : item->All("t")) texts.back() += run->text;
  }
  return texts;
}

absl::StatusOr<ReadSheet> Read(Element xml, const std::vector<std::string>& texts) {
  ReadSheet sheet;
  for (const Element* cell : xml.All("c")) {
    SheetCell read;
    for (const Element* formula : cell->All("f")) read.formula = formula->text;
    for (const Element* value : cell->All("v")) read.value = value->text;
    read.is_text = cell->Attribute("t") == "s";
    if (read.value.empty() && read.formula.empty()) continue;
    if (size_t index = 0; read.is_text) {
      if (!absl::SimpleAtoi(read.value, &index) || index >= texts.size()) return Bad("a text that is not there");
      read.value = texts[index];
    }
    sheet.cells[cell->Attribute("r")] = std::move(read);
  }
  sheet.xml = std::move(xml);
  return sheet;
}

}  // namespace

absl::StatusOr<Spreadsheet> ReadSpreadsheet(std::string_view bytes) {
  Spreadsheet file;
  ASSIGN_OR_RETURN(file.parts, Unzip(bytes));
  ASSIGN_OR_RETURN(const Element types, Part(file, "[Content_Types].xml"));
  for (const Element* part : types.All("Override")) {
    RETURN_IF_ERROR(Part(file, part->Attribute("PartName").substr(1)).status());
  }
  ASSIGN_OR_RETURN(const auto texts, SharedTexts(file));
  ASSIGN_OR_RETURN(const Element workbook, Part(file, "xl/workbook.xml"));
  ASSIGN_OR_RETURN(const Element relations, Part(file, "xl/_rels/workbook.xml.rels"));
  std::map<std::string, std::string> targets;
  for (const Element* relation : relations.All("Relationship")) {
    targets[relation->Attribute("Id")] = relation->Attribute("Target");
  }
  for (const Element* sheet : workbook.All("sheet")) {
    const std::string name = sheet->Attribute("name");
    ASSIGN_OR_RETURN(Element xml, Part(file, StrCat("xl/", targets[sheet->Attribute("r:id")])));
    ASSIGN_OR_RETURN(file.sheets[name], Read(std::move(xml), texts));
    file.names.push_back(name);
  }
  return file;
}

}  // namespace congress::support
