#include "services/allocation/certificate/verify_quota.h"

#include <algorithm>

#include "services/allocation/certificate/millionths.h"
#include "services/allocation/certificate/verify_rounds.h"
#include "services/allocation/certificate/verify_tie.h"
#include "services/allocation/exact/integers.h"

namespace congress::allocation {
namespace {

constexpr std::string_view kWithMinima = "hamilton-min";

// The quota by the definition of the method, of those whose weight is `sum`; 0 when there are no seats.
mpq_class QuotaOf(const std::string& method, absl::uint128 sum, int scale, int64_t seats) {
  if (seats == 0) return 0;
  mpq_class quota = exact::ToMpq(exact::ToMpz(sum), exact::ToMpz(PowerOfTen(scale)));
  if (method == "hare" || method == kWithMinima) return quota / exact::ToMpz(seats);
  if (method == "hagenbach-bischoff") return quota / exact::ToMpz(seats + 1);
  if (method == "imperiali") return quota / exact::ToMpz(seats + 2);
  quota /= exact::ToMpz(method == kSwiss ? seats : seats + 1);
  return mpz_class(quota.get_num() / quota.get_den()) + 1;  // droop, swiss
}

// What is left of a unit's quotient, weight / quota, beside the seats that come before remainders: whole quotas, or its
// minimum. As −raised + remainder / quota.
template <class Word>
struct Rest {
  int64_t raised = 0;
  Word remainder{};

  friend bool operator==(const Rest& a, const Rest& b) { return a.raised == b.raised && a.remainder == b.remainder; }
  friend bool operator<(const Rest& a, const Rest& b) {
    return a.raised != b.raised ? a.raised > b.raised : a.remainder < b.remainder;
  }
};

// The check of one certificate, with integers that hold every product.
template <class Word>
class QuotaCheck {
 public:
  QuotaCheck(const v1::Certificate& certificate, const Claims& claims, const Rounds& rounds, const mpz_class& numerator,
             const mpz_class& denominator, Findings* findings)
      : certificate_(certificate),
        claims_(claims),
        rounds_(rounds),
        minima_(certificate.method() == kWithMinima),
        open_(certificate.has_tie() && certificate.tie().by_case() == v1::CertifiedTie::BY_NOT_SET),
        numerator_(exact::FromMpz<Word>(numerator)),
        denominator_(exact::FromMpz<Word>(denominator)),
        findings_(*findings) {}

  void Run() {
    rests_.reserve(claims_.units.size());
    won_.reserve(claims_.units.size());
    for (size_t i = 0; i < claims_.units.size(); ++i) Place(i);
    if (!findings_.empty()) return;
    const v1::QuotaEdge& edge = certificate_.quota();
    if (!Names(last_winner_, edge.last_winner()) || !Names(first_loser_, edge.first_loser())) {
      return findings_.Add("the last winner or the first loser is another");
    }
    if (last_winner_.has_value() && first_loser_.has_value() && rests_[*last_winner_] < rests_[*first_loser_]) {
      return findings_.Add(certificate_.units(static_cast<int>(*first_loser_)),
                           "has a greater remainder than one that won");
    }
    FindTied();
    const std::optional<size_t> edge_unit = open_ && !tied_.empty() ? first_loser_ : last_winner_;
    int64_t above = kMillion;
    if (edge_unit.has_value()) above = InMillionths(rests_[*edge_unit]);
    for (size_t i = 0; i < claims_.units.size() && findings_.empty(); ++i) CheckNumbers(i, above);
    if (findings_.empty()) VerifyTie(certificate_, tied_, &findings_);
  }

 private:
  // Whether it has a part in the remainders.
  bool Stays(size_t i) const {
    return claims_.units[i].weight > 0 && certificate_.units(static_cast<int>(i)).round() == 0;
  }

  // In units of 1 / (numerator · denominator) of a quota.
  Word Scaled(const Claim& claim) const { return exact::FromWeight<Word>(claim.weight) * denominator_; }

  int64_t InMillionths(const Rest<Word>& rest) const {
    if (numerator_ == 0) return 0;
    return exact::CappedInt64(Word(rest.remainder * Word(kMillion) / numerator_)) -
           rest.raised * static_cast<int64_t>(kMillion);
  }

  void Place(size_t i) {
    const Claim& claim = claims_.units[i];
    const v1::CertifiedUnit& unit = certificate_.units(static_cast<int>(i));
    if ((!minima_ && unit.minimum() > 0) || unit.has_maximum()) {
      return findings_.Add(unit, "has a bound that the method does not know");
    }
    if (unit.round() > 0) {
      if (claim.seats != 1) findings_.Add(unit, "left with another number of seats than one");
      rests_.emplace_back();
      won_.push_back(false);
      return;
    }
    // Without seats there is no quota, and nobody has anything left.
    int64_t whole = 0;
    Rest<Word> rest;
    if (numerator_ != 0) {
      const Word scaled = Scaled(claim);
      whole = exact::CappedInt64(Word(scaled / numerator_));
      rest.remainder = scaled % numerator_;
    }
    rest.raised = std::max<int64_t>(0, claim.minimum - whole) * (minima_ ? 1 : 0);
    const int64_t more = claim.seats - whole - rest.raised;
    const bool won = more == 1 && claim.weight > 0;
    rests_.push_back(rest);
    won_.push_back(won);
    if (more != 0 && !won) findings_.Add(unit, "has neither its whole quotas nor one seat more");
    if (claim.weight == 0) return;
    auto& edge = won ? last_winner_ : first_loser_;
    if (!edge.has_value() || (won ? rest < rests_[*edge] : rests_[*edge] < rest)) edge = i;
  }

