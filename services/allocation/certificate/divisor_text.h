// Divisors as a certificate has them.
#pragma once

#include <gmpxx.h>

#include <optional>
#include <string>

namespace congress::allocation {

struct WrittenDivisor {
  bool given = false;
  // As it is compared: its square where signposts are squares.
  mpq_class power;
  // As it is; none where it is a square root.
  std::optional<mpq_class> plain;
};

// A decimal, a fraction `P/Q`, or, where `squared`, its root `√P/Q`; nothing is none given. None when it is not read.
std::optional<WrittenDivisor> ReadDivisor(const std::string& text, bool squared);

}  // namespace congress::allocation
