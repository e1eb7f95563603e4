#include "services/scheduling/domain/solver/sharing.h"

#include <algorithm>

#include "services/scheduling/domain/solver/attendance_search.h"

namespace congress::scheduling::solver {
namespace {

constexpr int64_t kChanges = 20'000;  // To find days for attendees.
constexpr int64_t kLighter = 4;  // To look at an attendance alone takes less than a change of a schedule, so often.

}  // namespace

bool Sharing::FindDays(const Attendees& attendees) {
  Schedule wished(attendees.size());
  for (size_t i = 0; i < wished.size(); ++i) wished[i].attendee = attendees[i];
  Search search(model_, seed_);
  search.Begin(wished);
  search.KeepAttendees();
  const auto found = [&] { return search.best_faults() == 0 && search.best_cost() < below_; };
  search.Anneal(kChanges, heat_, heat_ / 30, found);
  // Where there are days at all there may be cheaper ones.
  const bool is_found = found();
  if (is_found) search.Anneal(kChanges, heat_, heat_ / 30, [] { return false; });
  steps_ -= kLighter * search.made();
  if (!is_found) return false;
  result_.best = search.best();
  result_.cost = below_ = search.best_cost();
  return true;
}

void Sharing::TryCheapest() {
  constexpr size_t kTried = 8;
  const int64_t changes = steps_ / 4;
  steps_ -= changes;
  for (const auto& [cost, attendees] : FindAttendances(model_, seed_, changes, kTried)) {
    if (cost + beside_ < below_) FindDays(attendees);
  }
}

Exhausted Sharing::Run(int64_t below, int64_t changes) {
  below_ = below;
  steps_ = kLighter * changes;
  result_ = {};
  TryCheapest();
  const int64_t most_each = changes / 16;
  bool complete = true;
  const auto give_days = [&](const Attendees& attendees, int64_t) {
    if (FindDays(attendees)) return below_ - beside_;
    const Exhausted tried = Exhaust(model_, attendees, below_, std::clamp<int64_t>(steps_ / kLighter, 0, most_each));
    steps_ -= kLighter * tried.steps;
    complete = complete && tried.complete;
    if (!tried.best.empty()) {
      result_.best = tried.best;
      result_.cost = below_ = tried.cost;
    }
    return below_ - beside_;
  };
  result_.complete = VisitAttendances(model_, below_ - beside_, &steps_, over_, give_days) && complete;
  return result_;
}

}  // namespace congress::scheduling::solver
