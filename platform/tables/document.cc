#include "platform/tables/document.h"

#include <algorithm>

#include "platform/docx/docx.h"
#include "platform/status/macros.h"

namespace congress::tables {
namespace {

// What a cell says, and for how many rows more.
struct Covering {
  std::string text;
  int rows = 0;
};

std::string TextOf(const paper::v1::Cell& cell) {
  std::string text;
  for (const paper::v1::Span& span : cell.spans()) text += span.text();
  return text;
}

std::vector<csv::Row> RowsOf(const paper::v1::Table& table) {
  std::vector<csv::Row> rows;
  for (const auto* part : {&table.heading(), &table.rows()}) {
    std::vector<Covering> covering(static_cast<size_t>(table.columns_size()));
    for (const paper::v1::Row& row : *part) {
      csv::Row& made = rows.emplace_back();
      made.line = static_cast<int>(rows.size());
      auto cell = row.cells().begin();
      for (size_t at = 0; at < covering.size();) {
        if (covering[at].rows > 0) {
          --covering[at].rows;
          made.fields.push_back(covering[at++].text);
          continue;
        }
        const auto end = std::min(covering.size(), at + static_cast<size_t>(std::max(1, cell->columns())));
        covering[at].text = TextOf(*cell);
        for (size_t column = at; column < end; ++column) {
          covering[column].rows = std::max(1, cell->rows()) - 1;
          made.fields.push_back(column == at ? covering[at].text : "");
        }
        at = end;
        ++cell;
      }
    }
  }
  return rows;
}

}  // namespace

absl::StatusOr<std::vector<csv::Row>> ReadDocument(const ooxml::PartOf& part, const ooxml::Refuse& refuse) {
  ASSIGN_OR_RETURN(const docx::Document document, docx::ReadParts(part, refuse));
  for (const docx::Piece& piece : document.pieces) {
    const paper::v1::Table& table = piece.block.table();
    if (table.heading_size() + table.rows_size() > 1) return RowsOf(table);
    const bool broken = std::any_of(piece.findings.begin(), piece.findings.end(),
                                    [](const docx::Finding& finding) { return finding.what == docx::Unheld::kTable; });
    if (broken) return refuse("damaged");
  }
  return csv::Malformed("empty", {});
}

}  // namespace congress::tables
