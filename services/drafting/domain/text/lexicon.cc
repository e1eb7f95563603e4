#include "services/drafting/domain/text/lexicon.h"

namespace congress::drafting {
namespace {

uint64_t Fnv1a(std::string_view bytes) {
  uint64_t hash = 0xCBF29CE484222325;
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3;
  return hash;
}

}  // namespace

TokenText Lexicon::Read(std::string_view text) {
  TokenText read{text, Tokenize(text), {}, 0};
  read.symbols.reserve(read.tokens.size());
  for (size_t i = 0; i < read.tokens.size(); ++i) {
    const auto next = static_cast<uint32_t>(symbols_.size());
    const auto [entry, is_new] = symbols_.try_emplace(read.At(i), next);
    if (is_new) hashes_.push_back(Fnv1a(entry->first));
    read.symbols.push_back(entry->second);
    read.words += read.tokens[i].kind == TokenKind::kWord ? 1 : 0;
  }
  return read;
}

}  // namespace congress::drafting
