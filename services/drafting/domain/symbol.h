// Symbols of document types and issuers, as they stand in a number.
#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace congress::drafting {

// INVALID_ARGUMENT `SYMBOL_INVALID` unless it consists of Vietnamese letters, such as `QĐ`; empty is invalid.
absl::Status CheckTypeSymbol(std::string_view symbol);
// The same for an issuer, which may hold digits: `TU`, `BCĐ35`.
absl::Status CheckIssuerSymbol(std::string_view symbol);

}  // namespace congress::drafting
