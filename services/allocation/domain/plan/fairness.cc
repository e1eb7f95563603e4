#include "services/allocation/domain/plan/fairness.h"

#include <gmpxx.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/plan/six_decimals.h"
#include "services/allocation/domain/wording.h"
#include "services/allocation/exact/integers.h"

namespace congress::allocation {
namespace {

constexpr long kScale = 1'000'000;

mpz_class Whole(int64_t value) { return mpz_class(static_cast<long>(value)); }

// numerator / denominator, the denominator positive, to the nearest millionth, a half away from zero.
std::string Rounded(const mpz_class& numerator, const mpz_class& denominator) {
  const mpz_class doubled = abs(numerator) * 2 * kScale + denominator;
  const mpz_class millionths = doubled / (2 * denominator);
  return SixDecimals(numerator < 0 ? mpz_class(-millionths) : millionths);
}

std::string Rounded(const mpq_class& value) { return Rounded(value.get_num(), value.get_den()); }

// The square root to the nearest millionth: ⌊√x + ½⌋ = ⌊(⌊√(4x)⌋ + 1) / 2⌋.
std::string RoundedRoot(const mpq_class& value) {
  const mpz_class scaled = 4 * mpz_class(kScale) * kScale * value.get_num() / value.get_den();
  return SixDecimals((sqrt(scaled) + 1) / 2);
}

// A fraction that is not reduced: reducing every sum would cost more than all the rest.
struct Fraction {
  mpz_class numerator;
  mpz_class denominator;
};

// The sum of the terms [begin, end), halved again and again so that few numbers are long.
Fraction Sum(const std::vector<Fraction>& terms, size_t begin, size_t end) {
  if (end == begin) return {0, 1};
  if (end - begin == 1) return terms[begin];
  const size_t middle = begin + (end - begin) / 2;
  const Fraction left = Sum(terms, begin, middle);
  const Fraction right = Sum(terms, middle, end);
  return {left.numerator * right.denominator + right.numerator * left.denominator,
          left.denominator * right.denominator};
}

class Measures {
 public:
  explicit Measures(std::vector<Measured> units) : units_(std::move(units)) {
    for (const Measured& unit : units_) {
      weight_ += Whole(unit.weight);
      seats_ += Whole(unit.seats);
    }
    fairness_.set_organisations(std::ssize(units_));
    fairness_.set_members(weight_.get_si());
    fairness_.set_seats(seats_.get_si());
    fairness_.set_members_per_seat(Rounded(weight_, seats_));
  }

  v1::Fairness Take() {
    SetQuota();
    SetIndices();
    SetExtremes();
    return std::move(fairness_);
  }

 private:
  // s·W − w·S: how far the unit's part of the seats is above its part of the weight, times S·W.
  mpz_class Excess(const Measured& unit) const { return Whole(unit.seats) * weight_ - Whole(unit.weight) * seats_; }

  void SetQuota() {
    for (const Measured& unit : units_) {
      // Below ⌊q⌋ when s + 1 <= q, above ⌈q⌉ when s - 1 >= q.
      const mpz_class excess = Excess(unit);
      if (abs(excess) < weight_) continue;
      v1::QuotaViolation& violation = excess < 0 ? *fairness_.add_below_quota() : *fairness_.add_above_quota();
      violation.set_organisation(unit.organisation);
      violation.set_display_name(unit.display_name);
      violation.set_seats(unit.seats);
      violation.set_quota(Rounded(Whole(unit.weight) * seats_, weight_));
    }
  }

  void SetIndices() {
    mpz_class distance = 0;
    mpz_class squares = 0;
    std::vector<Fraction> terms;
    bool all_have_weight = true;
    for (const Measured& unit : units_) {
      const mpz_class excess = Excess(unit);
      distance += abs(excess);
      squares += excess * excess;
      all_have_weight = all_have_weight && unit.weight > 0;
      if (unit.weight > 0) terms.push_back({excess * excess, Whole(unit.weight)});
    }
    const mpz_class whole = weight_ * seats_;
    // (s/S − w/W)² / (w/W) = excess² / (S²·W·w).
    const Fraction sum = Sum(terms, 0, terms.size());
    if (all_have_weight) {
      fairness_.set_sainte_lague(Rounded(sum.numerator, sum.denominator * seats_ * whole));
    }
    fairness_.set_loosemore_hanby(Rounded(distance, 2 * whole));
    const mpq_class square = exact::ToMpq(squares, 2 * whole * whole);
    fairness_.set_gallagher(RoundedRoot(square));
    fairness_.set_gallagher_square_numerator(square.get_num().get_str());
    fairness_.set_gallagher_square_denominator(square.get_den().get_str());
  }

