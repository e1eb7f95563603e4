#include "services/allocation/domain/plan/last_seats.h"

#include <gmpxx.h>

#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/strip.h"
#include "platform/status/strings.h"
#include "services/allocation/certificate/claims.h"
#include "services/allocation/certificate/signpost.h"
#include "services/allocation/certificate/verify_plan.h"
#include "services/allocation/domain/plan/six_decimals.h"
#include "services/allocation/exact/integers.h"

namespace congress::allocation {
namespace {

using exact::ToMpz;

// A claim to one seat, as a certificate has it.
struct Bid {
  const v1::CertifiedUnit* unit = nullptr;
  mpq_class claim;
  // Claims are squares of weight over signpost.
  bool squared = false;
  bool won = false;
};

// Rounded down to six decimals.
std::string Decimals(const Bid& bid) {
  constexpr unsigned long kMillion = 1'000'000;
  mpz_class millionths;
  if (bid.squared) {
    const mpq_class scaled = bid.claim * kMillion * kMillion;
    millionths = sqrt(mpz_class(scaled.get_num() / scaled.get_den()));
  } else {
    const mpq_class scaled = bid.claim * kMillion;
    mpz_fdiv_q(millionths.get_mpz_t(), scaled.get_num_mpz_t(), scaled.get_den_mpz_t());
  }
  return SixDecimals(millionths);
}

mpq_class WeightOf(const v1::CertifiedUnit& unit) { return ParseRational(unit.weight()).value_or(mpq_class(0)); }

// What each unit bid for its last seats and for its next ones.
std::vector<Bid> DivisorBids(const v1::Certificate& certificate, const SignpostRule& rule, int most) {
  std::vector<Bid> bids;
  for (const v1::CertifiedUnit& unit : certificate.units()) {
    mpq_class weight = WeightOf(unit);
    if (weight == 0) continue;
    if (rule.squared()) weight *= weight;
    const int64_t first = std::max<int64_t>(unit.minimum(), unit.seats() - most);
    const int64_t end = unit.has_maximum() ? std::min(unit.maximum(), unit.seats() + most) : unit.seats() + most;
    for (int64_t n = first; n < end; ++n) {
      const auto post = rule.At<mpz_class>(n);
      if (post.numerator == 0) continue;  // Everyone has this seat before others are given.
      const mpq_class signpost = exact::ToMpq(post.numerator, post.denominator);
      bids.push_back({&unit, weight / signpost, rule.squared(), n < unit.seats()});
    }
  }
  return bids;
}

std::vector<Bid> RemainderBids(const v1::Certificate& certificate) {
  const auto quota = ParseRational(certificate.quota().quota());
  if (!quota.has_value()) return {};
  std::vector<Bid> bids;
  for (const v1::CertifiedUnit& unit : certificate.units()) {
    if (unit.round() > 0) continue;  // It left before there were remainders.
    const mpq_class quotient = WeightOf(unit) / *quota;
    mpz_class base = quotient.get_num() / quotient.get_den();
    if (base < ToMpz(static_cast<uint64_t>(unit.minimum()))) base = ToMpz(static_cast<uint64_t>(unit.minimum()));
    const bool won = ToMpz(static_cast<uint64_t>(unit.seats())) > base;
    bids.push_back({&unit, quotient - mpq_class(base), false, won});
  }
  return bids;
}

// The bids next to the line between those that won and those that did not.
void AddPool(const v1::AllocationPlan& plan, const v1::PoolOutcome& pool, int most,
             std::vector<v1::RemainderRank>* ranks) {
  const v1::Certificate& certificate = pool.certificate();
  const auto rule = SignpostRuleOf(certificate.method(), certificate.first_divisor());
  std::vector<Bid> bids = rule.has_value() ? DivisorBids(certificate, *rule, most) : RemainderBids(certificate);
  // Those who won go first, also among equal ones.
  std::stable_sort(bids.begin(), bids.end(), [](const Bid& a, const Bid& b) {
    if (a.won != b.won) return a.won;
    return a.claim > b.claim;
  });
  const auto edge = std::find_if(bids.begin(), bids.end(), [](const Bid& bid) { return !bid.won; });
  const auto first = edge - std::min<std::ptrdiff_t>(most, edge - bids.begin());
  const auto last = edge + std::min<std::ptrdiff_t>(most, bids.end() - edge);
  std::map<std::string, const v1::AllocationLine*> lines;
  for (const v1::AllocationLine& line : plan.lines()) lines.emplace(line.code(), &line);
  for (auto bid = first; bid != last; ++bid) {
    v1::RemainderRank& rank = ranks->emplace_back();
    rank.set_pool(pool.pool());
    // Of a divisor method's seats only those around the last one are among the bids.
    const int64_t before = rule.has_value() ? certificate.seats() - (edge - bids.begin()) : 0;
    rank.set_rank(static_cast<int32_t>(before + (bid - bids.begin()) + 1));
    rank.set_claim(Decimals(*bid));
    rank.set_won(bid->won);
    const auto line = lines.find(bid->unit->key());
    // An alliance stands for its members.
    if (line == lines.end()) {
      rank.set_display_name(std::string(absl::StripPrefix(bid->unit->key(), ToAbsl(kAllianceKey))));
      continue;
    }
    rank.set_organisation(line->second->organisation());
    rank.set_display_name(line->second->display_name());
    if (plan.rule().has_member_step()) {
      rank.set_remainder_numerator(line->second->remainder_numerator());
      rank.set_remainder_denominator(line->second->remainder_denominator());
    }
  }
}

}  // namespace

std::vector<v1::RemainderRank> AroundTheLastSeats(const v1::AllocationPlan& plan, int most) {
  std::vector<v1::RemainderRank> ranks;
  for (const v1::PoolOutcome& pool : plan.pools()) {
    if (pool.has_certificate()) AddPool(plan, pool, most, &ranks);
  }
  return ranks;
}

}  // namespace congress::allocation
