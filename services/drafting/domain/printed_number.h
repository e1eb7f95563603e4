// Numbers as they are printed on papers, `Số 127-QĐ/TW` and, on those of the State, `127/QĐ-UBND`: read in whatever way
// they were typed, written in one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace congress::drafting {

enum class NumberForm { kParty, kState };

struct PrintedNumber {
  NumberForm form = NumberForm::kParty;
  // From 1 to kMostPrintedNumber.
  int64_t number = 0;
  // The year that the State's legal documents have behind the number; 0: none.
  int year = 0;
  // Symbol of the type, such as `QĐ`; empty on an official letter of the State, which has none.
  std::string symbol;
  // Symbol of who issued it, such as `TU`, `UBKTTU` or, of the State, `UBND`, `UBND-VX`.
  std::string issuer;
  friend bool operator==(const PrintedNumber&, const PrintedNumber&) = default;
};

inline constexpr int64_t kMostPrintedNumber = 999'999'999;

// Dashes, spaces, case of a known symbol, the word before the number and zeros at its front may be any; letters may be
// decomposed. INVALID_ARGUMENT `NUMBER_UNREADABLE`, which names the place.
absl::StatusOr<PrintedNumber> ParsePrintedNumber(std::string_view text);

// A number as it is printed, with two digits at least.
std::string TwoDigits(int64_t number);

// Such as `Số 02-NQ/TU`, at least two digits. Reads back as the same.
std::string PrintNumber(const PrintedNumber& number);

// The symbol of a type as papers of that form bear it, such as `TTr` for `TTR`; one that is in no list as it is.
std::string KnownSymbol(std::string_view symbol, NumberForm form);

// Names of the types that the symbol stands for in its form, such as `quyết định` and `quy định` for `QĐ`: usage has
// one symbol for both, and only the paper itself says which it is. None for a symbol that is in no list.
std::vector<std::string_view> TypesOf(const PrintedNumber& number);

// Symbols that a type has on papers of the Party, by its name in whatever spelling; none for a name that is in no list.
std::vector<std::string_view> SymbolsOf(std::string_view type);

}  // namespace congress::drafting
