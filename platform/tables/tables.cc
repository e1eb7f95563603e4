#include "platform/tables/tables.h"

#include <variant>

#include "platform/ooxml/package.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/tables/columns.h"
#include "platform/tables/document.h"
#include "platform/tables/workbook.h"

namespace congress::tables {

absl::StatusOr<Form> FormOf(std::string_view sheet, std::string_view decimal) {
  if (!decimal.empty() && decimal != "," && decimal != ".") {
    status::Violations violations;
    violations.Add("decimal", status::PlatformFault::NOT_A_DECIMAL_MARK);
    return violations.ToStatus();
  }
  return Form{.sheet = std::string(sheet), .decimal = decimal.empty() ? '\0' : decimal[0]};
}

namespace {

using Rows = std::vector<csv::Row>;

absl::Status Refused(std::string_view cause) {
  if (cause == "unpacked") {
    return csv::Malformed("unpacked", {{"most_bytes", StrCat(ooxml::Package::kMostBytes)}});
  }
  return csv::Malformed(cause == "encrypted" ? "old_workbook" : "workbook", {});
}

absl::Status RefusedDocument(std::string_view cause) {
  return cause == "unpacked" ? Refused(cause) : csv::Malformed("document", {});
}

absl::StatusOr<bool> HoldsDocument(const ooxml::PartOf& part) {
  ASSIGN_OR_RETURN(const std::vector<ooxml::Relation> roots, ooxml::RelationsOf(part, "", Refused));
  return ooxml::PathOfType(roots, "officeDocument").starts_with("word/");
}

// A sheet of a workbook, or a document.
absl::StatusOr<std::variant<Rows, Document>> Unpack(std::string_view bytes, const Form& form) {
  ASSIGN_OR_RETURN(ooxml::Package package, ooxml::Package::Open(bytes, Refused));
  const auto part = [&](const std::string& path) { return package.Part(path); };
  ASSIGN_OR_RETURN(const bool is_document, HoldsDocument(part));
  if (is_document) return ReadDocument(part, RefusedDocument);
  return ReadWorkbook(part, form);
}

absl::StatusOr<csv::Table> Tabulated(std::variant<Rows, Document> unpacked, const Form& form) {
  if (auto* document = std::get_if<Document>(&unpacked); document != nullptr) {
    ASSIGN_OR_RETURN(Rows rows, FirstRows(std::move(*document)));
    return csv::Tabulate(std::move(rows), form.names);
  }
  return csv::Tabulate(std::get<Rows>(std::move(unpacked)), form.names);
}

}  // namespace

bool IsDocument(std::string_view bytes) {
  if (!ooxml::IsZip(bytes)) return false;
  auto package = ooxml::Package::Open(bytes, Refused);
  return package.ok() && HoldsDocument([&](const std::string& path) { return package->Part(path); }).value_or(false);
}

absl::StatusOr<csv::Table> Read(std::string_view bytes, const Form& form) {
  if (ooxml::IsCompound(bytes)) return Refused("encrypted");
  csv::Table table;
  if (ooxml::IsZip(bytes)) {
    ASSIGN_OR_RETURN(auto unpacked, Unpack(bytes, form));
    ASSIGN_OR_RETURN(table, Tabulated(std::move(unpacked), form));
  } else {
    ASSIGN_OR_RETURN(table, csv::Parse(bytes, form.names));
  }
  table.decimal = form.decimal;
  return table;
}

absl::StatusOr<Columned> ReadColumns(std::string_view bytes, const Form& form, const Columns& columns) {
  if (ooxml::IsZip(bytes)) {
    ASSIGN_OR_RETURN(auto unpacked, Unpack(bytes, form));
    if (auto* document = std::get_if<Document>(&unpacked); document != nullptr) {
      ASSIGN_OR_RETURN(Columned read, RowsWith(std::move(*document), columns, form.names));
      read.table.decimal = form.decimal;
      return read;
    }
  }
  Columned read;
  ASSIGN_OR_RETURN(read.table, Read(bytes, form));
  RETURN_IF_ERROR(csv::NameColumns(columns.titles, &read.table));
  if (const auto lacking = csv::Lacking(read.table.header, columns.needed); !lacking.empty()) {
    return csv::Lacks(lacking);
  }
  return read;
}

}  // namespace congress::tables
