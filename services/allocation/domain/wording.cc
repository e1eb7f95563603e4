#include "services/allocation/domain/wording.h"

#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "platform/civil/civil.h"
#include "platform/status/day.h"
#include "platform/status/strings.h"
#include "services/allocation/apportion/method.h"

namespace congress::allocation {

namespace {

constexpr std::string_view kFormer = "former-";

const std::map<std::string, status::Sentence>& KindNames() {
  static const auto& names = *new std::map<std::string, status::Sentence>{
      {"province", {.en = "province", .vi = "tỉnh"}},
      {"district", {.en = "district", .vi = "huyện"}},
      {"commune", {.en = "commune", .vi = "xã"}},
      {"ward", {.en = "ward", .vi = "phường"}},
      {"township", {.en = "township", .vi = "thị trấn"}},
      {"special-zone", {.en = "special zone", .vi = "đặc khu"}},
      {"agency", {.en = "agency", .vi = "cơ quan"}},
      {"agencies", {.en = "agencies", .vi = "các cơ quan"}},
      {"government", {.en = "government", .vi = "chính quyền"}},
      {"armed-forces", {.en = "armed forces", .vi = "lực lượng vũ trang"}},
      {"army", {.en = "army", .vi = "quân sự"}},
      {"military", {.en = "military", .vi = "quân sự"}},
      {"police", {.en = "police", .vi = "công an"}},
      {"border-guard", {.en = "border guard", .vi = "biên phòng"}},
      {"university", {.en = "university", .vi = "trường đại học"}},
      {"college", {.en = "college", .vi = "trường cao đẳng"}},
      {"enterprise", {.en = "enterprise", .vi = "doanh nghiệp"}},
      {"grassroots", {.en = "grassroots", .vi = "cơ sở"}},
      {"cell", {.en = "cell", .vi = "chi bộ"}},
  };
  return names;
}

}  // namespace

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

std::string InWords(absl::CivilDay day) {
  const status::DayFigures figures = status::InFigures(day.year(), day.month(), day.day());
  return StrCat("ngày ", figures.day, " tháng ", figures.month, " năm ", figures.year);
}

std::string Standing(const v1::AllocationPlan& plan) {
  if (plan.decision_number().empty()) return "DỰ THẢO";
  return StrCat(plan.decision_number(), ", ", InWords(civil::FromDate(plan.decision_date())));
}

std::string BasisName(const std::string& members_basis, status::Language language) {
  static const std::map<std::string, status::Sentence> kNames = {
      {"estimated", {.en = "estimated", .vi = "ước tính"}},
      {"assumed", {.en = "assumed", .vi = "giả định"}},
      {"invented", {.en = "assumed", .vi = "giả định"}},
      {"published", {.en = "published", .vi = "đã công bố"}},
  };
  const auto name = kNames.find(members_basis);
  return name == kNames.end() ? members_basis : name->second.In(language);
}

std::string BasisInWords(const std::string& members_basis, status::Language language) {
  return members_basis.empty() ? "" : StrCat(" (", BasisName(members_basis, language), ")");
}

std::string KindName(const std::string& kind, status::Language language) {
  if (kind.starts_with(kFormer)) {
    const std::string name = KindName(kind.substr(kFormer.size()), language);
    return status::Sentence{.en = StrCat("former ", name), .vi = StrCat(name, " cũ")}.In(language);
  }
  const auto name = KindNames().find(kind);
  return name == KindNames().end() ? kind : name->second.In(language);
}

std::string KnownKind(std::string_view kind) {
  std::string lower = absl::AsciiStrToLower(ToAbsl(kind));
  const bool former = lower.starts_with(kFormer);
  return KindNames().contains(former ? lower.substr(kFormer.size()) : lower) ? lower : "";
}

std::string KnownKinds() {
  return absl::StrJoin(KindNames(), ", ", [](std::string* out, const auto& kind) { out->append(kind.first); });
}

std::string InWords(const v1::Pool& pool, const status::Teller& tell) {
  if (pool.has_by_hand()) return tell(v1::Pool::BY_HAND);
  if (!pool.has_shared()) return tell(v1::Pool::BY_STEP);
  return tell(v1::Pool::BY_METHOD, {{"method", MethodName(pool.shared().method(), tell.language())}});
}

std::string InWords(const v1::OpenTotal& open, const status::Teller& tell) {
  return tell(open.remainder() == v1::OpenTotal::REMAINDER_UNSPECIFIED ? v1::OpenTotal::FLOOR : open.remainder(),
              {{"threshold", StrCat(open.threshold())}});
}

std::string MethodName(const std::string& method, status::Language language) {
  static const std::map<std::string, status::Sentence> kNames = {
      {"", {.en = "Hare (largest remainders)", .vi = "Hare (số dư lớn nhất)"}},
      {"hare", {.en = "Hare (largest remainders)", .vi = "Hare (số dư lớn nhất)"}},
      {"droop", {.en = "Droop (largest remainders)", .vi = "Droop (số dư lớn nhất)"}},
      {"hagenbach-bischoff",
       {.en = "Hagenbach-Bischoff (largest remainders)", .vi = "Hagenbach-Bischoff (số dư lớn nhất)"}},
      {"imperiali", {.en = "Imperiali (largest remainders)", .vi = "Imperiali (số dư lớn nhất)"}},
      {"hamilton-min", {.en = "Hamilton with minima", .vi = "Hamilton có mức tối thiểu"}},
      {"sainte-lague", {.en = "Sainte-Laguë", .vi = "Sainte-Laguë"}},
      {"modified-sainte-lague", {.en = "modified Sainte-Laguë", .vi = "Sainte-Laguë sửa đổi"}},
      {"dhondt", {.en = "D’Hondt", .vi = "D’Hondt"}},
      {"huntington-hill", {.en = "Huntington-Hill", .vi = "Huntington-Hill"}},
      {"adams", {.en = "Adams", .vi = "Adams"}},
      {"dean", {.en = "Dean", .vi = "Dean"}}};
  const auto name = kNames.find(std::string(apportion::WithoutAlias(method)));
  return name == kNames.end() ? method : name->second.In(language);
}

int64_t SeatsAtStake(const v1::AllocationPlan& plan) {
  int64_t seats = 0;
  for (const v1::Tie& tie : plan.ties()) {
    if (tie.winners().empty()) seats += tie.seats_at_stake();
  }
  return seats;
}

}  // namespace congress::allocation
