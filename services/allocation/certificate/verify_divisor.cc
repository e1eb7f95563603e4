#include "services/allocation/certificate/verify_divisor.h"

#include <algorithm>

#include "platform/status/strings.h"
#include "services/allocation/certificate/divisor_text.h"
#include "services/allocation/certificate/millionths.h"
#include "services/allocation/certificate/verify_tie.h"
#include "services/allocation/exact/integers.h"

namespace congress::allocation {
namespace {

// The check of one certificate, with integers that hold every product.
template <class Word>
class DivisorCheck {
 public:
  DivisorCheck(const v1::Certificate& certificate, const SignpostRule& rule, const Claims& claims,
               const WrittenDivisor& within, Findings* findings)
      : certificate_(certificate),
        rule_(rule),
        claims_(claims),
        within_(within),
        numerator_(exact::FromMpz<Word>(within.power.get_num() * Scale(rule.squared()))),
        denominator_(exact::FromMpz<Word>(within.power.get_den())),
        plain_numerator_(exact::FromMpz<Word>(within.plain.value_or(1).get_num() * Scale(false))),
        plain_denominator_(exact::FromMpz<Word>(within.plain.value_or(1).get_den())),
        findings_(*findings) {}

  void Run() {
    const v1::DivisorInterval& interval = certificate_.divisor();
    if (!ReadEnd(interval.has_upper(), interval.upper(), &upper_) ||
        !ReadEnd(interval.has_lower(), interval.lower(), &lower_)) {
      return;
    }
    if (certificate_.has_divisor() != (upper_.given || lower_.given) || certificate_.has_divisor() != within_.given) {
      findings_.Add("the divisor or the ends of its interval are missing");
    }
    if (within_.given &&
        ((upper_.given && Less(upper_.ratio, Divisor())) || (lower_.given && Less(Divisor(), lower_.ratio)))) {
      findings_.Add("the divisor is outside its interval");
    }
    // Where both ends are one, claims stand alike: those that won there and those that did not.
    edge_ = upper_.given && lower_.given && Same(upper_.ratio, lower_.ratio);
    for (size_t i = 0; i < claims_.units.size() && findings_.empty(); ++i) CheckUnit(i);
    if (!findings_.empty()) return;
    if (upper_.given && !upper_.met) findings_.Add("the upper end is no unit's last seat");
    if (lower_.given && !lower_.met) findings_.Add("the lower end is no unit's next seat");
    VerifyTie(certificate_, edge_ ? std::move(tied_) : std::vector<Tied>(), &findings_);
  }

 private:
  struct Ratio {
    Word numerator;
    Word denominator;
  };
  struct End {
    bool given = false;
    bool met = false;
    size_t unit = 0;
    int64_t seats = 0;
    Ratio ratio{};
  };

  mpz_class Scale(bool squared) const { return exact::PowerOf<mpz_class>(PowerOfTen(claims_.scale), squared); }
  Word Power(absl::uint128 weight) const { return exact::PowerOf<Word>(weight, rule_.squared()); }
  Ratio RatioOf(const Claim& claim, int64_t seats) const {
    const auto post = rule_.At<Word>(seats);
    return {Word(Power(claim.weight) * post.denominator), post.numerator};
  }
  Ratio Divisor() const { return {numerator_, denominator_}; }
  static bool Less(const Ratio& a, const Ratio& b) { return a.numerator * b.denominator < b.numerator * a.denominator; }
  static bool Same(const Ratio& a, const Ratio& b) {
    return a.numerator * b.denominator == b.numerator * a.denominator;
  }

  bool ReadEnd(bool given, const v1::QuotientEnd& end, End* read) {
    if (!given) return true;
    const auto place = claims_.keys.Find(end.key());
    if (!place.has_value() || claims_.units[*place].weight == 0 || end.seats() < 0 ||
        end.seats() > claims_.most_seats) {
      findings_.Add(StrCat("the end of the interval at '", end.key(), "' is none"));
      return false;
    }
    *read = {.given = true, .met = false, .unit = *place, .seats = end.seats()};
    read->ratio = RatioOf(claims_.units[read->unit], end.seats());
    return true;
  }

  void CheckUnit(size_t i) {
    const Claim& claim = claims_.units[i];
    const v1::CertifiedUnit& unit = certificate_.units(static_cast<int>(i));
    const bool weighted = claim.weight > 0;
    const int64_t first = rule_.seat_for_each() && weighted && claim.maximum > 0 ? 1 : 0;
    const int64_t least = std::max(claim.minimum, first);
    bool won = false;
    bool open = false;
    if (claim.seats < least) return findings_.Add(unit, "has less than it must");
    if (claim.seats > least) {
      const Ratio last = RatioOf(claim, claim.seats - 1);
      if (!upper_.given || Less(last, upper_.ratio)) return findings_.Add(unit, "has a seat too many");
      won = edge_ && Same(last, upper_.ratio);
      if (upper_.unit == i && upper_.seats == claim.seats - 1) upper_.met = true;
    }
    if (claim.seats < claim.maximum) {
      const Ratio next = RatioOf(claim, claim.seats);
      if (!lower_.given || Less(lower_.ratio, next)) return findings_.Add(unit, "has a seat too few");
      open = edge_ && Same(next, lower_.ratio);
      if (lower_.unit == i && lower_.seats == claim.seats) lower_.met = true;
      // What an open tie leaves to be won is where the seats end.
      if (open && upper_.unit == i && upper_.seats == claim.seats) upper_.met = true;
    }
    if (won || open) tied_.push_back({unit.key(), won});
    CheckNumbers(i, least);
  }

