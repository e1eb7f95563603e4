#include "services/allocation/domain/wording.h"

#include "absl/strings/str_format.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"

namespace congress::allocation {

std::string Grouped(int64_t number) {
  const std::string digits = StrCat(number);
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    const bool behind_digit = i > 0 && digits[i - 1] != '-';
    if (behind_digit && (digits.size() - i) % 3 == 0) text.push_back('.');
    text.push_back(digits[i]);
  }
  return text;
}

// Days below 10 and the months January and February take a zero, so that no digit can be put before them.
std::string InWords(absl::CivilDay day) {
  return StrCat(absl::StrFormat("ngày %02d tháng ", day.day()), day.month() <= 2 ? "0" : "", day.month(), " năm ",
                day.year());
}

std::string Standing(const v1::AllocationPlan& plan) {
  if (plan.decision_number().empty()) return "DỰ THẢO";
  return StrCat(plan.decision_number(), ", ", InWords(civil::FromDate(plan.decision_date())));
}

std::string InWords(v1::RuleSet::TieRule rule) {
  if (rule == v1::RuleSet::LOT) return "bốc thăm";
  return "tổ chức có nhiều đảng viên hơn được ưu tiên; nếu bằng nhau thì tổ chức có mã đứng trước";
}

}  // namespace congress::allocation
