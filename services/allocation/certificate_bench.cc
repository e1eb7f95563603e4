// What checking a certificate costs beside sorting the same 100,000 weights, uniform in 1..10^6. Starts from the parsed
// certificate. Prints ratios of medians in one run.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>

#include "services/allocation/certificate/verify.h"
#include "services/allocation/domain/apportionment/apportion_units.h"

namespace congress::allocation {
namespace {

constexpr int kUnits = 100'000;
constexpr int64_t kSeats = 1'000'000;
constexpr int kRuns = 9;

template <class Work>
double MedianSeconds(Work work) {
  std::vector<double> seconds;
  for (int run = 0; run < kRuns; ++run) seconds.push_back(work());
  std::nth_element(seconds.begin(), seconds.begin() + kRuns / 2, seconds.end());
  return seconds[kRuns / 2];
}

template <class Work>
double Seconds(Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

int Run() {
  std::mt19937 random(1);
  std::uniform_int_distribution<uint64_t> weight(1, 1'000'000);
  v1::ComputeApportionmentRequest request;
  request.set_seats(kSeats);
  request.mutable_ties()->set_first(true);
  std::vector<uint64_t> weights;
  for (int i = 0; i < kUnits; ++i) {
    weights.push_back(weight(random));
    v1::ApportionmentUnit& unit = *request.add_units();
    unit.set_key(std::to_string(i));
    unit.set_weight(std::to_string(weights.back()));
  }
  const double sort = MedianSeconds([&] {
    std::vector<uint64_t> sorted = weights;
    return Seconds([&] { std::sort(sorted.begin(), sorted.end()); });
  });
  std::printf("%-24s %8.2f ms\n", "std::sort", sort * 1e3);
  for (const char* method :
       {"adams", "dean", "huntington-hill", "sainte-lague", "modified-sainte-lague", "danish", "dhondt", "hare"}) {
    request.set_method(method);
    const auto answer = ApportionUnits(request, {});
    if (!answer.ok()) std::abort();
    const double check = MedianSeconds([&] {
      return Seconds([&] {
        if (!VerifyCertificate(answer->certificate()).empty()) std::abort();
      });
    });
    std::printf("check %-18s %8.2f ms %6.2f x sort (bound 1)\n", method, check * 1e3, check / sort);
  }
  return 0;
}

}  // namespace
}  // namespace congress::allocation

int main() { return congress::allocation::Run(); }
