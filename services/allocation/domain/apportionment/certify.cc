#include "services/allocation/domain/apportionment/certify.h"

#include <algorithm>
#include <set>
#include <string>

#include "platform/digest/sha256.h"
#include "platform/status/strings.h"
#include "services/allocation/certificate/claims.h"
#include "services/allocation/certificate/inputs_text.h"
#include "services/allocation/domain/apportionment/millionths.h"
#include "services/allocation/domain/apportionment/round_divisor.h"
#include "services/allocation/exact/integers.h"

namespace congress::allocation {
namespace {

using exact::ToMpz;

constexpr unsigned long kMillion = 1'000'000;

mpq_class WeightOf(const ApportionmentTask& task, size_t unit) {
  return exact::ToMpq(ToMpz(task.units[unit].weight), ToMpz(PowerOfTen(task.scale)));
}

// Divisors, quotients and signposts; their squares where signposts are squared.
class DivisorLines {
 public:
  DivisorLines(const ApportionmentTask& task, const apportion::Apportionment& result,
               const std::optional<apportion::Tie>& tie, v1::Certificate* certificate)
      : task_(task),
        signposts_(std::get<apportion::Signposts>(task.method.method)),
        result_(result),
        tie_(tie),
        certificate_(*certificate),
        winners_(certificate->tie().winners().begin(), certificate->tie().winners().end()) {}

  void Write() {
    std::optional<mpq_class> lower;
    std::optional<mpq_class> upper;
    v1::DivisorInterval& interval = *certificate_.mutable_divisor();
    if (const auto end = Upper()) upper = WriteEnd(*end, interval.mutable_upper());
    if (const auto end = Lower()) lower = WriteEnd(*end, interval.mutable_lower());
    interval.set_divisor(RoundDivisor(lower, upper, signposts_.squared()));
    // Where bounds leave no choice, every divisor would do.
    if (interval.divisor().empty()) certificate_.clear_divisor();
    const auto divisor = Divisor(lower, upper);
    for (size_t i = 0; i < task_.units.size(); ++i) WriteUnit(i, divisor);
  }

 private:
  // After a decision the ends are those of a winner and of a loser.
  std::optional<apportion::Quotient> Upper() const {
    if (!tie_.has_value()) return result_.upper;
    for (const size_t unit : tie_->units) {
      if (Won(unit)) return apportion::Quotient{unit, result_.seats[unit] - 1};
    }
    return apportion::Quotient{tie_->units[0], result_.seats[tie_->units[0]]};
  }
  std::optional<apportion::Quotient> Lower() const {
    if (!tie_.has_value()) return result_.lower;
    for (const size_t unit : tie_->units) {
      if (!Won(unit)) return apportion::Quotient{unit, result_.seats[unit]};
    }
    return std::nullopt;
  }
  // Whether the tied unit's last seat is that of the tie.
  bool Won(size_t unit) const { return winners_.contains(certificate_.units(static_cast<int>(unit)).key()); }

  mpq_class Power(size_t unit) const {
    const mpq_class weight = WeightOf(task_, unit);
    return signposts_.squared() ? mpq_class(weight * weight) : weight;
  }
  mpq_class Post(int64_t seats) const {
    const auto post = signposts_.At<mpz_class>(seats);
    return exact::ToMpq(post.numerator, post.denominator);
  }
  int64_t InMillionths(const mpq_class& power) const { return Millionths(power, signposts_.squared()); }

  mpq_class WriteEnd(const apportion::Quotient& end, v1::QuotientEnd* written) const {
    written->set_key(certificate_.units(static_cast<int>(end.unit)).key());
    written->set_seats(end.seats);
    return Power(end.unit) / Post(end.seats);
  }

  // As it is written: a decimal, squared here where the quotients are.
  std::optional<mpq_class> Divisor(const std::optional<mpq_class>& lower, const std::optional<mpq_class>& upper) const {
    if (lower.has_value() && upper.has_value() && *lower == *upper) return lower;
    const auto value = ParseRational(certificate_.divisor().divisor());
    return value.has_value() && signposts_.squared() ? mpq_class(*value * *value) : value;
  }

