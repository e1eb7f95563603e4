#include "services/drafting/domain/printed_number.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/clean.h"
#include "platform/text/keys.h"
#include "platform/text/text.h"
#include "services/drafting/domain/symbol.h"

namespace congress::drafting {
namespace {

struct PrintedType {
  std::string_view symbol;
  std::string_view party;
  std::string_view state;
};

// 399-QĐ/TW and 36-HD/VPTW for the Party, Decree 30/2020/NĐ-CP, Appendix III, for the State; Party numbers that were
// seen decide where they differ. A symbol has a line for each type; nothing in a column: that form does not use it so.
constexpr auto kPrintedTypes = std::to_array<PrintedType>({
    {"NQ", "nghị quyết", "nghị quyết"},
    {"QĐ", "quyết định", "quyết định"},
    {"QĐ", "quy định", ""},
    {"QĐi", "quy định", ""},
    {"QyĐ", "", "quy định"},
    {"CT", "chỉ thị", "chỉ thị"},
    {"KL", "kết luận", ""},
    {"QC", "quy chế", "quy chế"},
    {"TT", "thông tri", "thông tư"},
    {"HD", "hướng dẫn", "hướng dẫn"},
    {"TB", "thông báo", "thông báo"},
    {"TC", "thông cáo", "thông cáo"},
    {"BC", "báo cáo", "báo cáo"},
    {"KH", "kế hoạch", "kế hoạch"},
    {"QH", "quy hoạch", ""},
    {"CTr", "chương trình", "chương trình"},
    {"ĐA", "đề án", "đề án"},
    {"PA", "phương án", "phương án"},
    {"DA", "dự án", "dự án"},
    {"TTr", "tờ trình", "tờ trình"},
    {"CV", "công văn", ""},
    {"BB", "biên bản", "biên bản"},
    {"GM", "giấy mời", "giấy mời"},
    {"BS", "bản sao", ""},
    {"NĐ", "", "nghị định"},
    {"CĐ", "", "công điện"},
});

constexpr std::string_view kLetter = "công văn";

std::string_view TypeIn(const PrintedType& type, NumberForm form) {
  return form == NumberForm::kParty ? type.party : type.state;
}

// Reads from the front and knows where it is.
class NumberScanner {
 public:
  // In normal form, with plain dashes, digits and spaces, so that a place counts what is seen.
  explicit NumberScanner(std::string_view text)
      : text_(text::FindInvalidUtf8(text) == text.npos
                  ? absl::StrReplaceAll(text::CleanOrDrop(text::Kind::kCode, text), {{"∕", "/"}, {"⁄", "/"}})
                  : "") {}

  absl::Status Unreadable(std::string_view cause) const {
    return status::InvalidArgument(v1::NUMBER_UNREADABLE,
                                   {{"text", std::string(status::Shorten(text_, 100))},
                                    {"position", StrCat(text::Length(std::string_view(text_).substr(0, at_)) + 1)},
                                    {"cause", std::string(cause)}});
  }

  // Takes the sign if it comes next, spaces or not.
  bool Take(char sign) {
    SkipSpaces();
    if (at_ == text_.size() || text_[at_] != sign) return false;
    ++at_;
    return true;
  }
  bool AtEnd() {
    SkipSpaces();
    return at_ == text_.size();
  }

  // `Số`, `số:`, `SỐ.`
  void SkipWordBefore() {
    SkipSpaces();
    const size_t begun = at_;
    if (text::IdentityKey(TakeWhile(IsLetter)) != text::IdentityKey("số")) {
      at_ = begun;
      return;
    }
    while (Take(':') || Take('.')) {
    }
  }
  // The next characters that are digits.
  std::string_view TakeDigits() {
    SkipSpaces();
    return TakeWhile(IsDigit);
  }
  // The next letters and digits.
  std::string_view TakeSymbol() {
    SkipSpaces();
    return TakeWhile(IsOfSymbol);
  }
  size_t place() const { return at_; }
  void Return(size_t place) { at_ = place; }

 private:
  static bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }
  // Every byte of a letter that ASCII lacks; what is no letter of Vietnamese is found by CheckTypeSymbol.
  static bool IsLetter(char c) { return absl::ascii_isalpha(static_cast<unsigned char>(c)) || (c & 0x80) != 0; }
  static bool IsOfSymbol(char c) { return IsLetter(c) || IsDigit(c); }

  void SkipSpaces() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  std::string_view TakeWhile(bool (*fits)(char)) {
    const size_t begun = at_;
    while (at_ < text_.size() && fits(text_[at_])) ++at_;
    return std::string_view(text_).substr(begun, at_ - begun);
  }

