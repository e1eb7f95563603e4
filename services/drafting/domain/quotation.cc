#include "services/drafting/domain/quotation.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"

namespace congress::drafting {
namespace {

// A text with single spaces, and where each of its bytes was.
struct Plain {
  std::string text;
  std::vector<size_t> origins;
};

Plain PlainOf(std::string_view text) {
  Plain plain;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool space = absl::ascii_isspace(static_cast<unsigned char>(text[i]));
    if (space && (plain.text.empty() || plain.text.back() == ' ')) continue;
    plain.text.push_back(space ? ' ' : text[i]);
    plain.origins.push_back(i);
  }
  if (!plain.text.empty() && plain.text.back() == ' ') plain.text.pop_back();
  return plain;
}

std::string Joined(const Spans& spans) {
  std::string text;
  for (const paper::v1::Span& span : spans) text += span.text();
  return text;
}

// Puts `wording` in place of the bytes from `begin` to `end` of the text that the spans make.
void Replace(Spans* spans, size_t begin, size_t end, std::string_view wording) {
  size_t at = 0;
  bool placed = false;
  for (paper::v1::Span& span : *spans) {
    const size_t size = span.text().size();
    const size_t from = std::clamp(begin, at, at + size) - at;
    const size_t to = std::clamp(end, at, at + size) - at;
    if (from < to) {
      const bool first = !std::exchange(placed, true);
      span.mutable_text()->replace(from, to - from, first ? wording : std::string_view());
    }
    at += size;
  }
}

// Of words that go without others in their place, the space before them goes too, or that behind them at the beginning:
// what is left is written as before, with single spaces and none before a sign.
std::pair<size_t, size_t> WithSpace(std::string_view text, size_t begin, size_t end) {
  const auto is_space = [&](size_t at) { return absl::ascii_isspace(static_cast<unsigned char>(text[at])); };
  const bool closes = end == text.size() || is_space(end) || absl::ascii_ispunct(static_cast<unsigned char>(text[end]));
  if (begin > 0) return {is_space(begin - 1) && closes ? begin - 1 : begin, end};
  return {begin, end < text.size() && is_space(end) ? end + 1 : end};
}

// Paragraphs and items of which nothing is left.
void DropEmpty(Body* body) {
  const auto is_empty = [](const auto& text) { return PlainOf(Joined(text.spans())).text.empty(); };
  for (int i = body->size() - 1; i >= 0; --i) {
    paper::v1::Block& block = body->at(i);
    if (block.has_list()) {
      auto& items = *block.mutable_list()->mutable_items();
      items.erase(std::remove_if(items.begin(), items.end(), is_empty), items.end());
    }
    const bool nothing =
        block.has_list() ? block.list().items().empty() : block.has_paragraph() && is_empty(block.paragraph());
    if (nothing) body->DeleteSubrange(i, 1);
  }
}

}  // namespace

Quotable::Quotable(const Body& body) {
  for (const paper::v1::Block& block : body) {
    ForEachSpans(block, [&](const Spans& spans) { texts_.push_back(PlainOf(Joined(spans)).text); });
  }
}

int Quotable::Count(std::string_view quotation) const {
  const std::string wanted = PlainOf(quotation).text;
  int count = 0;
  for (const std::string& text : texts_) {
    size_t at = text.find(wanted);
    for (; at != std::string::npos && count < 2; at = text.find(wanted, at + 1)) ++count;
  }
  return count;
}

std::optional<Body> Reword(Body body, std::string_view quotation, std::string_view wording) {
  const std::string wanted = PlainOf(quotation).text;
  if (wanted.empty() || Quotable(body).Count(quotation) != 1) return std::nullopt;
  for (paper::v1::Block& block : body) {
    ForEachSpans(&block, [&](Spans* spans) {
      const std::string text = Joined(*spans);
      const Plain plain = PlainOf(text);
      const size_t found = plain.text.find(wanted);
      if (found == std::string::npos) return;
      std::pair<size_t, size_t> range = {plain.origins[found], plain.origins[found + wanted.size() - 1] + 1};
      if (wording.empty()) range = WithSpace(text, range.first, range.second);
      Replace(spans, range.first, range.second, wording);
    });
  }
  if (wording.empty()) DropEmpty(&body);
  return body;
}

}  // namespace congress::drafting
