// Chance that is the same everywhere for the same seed, in whole numbers.
#pragma once

#include <bit>
#include <cstdint>

namespace congress::scheduling::solver {

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  // splitmix64.
  uint64_t Next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  // From 0 to below `count`.
  int Below(int count) { return static_cast<int>(((Next() >> 32) * static_cast<uint64_t>(count)) >> 32); }
  template <class Items>
  const auto& Of(const Items& items) {
    return items[static_cast<std::size_t>(Below(static_cast<int>(items.size())))];
  }
  // How far below 1 chance fell, on a logarithmic scale of which 65,536 is one e-fold: exponentially distributed, but
  // for the straight lines between powers of two.
  int64_t Exponential() {
    const auto drawn = static_cast<uint32_t>(Next() >> 32) | 1u;
    const int zeros = std::countl_zero(drawn);
    const auto mantissa = static_cast<int64_t>((static_cast<uint64_t>(drawn) << (zeros + 1) & 0xffffffff) >> 16);
    const int64_t below = (int64_t{zeros} + 1) * 65536 - mantissa;
    return below * 45426 >> 16;  // Times the logarithm of 2.
  }

 private:
  uint64_t state_;
};

}  // namespace congress::scheduling::solver