  // The units at one end of members per seat, and how many that is.
  std::pair<mpq_class, std::vector<const Measured*>> EndOf(bool most) const {
    std::pair<mpq_class, std::vector<const Measured*>> end;
    for (const Measured& unit : units_) {
      if (unit.weight == 0 || unit.seats == 0) continue;
      const mpq_class value = exact::ToMpq(Whole(unit.weight), Whole(unit.seats));
      if (!end.second.empty() && value == end.first) {
        end.second.push_back(&unit);
      } else if (end.second.empty() || (most ? value > end.first : value < end.first)) {
        end = {value, {&unit}};
      }
    }
    return end;
  }

  static void Name(const mpq_class& value, const std::vector<const Measured*>& units, v1::Extreme* extreme) {
    extreme->set_value(Rounded(value));
    for (const Measured* unit : units) {
      extreme->add_organisations(unit->organisation);
      extreme->add_display_names(unit->display_name);
    }
  }

  void SetExtremes() {
    for (const Measured& unit : units_) {
      if (unit.seats == 0) fairness_.add_without_seats(unit.organisation);
      if (unit.weight == 0) fairness_.add_without_members(unit.organisation);
    }
    const auto [most, at_most] = EndOf(true);
    const auto [fewest, at_fewest] = EndOf(false);
    if (at_most.empty()) return;
    Name(most, at_most, fairness_.mutable_most_members_per_seat());
    Name(fewest, at_fewest, fairness_.mutable_fewest_members_per_seat());
    fairness_.set_ratio(Rounded(mpq_class(most / fewest)));
    const mpq_class average = exact::ToMpq(weight_, seats_);
    if (fewest < average) {
      Name(fewest / average - 1, at_fewest, fairness_.mutable_most_over_represented());
    }
    if (most > average) Name(most / average - 1, at_most, fairness_.mutable_most_under_represented());
  }

  const std::vector<Measured> units_;
  mpz_class weight_ = 0;
  mpz_class seats_ = 0;
  v1::Fairness fairness_;
};

using Violations = google::protobuf::RepeatedPtrField<v1::QuotaViolation>;

std::string NamesOf(const std::vector<Measured>& all, const google::protobuf::RepeatedPtrField<std::string>& named) {
  std::vector<std::string> names;
  for (const Measured& unit : all) {
    if (std::find(named.begin(), named.end(), unit.organisation) != named.end()) names.push_back(unit.display_name);
  }
  return absl::StrJoin(names, ", ");
}

// Writes the sentences of a measure.
class FairnessTeller {
 public:
  FairnessTeller(const status::Teller& tell, v1::Fairness* fairness) : tell_(tell), fairness_(*fairness) {}

  void Tell(const std::vector<Measured>& units) {
    Add(v1::Fairness::AVERAGE, {{"organisations", StrCat(fairness_.organisations())},
                                {"members", StrCat(fairness_.members())},
                                {"seats", StrCat(fairness_.seats())},
                                {"average", fairness_.members_per_seat()}});
    TellQuota();
    Add(fairness_.sainte_lague().empty() ? v1::Fairness::INDICES_WITHOUT_SAINTE_LAGUE : v1::Fairness::INDICES,
        {{"sainte_lague", fairness_.sainte_lague()},
         {"loosemore_hanby", fairness_.loosemore_hanby()},
         {"gallagher", fairness_.gallagher()}});
    TellExtremes();
    if (!fairness_.without_seats().empty()) {
      Add(v1::Fairness::WITHOUT_SEATS, {{"organisations", NamesOf(units, fairness_.without_seats())}});
    }
    if (!fairness_.without_members().empty()) {
      Add(v1::Fairness::WITHOUT_MEMBERS, {{"organisations", NamesOf(units, fairness_.without_members())}});
    }
  }

