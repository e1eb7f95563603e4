// What methods cost beside sorting 100,000 weights uniform in 1..10^6: divisor methods on the same weights, and tables.
// Prints ratios of medians in one run; copying is outside the clock.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>
#include <tuple>

#include "services/allocation/apportion/biproportional.h"
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

// A table of rows with 1 to 19 seats, and columns whose seats are those of their sums.
Table TableOf(size_t rows, size_t columns, std::mt19937* random) {
  Table table;
  std::vector<Unit> sums(columns);
  int64_t house = 0;
  for (size_t i = 0; i < rows; ++i) {
    table.rows.push_back(1 + static_cast<int64_t>((*random)() % 19));
    house += table.rows.back();
    for (size_t j = 0; j < columns; ++j) {
      table.cells.push_back({.weight = 1 + (*random)() % 1'000'000});
      sums[j].weight += table.cells.back().weight;
    }
  }
  table.columns = std::get<Apportionment>(ByDivisor(Signposts::SainteLague(), sums, house)).seats;
  return table;
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
  for (const auto& [rows, columns, bound] :
       {std::tuple(18, 13, 3.0), std::tuple(39, 5, 3.0), std::tuple(2'000, 12, 200.0)}) {
    const Table table = TableOf(static_cast<size_t>(rows), static_cast<size_t>(columns), &random);
    const double time = MedianSeconds([&] { return table; },
                                      [](auto* input) {
                                        const TableOutcome outcome = Biproportional(Signposts::SainteLague(), *input);
                                        if (!std::holds_alternative<TableApportionment>(outcome)) std::abort();
                                      });
    std::printf("table %d x %-12d %10.2f ms %6.2f x sort (bound %.0f)\n", rows, columns, time * 1e3, time / sort,
                bound);
  }
  return 0;
}

}  // namespace
}  // namespace congress::apportion

int main() { return congress::apportion::Run(); }
