#include "services/allocation/certificate/verify_quota.h"

#include <algorithm>

#include "platform/status/strings.h"
#include "services/allocation/certificate/verify_tie.h"
#include "services/allocation/certificate/width.h"

namespace congress::allocation {
namespace {

constexpr unsigned long kMillion = 1'000'000;
constexpr std::string_view kWithMinima = "hamilton-min";

mpz_class Integer(int64_t value) { return mpz_class(static_cast<long>(value)); }

// The quota by the definition of the method; 0 when there are no seats.
mpq_class QuotaOf(const std::string& method, const Claims& claims, int64_t seats) {
  const mpz_class scale(static_cast<unsigned long>(PowerOfTen(claims.scale)));
  mpq_class sum(ToMpz(claims.sum), scale);
  sum.canonicalize();
  if (seats == 0) return 0;
  if (method == "hare" || method == kWithMinima) return sum / Integer(seats);
  if (method == "hagenbach-bischoff") return sum / Integer(seats + 1);
  if (method == "imperiali") return sum / Integer(seats + 2);
  const mpq_class parts = sum / Integer(seats + 1);
  return mpz_class(parts.get_num() / parts.get_den()) + 1;  // droop
}

// A unit's quotient, weight / quota, less what it was given of it before the remainders: whole quotas, or its minimum.
class Check {
 public:
  Check(const v1::Certificate& certificate, const Claims& claims, const mpq_class& quota, Findings* findings)
      : certificate_(certificate),
        claims_(claims),
        minima_(certificate.method() == kWithMinima),
        numerator_(quota.get_num() * mpz_class(static_cast<unsigned long>(PowerOfTen(claims.scale)))),
        denominator_(quota.get_den()),
        findings_(*findings) {}

  void Run() {
    for (size_t i = 0; i < claims_.units.size(); ++i) Place(i);
    if (!findings_.empty()) return;
    const v1::QuotaEdge& edge = certificate_.quota();
    if (Names(last_winner_, edge.last_winner()) && Names(first_loser_, edge.first_loser())) {
      if (last_winner_.has_value() && first_loser_.has_value() && rests_[*last_winner_] < rests_[*first_loser_]) {
        findings_.Add(StrCat("'", certificate_.units(static_cast<int>(*first_loser_)).key(),
                             "' has a greater remainder than one that won"));
      }
    } else {
      findings_.Add("the last winner or the first loser is another");
    }
    if (!findings_.empty()) return;
    FindTied();
    for (size_t i = 0; i < claims_.units.size() && findings_.empty(); ++i) CheckNumbers(i);
    if (findings_.empty()) VerifyTie(certificate_, tied_, &findings_);
  }

 private:
  void Place(size_t i) {
    const Claim& claim = claims_.units[i];
    const v1::CertifiedUnit& unit = certificate_.units(static_cast<int>(i));
    const mpz_class scaled = ToMpz(claim.weight) * denominator_;
    const mpz_class whole = numerator_ == 0 ? mpz_class(0) : mpz_class(scaled / numerator_);
    if ((!minima_ && unit.minimum() > 0) || unit.has_maximum()) {
      findings_.Add(StrCat("'", unit.key(), "' has a bound that the method does not know"));
    }
    const mpz_class base = minima_ ? std::max(mpz_class(Integer(claim.minimum)), whole) : whole;
    // Without seats there is no quota, and nobody has anything left.
    rests_.push_back(numerator_ == 0 ? mpz_class(0) : mpz_class(scaled - base * numerator_));
    const mpz_class more = Integer(claim.seats) - base;
    won_.push_back(more == 1 && claim.weight > 0);
    if (more != 0 && !won_.back()) {
      findings_.Add(StrCat("'", unit.key(), "' has neither its whole quotas nor one seat more"));
    }
    if (claim.weight == 0) return;
    auto& edge = won_.back() ? last_winner_ : first_loser_;
    if (!edge.has_value() || (won_.back() ? rests_[i] < rests_[*edge] : rests_[i] > rests_[*edge])) edge = i;
  }

