#include "services/allocation/domain/plan/six_decimals.h"

#include "absl/strings/str_format.h"
#include "platform/status/strings.h"

namespace congress::allocation {

std::string SixDecimals(const mpz_class& millionths) {
  constexpr unsigned long kMillion = 1'000'000;
  const mpz_class size = abs(millionths);
  const mpz_class whole = size / kMillion;
  const mpz_class rest = size % kMillion;
  return StrCat(millionths < 0 ? "-" : "", whole.get_str(), absl::StrFormat(".%06d", rest.get_ui()));
}

}  // namespace congress::allocation