  // What the unit's line says beside its seats.
  void CheckNumbers(size_t i, int64_t least) {
    const Claim& claim = claims_.units[i];
    const v1::CertifiedUnit& unit = certificate_.units(static_cast<int>(i));
    if (unit.quotient_millionths() != Quotient(claim)) return findings_.Add(unit, "has another quotient");
    const Word point = RoundingPoint(claim.seats);
    if (unit.rounding_point_millionths() != exact::CappedInt64(point))
      return findings_.Add(unit, "has another rounding point");
    v1::CertifiedUnit::Bound bound = v1::CertifiedUnit::BOUND_UNSPECIFIED;
    if (within_.given && claim.weight > 0) {
      if (least > 0 && claim.seats == least && Less(RatioOf(claim, least - 1), Divisor())) {
        bound = v1::CertifiedUnit::MINIMUM;
      } else if (claim.seats == claim.maximum && Less(Divisor(), RatioOf(claim, claim.maximum))) {
        bound = v1::CertifiedUnit::MAXIMUM;
      }
    }
    if (unit.bound() != bound) findings_.Add(unit, "names another bound");
  }

  int64_t Quotient(const Claim& claim) const {
    if (!within_.given || claim.weight == 0) return 0;
    const Word million(kMillion);
    if (!within_.plain.has_value()) {
      return exact::CappedInt64(exact::Root(Word(Power(claim.weight) * million * million * denominator_ / numerator_)));
    }
    return exact::CappedInt64(
        Word(exact::FromWeight<Word>(claim.weight) * million * plain_denominator_ / plain_numerator_));
  }

  // In millionths, rounded down.
  Word RoundingPoint(int64_t seats) const {
    const auto post = rule_.At<Word>(seats);
    const Word million(kMillion);
    if (!rule_.squared()) return Word(post.numerator * million / post.denominator);
    // The arithmetic mean is never below the geometric one.
    return exact::RootBelow(Word(post.numerator * million * million),
                            Word(Word(static_cast<uint64_t>(seats)) * million + Word(kMillion / 2)));
  }

  const v1::Certificate& certificate_;
  const SignpostRule& rule_;
  const Claims& claims_;
  const WrittenDivisor& within_;
  const Word numerator_;
  const Word denominator_;
  const Word plain_numerator_;
  const Word plain_denominator_;
  Findings& findings_;
  End upper_;
  End lower_;
  bool edge_ = false;
  std::vector<Tied> tied_;
};

// The bits of the greatest product.
int Widest(const SignpostRule& rule, const Claims& claims, const WrittenDivisor& within) {
  const int power = rule.squared() ? 2 : 1;
  const auto far = rule.At<mpz_class>(claims.most_seats);
  const auto near = rule.At<mpz_class>(0);
  const int numerator = std::max(exact::BitsOf(far.numerator), exact::BitsOf(near.numerator));
  const int denominator = std::max(exact::BitsOf(far.denominator), exact::BitsOf(near.denominator));
  const int weight = exact::BitsOf(claims.greatest);
  const int scale = exact::BitsOf(PowerOfTen(claims.scale));
  const int divisor_numerator = exact::BitsOf(within.power.get_num()) + power * scale;
  const int divisor_denominator = exact::BitsOf(within.power.get_den());
  const int quotient = within.plain.has_value() ? weight + kMillionBits + exact::BitsOf(within.plain->get_den())
                                                : power * (weight + kMillionBits) + divisor_denominator;
  return std::max({power * weight + denominator + std::max(numerator, divisor_denominator),
                   numerator + std::max(power * kMillionBits, divisor_numerator), quotient});
}

}  // namespace

void VerifyDivisor(const v1::Certificate& certificate, const SignpostRule& rule, const Claims& claims,
                   Findings* findings) {
  const auto within = ReadDivisor(certificate.divisor().divisor(), rule.squared());
  if (!within.has_value()) return findings->Add("the divisor cannot be read");
  if (certificate.has_quota()) return findings->Add("a divisor method has no quota");
  const int bits = Widest(rule, claims, *within);
  exact::WithWord(bits,
                  [&](auto zero) { DivisorCheck<decltype(zero)>(certificate, rule, claims, *within, findings).Run(); });
}

}  // namespace congress::allocation
