#include "services/allocation/domain/plan/caps.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "congress/allocation/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/allocation/apportion/apportionment.h"
#include "services/allocation/domain/wording.h"

namespace congress::allocation {
namespace {

absl::Status CheckTotal(v1::AllocationPlan* plan, int64_t total) {
  int64_t cap = plan->delegate_cap();
  const int64_t rule_cap = plan->rule().delegate_cap();
  if (cap == 0 || (rule_cap > 0 && rule_cap < cap)) cap = rule_cap;
  plan->mutable_totals()->set_cap(cap);
  if (cap == 0 || total <= cap) return absl::OkStatus();
  return status::FailedPrecondition(v1::CAP_EXCEEDED, {{"total", StrCat(total)}, {"cap", StrCat(cap)}});
}

// The most that a part of the whole is; parts and totals are at most 10^6 and 10^12.
int64_t MostOf(const v1::Part& part, int64_t total) { return total * part.numerator() / part.denominator(); }

int64_t CountOf(const v1::AllocationTotals& totals, v1::Origin origin) {
  switch (origin) {
    case v1::EX_OFFICIO:
      return totals.ex_officio();
    case v1::ELECTED:
      return totals.elected();
    case v1::APPOINTED:
      return totals.appointed();
    default:
      return 0;
  }
}

int64_t MostOf(const v1::OriginCap& cap, int64_t total) {
  return cap.has_part() ? MostOf(cap.part(), total) : cap.seats();
}

absl::Status CheckOrigins(const v1::AllocationPlan& plan, int64_t total) {
  for (const v1::OriginCap& cap : plan.rule().origin_caps()) {
    int64_t seats = 0;
    std::vector<std::string> names;
    std::set<v1::Origin> counted;
    for (const int origin : cap.origins()) {
      seats += CountOf(plan.totals(), static_cast<v1::Origin>(origin));
      names.push_back(v1::Origin_Name(static_cast<v1::Origin>(origin)));
      counted.insert(static_cast<v1::Origin>(origin));
    }
    const int64_t most = MostOf(cap, total);
    if (seats <= most) continue;
    return status::FailedPrecondition(
        v1::ORIGIN_CAP_EXCEEDED,
        {{"origins", absl::StrJoin(names, ",")},
         {"seats", StrCat(seats)},
         {"most", StrCat(most)},
         {"total", StrCat(total)},
         {"cause", absl::StrJoin(counted, ",", [](std::string* out, v1::Origin o) { *out += v1::Origin_Name(o); })}});
  }
  return absl::OkStatus();
}

absl::Status CheckPools(const v1::AllocationPlan& plan, int64_t total) {
  for (const v1::Pool& pool : plan.rule().pools()) {
    if (!pool.has_most_part()) continue;
    const auto outcome = std::find_if(plan.pools().begin(), plan.pools().end(),
                                      [&](const v1::PoolOutcome& one) { return one.pool() == pool.id(); });
    const int64_t seats = outcome == plan.pools().end() ? 0 : outcome->seats();
    const int64_t most = MostOf(pool.most_part(), total);
    if (seats <= most) continue;
    return status::FailedPrecondition(
        v1::POOL_CAP_EXCEEDED,
        {{"pool", pool.id()}, {"seats", StrCat(seats)}, {"total", StrCat(total)}, {"most", StrCat(most)}});
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckCaps(v1::AllocationPlan* plan) {
  const int64_t total = plan->totals().total() + SeatsAtStake(*plan);
  RETURN_IF_ERROR(CheckTotal(plan, total));
  RETURN_IF_ERROR(CheckOrigins(*plan, total));
  return CheckPools(*plan, total);
}

int64_t MostReserves(const v1::AllocationPlan& plan) {
  int64_t most = apportion::kMostSeats;
  for (const v1::OriginCap& cap : plan.rule().origin_caps()) {
    // Nobody in reserve is counted with those who hold seats.
    if (cap.origins(0) == v1::RESERVE) most = std::min(most, MostOf(cap, plan.totals().total()));
  }
  return most;
}

}  // namespace congress::allocation
