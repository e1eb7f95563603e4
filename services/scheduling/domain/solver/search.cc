#include "services/scheduling/domain/solver/search.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace congress::scheduling::solver {
namespace {

std::vector<bool> Allowed(const std::vector<Option>& options, int count) {
  std::vector<bool> allowed(At(count));
  for (const Option& option : options) allowed[At(option.value)] = true;
  return allowed;
}

}  // namespace

Search::Search(const Model& model, uint64_t seed) : model_(model), board_(model), random_(seed) {
  of_group_.resize(model.problem().groups.size());
  for (int i = 0; i < model.meetings(); ++i) {
    may_start_.push_back(Allowed(model.starts(i), model.days()));
    may_approve_.push_back(Allowed(model.approvals(i), model.days()));
    may_attend_.push_back(Allowed(model.attendees(i), model.persons()));
    if (model.meeting(i).group >= 0) of_group_[At(model.meeting(i).group)].push_back(i);
  }
  for (int i = 0; i < model.meetings(); ++i) {
    const Meeting& meeting = model.meeting(i);
    const Slot& base = meeting.base;
    const bool stays = base.start >= 0 && MayStart(i, base.start) &&
                       (base.approval < 0 ? meeting.group < 0 : MayApprove(i, base.approval)) &&
                       (base.attendee < 0 ? !meeting.attended : MayAttend(i, base.attendee));
    if (!stays) restless_.push_back(i);
  }
  if (2 * restless_.size() > model.problem().meetings.size()) restless_.clear();
  int64_t dearest = 1;
  for (size_t rule = 0; rule < kRules; ++rule) dearest = std::max(dearest, model.weight(static_cast<Rule>(rule)));
  fault_price_ = 2 * dearest;
  best_faults_ = std::numeric_limits<int64_t>::max();
  Schedule bases;
  for (const Meeting& meeting : model.problem().meetings) bases.push_back(meeting.base);
  Begin(bases);
}

bool Search::MayStart(int i, int day) const { return may_start_[At(i)][At(day)]; }
bool Search::MayAttend(int i, int person) const { return may_attend_[At(i)][At(person)]; }
bool Search::MayApprove(int i, int day) const { return may_approve_[At(i)][At(day)]; }

// Those with the fewest choices first, each where it is wished or costs least.
void Search::Begin(const Schedule& wished) {
  for (int i = 0; i < model_.meetings(); ++i) board_.Set(i, Slot());
  std::vector<int> order(At(model_.meetings()));
  std::iota(order.begin(), order.end(), 0);
  const auto choices = [&](int i) { return model_.starts(i).size() * std::max<size_t>(1, model_.attendees(i).size()); };
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return choices(a) < choices(b); });
  const auto cheapest = [&](int i, const std::vector<Option>& options, int Slot::*part) {
    const int wish = wished[At(i)].*part;
    int best = -1;
    int64_t least = std::numeric_limits<int64_t>::max();
    for (const Option& option : options) {
      Slot slot = board_.slot(i);
      slot.*part = option.value;
      board_.Set(i, slot);
      const int64_t energy = Energy();
      if (energy < least || option.value == wish) {
        least = option.value == wish ? std::numeric_limits<int64_t>::min() : energy;
        best = option.value;
      }
      slot.*part = -1;
      board_.Set(i, slot);
    }
    Slot slot = board_.slot(i);
    slot.*part = best;
    board_.Set(i, slot);
  };
  for (const int i : order) {
    cheapest(i, model_.approvals(i), &Slot::approval);
    cheapest(i, model_.starts(i), &Slot::start);
    cheapest(i, model_.attendees(i), &Slot::attendee);
  }
  Keep();
}

void Search::Keep() {
  best_ = board_.schedule();
  best_faults_ = board_.faults();
  best_cost_ = board_.cost();
}

bool Search::ProposeStart(int i) {
  Slot slot = board_.slot(i);
  const int start = random_.Of(model_.starts(i)).value;
  if (start == slot.start) return false;
  slot.start = start;
  changes_.push_back({i, slot});
  return true;
}

bool Search::ProposeAttendee(int i) {
  if (model_.attendees(i).size() < 2) return false;
  Slot slot = board_.slot(i);
  slot.attendee = random_.Of(model_.attendees(i)).value;
  if (slot.attendee == board_.slot(i).attendee) return false;
  changes_.push_back({i, slot});
  return true;
}

// Another day and another attendee at once.
bool Search::ProposePlace(int i) {
  if (model_.attendees(i).empty()) return ProposeStart(i);
  Slot slot = board_.slot(i);
  slot.start = random_.Of(model_.starts(i)).value;
  slot.attendee = random_.Of(model_.attendees(i)).value;
  changes_.push_back({i, slot});
  return true;
}