  // Any unit of the same remainder may be named.
  bool Names(const std::optional<size_t>& edge, const std::string& key) const {
    if (!edge.has_value()) return key.empty();
    const auto place = claims_.keys.Find(key);
    return place.has_value() && Stays(*place) && won_[*place] == won_[*edge] && rests_[*place] == rests_[*edge];
  }

  void FindTied() {
    if (!first_loser_.has_value()) return;
    const bool alike = last_winner_.has_value() && rests_[*last_winner_] == rests_[*first_loser_];
    if (alike == open_) return;
    for (size_t i = 0; i < claims_.units.size(); ++i) {
      if (Stays(i) && rests_[i] == rests_[*first_loser_])
        tied_.push_back({certificate_.units(static_cast<int>(i)).key(), won_[i]});
    }
  }

  // `above`: the edge of remainders, in millionths.
  void CheckNumbers(size_t i, int64_t above) {
    const Claim& claim = claims_.units[i];
    const v1::CertifiedUnit& unit = certificate_.units(static_cast<int>(i));
    if (unit.round() > 0) return CheckLeft(claim, unit);
    const int64_t quotient =
        numerator_ == 0 ? 0 : exact::CappedInt64(Word(Scaled(claim) * Word(kMillion) / numerator_));
    if (unit.quotient_millionths() != quotient) findings_.Add(unit, "has another quotient");
    if (unit.rounding_point_millionths() != claim.seats * static_cast<int64_t>(kMillion) + above) {
      findings_.Add(unit, "has another rounding point");
    }
    const bool raised = claim.seats == claim.minimum && rests_[i].raised > 0;
    if (unit.bound() != (raised ? v1::CertifiedUnit::MINIMUM : v1::CertifiedUnit::BOUND_UNSPECIFIED)) {
      findings_.Add(unit, "names another bound");
    }
  }

  void CheckLeft(const Claim& claim, const v1::CertifiedUnit& unit) {
    const absl::uint128 quota = rounds_.quotas[static_cast<size_t>(unit.round()) - 1];
    if (unit.quotient_millionths() != exact::CappedInt64(absl::uint128(claim.weight * kMillion / quota))) {
      findings_.Add(unit, "has another quotient");
    }
    if (unit.rounding_point_millionths() != static_cast<int64_t>(kMillion)) {
      findings_.Add(unit, "has another rounding point");
    }
    if (unit.bound() != v1::CertifiedUnit::BOUND_UNSPECIFIED) findings_.Add(unit, "names another bound");
  }

  const v1::Certificate& certificate_;
  const Claims& claims_;
  const Rounds& rounds_;
  const bool minima_;
  // Whether nothing has decided the tie.
  const bool open_;
  // The quota in the units' scale.
  const Word numerator_;
  const Word denominator_;
  Findings& findings_;
  std::vector<Rest<Word>> rests_;
  std::vector<bool> won_;
  std::optional<size_t> last_winner_;
  std::optional<size_t> first_loser_;
  std::vector<Tied> tied_;
};

}  // namespace

bool IsQuotaMethod(std::string_view method) {
  return method == "hare" || method == "droop" || method == "hagenbach-bischoff" || method == "imperiali" ||
         method == kWithMinima || method == kSwiss;
}

void VerifyQuota(const v1::Certificate& certificate, const Claims& claims, Findings* findings) {
  if (certificate.has_divisor() || !certificate.first_divisor().empty()) {
    return findings->Add("a quota method has no divisor");
  }
  std::optional<Rounds> rounds = Rounds{.quotas = {}, .sum = claims.sum, .seats = certificate.seats()};
  if (certificate.method() == kSwiss) rounds = VerifyRounds(certificate, claims, findings);
  if (!rounds.has_value()) return;
  const mpq_class quota = QuotaOf(certificate.method(), rounds->sum, claims.scale, rounds->seats);
  if (certificate.quota().quota() != quota.get_str()) return findings->Add("the quota is another");
  const mpz_class numerator = quota.get_num() * exact::ToMpz(PowerOfTen(claims.scale));
  const mpz_class& denominator = quota.get_den();
  const int bits =
      std::max(exact::BitsOf(claims.greatest) + exact::BitsOf(denominator), exact::BitsOf(numerator)) + kMillionBits;
  exact::WithWord(bits, [&](auto zero) {
    QuotaCheck<decltype(zero)>(certificate, claims, *rounds, numerator, denominator, findings).Run();
  });
}

}  // namespace congress::allocation
