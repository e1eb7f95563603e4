#include "services/allocation/domain/plan/explain_pool.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/tree/organisation.h"
#include "services/allocation/domain/wording.h"

namespace congress::allocation {
namespace {

using Told = v1::PoolSeats;

// `12.345678`.
std::string Millionths(int64_t value) {
  constexpr int64_t kMillion = 1'000'000;
  return absl::StrFormat("%d.%06d", value / kMillion, value % kMillion);
}

std::string Digits(absl::uint128 value) { return absl::StrFormat("%d", value); }

absl::uint128 WeightOf(const v1::PoolSeats& seats) {
  absl::uint128 weight = 0;
  return absl::SimpleAtoi(seats.weight(), &weight) ? weight : 0;
}

}  // namespace

PoolTeller::PoolTeller(const v1::AllocationPlan& plan, status::Language language) : tell_(language) {
  for (const v1::Pool& rule : plan.rule().pools()) pools_.emplace(rule.id(), KnownOf(rule, plan));
  for (const v1::AllocationLine& line : plan.lines()) {
    for (const v1::PoolSeats& seats : line.pools()) {
      if (const auto pool = pools_.find(seats.pool()); pool != pools_.end()) pool->second.sum += WeightOf(seats);
    }
  }
}

PoolTeller::Known PoolTeller::KnownOf(const v1::Pool& rule, const v1::AllocationPlan& plan) {
  Known known;
  known.rule = &rule;
  const auto add = [&](const v1::Certificate& certificate) {
    for (const v1::CertifiedUnit& unit : certificate.units()) known.units.emplace(unit.key(), &unit);
  };
  for (const v1::PoolOutcome& pool : plan.pools()) {
    if (pool.pool() != rule.id()) continue;
    add(pool.certificate());
    for (const v1::AllianceOutcome& alliance : pool.alliances()) add(alliance.certificate());
  }
  for (const v1::Alliance& alliance : rule.shared().alliances()) {
    for (const std::string& organisation : alliance.organisations()) {
      known.alliances.emplace(organisation, alliance.id());
    }
  }
  for (const v1::HandSeats& seats : plan.hand_seats()) {
    if (seats.pool().empty() || seats.pool() == rule.id()) known.by_hand.emplace(seats.organisation(), &seats);
  }
  return known;
}

std::string PoolTeller::Explain(const v1::AllocationLine& line, const v1::PoolSeats& seats) const {
  const auto pool = pools_.find(seats.pool());
  if (pool == pools_.end()) return "";
  const Known& known = pool->second;
  if (known.rule->has_shared()) return ExplainShared(known, line, seats);
  if (!known.rule->has_by_hand()) return ExplainOpen(known, seats);
  const auto entered = known.by_hand.find(line.organisation());
  if (entered == known.by_hand.end()) return "";
  return tell_(Told::BY_HAND, {{"pool", known.rule->display_name()},
                               {"seats", StrCat(entered->second->seats())},
                               {"reason", entered->second->reason()}});
}

// `1.204 đảng viên`.
std::string PoolTeller::Claim(const v1::Pool& rule, const std::string& weight) const {
  if (rule.measures_size() > 1) return tell_(Told::MEAN_SHARE, {{"weight", weight}});
  const std::string measure = rule.measures().empty() ? std::string(kMembers) : rule.measures(0).measure();
  return tell_(measure == kMembers ? Told::MEMBERS : Told::MEASURE, {{"weight", weight}, {"measure", measure}});
}

// What bounds and pairs make of the claims.
std::string PoolTeller::Made(const v1::Pool& rule, int64_t claims, int64_t seats) const {
  const int64_t per_claim = std::max<int64_t>(1, rule.seats_per_claim());
  const int64_t made = seats / per_claim;
  std::string text;
  if (made > claims) text = tell_(Told::RAISED_TO, {{"claims", StrCat(made)}});
  if (made < claims) text = tell_(Told::LIMITED_TO, {{"claims", StrCat(made)}});
  if (per_claim > 1) text += tell_(Told::EACH_CLAIM, {{"seats_per_claim", StrCat(per_claim)}});
  return text;
}

std::string PoolTeller::ExplainOpen(const Known& known, const v1::PoolSeats& seats) const {
  const v1::Pool& rule = *known.rule;
  const Share share = OfOpenPool(rule, WeightOf(seats), known.sum);
  v1::OpenTotal open = rule.open_total();
  if (!rule.has_open_total()) open.set_remainder(rule.seat_per_part().remainder());
  return tell_(rule.has_open_total() ? Told::BY_STEP : Told::BY_PART,
               {{"pool", rule.display_name()},
                {"claim", Claim(rule, seats.weight())},
                {"members_per_seat", StrCat(open.members_per_seat())},
                {"parts", StrCat(rule.seat_per_part().parts())},
                {"sum", Digits(known.sum)},
                {"whole", StrCat(share.whole)},
                {"remainder", Digits(share.remainder)},
                {"denominator", Digits(share.denominator)},
                {"rule", InWords(open, tell_)},
                {"outcome", tell_(share.extra ? Told::ONE_MORE : Told::NO_MORE)},
                {"made", Made(rule, share.seats(), seats.seats())},
                {"seats", StrCat(seats.seats())}});
}

std::string PoolTeller::ExplainShared(const Known& known, const v1::AllocationLine& line,
                                      const v1::PoolSeats& seats) const {
  const v1::Pool& rule = *known.rule;
  const auto alliance = known.alliances.find(line.organisation());
  status::Metadata facts = {{"pool", rule.display_name()},
                            {"method", rule.shared().method().empty() ? "hare" : rule.shared().method()},
                            {"claim", Claim(rule, seats.weight())},
                            {"alliance", alliance == known.alliances.end()
                                             ? ""
                                             : tell_(Told::IN_ALLIANCE, {{"alliance", std::string(alliance->second)}})},
                            {"seats", StrCat(seats.seats())}};
  const auto found = known.units.find(line.code());
  if (found == known.units.end()) return tell_(Told::GIVEN, facts);
  const v1::CertifiedUnit& unit = *found->second;
  facts.emplace_back("quotient", Millionths(unit.quotient_millionths()));
  facts.emplace_back("rounding_point", Millionths(unit.rounding_point_millionths()));
  facts.emplace_back("round", StrCat(unit.round()));
  std::string bound;
  if (unit.round() == 0 && unit.bound() == v1::CertifiedUnit::MINIMUM) bound = tell_(Told::RAISED);
  if (unit.round() == 0 && unit.bound() == v1::CertifiedUnit::MAXIMUM) bound = tell_(Told::LIMITED);
  facts.emplace_back("made", bound + Made(rule, unit.seats(), seats.seats()));
  return tell_(unit.round() > 0 ? Told::BELOW_QUOTA : Told::SHARED, facts);
}

}  // namespace congress::allocation
