#include "services/drafting/domain/symbol.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/status/status.h"
#include "platform/text/clean.h"
#include "platform/text/keys.h"
#include "platform/text/text.h"

namespace congress::drafting {
namespace {

absl::Status Check(std::string_view symbol, bool digits) {
  // A search key has no diacritics, so that every Vietnamese letter is one of a to z in it.
  const std::string plain = text::SearchKey(symbol);
  const bool good = !plain.empty() && std::all_of(plain.begin(), plain.end(), [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return absl::ascii_islower(byte) || (digits && absl::ascii_isdigit(byte));
  });
  // A search key folds spaces, marks and full width away; they would still stand in the number.
  const bool is_plain = text::CleanOrDrop(text::Kind::kCode, symbol) == symbol && text::Length(symbol) == plain.size();
  if (good && is_plain) return absl::OkStatus();
  return status::InvalidArgument(v1::SYMBOL_INVALID,
                                 {{"symbol", std::string(symbol)}, {"cause", digits ? "issuer" : "document_type"}});
}

}  // namespace

absl::Status CheckTypeSymbol(std::string_view symbol) { return Check(symbol, false); }
absl::Status CheckIssuerSymbol(std::string_view symbol) { return Check(symbol, true); }

}  // namespace congress::drafting
