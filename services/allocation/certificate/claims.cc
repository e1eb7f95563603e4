#include "services/allocation/certificate/claims.h"

#include <algorithm>

#include "platform/digest/sha256.h"
#include "platform/status/strings.h"
#include "services/allocation/certificate/inputs_text.h"
#include "services/allocation/exact/integers.h"

namespace congress::allocation {
namespace {

// Longer numbers prove nothing that shorter ones do not.
constexpr size_t kMostDigits = 400;

// Writes the weights so far with that many decimals; this happens nine times at most.
void Rescale(int scale, Claims* claims) {
  const uint64_t factor = PowerOfTen(scale - claims->scale);
  for (Claim& claim : claims->units) claim.weight *= factor;
  claims->scale = scale;
}

// Those who have less than the threshold's part of all have no weight, no bounds and no seats.
void ApplyThreshold(const v1::Certificate& certificate, Claims* claims, Findings* findings) {
  if (certificate.threshold().empty()) return;
  const auto threshold = ParseRational(certificate.threshold());
  if (!threshold.has_value() || *threshold > 1) return findings->Add("the threshold cannot be read");
  const mpq_class least = *threshold * mpq_class(exact::ToMpz(claims->sum));
  claims->sum = 0;
  claims->greatest = 0;
  for (Claim& claim : claims->units) {
    if (mpq_class(exact::ToMpz(claim.weight)) < least) {
      claim.weight = 0;
      claim.minimum = 0;
      claim.maximum = 0;
    }
    claims->greatest = std::max(claims->greatest, claim.weight);
    claims->sum += claim.weight;
  }
}

void CheckBounds(const v1::Certificate& certificate, const Claims& claims, Findings* findings) {
  for (size_t i = 0; i < claims.units.size(); ++i) {
    const Claim& claim = claims.units[i];
    if (claim.seats >= claim.minimum && claim.seats <= claim.maximum) continue;
    return findings->Add(certificate.units(static_cast<int>(i)), "has seats outside its bounds");
  }
}

}  // namespace

std::optional<Claims> ReadClaims(const v1::Certificate& certificate, Findings* findings) {
  const int64_t stake = certificate.tie().seats_at_stake();
  if (certificate.seats() < 0 || certificate.seats() > kMostCertifiedSeats || stake < 0 ||
      stake > kMostCertifiedSeats) {
    findings->Add("the seats are out of range");
    return std::nullopt;
  }
  for (const std::string& text : {certificate.threshold(), certificate.plan_inputs_sha256(), certificate.rule_set()}) {
    if (IsOneLine(text)) continue;
    findings->Add("a text holds a control character");
    return std::nullopt;
  }
  Claims claims(certificate);
  InputsHash inputs(certificate);
  const auto count = static_cast<size_t>(certificate.units_size());
  claims.units.reserve(count);
  for (const v1::CertifiedUnit& unit : certificate.units()) {
    const auto weight = ParseDecimal(unit.weight());
    const int64_t maximum = unit.has_maximum() ? unit.maximum() : kMostCertifiedSeats;
    if (!weight.has_value()) {
      findings->Add(StrCat("'", unit.key(), "': the weight '", unit.weight(), "' cannot be read"));
      return std::nullopt;
    }
    if (!IsOneLine(unit.key())) {
      findings->Add("a key holds a control character");
      return std::nullopt;
    }
    if (unit.round() < 0 || (unit.round() > 0 && certificate.method() != kSwiss)) {
      findings->Add(StrCat("'", unit.key(), "': no such round"));
      return std::nullopt;
    }
    if (unit.minimum() < 0 || maximum > kMostCertifiedSeats || unit.minimum() > maximum) {
      findings->Add(StrCat("'", unit.key(), "': the bounds contradict each other"));
      return std::nullopt;
    }
    // A unit without weight holds its minimum.
    const bool weightless = weight->whole == 0 && weight->fraction == 0;
    if (unit.seats() < 0 || unit.seats() > kMostCertifiedSeats) {
      findings->Add(unit, "has seats out of range");
      return std::nullopt;
    }
    if (!claims.keys.AddNext()) {
      findings->Add(StrCat("'", unit.key(), "' comes twice"));
      return std::nullopt;
    }
    inputs.Add(unit);
    if (weight->decimals > claims.scale) Rescale(weight->decimals, &claims);
    Claim& claim = claims.units.emplace_back();
    claim.weight = weight->Scaled(claims.scale);
    claim.minimum = unit.minimum();
    claim.maximum = weightless ? unit.minimum() : maximum;
    claim.seats = unit.seats();
    claims.total += claim.seats;
    claims.most_seats = std::max(claims.most_seats, claim.seats);
  }
  for (const Claim& claim : claims.units) {
    claims.greatest = std::max(claims.greatest, claim.weight);
    claims.sum += claim.weight;
  }
  ApplyThreshold(certificate, &claims, findings);
  CheckBounds(certificate, claims, findings);
  const bool open = certificate.has_tie() && certificate.tie().by_case() == v1::CertifiedTie::BY_NOT_SET;
  const int64_t given = claims.total + (open ? stake : 0);
  if (given != certificate.seats()) {
    findings->Add(StrCat("the seats make ", given, ", not ", certificate.seats()));
  }
  if (inputs.Hex() != certificate.inputs_sha256()) {
    findings->Add("inputs_sha256 is not the hash of the inputs");
  }
  return claims;
}

std::optional<mpq_class> ParseRational(std::string_view text) {
  const auto digits = [](std::string_view part) {
    return !part.empty() && part.size() <= kMostDigits &&
           std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  const size_t mark = text.find_first_of("/.");
  const std::string_view first = text.substr(0, mark);
  const std::string_view second = mark == std::string_view::npos ? "" : text.substr(mark + 1);
  if (!digits(first) || (mark != std::string_view::npos && !digits(second))) return std::nullopt;
  mpq_class value;
  if (mark != std::string_view::npos && text[mark] == '/') {
    const mpz_class denominator(std::string(second), 10);
    if (denominator == 0) return std::nullopt;
    value = mpq_class(mpz_class(std::string(first), 10), denominator);
  } else {
    mpz_class denominator;
    mpz_ui_pow_ui(denominator.get_mpz_t(), 10, second.size());
    value = mpq_class(mpz_class(std::string(first) + std::string(second), 10), denominator);
  }
  value.canonicalize();
  if (value <= 0) return std::nullopt;
  return value;
}

}  // namespace congress::allocation