  void WriteUnit(size_t i, const std::optional<mpq_class>& divisor) {
    const apportion::Unit& unit = task_.units[i];
    v1::CertifiedUnit& line = *certificate_.mutable_units(static_cast<int>(i));
    const int64_t seats = result_.seats[i];
    line.set_seats(seats);
    line.set_rounding_point_millionths(InMillionths(Post(seats)));
    if (!divisor.has_value() || unit.weight == 0) return;
    const mpq_class quotient = Power(i) / *divisor;
    line.set_quotient_millionths(InMillionths(quotient));
    const int64_t least = LeastSeats(signposts_, unit);
    if (least > 0 && seats == least && quotient < Post(least - 1)) {
      line.set_bound(v1::CertifiedUnit::MINIMUM);
    } else if (seats == unit.maximum && quotient > Post(seats)) {
      line.set_bound(v1::CertifiedUnit::MAXIMUM);
    }
  }

  const ApportionmentTask& task_;
  const apportion::Signposts& signposts_;
  const apportion::Apportionment& result_;
  const std::optional<apportion::Tie>& tie_;
  v1::Certificate& certificate_;
  const std::set<std::string> winners_;
};

// A quota times 10^scale.
mpq_class Unscaled(const mpz_class& numerator, const mpz_class& denominator, const ApportionmentTask& task) {
  return exact::ToMpq(numerator, denominator * ToMpz(PowerOfTen(task.scale)));
}

// Weight to one seat; 0 when there are no seats, or when all left before.
mpq_class QuotaOf(const ApportionmentTask& task, int64_t seats, const apportion::SwissRounds& rounds) {
  if (seats == 0 || !rounds.left.empty()) {
    const int32_t last = rounds.left.empty() ? 0 : *std::max_element(rounds.left.begin(), rounds.left.end());
    if (static_cast<size_t>(last) == rounds.quotas.size()) return 0;
    return Unscaled(ToMpz(rounds.quotas.back()), 1, task);
  }
  const auto* named = std::get_if<apportion::Quota>(&task.method.method);
  const apportion::Quota kind = named != nullptr ? *named : apportion::Quota::kHare;
  const absl::uint128 scale = PowerOfTen(task.scale);
  const apportion::SeatPrice price = apportion::QuotaOf(kind, task.units, seats, scale);
  return Unscaled(ToMpz(price.numerator), ToMpz(price.denominator), task);
}

// Who left, and when. Nobody where the method knows no rounds.
apportion::SwissRounds RoundsOf(const ApportionmentTask& task, int64_t seats) {
  const auto* special = std::get_if<apportion::SpecialRule>(&task.method.method);
  if (special == nullptr || *special != apportion::SpecialRule::kSwiss) return {};
  return apportion::RoundsOfSwissRule(task.units, seats, PowerOfTen(task.scale));
}

void WriteQuotaLines(const ApportionmentTask& task, const apportion::Apportionment& result,
                     const std::optional<apportion::Tie>& tie, v1::Certificate* certificate) {
  const apportion::SwissRounds rounds = RoundsOf(task, certificate->seats());
  const mpq_class quota = QuotaOf(task, certificate->seats(), rounds);
  v1::QuotaEdge& edge = *certificate->mutable_quota();
  edge.set_quota(quota.get_str());
  const auto quotient = [&](size_t i) { return quota == 0 ? mpq_class(0) : mpq_class(WeightOf(task, i) / quota); };
  // What is left of each quotient beside the seats that come before remainders.
  std::optional<mpq_class> last_winner;
  std::optional<mpq_class> first_loser;
  for (size_t i = 0; i < task.units.size(); ++i) {
    v1::CertifiedUnit& line = *certificate->mutable_units(static_cast<int>(i));
    line.set_seats(result.seats[i]);
    if (!rounds.left.empty() && rounds.left[i] > 0) {
      line.set_round(rounds.left[i]);
      const absl::uint128 left_under = rounds.quotas[static_cast<size_t>(rounds.left[i]) - 1];
      line.set_quotient_millionths(Millionths(WeightOf(task, i) / Unscaled(ToMpz(left_under), 1, task)));
      continue;
    }
    const mpq_class whole = quotient(i);
    line.set_quotient_millionths(Millionths(whole));
    const mpz_class base =
        std::max(mpz_class(whole.get_num() / whole.get_den()), mpz_class(static_cast<long>(task.units[i].minimum)));
    const mpq_class rest = whole - mpq_class(base);
    const bool won = mpz_class(static_cast<long>(result.seats[i])) > base;
    if (!won && rest < 0) line.set_bound(v1::CertifiedUnit::MINIMUM);
    if (task.units[i].weight == 0) continue;
    auto& end = won ? last_winner : first_loser;
    if (end.has_value() && (won ? rest >= *end : rest <= *end)) continue;
    end = rest;
    *(won ? edge.mutable_last_winner() : edge.mutable_first_loser()) = line.key();
  }
  const bool open = tie.has_value() && result.tie.has_value();
  const std::optional<mpq_class>& above = open ? first_loser : last_winner;
  const int64_t edge_millionths = above.has_value() ? Millionths(*above) : static_cast<int64_t>(kMillion);
  for (v1::CertifiedUnit& line : *certificate->mutable_units()) {
    const int64_t point = line.seats() * static_cast<int64_t>(kMillion) + edge_millionths;
    line.set_rounding_point_millionths(line.round() > 0 ? static_cast<int64_t>(kMillion) : point);
  }
}

}  // namespace

bool HasCertificate(const ApportionmentTask& task) {
  const auto* special = std::get_if<apportion::SpecialRule>(&task.method.method);
  return special == nullptr || *special != apportion::SpecialRule::kQuotaMethod;
}

v1::Certificate Inputs(const ApportionmentTask& task) {
  v1::Certificate certificate;
  certificate.set_format(1);
  certificate.set_method(task.method.name);
  certificate.set_first_divisor(task.method.first_divisor);
  certificate.set_seats(task.seats);
  if (task.threshold.numerator() > 0) {
    certificate.set_threshold(StrCat(task.threshold.numerator(), "/", task.threshold.denominator()));
  }
  certificate.mutable_units()->Reserve(static_cast<int>(task.claimants.size()));
  for (size_t i = 0; i < task.claimants.size(); ++i) {
    const Claimant& claimant = task.claimants[i];
    v1::CertifiedUnit& unit = *certificate.add_units();
    unit.set_key(claimant.key);
    unit.set_weight(task.weights[i]);
    unit.set_minimum(claimant.minimum);
    if (claimant.maximum.has_value()) unit.set_maximum(*claimant.maximum);
  }
  certificate.set_inputs_sha256(InputsSha256(certificate));
  return certificate;
}

void Certify(const ApportionmentTask& task, const apportion::Apportionment& result,
             const std::optional<apportion::Tie>& tie, const v1::ComputeApportionmentResponse& answer,
             v1::Certificate* certificate) {
  if (tie.has_value()) {
    *certificate->mutable_tie() = CertifiedTieOf(
        answer.tie(), answer.decided(), answer.has_lot() ? &answer.lot() : nullptr, certificate->inputs_sha256());
  }
  if (std::holds_alternative<apportion::Signposts>(task.method.method)) {
    DivisorLines(task, result, tie, certificate).Write();
  } else {
    WriteQuotaLines(task, result, tie, certificate);
  }
}

v1::CertifiedTie CertifiedTieOf(const v1::ApportionmentTie& tie, bool decided, const v1::Lot* lot,
                                const std::string& inputs_sha256) {
  v1::CertifiedTie written;
  *written.mutable_keys() = tie.keys();
  written.set_seats_at_stake(tie.seats_at_stake());
  *written.mutable_winners() = tie.winners();
  if (lot != nullptr) {
    v1::CertifiedLot& drawn = *written.mutable_lot();
    drawn.set_name(lot->name());
    drawn.set_seed(lot->seed());
    drawn.set_drawn_by(lot->drawn_by());
    *drawn.mutable_draw_time() = lot->draw_time();
    drawn.set_sha256(digest::Sha256Hex(LotText(drawn, inputs_sha256)));
  } else if (decided) {
    written.set_first(true);
  }
  written.set_decision_sha256(digest::Sha256Hex(DecisionText(written, inputs_sha256)));
  return written;
}

void BindToPlan(const v1::AllocationPlan& plan, v1::Certificate* certificate) {
  certificate->set_plan_inputs_sha256(plan.inputs_sha256());
  certificate->set_rule_set(StrCat(plan.rule().name(), " version ", plan.rule().version()));
  certificate->set_inputs_sha256(InputsSha256(*certificate));
  if (!certificate->has_tie()) return;
  v1::CertifiedTie& tie = *certificate->mutable_tie();
  tie.set_decision_sha256(digest::Sha256Hex(DecisionText(tie, certificate->inputs_sha256())));
  if (!tie.has_lot()) return;
  v1::CertifiedLot& lot = *tie.mutable_lot();
  lot.set_sha256(digest::Sha256Hex(LotText(lot, certificate->inputs_sha256())));
}

}  // namespace congress::allocation
