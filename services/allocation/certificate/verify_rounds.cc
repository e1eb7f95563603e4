#include "services/allocation/certificate/verify_rounds.h"

#include <algorithm>

namespace congress::allocation {
namespace {

// Those who left in one round.
struct Leaving {
  int64_t count = 0;
  absl::uint128 sum = 0;
  absl::uint128 least = absl::Uint128Max();
  absl::uint128 greatest = 0;
};

}  // namespace

absl::uint128 WholeQuota(absl::uint128 sum, int scale, int64_t seats) {
  const absl::uint128 unit = PowerOfTen(scale);
  return (sum / (unit * static_cast<uint64_t>(seats)) + 1) * unit;
}

std::optional<Rounds> VerifyRounds(const v1::Certificate& certificate, const Claims& claims, Findings* findings) {
  std::vector<Leaving> leaving;
  Rounds rounds{.quotas = {}, .sum = claims.sum, .seats = certificate.seats()};
  absl::uint128 least_staying = absl::Uint128Max();
  int64_t weighted = 0;
  for (size_t i = 0; i < claims.units.size(); ++i) {
    const v1::CertifiedUnit& unit = certificate.units(static_cast<int>(i));
    const absl::uint128 weight = claims.units[i].weight;
    weighted += weight > 0 ? 1 : 0;
    if (unit.round() == 0) {
      if (weight > 0) least_staying = std::min(least_staying, weight);
      continue;
    }
    const auto round = static_cast<size_t>(unit.round());
    if (round > claims.units.size() || weight == 0) {
      findings->Add(unit, "left in a round that there is not");
      return std::nullopt;
    }
    if (leaving.size() < round) leaving.resize(round);
    Leaving& with = leaving[round - 1];
    ++with.count;
    with.sum += weight;
    with.least = std::min(with.least, weight);
    with.greatest = std::max(with.greatest, weight);
  }
  if (weighted > certificate.seats()) {
    findings->Add("there are fewer seats than units with a weight");
    return std::nullopt;
  }
  // The smallest of all that are in after each round.
  std::vector<absl::uint128> least_after(leaving.size() + 1, least_staying);
  for (size_t round = leaving.size(); round > 0; --round) {
    least_after[round - 1] = std::min(least_after[round], leaving[round - 1].least);
  }
  for (size_t round = 0; round < leaving.size(); ++round) {
    const Leaving& with = leaving[round];
    rounds.quotas.push_back(WholeQuota(rounds.sum, claims.scale, rounds.seats));
    if (with.count == 0 || with.greatest >= rounds.quotas.back() || least_after[round + 1] < rounds.quotas.back()) {
      findings->Add(StrCat("round ", round + 1, ": others are below its quota than those who leave"));
      return std::nullopt;
    }
    rounds.sum -= with.sum;
    rounds.seats -= with.count;
  }
  if (rounds.sum > 0 && least_staying < WholeQuota(rounds.sum, claims.scale, rounds.seats)) {
    findings->Add("somebody who stayed is below the quota");
    return std::nullopt;
  }
  return rounds;
}

}  // namespace congress::allocation
