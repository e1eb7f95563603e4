// What checking a certificate costs beside sorting the same 100,000 weights, uniform in 1..10^6. Prints ratios of
// medians in one run: `read` begins with the message and ends with numbers, an index of the keys and the hash of the
// inputs; `check` is the proof from there.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>

#include "services/allocation/certificate/claims.h"
#include "services/allocation/certificate/verify_divisor.h"
#include "services/allocation/certificate/verify_quota.h"
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

void Prove(const v1::Certificate& certificate, const Claims& claims, Findings* findings) {
  if (const auto rule = SignpostRuleOf(certificate.method(), certificate.first_divisor())) {
    VerifyDivisor(certificate, *rule, claims, findings);
  } else {
    VerifyQuota(certificate, claims, findings);
  }
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
  std::printf("%-22s      %6.2f ms\n", "std::sort", sort * 1e3);
  for (const char* method :
       {"adams", "dean", "huntington-hill", "sainte-lague", "modified-sainte-lague", "danish", "dhondt", "hare"}) {
    request.set_method(method);
    const auto answer = ApportionUnits(request, {});
    if (!answer.ok()) std::abort();
    v1::Certificate parsed;
    if (!parsed.ParseFromString(answer->certificate().SerializeAsString())) std::abort();
    Findings findings;
    const double read = MedianSeconds([&] { return Seconds([&] { ReadClaims(parsed, &findings); }); });
    const auto claims = ReadClaims(parsed, &findings);
    const double check = MedianSeconds([&] { return Seconds([&] { Prove(parsed, *claims, &findings); }); });
    if (!findings.empty()) std::abort();
    std::printf("%-22s read %6.2f ms %5.2f x sort   check %6.2f ms %5.2f x sort (bound 1)\n", method, read * 1e3,
                read / sort, check * 1e3, check / sort);
  }
  return 0;
}

}  // namespace
}  // namespace congress::allocation

int main() { return congress::allocation::Run(); }