 private:
  void Add(v1::Fairness::Finding finding, const status::Metadata& metadata) {
    fairness_.add_sentences(tell_(finding, metadata));
  }

  std::string AgainstQuota(const Violations& violations) const {
    return absl::StrJoin(violations, ", ", [this](std::string* out, const v1::QuotaViolation& violation) {
      out->append(tell_(v1::Fairness::AGAINST_QUOTA, {{"organisation", violation.display_name()},
                                                      {"seats", StrCat(violation.seats())},
                                                      {"quota", violation.quota()}}));
    });
  }

  void TellQuota() {
    const Violations& below = fairness_.below_quota();
    const Violations& above = fairness_.above_quota();
    if (below.empty() && above.empty()) Add(v1::Fairness::WITHIN_QUOTA, {});
    if (!below.empty()) Add(v1::Fairness::BELOW_QUOTA, {{"organisations", AgainstQuota(below)}});
    if (!above.empty()) Add(v1::Fairness::ABOVE_QUOTA, {{"organisations", AgainstQuota(above)}});
  }

  void TellExtremes() {
    const auto names = [](const v1::Extreme& extreme) { return absl::StrJoin(extreme.display_names(), ", "); };
    if (fairness_.has_most_members_per_seat()) {
      const v1::Extreme& most = fairness_.most_members_per_seat();
      const v1::Extreme& fewest = fairness_.fewest_members_per_seat();
      Add(v1::Fairness::EXTREMES, {{"most", most.value()},
                                   {"at_most", names(most)},
                                   {"fewest", fewest.value()},
                                   {"at_fewest", names(fewest)},
                                   {"ratio", fairness_.ratio()}});
    }
    if (fairness_.has_most_over_represented()) {
      const v1::Extreme& over = fairness_.most_over_represented();
      Add(v1::Fairness::OVER_REPRESENTED, {{"organisations", names(over)}, {"deviation", over.value()}});
    }
    if (fairness_.has_most_under_represented()) {
      const v1::Extreme& under = fairness_.most_under_represented();
      Add(v1::Fairness::UNDER_REPRESENTED,
          {{"organisations", names(under)}, {"deviation", StrCat("+", under.value())}});
    }
  }

  const status::Teller tell_;
  v1::Fairness& fairness_;
};

}  // namespace

std::optional<v1::Fairness> MeasureFairness(const std::vector<Measured>& all, status::Language language) {
  std::vector<Measured> units;
  bool has_weight = false;
  bool has_seats = false;
  for (const Measured& unit : all) {
    has_weight = has_weight || unit.weight > 0;
    has_seats = has_seats || unit.seats > 0;
    if (unit.weight > 0 || unit.seats > 0) units.push_back(unit);
  }
  if (!has_weight || !has_seats) return std::nullopt;
  v1::Fairness fairness = Measures(units).Take();
  FairnessTeller(status::Teller(language), &fairness).Tell(units);
  return fairness;
}

v1::GetFairnessResponse MeasurePlan(const v1::AllocationPlan& plan, status::Language language) {
  const auto measure = [&](auto seats_of) {
    std::vector<Measured> units;
    for (const v1::AllocationLine& line : plan.lines()) {
      units.push_back({line.organisation(), line.display_name(), line.members(), seats_of(line)});
    }
    auto measured = MeasureFairness(units, language);
    if (const int64_t open = SeatsAtStake(plan); measured.has_value() && open > 0) {
      measured->add_sentences(status::Teller(language)(v1::Fairness::OPEN_SEATS, {{"seats", StrCat(open)}}));
    }
    return measured;
  };
  v1::GetFairnessResponse answer;
  if (auto by_members = measure([](const auto& line) { return line.member_seats(); }); by_members.has_value()) {
    *answer.mutable_by_members() = *std::move(by_members);
  }
  if (auto without = measure([](const auto& line) { return line.seats(); }); without.has_value()) {
    *answer.mutable_without_ex_officio() = *std::move(without);
  }
  if (auto with = measure([](const auto& line) { return line.seats() + line.ex_officio_seats(); }); with.has_value()) {
    *answer.mutable_with_ex_officio() = *std::move(with);
  }
  return answer;
}

}  // namespace congress::allocation
