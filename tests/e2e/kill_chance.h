// Chance that can be had again: what is killed and when depends on one printed seed.
#pragma once

#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

namespace congress::e2e {

// CONGRESS_KILL_SEED, or the system's chance; printed once, so that a run that failed can be had again.
uint64_t KillSeed();

class KillChance {
 public:
  // Each purpose draws from a stream of its own.
  explicit KillChance(std::string_view purpose);

  // 0 to `bound` - 1.
  size_t Below(size_t bound) { return static_cast<size_t>(engine_() % bound); }
  // True so many times of a hundred.
  bool Percent(size_t percent) { return Below(100) < percent; }
  // So many points of 1 … `most`, rising, one in each of as many equal parts.
  std::vector<size_t> Spread(size_t points, size_t most);

 private:
  std::mt19937_64 engine_;
};

}  // namespace congress::e2e
