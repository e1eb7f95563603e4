// Short ways to put pieces into a paper, for who builds one.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/paper/v1/form.pb.h"
#include "congress/paper/v1/paper.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/day.h"
#include "platform/status/sentence.h"

namespace congress::paper {

inline v1::Language LanguageOf(status::Language language) {
  return language == status::Language::kEnglish ? v1::ENGLISH : v1::VIETNAMESE;
}

// `08/7/2025`, in English `2025-07-08`.
inline std::string Day(absl::CivilDay day, status::Language language) {
  if (language == status::Language::kEnglish) return civil::Format(day);
  return status::InFigures(day.year(), day.month(), day.day()).WithSlashes();
}

// What the office gives for heading, signature and recipients. What it does not give stays a blank.
void SetForm(const v1::Form& form, v1::Paper* paper);

// Whether the request of an export means a paper, though it says no format: it says how one is made.
template <class Request>
bool MeansPaper(const Request& request) {
  return request.format() == Request::FORMAT_UNSPECIFIED &&
         (request.paper_format() != v1::FORMAT_UNSPECIFIED || request.has_form());
}

using Blocks = google::protobuf::RepeatedPtrField<v1::Block>;

// A paragraph; `label` is what it is cited by, such as `Điều 1.`.
inline void AddParagraph(v1::Paragraph::Role role, std::string label, std::string text, Blocks* blocks) {
  v1::Paragraph& paragraph = *blocks->Add()->mutable_paragraph();
  paragraph.set_role(role);
  paragraph.set_label(std::move(label));
  if (!text.empty()) paragraph.add_spans()->set_text(std::move(text));
}

inline void AddText(std::string text, Blocks* blocks) {
  AddParagraph(v1::Paragraph::ROLE_UNSPECIFIED, "", std::move(text), blocks);
}

// An item of a list that begins with a dash; it goes on with the list that ends `blocks`.
inline void AddItem(std::string text, Blocks* blocks, int level = 0) {
  v1::Block* last = blocks->empty() ? nullptr : &*blocks->rbegin();
  if (last == nullptr || !last->has_list()) last = blocks->Add();
  v1::Item& item = *last->mutable_list()->add_items();
  item.set_mark("-");
  item.set_level(level);
  item.add_spans()->set_text(std::move(text));
}

// A column of a table; widths are shares of the whole.
inline void AddColumn(int width, v1::Align align, v1::Table* table) {
  v1::Column& column = *table->add_columns();
  column.set_width(width);
  column.set_align(align);
}

// A cell of a heading that covers `rows` rows.
inline void AddTallCell(std::string text, int rows, v1::Row* row) {
  v1::Cell& cell = *row->add_cells();
  cell.set_rows(rows);
  cell.add_spans()->set_text(std::move(text));
}

// A cell of a row that covers `columns` columns.
inline void AddCell(std::string text, v1::Row* row, int columns = 1, bool bold = false) {
  v1::Cell& cell = *row->add_cells();
  cell.set_columns(columns);
  if (text.empty()) return;
  v1::Span& span = *cell.add_spans();
  span.set_text(std::move(text));
  span.set_bold(bold);
}

inline void AddRow(std::vector<std::string> texts, v1::Row* row) {
  for (std::string& text : texts) AddCell(std::move(text), row);
}

}  // namespace congress::paper
