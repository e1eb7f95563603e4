#include "services/allocation/domain/wording.h"

#include "absl/strings/str_format.h"
#include "platform/status/strings.h"

namespace congress::allocation {

std::string Grouped(int64_t number) {
  std::string digits = StrCat(number);
  const int first = number < 0 ? 1 : 0;
  for (int at = static_cast<int>(digits.size()) - 3; at > first; at -= 3) {
    digits.insert(static_cast<size_t>(at), ".");
  }
  return digits;
}

std::string InWords(absl::CivilDay day) {
  return absl::StrFormat("ngày %02d tháng %02d năm %d", day.day(), day.month(), day.year());
}

std::string InWords(v1::RuleSet::TieRule) {
  return "tổ chức có nhiều đảng viên hơn được ưu tiên; nếu bằng nhau thì tổ chức có mã đứng trước";
}

}  // namespace congress::allocation
