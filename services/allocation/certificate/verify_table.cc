#include "services/allocation/certificate/verify_table.h"

#include "services/allocation/certificate/inputs_text.h"
#include "services/allocation/certificate/millionths.h"
#include "services/allocation/certificate/verify_cycles.h"
#include "services/allocation/exact/integers.h"

namespace congress::allocation {
namespace {

// The check of one table. Its numbers are as long as the divisors that it was given, 800 digits at most.
class TableCheck {
 public:
  TableCheck(const v1::TableCertificate& certificate, const SignpostRule& rule, const TableClaims& claims,
             Findings* findings)
      : certificate_(certificate),
        rule_(rule),
        claims_(claims),
        scale_(exact::PowerOf<mpz_class>(PowerOfTen(claims.scale), rule.squared())),
        findings_(*findings) {}

  void Run() {
    CheckGiven();
    for (size_t i = 0; i < claims_.cells.size() && findings_.empty(); ++i) CheckCell(i);
    if (findings_.empty()) VerifyCycles(certificate_, claims_, edges_, &findings_);
  }

 private:
  // A cell's weight over its divisors; its square where signposts are squares.
  struct Quotient {
    mpz_class numerator;
    mpz_class denominator;
  };

  // Exactly those have a divisor whose cells have quotients.
  void CheckGiven() {
    std::vector<bool> rows(claims_.rows.size());
    std::vector<bool> columns(claims_.columns.size());
    for (const ClaimedCell& cell : claims_.cells) {
      if (cell.weight == 0) continue;
      rows[cell.row] = true;
      columns[cell.column] = true;
    }
    const auto compare = [&](const std::vector<bool>& weighted, const std::vector<ClaimedLine>& lines) {
      for (size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].divisor.given == weighted[i]) continue;
        return findings_.Add("a divisor is missing, or there where no cell has a weight");
      }
    };
    compare(rows, claims_.rows);
    compare(columns, claims_.columns);
  }

  Quotient QuotientOf(const ClaimedCell& cell) const {
    const mpq_class& row = claims_.rows[cell.row].divisor.power;
    const mpq_class& column = claims_.columns[cell.column].divisor.power;
    return {exact::PowerOf<mpz_class>(cell.weight, rule_.squared()) * row.get_den() * column.get_den(),
            scale_ * row.get_num() * column.get_num()};
  }

  // How the quotient stands to signpost(seats): below, on or above it, as a sign.
  int Compared(const Quotient& quotient, int64_t seats) const {
    const auto post = rule_.At<mpz_class>(seats);
    return cmp(quotient.numerator * post.denominator, post.numerator * quotient.denominator);
  }

  void CheckCell(size_t i) {
    const ClaimedCell& cell = claims_.cells[i];
    const v1::CertifiedCell& written = certificate_.cells(static_cast<int>(i));
    const auto add = [&](std::string_view what) {
      findings_.Add(StrCat("'", CellKey(written.row(), written.column()), "' ", what));
    };
    int64_t quotient = 0;
    v1::CertifiedUnit::Bound bound = v1::CertifiedUnit::BOUND_UNSPECIFIED;
    if (cell.weight == 0) {
      if (cell.seats > 0) return add("has seats without taking part");
    } else {
      const Quotient exact = QuotientOf(cell);
      quotient = InMillionths(exact);
      const int next = Compared(exact, cell.seats);
      const int last = cell.seats > 0 ? Compared(exact, cell.seats - 1) : 1;
      if (cell.seats < cell.least) return add("has less than it must");
      if (next > 0) return add("has a seat too few");
      if (cell.seats > cell.least && last < 0) return add("has a seat too many");
      if (next == 0) edges_.push_back({i, false});
      if (last == 0 && cell.seats > cell.least) edges_.push_back({i, true});
      if (last < 0) bound = v1::CertifiedUnit::MINIMUM;
    }
    if (written.quotient_millionths() != quotient) return add("has another quotient");
    if (written.rounding_point_millionths() != RoundingPoint(cell.seats)) return add("has another rounding point");
    if (written.bound() != bound) add("names another bound");
  }

  int64_t InMillionths(const Quotient& value) const {
    const mpz_class million(kMillion);
    if (!rule_.squared()) return exact::CappedInt64(mpz_class(value.numerator * million / value.denominator));
    return exact::CappedInt64(mpz_class(sqrt(mpz_class(value.numerator * million * million / value.denominator))));
  }
  int64_t RoundingPoint(int64_t seats) const {
    const auto post = rule_.At<mpz_class>(seats);
    return InMillionths({post.numerator, post.denominator});
  }

  const v1::TableCertificate& certificate_;
  const SignpostRule& rule_;
  const TableClaims& claims_;
  const mpz_class scale_;
  Findings& findings_;
  std::vector<CellAtEdge> edges_;
};

}  // namespace

void VerifyTable(const v1::TableCertificate& certificate, const SignpostRule& rule, const TableClaims& claims,
                 Findings* findings) {
  TableCheck(certificate, rule, claims, findings).Run();
}

}  // namespace congress::allocation
