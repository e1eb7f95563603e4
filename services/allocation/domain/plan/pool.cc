#include "services/allocation/domain/plan/pool.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "congress/allocation/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/allocation/apportion/apportionment.h"
#include "services/allocation/domain/tree/organisation.h"
#include "services/allocation/exact/integers.h"

namespace congress::allocation {
namespace {

using exact::ToMpz;

int64_t Counted(const v1::AllocationLine& line, const std::string& measure) {
  if (measure == kMembers) return line.members();
  for (const v1::Measure& counted : line.measures()) {
    if (counted.name() == measure) return counted.value();
  }
  return 0;
}

// What is counted of each claim, and its sum.
struct Counts {
  std::string measure;
  mpz_class parts = 1;
  std::vector<mpz_class> values;
  mpz_class sum = 0;
};

Counts Count(const v1::PoolMeasure& measure, const v1::AllocationPlan& plan, const std::vector<PoolClaim>& claims) {
  Counts counts{.measure = measure.measure(),
                .parts = ToMpz(static_cast<uint64_t>(std::max<int64_t>(1, measure.parts()))),
                .values = {}};
  for (const PoolClaim& claim : claims) {
    counts.values.push_back(ToMpz(static_cast<uint64_t>(Counted(plan.lines(claim.line), measure.measure()))));
    counts.sum += counts.values.back();
  }
  return counts;
}

absl::Status Missing(const v1::Pool& pool, const std::string& measure) {
  return status::FailedPrecondition(v1::MEASURE_MISSING, {{"pool", pool.id()}, {"measure", measure}});
}

// Each claim's weighted mean of its shares in the sums, over the smallest common denominator.
std::vector<mpz_class> MeanShares(const std::vector<Counts>& all, size_t claims) {
  std::vector<mpz_class> weights(claims);
  for (const Counts& counts : all) {
    mpz_class others = counts.parts;
    for (const Counts& other : all) {
      if (&other != &counts) others *= other.sum;
    }
    for (size_t i = 0; i < claims; ++i) weights[i] += counts.values[i] * others;
  }
  mpz_class divisor = 0;
  for (const mpz_class& weight : weights) divisor = gcd(divisor, weight);
  if (divisor > 1) {
    for (mpz_class& weight : weights) weight /= divisor;
  }
  return weights;
}

std::optional<absl::uint128> ToWeight(const mpz_class& value) {
  // A certificate writes at most 27 digits.
  if (value >= ToMpz(apportion::kMostWeight)) return std::nullopt;
  return exact::FromMpz<absl::uint128>(value);
}

}  // namespace

std::vector<v1::Pool> PoolsOf(const v1::RuleSet& rule) {
  if (!rule.has_member_step()) return {rule.pools().begin(), rule.pools().end()};
  v1::Pool pool;
  pool.set_id(std::string(kMembers));
  if (rule.member_step().has_fitted()) {
    pool.mutable_shared()->set_parts(1);
  } else {
    *pool.mutable_open_total() = rule.member_step().open_total();
  }
  return {pool};
}

int64_t TotalOf(const v1::RuleSet& rule) {
  return rule.member_step().has_fitted() ? rule.member_step().fitted().total() : rule.total();
}

Participants::Participants(const v1::Pool& pool)
    : kinds_(pool.kinds().begin(), pool.kinds().end()),
      organisations_(pool.organisations().begin(), pool.organisations().end()) {}

bool Participants::Contain(const v1::AllocationLine& line) const {
  if (kinds_.empty() && organisations_.empty()) return true;
  return kinds_.contains(line.kind()) || organisations_.contains(line.organisation());
}

absl::StatusOr<PoolClaims> ClaimsOf(const v1::Pool& pool, const v1::AllocationPlan& plan) {
  PoolClaims result;
  const Participants participants(pool);
  for (int i = 0; i < plan.lines_size(); ++i) {
    if (participants.Contain(plan.lines(i))) result.claims.push_back({.line = i});
  }
  std::vector<Counts> all;
  for (const v1::PoolMeasure& measure : pool.measures()) {
    all.push_back(Count(measure, plan, result.claims));
    const bool needed = pool.measures_size() > 1 || measure.measure() != kMembers;
    if (needed && all.back().sum == 0) return Missing(pool, measure.measure());
  }
  if (all.empty()) {
    v1::PoolMeasure members;
    members.set_measure(std::string(kMembers));
    all.push_back(Count(members, plan, result.claims));
  }
  const std::vector<mpz_class> weights = all.size() == 1 ? all[0].values : MeanShares(all, result.claims.size());
  for (size_t i = 0; i < weights.size(); ++i) {
    const auto weight = ToWeight(weights[i]);
    if (!weight.has_value()) {
      return status::InvalidArgument(v1::APPORTIONMENT_TOO_LARGE,
                                     {{"limit", "27"}, {"cause", "pool_measures"}, {"pool", pool.id()}});
    }
    result.claims[i].weight = *weight;
    result.sum += *weight;
  }
  return result;
}

}  // namespace congress::allocation
