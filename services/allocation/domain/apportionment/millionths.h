// How certificates write quotients.
#pragma once

#include <gmpxx.h>

#include <cstdint>

namespace congress::allocation {

// In millionths, rounded down; what is too great for 63 bits is their greatest number. `squared`: of its root.
int64_t Millionths(const mpq_class& value, bool squared = false);

}  // namespace congress::allocation
