// Quotients are written in millionths.
#pragma once

#include <cstdint>

namespace congress::allocation {

inline constexpr uint64_t kMillion = 1'000'000;
inline constexpr int kMillionBits = 20;

}  // namespace congress::allocation
