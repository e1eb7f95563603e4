#include "services/allocation/domain/plan/hand_seats.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "congress/allocation/v1/reason.pb.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/plan/pool.h"

namespace congress::allocation {
namespace {

constexpr std::string_view kField = "hand_seats";

std::string Item(int index, std::string_view field) { return StrCat(kField, "[", index, "].", field); }

// The pool that the entry is for; null where it says none and there are several.
const v1::Pool* PoolOf(const v1::HandSeats& entry, const std::vector<v1::Pool>& pools) {
  const v1::Pool* found = nullptr;
  for (const v1::Pool& pool : pools) {
    if (!pool.has_by_hand() || (!entry.pool().empty() && entry.pool() != pool.id())) continue;
    if (found != nullptr) return nullptr;
    found = &pool;
  }
  return found;
}

void CheckPool(const v1::AllocationPlan& plan, const v1::Pool& pool, const Participants& participants,
               const std::map<std::string, int>& entries, status::Violations* faults) {
  int64_t sum = 0;
  for (const v1::AllocationLine& line : plan.lines()) {
    if (!participants.Contain(line)) continue;
    const auto entry = entries.find(line.organisation());
    if (entry == entries.end()) {
      faults->Add(kField, v1::SEATS_MISSING, {{"organisation", line.organisation()}, {"pool", pool.id()}});
      continue;
    }
    const int64_t seats = plan.hand_seats(entry->second).seats();
    const std::string field = Item(entry->second, "seats");
    if (seats < pool.minimum()) {
      faults->Add(field, status::PlatformFault::BELOW_MINIMUM, {{"minimum", StrCat(pool.minimum())}});
    }
    if (pool.has_maximum() && seats > pool.maximum()) {
      faults->Add(field, status::PlatformFault::ABOVE_MAXIMUM, {{"maximum", StrCat(pool.maximum())}});
    }
    sum += seats;
  }
  if (pool.by_hand().seats() > 0 && sum != pool.by_hand().seats()) {
    faults->Add(kField, v1::POOL_SUM_DIFFERS,
                {{"pool", pool.id()}, {"sum", StrCat(sum)}, {"seats", StrCat(pool.by_hand().seats())}});
  }
}

}  // namespace

absl::Status CheckHandSeats(const v1::AllocationPlan& plan, const std::vector<v1::Pool>& pools) {
  status::Violations faults;
  std::map<std::string, std::map<std::string, int>> entries;
  std::map<std::string, const v1::AllocationLine*> lines;
  for (const v1::AllocationLine& line : plan.lines()) lines.emplace(line.organisation(), &line);
  std::map<std::string_view, Participants> participants;
  for (const v1::Pool& pool : pools) {
    if (pool.has_by_hand()) participants.emplace(pool.id(), pool);
  }
  for (int i = 0; i < plan.hand_seats_size(); ++i) {
    const v1::HandSeats& entry = plan.hand_seats(i);
    const v1::Pool* pool = PoolOf(entry, pools);
    if (pool == nullptr) {
      faults.Add(Item(i, "pool"), v1::NOT_A_POOL_BY_HAND);
      continue;
    }
    const auto line = lines.find(entry.organisation());
    if (line == lines.end() || !participants.at(pool->id()).Contain(*line->second)) {
      faults.Add(Item(i, "organisation"), v1::NOT_OF_POOL,
                 {{"organisation", entry.organisation()}, {"pool", pool->id()}});
    } else if (!entries[pool->id()].emplace(entry.organisation(), i).second) {
      faults.Add(Item(i, "organisation"), status::PlatformFault::REPEATED, {{"value", entry.organisation()}});
    }
  }
  for (const v1::Pool& pool : pools) {
    if (pool.has_by_hand()) CheckPool(plan, pool, participants.at(pool.id()), entries[pool.id()], &faults);
  }
  return faults.ToStatus(v1::SEATS_BY_HAND_INVALID);
}

}  // namespace congress::allocation
