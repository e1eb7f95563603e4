#include "services/allocation/certificate/verify_upper.h"

#include <gmpxx.h>

#include <algorithm>
#include <string>

#include "services/allocation/exact/integers.h"

namespace congress::allocation {
namespace {

// Claims that needed more would have more digits than weights may have.
constexpr size_t kMostDenominatorBits = 4'096;

// What each column claims, times one denominator of all rows. None when that is too long.
std::optional<std::vector<mpz_class>> Sums(const TableClaims& claims) {
  mpz_class denominator = 1;
  for (const ClaimedLine& row : claims.rows) {
    if (row.seats > 0) denominator = lcm(denominator, exact::ToMpz(row.seats));
    if (mpz_sizeinbase(denominator.get_mpz_t(), 2) > kMostDenominatorBits) return std::nullopt;
  }
  std::vector<mpz_class> sums(claims.columns.size());
  for (const ClaimedCell& cell : claims.cells) {
    const int64_t seats = claims.rows[cell.row].seats;
    if (seats == 0 || cell.weight == 0) continue;
    sums[cell.column] += exact::ToMpz(cell.weight) * mpz_class(denominator / exact::ToMpz(seats));
  }
  return sums;
}

// Whether both are to each other as one number.
bool Proportional(const std::vector<mpz_class>& a, const std::vector<mpz_class>& b) {
  const auto some = std::find_if(a.begin(), a.end(), [](const mpz_class& value) { return value > 0; });
  if (some == a.end()) return std::all_of(b.begin(), b.end(), [](const mpz_class& value) { return value == 0; });
  const auto base = static_cast<size_t>(some - a.begin());
  if (b[base] == 0) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] * b[base] != b[i] * a[base]) return false;
  }
  return true;
}

// Whether it knows nothing but seats and weights.
bool IsPlain(const v1::Certificate& upper) {
  return upper.first_divisor().empty() && upper.threshold().empty() && upper.plan_inputs_sha256().empty() &&
         upper.rule_set().empty() &&
         std::all_of(upper.units().begin(), upper.units().end(),
                     [](const v1::CertifiedUnit& unit) { return unit.minimum() == 0 && !unit.has_maximum(); });
}

// One lot decides the ties of columns and of cells.
bool SameDecision(const v1::CertifiedTie& upper, const v1::CertifiedTie& cells) {
  if (upper.by_case() != cells.by_case()) return false;
  const v1::CertifiedLot& a = upper.lot();
  const v1::CertifiedLot& b = cells.lot();
  return a.name() == b.name() && a.seed() == b.seed() && a.drawn_by() == b.drawn_by() &&
         a.draw_time().seconds() == b.draw_time().seconds() && a.draw_time().nanos() == b.draw_time().nanos();
}

}  // namespace

void VerifyUpper(const v1::TableCertificate& certificate, const TableClaims& claims, Findings* findings) {
  const v1::Certificate& upper = certificate.upper();
  int64_t seats = 0;
  for (const ClaimedLine& row : claims.rows) seats += row.seats;
  if (upper.method() != certificate.upper_method() || upper.seats() != seats || !IsPlain(upper) ||
      upper.units_size() != certificate.columns_size()) {
    return findings->Add("the columns' certificate is about something else");
  }
  if (!SignpostRuleOf(upper.method(), "").has_value()) return findings->Add("the upper method is no divisor method");
  std::vector<mpz_class> weights;
  for (int i = 0; i < upper.units_size(); ++i) {
    const v1::CertifiedUnit& unit = upper.units(i);
    const v1::CertifiedLine& column = certificate.columns(i);
    const auto weight = ParseDecimal(unit.weight());
    if (unit.key() != column.key() || unit.seats() != column.seats() || !weight.has_value()) {
      return findings->Add(StrCat("'", column.key(), "': its seats are not those that its certificate proves"));
    }
    weights.push_back(exact::ToMpz(weight->Scaled(kMostDecimals)));
  }
  const auto sums = Sums(claims);
  if (!sums.has_value() || !Proportional(*sums, weights)) findings->Add("the columns claim something else");
  if (!upper.has_tie()) return;
  if (upper.tie().by_case() == v1::CertifiedTie::BY_NOT_SET) return findings->Add("the columns are tied");
  if (certificate.has_tie() && !SameDecision(upper.tie(), certificate.tie())) {
    findings->Add("the ties of columns and of cells were decided differently");
  }
}

}  // namespace congress::allocation
