// Texts as sequences of numbers, so that words are compared as such.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/drafting/domain/text/tokens.h"

namespace congress::drafting {

// A text with its tokens and the number of each; refers to the text.
struct TokenText {
  std::string_view text;
  std::vector<Token> tokens;
  std::vector<uint32_t> symbols;

  std::string_view At(size_t token) const {
    return text.substr(tokens[token].begin, tokens[token].end - tokens[token].begin);
  }
  // Where the white space before a token begins; `tokens.size()` stands for the end of the text.
  size_t SpaceBefore(size_t token) const { return token == 0 ? 0 : tokens[token - 1].end; }
  int64_t words = 0;
};

// Numbers for tokens: the same bytes have the same number. Texts are compared in the case and the normal form in which
// they are kept (platform/text cleans them at entry). The texts outlive it.
class Lexicon {
 public:
  TokenText Read(std::string_view text);

  // The same for the same bytes in every lexicon and process; numbers hang on the order in which texts are read.
  uint64_t HashOf(uint32_t symbol) const { return hashes_[symbol]; }

 private:
  absl::flat_hash_map<std::string_view, uint32_t> symbols_;
  std::vector<uint64_t> hashes_;
};

}  // namespace congress::drafting
