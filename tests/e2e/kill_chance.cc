#include "tests/e2e/kill_chance.h"

#include <cstdio>
#include <cstdlib>
#include <string>

namespace congress::e2e {

uint64_t KillSeed() {
  static const uint64_t seed = [] {
    const char* const given = std::getenv("CONGRESS_KILL_SEED");
    const uint64_t chosen = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device()();
    std::printf("CONGRESS_KILL_SEED=%llu\n", static_cast<unsigned long long>(chosen));
    std::fflush(stdout);
    return chosen;
  }();
  return seed;
}

KillChance::KillChance(std::string_view purpose) {
  const uint64_t seed = KillSeed();
  // Every bit of seed and purpose counts.
  std::vector<uint32_t> words = {static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32)};
  for (const char letter : purpose) words.push_back(static_cast<uint32_t>(letter));
  std::seed_seq sequence(words.begin(), words.end());
  engine_.seed(sequence);
}

std::vector<size_t> KillChance::Spread(size_t points, size_t most) {
  std::vector<size_t> spread;
  for (size_t i = 0; i < points; ++i) {
    const size_t first = most * i / points;
    const size_t last = most * (i + 1) / points;
    spread.push_back(1 + first + (last > first ? Below(last - first) : 0));
  }
  return spread;
}

}  // namespace congress::e2e