  // Any unit of the same remainder may be named.
  bool Names(const std::optional<size_t>& edge, const std::string& key) const {
    if (!edge.has_value()) return key.empty();
    const auto place = claims_.places.Find(key);
    return place.has_value() && claims_.units[*place].weight > 0 && won_[*place] == won_[*edge] &&
           rests_[*place] == rests_[*edge];
  }

  void FindTied() {
    const bool open = certificate_.has_tie() && certificate_.tie().by_case() == v1::CertifiedTie::BY_NOT_SET;
    if (!first_loser_.has_value()) return;
    if (open ? last_winner_.has_value() && rests_[*last_winner_] == rests_[*first_loser_]
             : !last_winner_.has_value() || rests_[*last_winner_] != rests_[*first_loser_]) {
      return;
    }
    for (size_t i = 0; i < claims_.units.size(); ++i) {
      if (claims_.units[i].weight > 0 && rests_[i] == rests_[*first_loser_]) tied_.push_back({i, won_[i]});
    }
  }

  void CheckNumbers(size_t i) {
    const Claim& claim = claims_.units[i];
    const v1::CertifiedUnit& unit = certificate_.units(static_cast<int>(i));
    const mpz_class scaled = ToMpz(claim.weight) * denominator_ * kMillion;
    const mpz_class quotient = numerator_ == 0 ? mpz_class(0) : mpz_class(scaled / numerator_);
    if (unit.quotient_millionths() != ToInt(quotient)) Wrong(i, "has another quotient");
    // The edge of remainders, above the seats that it has.
    const bool open = !tied_.empty() && certificate_.tie().by_case() == v1::CertifiedTie::BY_NOT_SET;
    const std::optional<size_t> edge = open ? first_loser_ : last_winner_;
    mpz_class above = kMillion;
    if (edge.has_value())
      mpz_fdiv_q(above.get_mpz_t(), mpz_class(rests_[*edge] * kMillion).get_mpz_t(), numerator_.get_mpz_t());
    if (mpz_class(Integer(unit.rounding_point_millionths())) != Integer(claim.seats) * kMillion + above) {
      Wrong(i, "has another rounding point");
    }
    const bool raised = minima_ && claim.minimum > 0 && claim.seats == claim.minimum && rests_[i] < 0;
    if (unit.bound() != (raised ? v1::CertifiedUnit::MINIMUM : v1::CertifiedUnit::BOUND_UNSPECIFIED)) {
      Wrong(i, "names another bound");
    }
  }

  void Wrong(size_t i, std::string_view what) {
    findings_.Add(StrCat("'", certificate_.units(static_cast<int>(i)).key(), "' ", what));
  }

  const v1::Certificate& certificate_;
  const Claims& claims_;
  const bool minima_;
  // The quota in the units' scale.
  const mpz_class numerator_;
  const mpz_class denominator_;
  Findings& findings_;
  std::vector<mpz_class> rests_;
  std::vector<bool> won_;
  std::optional<size_t> last_winner_;
  std::optional<size_t> first_loser_;
  std::vector<TiedUnit> tied_;
};

}  // namespace

bool IsQuotaMethod(std::string_view method) {
  return method == "hare" || method == "droop" || method == "hagenbach-bischoff" || method == "imperiali" ||
         method == kWithMinima;
}

void VerifyQuota(const v1::Certificate& certificate, const Claims& claims, Findings* findings) {
  if (certificate.has_divisor() || !certificate.first_divisor().empty()) {
    return findings->Add("a quota method has no divisor");
  }
  const mpq_class quota = QuotaOf(certificate.method(), claims, certificate.seats());
  if (certificate.quota().quota() != quota.get_str()) return findings->Add("the quota is another");
  Check(certificate, claims, quota, findings).Run();
}

}  // namespace congress::allocation
