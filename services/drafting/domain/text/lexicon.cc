#include "services/drafting/domain/text/lexicon.h"

namespace congress::drafting {

TokenText Lexicon::Read(std::string_view text) {
  TokenText read{text, Tokenize(text), {}, 0};
  read.symbols.reserve(read.tokens.size());
  for (size_t i = 0; i < read.tokens.size(); ++i) {
    const auto next = static_cast<uint32_t>(symbols_.size());
    read.symbols.push_back(symbols_.try_emplace(read.At(i), next).first->second);
    read.words += read.tokens[i].kind == TokenKind::kWord ? 1 : 0;
  }
  return read;
}

}  // namespace congress::drafting
