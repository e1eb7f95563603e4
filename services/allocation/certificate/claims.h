// The units of a certificate, read.
#pragma once

#include <gmpxx.h>

#include <optional>
#include <string_view>
#include <vector>

#include "congress/allocation/v1/certificate.pb.h"
#include "services/allocation/certificate/decimal.h"
#include "services/allocation/certificate/findings.h"
#include "services/allocation/certificate/key_table.h"

namespace congress::allocation {

// Greater numbers of seats are no certificate's.
inline constexpr int64_t kMostCertifiedSeats = 1'000'000'000;
inline constexpr std::string_view kSwiss = "swiss";

// One unit.
struct Claim {
  absl::uint128 weight = 0;  // Times 10^scale.
  int64_t minimum = 0;
  int64_t maximum = 0;
  int64_t seats = 0;
};

struct Claims {
  explicit Claims(const v1::Certificate& certificate) : keys(certificate) {}

  std::vector<Claim> units;
  int scale = 0;
  // Where each key is.
  KeyTable keys;
  int64_t total = 0;
  absl::uint128 greatest = 0;
  int64_t most_seats = 0;
  absl::uint128 sum = 0;
};

// Everything that holds whatever the method: what can be read, keys that come once, bounds, the sum, the hash of the
// inputs. None when the rest cannot be checked.
std::optional<Claims> ReadClaims(const v1::Certificate& certificate, Findings* findings);

// `P/Q`, or a decimal of any length. None when it is neither, or not positive.
std::optional<mpq_class> ParseRational(std::string_view text);

}  // namespace congress::allocation
