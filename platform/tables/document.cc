#include "platform/tables/document.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "platform/docx/paragraph.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::tables {
namespace {

// What a cell says, and for how many rows more.
struct Covering {
  std::string text;
  int rows = 0;
};

template <class Holder>
std::string TextOf(const Holder& holder) {
  std::string text;
  for (const paper::v1::Span& span : holder.spans()) text += span.text();
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

// Of a paragraph or an item.
std::string TextOf(const paper::v1::Block& block) {
  std::string text = TextOf(block.paragraph());
  for (const auto& item : block.list().items()) text += TextOf(item);
  return text;
}

// Rules and dots between paragraphs are none.
bool IsText(std::string_view text) {
  return !std::all_of(text.begin(), text.end(),
                      [](unsigned char c) { return absl::ascii_ispunct(c) || absl::ascii_isspace(c); });
}

bool IsTable(const docx::Piece& piece) {
  if (piece.block.block_case() != paper::v1::Block::BLOCK_NOT_SET) return piece.block.has_table();
  return std::any_of(piece.findings.begin(), piece.findings.end(),
                     [](const docx::Finding& finding) { return finding.what == docx::Unheld::kTable; });
}

// Counts what is not read, with each kind in the place where it comes first.
class Counter {
 public:
  void Add(int table, std::optional<docx::Unheld> what, std::string text) {
    const auto [found, fresh] = places_.try_emplace({table, what}, unread_.size());
    if (fresh) unread_.push_back({.table = table, .what = what, .text = std::move(text)});
    ++unread_[found->second].count;
  }
  std::vector<Unread> Finish() { return std::move(unread_); }

 private:
  std::map<std::pair<int, std::optional<docx::Unheld>>, size_t> places_;
  std::vector<Unread> unread_;
};

// What is taken is text: that it stands out there, or leads somewhere, is no loss.
bool IsDress(docx::Unheld what) { return what == docx::Unheld::kEmphasis || what == docx::Unheld::kLink; }

std::vector<std::string> HeadingOf(const std::vector<csv::Row>& rows) {
  for (const csv::Row& row : rows) {
    if (std::any_of(row.fields.begin(), row.fields.end(), [](const std::string& one) { return !one.empty(); })) {
      return row.fields;
    }
  }
  return {};
}

// Adds the rows of a table below the others, each cell in the column of its name.
void Append(csv::Table one, int number, csv::Table* all) {
  std::vector<size_t> places;
  for (std::string& title : one.header) {
    const int known = all->Column(title);
    places.push_back(known < 0 ? all->header.size() : static_cast<size_t>(known));
    if (known < 0) all->header.push_back(std::move(title));
  }
  for (csv::Row& row : one.rows) {
    csv::Row& made = all->rows.emplace_back();
    made.line = row.line;
    made.table = number;
    made.fields.resize(all->header.size());
    for (size_t i = 0; i < places.size() && i < row.fields.size(); ++i) {
      made.fields[places[i]] = std::move(row.fields[i]);
    }
  }
}

}  // namespace

absl::StatusOr<Document> ReadDocument(const ooxml::PartOf& part, const ooxml::Refuse& refuse) {
  ASSIGN_OR_RETURN(const docx::Document file, docx::ReadParts(part, refuse));
  Document document;
  Counter counter;
  for (const docx::Piece& piece : file.pieces) {
    const bool is_table = IsTable(piece);
    if (is_table) document.tables.push_back(RowsOf(piece.block.table()));
    const int number = is_table ? static_cast<int>(document.tables.size()) : 0;
    if (!is_table) {
      if (const std::string text = TextOf(piece.block); IsText(text)) {
        counter.Add(0, std::nullopt, docx::Beginning(text));
      }
    }
    for (const docx::Finding& finding : piece.findings) {
      if (!IsDress(finding.what)) counter.Add(number, finding.what, finding.text);
    }
  }
  document.unread = counter.Finish();
  return document;
}

absl::StatusOr<std::vector<csv::Row>> FirstRows(Document document) {
  for (size_t i = 0; i < document.tables.size(); ++i) {
    if (document.tables[i].size() > 1) return std::move(document.tables[i]);
    if (document.tables[i].empty()) return csv::Malformed("document_table", {{"table", StrCat(i + 1)}});
  }
  return csv::Malformed("tableless", {});
}

absl::StatusOr<Columned> RowsWith(Document document, const Columns& columns, csv::Names names) {
  Columned found;
  std::vector<std::string> lacking;
  std::vector<bool> passed_over(document.tables.size() + 1);
  for (size_t i = 0; i < document.tables.size(); ++i) {
    const int number = static_cast<int>(i) + 1;
    std::vector<csv::Row>& rows = document.tables[i];
    std::vector<std::string> missing = csv::Lacking(HeadingOf(rows), columns.needed, columns.titles);
    if (!missing.empty()) {
      lacking.push_back(StrCat(number, " (", absl::StrJoin(missing, ", "), ")"));
      // Of one that has no row it is told why.
      passed_over[static_cast<size_t>(number)] = !rows.empty();
      if (!rows.empty()) found.unread.push_back({.table = number, .missing = std::move(missing)});
      continue;
    }
    ASSIGN_OR_RETURN(csv::Table one, csv::Tabulate(std::move(rows), names));
    RETURN_IF_ERROR(csv::NameColumns(columns.titles, &one));
    Append(std::move(one), number, &found.table);
  }
  if (document.tables.empty()) return csv::Malformed("tableless", {});
  if (lacking.size() == document.tables.size()) {
    return csv::Malformed("tables_lack", {{"missing", absl::StrJoin(lacking, "; ")}});
  }
  for (csv::Row& row : found.table.rows) row.fields.resize(found.table.header.size());
  for (Unread& one : document.unread) {
    if (!passed_over[static_cast<size_t>(one.table)]) found.unread.push_back(std::move(one));
  }
  std::stable_sort(found.unread.begin(), found.unread.end(),
                   [](const Unread& a, const Unread& b) { return a.table < b.table; });
  return found;
}

}  // namespace congress::tables
