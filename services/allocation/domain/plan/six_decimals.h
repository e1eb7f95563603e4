// Numbers as they are told to programs: with six decimals.
#pragma once

#include <gmpxx.h>

#include <string>

namespace congress::allocation {

// A whole number of millionths as a decimal, `-0.500000`.
std::string SixDecimals(const mpz_class& millionths);

}  // namespace congress::allocation
