// What a divisor method costs beside sorting the same weights: 100,000 units, weights uniform in 1..10^6. Prints ratios
// of medians in one run; copying is outside the clock.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>

#include "services/allocation/apportion/method.h"

namespace congress::apportion {
namespace {

constexpr size_t kUnits = 100'000;
constexpr int kRuns = 7;

template <class Prepare, class Work>
double MedianSeconds(Prepare prepare, Work work) {
  std::vector<double> seconds;
  for (int run = 0; run < kRuns; ++run) {
    auto input = prepare();
    const auto start = std::chrono::steady_clock::now();
    work(&input);
    seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  std::nth_element(seconds.begin(), seconds.begin() + kRuns / 2, seconds.end());
  return seconds[kRuns / 2];
}

int Run() {
  std::mt19937 random(1);
  std::uniform_int_distribution<uint64_t> weight(1, 1'000'000);
  std::vector<uint64_t> weights(kUnits);
  for (uint64_t& one : weights) one = weight(random);
  std::vector<Unit> units;
  for (const uint64_t one : weights) units.push_back({.weight = one});

  const double sort =
      MedianSeconds([&] { return weights; }, [](auto* input) { std::sort(input->begin(), input->end()); });
  std::printf("%-24s %8.2f ms\n", "std::sort", sort * 1e3);
  for (const std::string& name : MethodNames()) {
    const Method method = *MethodNamed(name);
    if (!std::holds_alternative<Signposts>(method)) continue;
    for (const int64_t seats : {1'000'000, 100'000'000}) {
      const double time = MedianSeconds([&] { return units; },
                                        [&](auto* input) {
                                          const Outcome outcome = Apportion(method, *input, seats);
                                          if (!std::holds_alternative<Apportionment>(outcome)) std::abort();
                                        });
      std::printf("%-24s %8.2f ms %6.2f x sort, %lld seats\n", name.c_str(), time * 1e3, time / sort,
                  static_cast<long long>(seats));
    }
  }
  return 0;
}

}  // namespace
}  // namespace congress::apportion

int main() { return congress::apportion::Run(); }
