// What a section says: blocks of a paper, kept once under their digest.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "congress/drafting/v1/document.pb.h"

namespace congress::drafting {

using Body = google::protobuf::RepeatedPtrField<paper::v1::Block>;

using Spans = google::protobuf::RepeatedPtrField<paper::v1::Span>;

// Calls `each(spans)` for all texts of the block in order: of its paragraph, its items, its cells.
template <class Each>
void ForEachSpans(const paper::v1::Block& block, Each each) {
  if (block.has_paragraph()) each(block.paragraph().spans());
  for (const auto& item : block.list().items()) each(item.spans());
  for (const auto* rows : {&block.table().heading(), &block.table().rows()}) {
    for (const auto& row : *rows) {
      for (const auto& cell : row.cells()) each(cell.spans());
    }
  }
}
template <class Each>
void ForEachSpans(paper::v1::Block* block, Each each) {
  ForEachSpans(std::as_const(*block), [&](const Spans& spans) { each(const_cast<Spans*>(&spans)); });
}

// A paragraph for each line.
Body BodyOf(std::string_view text);

// The words of the body: paragraphs and items in lines of their own, cells parted by tabs.
std::string TextOf(const Body& body);

// As document.proto says of Section.sha256.
std::string DigestOf(const Body& body);

// Sets the body and what is counted of it. `text` is cleared.
void SetBody(Body body, v1::Section* section);

// The same as the other section has: the body itself is there only where it is new.
void CopyBody(const v1::Section& from, v1::Section* to);

// Takes `text` or `body` of a section of a request, with the body as it is kept: neighbouring spans of one emphasis are
// one, and those without text are left out. INVALID_ARGUMENT `FIELDS_INVALID` for both at once; what a paper does not
// take (paper::Check).
absl::Status TakeBody(std::string_view text, Body body, v1::Section* section);

// As ReviseDocument and CreateDocument get it.
inline absl::Status TakeBody(v1::Section* section) {
  Body body;
  body.Swap(section->mutable_body());
  return TakeBody(section->text(), std::move(body), section);
}

}  // namespace congress::drafting
