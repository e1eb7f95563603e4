// Chance that is the same everywhere: what the demo invents depends on nothing but the seed of its input.
#pragma once

#include <cstdint>
#include <random>
#include <string_view>

namespace congress::cli::demo {

class Chance {
 public:
  // Each purpose has a stream of its own, so that one more draw for one person changes nobody else.
  Chance(uint64_t seed, std::string_view purpose);

  // 0 to `bound` - 1; 0 for a bound of 0. By modulo, because the distributions of the standard library differ between
  // its makers.
  uint64_t Below(uint64_t bound) { return bound == 0 ? 0 : engine_() % bound; }
  // `least` to `most`, both included.
  int64_t Between(int64_t least, int64_t most);
  // True so many times of a hundred.
  bool Percent(int percent) { return Below(100) < static_cast<uint64_t>(percent); }

  // One item of a list that is not empty.
  template <class List>
  const auto& OneOf(const List& list) {
    return *(list.begin() + static_cast<int64_t>(Below(static_cast<uint64_t>(list.size()))));
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace congress::cli::demo