// With another meeting: days, attendees or both.
bool Search::ProposeSwap(int i, bool starts, bool attendees) {
  const int j = random_.Below(model_.meetings());
  if (i == j) return false;
  Slot a = board_.slot(i);
  Slot b = board_.slot(j);
  if (starts) {
    if (!MayStart(i, b.start) || !MayStart(j, a.start)) return false;
    std::swap(a.start, b.start);
  }
  if (attendees && a.attendee >= 0 && b.attendee >= 0) {
    if (!MayAttend(i, b.attendee) || !MayAttend(j, a.attendee)) return false;
    std::swap(a.attendee, b.attendee);
  }
  if (a == board_.slot(i)) return false;
  changes_.push_back({i, a});
  changes_.push_back({j, b});
  return true;
}

// Into a session of its group, or into one of its own.
bool Search::ProposeApproval(int i) {
  const auto& options = model_.approvals(i);
  if (options.size() < 2) return false;
  Slot slot = board_.slot(i);
  const int j = random_.Of(of_group_[At(model_.meeting(i).group)]);
  const int day = random_.Below(4) == 0 ? random_.Of(options).value : board_.slot(j).approval;
  if (day == slot.approval || !MayApprove(i, day)) return false;
  slot.approval = day;
  changes_.push_back({i, slot});
  return true;
}

bool Search::ProposeApprovalSwap(int i) {
  const int j = random_.Of(of_group_[At(model_.meeting(i).group)]);
  Slot a = board_.slot(i);
  Slot b = board_.slot(j);
  if (a.approval == b.approval || !MayApprove(i, b.approval) || !MayApprove(j, a.approval)) return false;
  std::swap(a.approval, b.approval);
  changes_.push_back({i, a});
  changes_.push_back({j, b});
  return true;
}

// Puts a whole session on another day.
bool Search::ProposeSession(int i) {
  const int from = board_.slot(i).approval;
  const int to = random_.Of(model_.approvals(i)).value;
  if (from == to) return false;
  for (const int j : of_group_[At(model_.meeting(i).group)]) {
    if (board_.slot(j).approval != from) continue;
    if (!MayApprove(j, to)) return false;
    Slot slot = board_.slot(j);
    slot.approval = to;
    changes_.push_back({j, slot});
  }
  return true;
}

bool Search::Propose() {
  changes_.clear();
  const bool restless = !restless_.empty() && random_.Below(2) == 0;
  const int i = restless ? random_.Of(restless_) : random_.Below(model_.meetings());
  const int kind = random_.Below(16);
  if (model_.meeting(i).group >= 0 && kind < 5) {
    if (kind < 2) return ProposeApproval(i);
    return kind < 4 ? ProposeApprovalSwap(i) : ProposeSession(i);
  }
  if (keeps_attendees_) return kind < 9 ? ProposeStart(i) : ProposeSwap(i, true, false);
  if (kind < 7) return ProposeStart(i);
  if (kind < 8) return ProposeAttendee(i);
  if (kind < 9) return ProposePlace(i);
  if (kind < 12) return ProposeSwap(i, true, false);
  if (kind < 14) return ProposeSwap(i, false, true);
  return ProposeSwap(i, true, true);
}

void Search::Anneal(int64_t changes, int64_t hot, int64_t cold, const std::function<bool()>& enough) {
  for (int i = 0; i < model_.meetings(); ++i) board_.Set(i, best_[At(i)]);
  int64_t energy = Energy();
  int64_t heat = hot;
  for (int64_t step = 0; step < changes; ++step, ++made_) {
    if (step % 4096 == 0) {
      if (enough()) return;
      const int64_t left = (changes - step) * 1024 / changes;
      heat = cold + (((hot - cold) * left >> 10) * left >> 10);
    }
    if (!Propose()) continue;
    before_.clear();
    for (const Change& change : changes_) {
      before_.push_back(board_.slot(change.meeting));
      board_.Set(change.meeting, change.to);
    }
    const int64_t now = Energy();
    if ((now - energy) * 1000 > (now <= energy ? 0 : heat * random_.Exponential() >> 16)) {
      for (size_t k = changes_.size(); k-- > 0;) board_.Set(changes_[k].meeting, before_[k]);
      continue;
    }
    energy = now;
    if (board_.faults() < best_faults_ || (board_.faults() == best_faults_ && board_.cost() < best_cost_)) {
      Keep();
      if (enough()) return;
    }
  }
}

}  // namespace congress::scheduling::solver
