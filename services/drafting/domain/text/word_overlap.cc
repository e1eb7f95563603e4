#include "services/drafting/domain/text/word_overlap.h"

namespace congress::drafting {

int64_t WordOverlap::Of(const TokenText& base, const TokenText& target) {
  if (&base != counted_) Count(base);
  taken_.clear();
  for (size_t i = 0; i < target.tokens.size(); ++i) {
    const uint32_t symbol = target.symbols[i];
    if (target.tokens[i].kind != TokenKind::kWord || symbol >= left_.size() || left_[symbol] == 0) continue;
    --left_[symbol];
    taken_.push_back(symbol);
  }
  for (const uint32_t symbol : taken_) ++left_[symbol];
  return static_cast<int64_t>(taken_.size());
}

void WordOverlap::Count(const TokenText& text) {
  if (counted_ != nullptr) {
    for (const uint32_t symbol : counted_->symbols) {
      if (symbol < left_.size()) left_[symbol] = 0;
    }
  }
  for (size_t i = 0; i < text.tokens.size(); ++i) {
    const uint32_t symbol = text.symbols[i];
    if (text.tokens[i].kind != TokenKind::kWord) continue;
    if (symbol >= left_.size()) left_.resize(static_cast<size_t>(symbol) * 2 + 1);
    ++left_[symbol];
  }
  counted_ = &text;
}

}  // namespace congress::drafting
