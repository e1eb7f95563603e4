#include "services/allocation/domain/apportion.h"

#include <algorithm>
#include <numeric>

namespace congress::allocation {
namespace {

// Before which of the others a claim is served: larger remainder, more weight, earlier code.
std::vector<size_t> OrderOfService(std::span<const Claim> claims, const std::vector<Share>& shares) {
  std::vector<size_t> order(claims.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    if (shares[a].remainder != shares[b].remainder) return shares[a].remainder > shares[b].remainder;
    if (claims[a].weight != claims[b].weight) return claims[a].weight > claims[b].weight;
    return claims[a].code < claims[b].code;
  });
  return order;
}

// The claims on both sides of the last seat whose remainders are equal.
void NoteTie(const std::vector<size_t>& order, size_t served, Apportionment* result) {
  if (served == 0 || served == order.size()) return;
  const absl::uint128 last = result->shares[order[served - 1]].remainder;
  if (result->shares[order[served]].remainder != last) return;
  RemainderTie tie;
  for (size_t i = 0; i < order.size(); ++i) {
    if (result->shares[order[i]].remainder != last) continue;
    tie.claims.push_back(order[i]);
    if (i < served) tie.winners.push_back(order[i]);
  }
  std::sort(tie.claims.begin(), tie.claims.end());
  std::sort(tie.winners.begin(), tie.winners.end());
  result->ties.push_back(std::move(tie));
}

bool GivesOneMore(int64_t remainder, const v1::OpenTotal& step) {
  switch (step.remainder()) {
    case v1::OpenTotal::CEILING:
      return remainder > 0;
    case v1::OpenTotal::HALF:
      // remainder >= step / 2 without the doubling that could overflow.
      return remainder >= step.members_per_seat() - remainder;
    case v1::OpenTotal::THRESHOLD:
      return remainder >= step.threshold();
    default:
      return false;
  }
}

}  // namespace

Apportionment ByLargestRemainder(std::span<const Claim> claims, int64_t seats) {
  Apportionment result;
  result.shares.resize(claims.size());
  absl::uint128 sum = 0;
  for (const Claim& claim : claims) sum += static_cast<uint64_t>(claim.weight);
  if (sum == 0) return result;
  int64_t left = seats;
  for (size_t i = 0; i < claims.size(); ++i) {
    const absl::uint128 product =
        absl::uint128(static_cast<uint64_t>(claims[i].weight)) * absl::uint128(static_cast<uint64_t>(seats));
    Share& share = result.shares[i];
    share.whole = static_cast<int64_t>(absl::Uint128Low64(product / sum));
    share.remainder = product % sum;
    share.denominator = sum;
    left -= share.whole;
  }
  // The remainders add up to `left` whole steps, each smaller than one, so there are more of them than seats left.
  const std::vector<size_t> order = OrderOfService(claims, result.shares);
  const size_t served = static_cast<size_t>(left);
  for (size_t i = 0; i < served; ++i) result.shares[order[i]].extra = true;
  NoteTie(order, served, &result);
  return result;
}

Apportionment ByStep(std::span<const Claim> claims, const v1::OpenTotal& step) {
  Apportionment result;
  for (const Claim& claim : claims) {
    const int64_t remainder = claim.weight % step.members_per_seat();
    result.shares.push_back({.whole = claim.weight / step.members_per_seat(),
                             .remainder = static_cast<uint64_t>(remainder),
                             .denominator = static_cast<uint64_t>(step.members_per_seat()),
                             .extra = GivesOneMore(remainder, step)});
  }
  return result;
}

}  // namespace congress::allocation
