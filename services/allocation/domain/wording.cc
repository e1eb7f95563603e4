#include "services/allocation/domain/wording.h"

#include <map>

#include "absl/strings/str_format.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/allocation/apportion/method.h"

namespace congress::allocation {

std::string Grouped(int64_t number) { return DecimalInWords(StrCat(number)); }

std::string DecimalInWords(std::string_view decimal) {
  const size_t point = decimal.find('.');
  const std::string_view whole = decimal.substr(0, point);
  std::string text;
  for (size_t i = 0; i < whole.size(); ++i) {
    const bool behind_digit = i > 0 && whole[i - 1] >= '0' && whole[i - 1] <= '9';
    if (behind_digit && (whole.size() - i) % 3 == 0) text.push_back('.');
    text.push_back(whole[i]);
  }
  if (point == std::string_view::npos) return text;
  return StrCat(text, ",", decimal.substr(point + 1));
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

std::string BasisName(const std::string& members_basis) {
  if (members_basis == "estimated") return "ước tính";
  if (members_basis == "assumed" || members_basis == "invented") return "giả định";
  if (members_basis == "published") return "đã công bố";
  return members_basis;
}

std::string BasisInWords(const std::string& members_basis) {
  return members_basis.empty() ? "" : StrCat(" (", BasisName(members_basis), ")");
}

std::string InWords(const v1::Pool& pool) {
  if (pool.has_by_hand()) return "phân bổ trực tiếp";
  if (!pool.has_shared()) return "cứ đủ một mức được thêm đại biểu";
  return StrCat("chia theo phương pháp ", MethodName(pool.shared().method()));
}

std::string MethodName(const std::string& method) {
  static const std::map<std::string, std::string> kNames = {
      {"", "Hare (số dư lớn nhất)"},
      {"hare", "Hare (số dư lớn nhất)"},
      {"droop", "Droop (số dư lớn nhất)"},
      {"hagenbach-bischoff", "Hagenbach-Bischoff (số dư lớn nhất)"},
      {"imperiali", "Imperiali (số dư lớn nhất)"},
      {"hamilton-min", "Hamilton có mức tối thiểu"},
      {"sainte-lague", "Sainte-Laguë"},
      {"modified-sainte-lague", "Sainte-Laguë sửa đổi"},
      {"dhondt", "D’Hondt"},
      {"huntington-hill", "Huntington-Hill"},
      {"adams", "Adams"},
      {"dean", "Dean"}};
  const auto name = kNames.find(std::string(apportion::WithoutAlias(method)));
  return name == kNames.end() ? method : name->second;
}

int64_t SeatsAtStake(const v1::AllocationPlan& plan) {
  int64_t seats = 0;
  for (const v1::Tie& tie : plan.ties()) {
    if (tie.winners().empty()) seats += tie.seats_at_stake();
  }
  return seats;
}

std::string InWords(v1::RuleSet::TieRule rule) {
  if (rule == v1::RuleSet::LOT) return "bốc thăm";
  return "tổ chức có nhiều đảng viên hơn được ưu tiên; nếu bằng nhau thì tổ chức có mã đứng trước";
}

}  // namespace congress::allocation
