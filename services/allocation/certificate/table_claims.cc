#include "services/allocation/certificate/table_claims.h"

#include <algorithm>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "platform/digest/sha256.h"
#include "services/allocation/certificate/claims.h"
#include "services/allocation/certificate/inputs_text.h"

namespace congress::allocation {
namespace {

constexpr size_t kMostCells = 1'000'000;

using Lines = google::protobuf::RepeatedPtrField<v1::CertifiedLine>;
using Keys = absl::flat_hash_map<std::string_view, size_t>;

bool AreSeats(int64_t seats) { return seats >= 0 && seats <= kMostCertifiedSeats; }

// Reads one side of the table.
class SideReader {
 public:
  SideReader(const SignpostRule& rule, Findings* findings) : rule_(rule), findings_(*findings) {}

  bool Read(const Lines& lines, Keys* keys, std::vector<ClaimedLine>* read) {
    for (const v1::CertifiedLine& line : lines) {
      auto divisor = ReadDivisor(line.divisor(), rule_.squared());
      if (!divisor.has_value()) return Refuse(line, "the divisor cannot be read");
      if (!IsOneLine(line.key())) return Refuse(line, "the key holds a control character");
      if (!keys->emplace(line.key(), read->size()).second) return Refuse(line, "comes twice");
      if (!AreSeats(line.seats()) || (line.excluded() && line.seats() > 0)) return Refuse(line, "has no such seats");
      read->push_back({.seats = line.seats(), .excluded = line.excluded(), .divisor = *std::move(divisor)});
    }
    return true;
  }

 private:
  bool Refuse(const v1::CertifiedLine& line, std::string_view what) {
    findings_.Add(StrCat("'", line.key(), "': ", what));
    return false;
  }

  const SignpostRule& rule_;
  Findings& findings_;
};

// Reads the cells of a table whose sides are read.
class CellReader {
 public:
  CellReader(const v1::TableCertificate& certificate, const Keys& rows, const Keys& columns, TableClaims* claims,
             Findings* findings)
      : certificate_(certificate),
        rows_(rows),
        columns_(columns),
        claims_(*claims),
        met_(claims->rows.size() * claims->columns.size()),
        findings_(*findings) {}

  bool Read() {
    claims_.cells.reserve(static_cast<size_t>(certificate_.cells_size()));
    for (const v1::CertifiedCell& cell : certificate_.cells()) {
      if (!Add(cell)) return false;
    }
    for (size_t i = 0; i < weights_.size(); ++i) {
      ClaimedCell& cell = claims_.cells[i];
      const bool excluded = claims_.rows[cell.row].excluded || claims_.columns[cell.column].excluded;
      if (excluded) {
        cell.least = 0;
      } else {
        cell.weight = weights_[i].Scaled(claims_.scale);
      }
    }
    return true;
  }

 private:
  bool Refuse(const v1::CertifiedCell& cell, std::string_view what) {
    findings_.Add(StrCat("'", CellKey(cell.row(), cell.column()), "': ", what));
    return false;
  }

  bool Add(const v1::CertifiedCell& cell) {
    const auto row = rows_.find(cell.row());
    const auto column = columns_.find(cell.column());
    if (row == rows_.end() || column == columns_.end()) return Refuse(cell, "is in no row or in no column");
    const auto weight = ParseDecimal(cell.weight());
    if (!weight.has_value()) return Refuse(cell, "the weight cannot be read");
    const size_t place = row->second * claims_.columns.size() + column->second;
    if (met_[place]) return Refuse(cell, "comes twice");
    met_[place] = true;
    if (!AreSeats(cell.seats()) || !AreSeats(cell.minimum())) return Refuse(cell, "the seats are out of range");
    if (cell.minimum() > 0 && weight->whole == 0 && weight->fraction == 0) {
      return Refuse(cell, "a cell without weight has no minimum");
    }
    claims_.scale = std::max(claims_.scale, weight->decimals);
    weights_.push_back(*weight);
    claims_.cells.push_back(
        {.row = row->second, .column = column->second, .weight = 0, .least = cell.minimum(), .seats = cell.seats()});
    return true;
  }