  const std::string text_;
  size_t at_ = 0;
};

// A symbol that `check` takes, or where there is none, where it should be.
absl::StatusOr<std::string> TakeChecked(NumberScanner& scanner, absl::Status (*check)(std::string_view),
                                        std::string_view cause) {
  const std::string_view symbol = scanner.TakeSymbol();
  if (check(symbol).ok()) return std::string(symbol);
  scanner.Return(scanner.place() - symbol.size());
  return scanner.Unreadable(cause);
}

// Behind the first dash: `QĐ/TU`.
absl::Status ReadPartySymbols(NumberScanner& scanner, PrintedNumber* number) {
  ASSIGN_OR_RETURN(const std::string symbol, TakeChecked(scanner, &CheckTypeSymbol, "symbol"));
  number->symbol = KnownSymbol(symbol, NumberForm::kParty);
  if (!scanner.Take('/')) return scanner.Unreadable("slash");
  ASSIGN_OR_RETURN(number->issuer, TakeChecked(scanner, &CheckIssuerSymbol, "issuer"));
  return absl::OkStatus();
}

// Behind the first slash: `QĐ-UBND`, `2025/QĐ-UBND`, `UBND-VX`.
absl::Status ReadStateSymbols(NumberScanner& scanner, PrintedNumber* number) {
  const size_t begun = scanner.place();
  const std::string_view year = scanner.TakeDigits();
  if (year.size() == 4 && year.front() != '0' && scanner.Take('/')) {
    (void)absl::SimpleAtoi(ToAbsl(year), &number->year);
  } else {
    scanner.Return(begun);
  }
  ASSIGN_OR_RETURN(const std::string first, TakeChecked(scanner, &CheckIssuerSymbol, "symbol"));
  number->symbol = KnownSymbol(first, NumberForm::kState);
  if (TypesOf(*number).empty()) {
    // An official letter names its issuer alone.
    number->symbol.clear();
    number->issuer = first;
  } else {
    if (!scanner.Take('-')) return scanner.Unreadable("dash");
    ASSIGN_OR_RETURN(number->issuer, TakeChecked(scanner, &CheckIssuerSymbol, "issuer"));
  }
  while (scanner.Take('-')) {
    ASSIGN_OR_RETURN(const std::string part, TakeChecked(scanner, &CheckIssuerSymbol, "issuer"));
    number->issuer += "-" + part;
  }
  return absl::OkStatus();
}

}  // namespace

std::string KnownSymbol(std::string_view symbol, NumberForm form) {
  const std::string key = text::IdentityKey(symbol);
  const auto* const known = std::find_if(kPrintedTypes.begin(), kPrintedTypes.end(), [&](const PrintedType& type) {
    return !TypeIn(type, form).empty() && text::IdentityKey(type.symbol) == key;
  });
  return std::string(known == kPrintedTypes.end() ? symbol : known->symbol);
}

absl::StatusOr<PrintedNumber> ParsePrintedNumber(std::string_view text) {
  NumberScanner scanner(text);
  scanner.SkipWordBefore();
  const size_t begun = scanner.place();
  std::string_view digits = scanner.TakeDigits();
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  PrintedNumber number;
  if (!absl::SimpleAtoi(ToAbsl(digits), &number.number) || number.number > kMostPrintedNumber) {
    scanner.Return(begun);
    return scanner.Unreadable("number");
  }
  if (scanner.Take('-')) {
    RETURN_IF_ERROR(ReadPartySymbols(scanner, &number));
  } else if (scanner.Take('/')) {
    number.form = NumberForm::kState;
    RETURN_IF_ERROR(ReadStateSymbols(scanner, &number));
  } else {
    return scanner.Unreadable("separator");
  }
  if (!scanner.AtEnd()) return scanner.Unreadable("rest");
  return number;
}

std::string TwoDigits(int64_t number) { return absl::StrFormat("%02d", number); }

std::string PrintNumber(const PrintedNumber& number) {
  if (number.form == NumberForm::kParty) {
    return StrCat("Số ", TwoDigits(number.number), "-", number.symbol, "/", number.issuer);
  }
  const std::string year = number.year == 0 ? "" : StrCat(number.year, "/");
  const std::string symbol = number.symbol.empty() ? "" : number.symbol + "-";
  return StrCat("Số ", TwoDigits(number.number), "/", year, symbol, number.issuer);
}

std::vector<std::string_view> TypesOf(const PrintedNumber& number) {
  if (number.form == NumberForm::kState && number.symbol.empty()) return {kLetter};
  std::vector<std::string_view> types;
  for (const PrintedType& type : kPrintedTypes) {
    const std::string_view name = TypeIn(type, number.form);
    if (!name.empty() && type.symbol == number.symbol) types.push_back(name);
  }
  return types;
}

std::vector<std::string_view> SymbolsOf(std::string_view type) {
  const std::string key = text::IdentityKey(type);
  std::vector<std::string_view> symbols;
  for (const PrintedType& known : kPrintedTypes) {
    if (!known.party.empty() && text::IdentityKey(known.party) == key) symbols.push_back(known.symbol);
  }
  return symbols;
}

}  // namespace congress::drafting
