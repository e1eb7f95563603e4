#include "platform/csv/codes.h"

#include "platform/civil/civil.h"
#include "platform/csv/number.h"
#include "platform/text/keys.h"

namespace congress::csv {

CodeDoubt DoubtOf(std::string_view code) {
  if (IsPower(code)) return CodeDoubt::kPower;
  return IsShortDay(code) || IsShownDay(code) || civil::Parse(code).ok() ? CodeDoubt::kDay : CodeDoubt::kNone;
}

std::optional<CodeColumn::Place> CodeColumn::ButForZeros(std::string_view code, int line) {
  const auto [first, fresh] = first_.try_emplace(text::CodeKey(code), Place{std::string(code), line});
  if (fresh || text::IdentityKey(first->second.code) == text::IdentityKey(code)) return std::nullopt;
  return first->second;
}

}  // namespace congress::csv
