#include "services/drafting/domain/body.h"

#include <utility>

#include "absl/strings/str_split.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/digest/netstring.h"
#include "platform/digest/sha256.h"
#include "platform/paper/paper.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::drafting {
namespace {

using Rows = google::protobuf::RepeatedPtrField<paper::v1::Row>;

void Join(Spans* spans) {
  Spans joined;
  for (paper::v1::Span& span : *spans) {
    if (span.text().empty()) continue;
    paper::v1::Span* last = joined.empty() ? nullptr : &*joined.rbegin();
    if (last != nullptr && last->bold() == span.bold() && last->italic() == span.italic()) {
      last->mutable_text()->append(span.text());
    } else {
      *joined.Add() = std::move(span);
    }
  }
  spans->Swap(&joined);
}

class Netstrings {
 public:
  void Add(std::string_view text) { all_ += digest::Netstring(text); }
  void Add(int64_t number) { Add(StrCat(number)); }
  void Add(const Spans& spans) {
    Add(spans.size());
    for (const paper::v1::Span& span : spans) {
      Add(span.text());
      Add(StrCat(span.bold() ? "b" : "", span.italic() ? "i" : ""));
    }
  }
  void Add(const Rows& rows) {
    for (const paper::v1::Row& row : rows) {
      Add(row.cells_size());
      for (const paper::v1::Cell& cell : row.cells()) {
        Add(cell.columns());
        Add(cell.rows());
        Add(cell.spans());
      }
    }
  }
  std::string Sha256() const { return digest::Sha256Hex(all_); }

 private:
  std::string all_;
};

void Append(const Spans& spans, std::string* text) {
  for (const paper::v1::Span& span : spans) text->append(span.text());
}

}  // namespace

Body BodyOf(std::string_view text) {
  Body body;
  if (text.empty()) return body;
  for (const absl::string_view line : absl::StrSplit(absl::string_view(text.data(), text.size()), '\n')) {
    paper::v1::Paragraph& paragraph = *body.Add()->mutable_paragraph();
    if (!line.empty()) paragraph.add_spans()->set_text(std::string(line));
  }
  return body;
}

std::string TextOf(const Body& body) {
  std::string text;
  const auto begin_line = [&] {
    if (!text.empty()) text.push_back('\n');
  };
  bool first = true;
  for (const paper::v1::Block& block : body) {
    if (!std::exchange(first, false) && !block.has_list() && !block.has_table()) text.push_back('\n');
    if (block.has_paragraph()) {
      text.append(block.paragraph().label());
      if (!block.paragraph().label().empty() && !block.paragraph().spans().empty()) text.push_back(' ');
      Append(block.paragraph().spans(), &text);
    }
    for (const paper::v1::Item& item : block.list().items()) {
      begin_line();
      absl::StrAppend(&text, item.mark(), item.mark().empty() ? "" : " ");
      Append(item.spans(), &text);
    }
    for (const Rows* rows : {&block.table().heading(), &block.table().rows()}) {
      for (const paper::v1::Row& row : *rows) {
        begin_line();
        for (int i = 0; i < row.cells_size(); ++i) {
          if (i > 0) text.push_back('\t');
          Append(row.cells(i).spans(), &text);
        }
      }
    }
  }
  return text;
}

std::string DigestOf(const Body& body) {
  Netstrings netstrings;
  for (const paper::v1::Block& block : body) {
    if (block.has_list()) {
      netstrings.Add("l");
      netstrings.Add(block.list().items_size());
      for (const paper::v1::Item& item : block.list().items()) {
        netstrings.Add(item.mark());
        netstrings.Add(item.level());
        netstrings.Add(item.spans());
      }
    } else if (block.has_table()) {
      const paper::v1::Table& table = block.table();
      netstrings.Add("t");
      netstrings.Add(table.columns_size());
      netstrings.Add(table.heading_size());
      netstrings.Add(table.rows_size());
      for (const paper::v1::Column& column : table.columns()) {
        netstrings.Add(column.width());
        netstrings.Add(column.align());
      }
      netstrings.Add(table.heading());
      netstrings.Add(table.rows());
    } else {
      netstrings.Add("p");
      netstrings.Add(block.paragraph().role());
      netstrings.Add(block.paragraph().label());
      netstrings.Add(block.paragraph().spans());
    }
  }
  return netstrings.Sha256();
}

void SetBody(Body body, v1::Section* section) {
  const std::string text = TextOf(body);
  int32_t words = 0;
  bool within = false;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n';
    words += !blank && !within;
    within = !blank;
  }
  section->clear_text();
  section->set_sha256(DigestOf(body));
  section->set_word_count(words);
  section->set_byte_count(static_cast<int64_t>(text.size()));
  section->mutable_body()->Swap(&body);
}

void CopyBody(const v1::Section& from, v1::Section* to) {
  *to->mutable_body() = from.body();
  to->set_sha256(from.sha256());
  to->set_word_count(from.word_count());
  to->set_byte_count(from.byte_count());
}

absl::Status TakeBody(std::string_view text, Body body, v1::Section* section) {
  if (!text.empty() && !body.empty()) {
    status::Violations violations;
    violations.Add("sections", v1::TEXT_TWICE, {{"section", section->id()}});
    return violations.ToStatus();
  }
  if (body.empty()) body = BodyOf(text);
  paper::v1::Paper paper;
  paper.mutable_body()->Swap(&body);
  for (paper::v1::Block& block : *paper.mutable_body()) ForEachSpans(&block, Join);
  RETURN_IF_ERROR(paper::Check(paper));
  SetBody(std::move(*paper.mutable_body()), section);
  return absl::OkStatus();
}

}  // namespace congress::drafting
