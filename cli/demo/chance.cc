#include "cli/demo/chance.h"

namespace congress::cli::demo {
namespace {

// FNV-1a of the purpose, begun at the seed.
uint64_t Mix(uint64_t seed, std::string_view purpose) {
  uint64_t hash = 14695981039346656037u ^ seed;
  for (const char c : purpose) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return hash;
}

}  // namespace

Chance::Chance(uint64_t seed, std::string_view purpose) : engine_(Mix(seed, purpose)) {}

int64_t Chance::Between(int64_t least, int64_t most) {
  return most <= least ? least : least + static_cast<int64_t>(Below(static_cast<uint64_t>(most - least) + 1));
}

}  // namespace congress::cli::demo