  const v1::TableCertificate& certificate_;
  const Keys& rows_;
  const Keys& columns_;
  TableClaims& claims_;
  std::vector<bool> met_;
  std::vector<Decimal> weights_;
  Findings& findings_;
};

// A seat for the strongest of each row, where it has seats for all that are equally strong.
void RaiseStrongest(TableClaims* claims) {
  struct Strongest {
    absl::uint128 weight = 0;
    int64_t count = 0;
  };
  std::vector<Strongest> rows(claims->rows.size());
  for (const ClaimedCell& cell : claims->cells) {
    if (claims->columns[cell.column].seats == 0 || cell.weight == 0) continue;
    Strongest& strongest = rows[cell.row];
    if (cell.weight < strongest.weight) continue;
    strongest = {cell.weight, cell.weight > strongest.weight ? 1 : strongest.count + 1};
  }
  for (ClaimedCell& cell : claims->cells) {
    const Strongest& strongest = rows[cell.row];
    if (claims->columns[cell.column].seats == 0 || cell.weight == 0 || cell.weight != strongest.weight) continue;
    if (strongest.count <= claims->rows[cell.row].seats) cell.least = std::max<int64_t>(cell.least, 1);
  }
}

void CheckSums(const v1::TableCertificate& certificate, const TableClaims& claims, Findings* findings) {
  std::vector<int64_t> rows(claims.rows.size());
  std::vector<int64_t> columns(claims.columns.size());
  for (const ClaimedCell& cell : claims.cells) {
    rows[cell.row] += cell.seats;
    columns[cell.column] += cell.seats;
  }
  const auto compare = [&](const std::vector<int64_t>& sums, const Lines& lines) {
    for (size_t i = 0; i < sums.size(); ++i) {
      const v1::CertifiedLine& line = lines[static_cast<int>(i)];
      if (sums[i] != line.seats()) {
        findings->Add(StrCat("'", line.key(), "': the cells make ", sums[i], " seats, not ", line.seats()));
      }
    }
  };
  compare(rows, certificate.rows());
  compare(columns, certificate.columns());
}

}  // namespace

std::optional<TableClaims> ReadTable(const v1::TableCertificate& certificate, const SignpostRule& rule,
                                     Findings* findings) {
  TableClaims claims;
  const auto rows = static_cast<size_t>(certificate.rows_size());
  const auto columns = static_cast<size_t>(certificate.columns_size());
  if (rows > kMostCells || columns > kMostCells || rows * columns > kMostCells) {
    findings->Add("the table has too many cells");
    return std::nullopt;
  }
  Keys row_keys;
  Keys column_keys;
  SideReader sides(rule, findings);
  if (!sides.Read(certificate.rows(), &row_keys, &claims.rows) ||
      !sides.Read(certificate.columns(), &column_keys, &claims.columns) ||
      !CellReader(certificate, row_keys, column_keys, &claims, findings).Read()) {
    return std::nullopt;
  }
  if (rule.seat_for_each()) {
    for (ClaimedCell& cell : claims.cells) {
      if (cell.weight > 0) cell.least = std::max<int64_t>(cell.least, 1);
    }
  }
  if (certificate.seat_for_strongest()) RaiseStrongest(&claims);
  CheckSums(certificate, claims, findings);
  if (digest::Sha256Hex(InputsText(certificate)) != certificate.inputs_sha256()) {
    findings->Add("inputs_sha256 is not the hash of the inputs");
  }
  if (digest::Sha256Hex(ResultText(certificate)) != certificate.result_sha256()) {
    findings->Add("result_sha256 is not the hash of divisors and seats");
  }
  return claims;
}

}  // namespace congress::allocation
