// The rows, columns and cells of a table's certificate, read.
#pragma once

#include <optional>
#include <vector>

#include "congress/allocation/v1/certificate.pb.h"
#include "services/allocation/certificate/decimal.h"
#include "services/allocation/certificate/divisor_text.h"
#include "services/allocation/certificate/findings.h"
#include "services/allocation/certificate/signpost.h"

namespace congress::allocation {

struct ClaimedLine {
  int64_t seats = 0;
  bool excluded = false;
  WrittenDivisor divisor;
};

struct ClaimedCell {
  size_t row = 0;
  size_t column = 0;
  // Times 10^scale; 0 for what takes no part.
  absl::uint128 weight = 0;
  // The seats that it has before all divisors.
  int64_t least = 0;
  int64_t seats = 0;
};

struct TableClaims {
  std::vector<ClaimedLine> rows;
  std::vector<ClaimedLine> columns;
  std::vector<ClaimedCell> cells;
  int scale = 0;
};

// Everything beside the quotients: what can be read, keys and cells that come once, minima, the sums of rows and
// columns, both hashes. None when the rest cannot be checked.
std::optional<TableClaims> ReadTable(const v1::TableCertificate& certificate, const SignpostRule& rule,
                                     Findings* findings);

}  // namespace congress::allocation
