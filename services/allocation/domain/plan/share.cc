#include "services/allocation/domain/plan/share.h"

namespace congress::allocation {
namespace {

absl::uint128 Wide(int64_t value) { return static_cast<uint64_t>(value); }

bool GivesOneMore(v1::OpenTotal::Remainder rule, absl::uint128 remainder, absl::uint128 step, int64_t threshold) {
  switch (rule) {
    case v1::OpenTotal::CEILING:
      return remainder > 0;
    case v1::OpenTotal::HALF:
      // remainder >= step / 2 without the doubling that could overflow.
      return remainder >= step - remainder;
    case v1::OpenTotal::THRESHOLD:
      return remainder >= Wide(threshold);
    default:
      return false;
  }
}

Share Divided(absl::uint128 dividend, absl::uint128 divisor) {
  return {.whole = static_cast<int64_t>(absl::Uint128Low64(dividend / divisor)),
          .remainder = dividend % divisor,
          .denominator = divisor};
}

}  // namespace

Share ByStep(absl::uint128 weight, const v1::OpenTotal& step) {
  Share share = Divided(weight, Wide(step.members_per_seat()));
  share.extra = GivesOneMore(step.remainder(), share.remainder, share.denominator, step.threshold());
  return share;
}

Share ByParts(absl::uint128 weight, const v1::SeatPerPart& rule, absl::uint128 sum) {
  Share share = Divided(weight * Wide(rule.parts()), sum);
  share.extra = GivesOneMore(rule.remainder(), share.remainder, share.denominator, 0);
  return share;
}

Share OfOpenPool(const v1::Pool& pool, absl::uint128 weight, absl::uint128 sum) {
  if (pool.has_open_total()) return ByStep(weight, pool.open_total());
  return sum == 0 ? Share{} : ByParts(weight, pool.seat_per_part(), sum);
}

Share OfShared(absl::uint128 weight, int64_t seats, absl::uint128 sum, int64_t given) {
  Share share = Divided(weight * Wide(seats), sum);
  share.extra = given > share.whole;
  return share;
}

}  // namespace congress::allocation
