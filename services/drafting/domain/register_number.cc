#include "services/drafting/domain/register_number.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/clean.h"
#include "platform/text/keys.h"

namespace congress::drafting {
namespace {

// What a series can have.
constexpr int64_t kMostNumber = 900'000;

bool IsSame(std::string_view a, std::string_view b) { return text::IdentityKey(a) == text::IdentityKey(b); }

}  // namespace

absl::StatusOr<PrintedNumber> ReadNumber(const v1::NumberSeries& series, std::string_view typed) {
  const std::string cell = text::CleanOrDrop(text::Kind::kCode, typed);
  const bool alone =
      !cell.empty() && std::all_of(cell.begin(), cell.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
  // A number alone is one of the series; the place of the type is taken from there.
  const std::string whole = alone ? StrCat(cell, "-CV/", series.issuer_symbol()) : cell;
  ASSIGN_OR_RETURN(PrintedNumber read, ParsePrintedNumber(whole));
  if (alone) read.symbol.clear();
  if (read.number > kMostNumber) {
    status::Violations violations;
    violations.Add("number", status::PlatformFault::ABOVE_MAXIMUM, {{"maximum", StrCat(kMostNumber)}});
    return violations.ToStatus();
  }
  if (read.form == NumberForm::kParty && IsSame(read.issuer, series.issuer_symbol())) return read;
  return status::InvalidArgument(v1::NUMBER_OF_ANOTHER_ISSUER,
                                 {{"printed", cell}, {"issuer_symbol", series.issuer_symbol()}});
}

bool MayHave(const v1::NumberSeries& series, const PrintedNumber& typed) {
  return typed.form == NumberForm::kParty && IsSame(series.issuer_symbol(), typed.issuer) &&
         (series.document_type().empty() || IsSame(series.document_type(), typed.symbol));
}

bool IsOfType(const v1::NumberEntry& entry, const PrintedNumber& typed) {
  return entry.document_type().empty() || IsSame(entry.document_type(), typed.symbol);
}

std::string PrintedKey(std::string_view printed) {
  const auto read = ParsePrintedNumber(printed);
  return text::IdentityKey(read.ok() ? PrintNumber(*read) : std::string(printed));
}

}  // namespace congress::drafting
