#include "services/allocation/domain/plan/explain_pool.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/tree/organisation.h"
#include "services/allocation/domain/wording.h"

namespace congress::allocation {
namespace {

// `12,345678`.
std::string Millionths(int64_t value) {
  constexpr int64_t kMillion = 1'000'000;
  return StrCat(Grouped(value / kMillion), absl::StrFormat(",%06d", value % kMillion));
}

std::string Grouped128(absl::uint128 value) {
  std::string text;
  do {
    const auto digits = static_cast<int64_t>(absl::Uint128Low64(value % 1000));
    value /= 1000;
    text.insert(0, value > 0 ? absl::StrFormat(".%03d", digits) : StrCat(digits));
  } while (value > 0);
  return text;
}

// `1.204 đảng viên`.
std::string Claimed(const v1::Pool& pool, const PoolClaim& claim) {
  if (pool.measures_size() > 1) return StrCat("tỷ trọng bình quân ", Grouped128(claim.weight));
  const std::string measure = pool.measures().empty() ? std::string(kMembers) : pool.measures(0).measure();
  return StrCat(Grouped128(claim.weight), " ", measure == kMembers ? "đảng viên" : measure);
}

// What bounds and pairs make of the claims.
std::string Made(const v1::Pool& pool, int64_t claims, int64_t seats) {
  const int64_t per_claim = std::max<int64_t>(1, pool.seats_per_claim());
  std::string text;
  if (seats / per_claim > claims) text = StrCat(", nâng lên mức tối thiểu ", seats / per_claim);
  if (seats / per_claim < claims) text = StrCat(", giới hạn ở mức tối đa ", seats / per_claim);
  if (per_claim > 1) text += StrCat(", mỗi suất ", per_claim, " đại biểu");
  return StrCat(text, ": ", seats, " đại biểu.");
}

std::string Remainder(bool extra) { return extra ? "được thêm 1" : "không thêm"; }

}  // namespace

std::string InWords(const v1::OpenTotal& open) {
  switch (open.remainder()) {
    case v1::OpenTotal::CEILING:
      return "có dư là được thêm 1";
    case v1::OpenTotal::HALF:
      return "dư từ một nửa trở lên được thêm 1";
    case v1::OpenTotal::THRESHOLD:
      return StrCat("dư từ ", Grouped(open.threshold()), " trở lên được thêm 1");
    default:
      return "số dư không được tính";
  }
}

std::string ExplainOpen(const v1::Pool& pool, const PoolClaim& claim, const Share& share, absl::uint128 sum,
                        int64_t seats) {
  std::string text = StrCat(pool.display_name(), ": ", Claimed(pool, claim));
  v1::OpenTotal rule = pool.open_total();
  if (pool.has_open_total()) {
    absl::StrAppend(&text, ", cứ ", Grouped(rule.members_per_seat()), " được 1: ", share.whole, ", dư ",
                    Grouped128(share.remainder));
  } else {
    rule.set_remainder(pool.seat_per_part().remainder());
    absl::StrAppend(&text, " × ", Grouped(pool.seat_per_part().parts()), " phần ÷ ", Grouped128(sum), " = ",
                    share.whole, " và phần dư ", Grouped128(share.remainder), "/", Grouped128(share.denominator));
  }
  return StrCat(text, "; ", InWords(rule), ": ", Remainder(share.extra), Made(pool, share.seats(), seats));
}

std::string ExplainShared(const v1::Pool& pool, const PoolClaim& claim, const v1::CertifiedUnit* unit,
                          const std::string& alliance, int64_t seats) {
  const std::string method = pool.shared().method().empty() ? "hare" : pool.shared().method();
  std::string text = StrCat(pool.display_name(), " (", method, "): ", Claimed(pool, claim));
  if (!alliance.empty()) absl::StrAppend(&text, ", trong liên danh ", alliance);
  if (unit == nullptr) return StrCat(text, ": ", seats, " đại biểu.");
  if (unit->round() > 0) {
    absl::StrAppend(&text, ", vòng ", unit->round(), " chưa đủ một định suất (thương số ",
                    Millionths(unit->quotient_millionths()), ") nên được 1");
    return StrCat(text, Made(pool, unit->seats(), seats));
  }
  absl::StrAppend(&text, ", thương số ", Millionths(unit->quotient_millionths()), ", thêm 1 khi thương số đạt ",
                  Millionths(unit->rounding_point_millionths()));
  if (unit->bound() == v1::CertifiedUnit::MINIMUM) absl::StrAppend(&text, ", nâng lên mức tối thiểu");
  if (unit->bound() == v1::CertifiedUnit::MAXIMUM) absl::StrAppend(&text, ", giới hạn ở mức tối đa");
  return StrCat(text, Made(pool, unit->seats(), seats));
}

std::string ExplainByHand(const v1::Pool& pool, const v1::HandSeats& entered) {
  return StrCat(pool.display_name(), ": ", entered.seats(), " đại biểu (", entered.reason(), ").");
}

}  // namespace congress::allocation
