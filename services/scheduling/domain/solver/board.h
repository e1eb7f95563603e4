// A schedule, whole or in part, that knows at every moment what it costs: changing one meeting costs a few steps,
// however many meetings there are.
#pragma once

#include <cstdint>
#include <vector>

#include "services/scheduling/domain/solver/model.h"

namespace congress::scheduling::solver {

class Board {
 public:
  explicit Board(const Model& model);

  const Slot& slot(int i) const { return slots_[At(i)]; }
  const Schedule& schedule() const { return slots_; }

  // Takes the parts that are there; -1 takes nothing. What was there goes first.
  void Set(int i, const Slot& to) {
    SetMeeting(i, to.start, to.attendee);
    SetApproval(i, to.approval);
  }
  void SetMeeting(int i, int start, int attendee);
  void SetApproval(int i, int day);

  // Counts of rules that block, and the cost of what warns. What is not placed counts nothing, but for loads that it
  // leaves too small; `rising()` leaves out what can still fall when more is placed.
  int64_t faults() const { return faults_ + fault_[kSpread] * Spread(); }
  int64_t cost() const { return cost_ + price_[kSpread] * Spread(); }
  int64_t rising_faults() const { return faults_ - falling_faults_; }
  int64_t rising_cost() const { return cost_ - falling_cost_; }

  // Meetings and sessions of a person on a day; meetings on a day; meetings of a session.
  int busy(int person, int day) const { return busy_[At(person) * At(days_) + At(day)]; }
  int on_day(int day) const { return on_day_[At(day)]; }
  int in_session(int group, int day) const { return in_session_[At(group) * At(days_) + At(day)]; }
  int load(int person) const { return load_[At(person)]; }

 private:
  static constexpr size_t kSpread = static_cast<size_t>(Rule::kTravelSpread);

  // Steps of kilometres between who travels most and who travels least.
  int64_t Spread() const;
  // `count` more of what breaks the rule.
  void Note(Rule rule, int64_t count) {
    faults_ += fault_[static_cast<size_t>(rule)] * count;
    cost_ += price_[static_cast<size_t>(rule)] * count;
  }
  // From one number to another of which those above `most` break the rule.
  void NoteAbove(Rule rule, int from, int to, int most);
  void Occupy(int person, int day, int by);
  void Travel(int person, int start, int days, int i, int by);
  void Place(int i, int by);
  void NoteOrders(int i, int by);
  void NoteLoad(int person, int by);
  void NoteLead(int i, int by);

  const Model& model_;
  const int days_;
  int64_t fault_[kRules];
  int64_t price_[kRules];
  int64_t faults_ = 0;
  int64_t cost_ = 0;  // Both without the spread of travel.
  int64_t falling_faults_ = 0;
  int64_t falling_cost_ = 0;
  Schedule slots_;
  std::vector<int> busy_, in_room_, on_day_, in_session_, load_, km_;
  std::vector<std::vector<int>> at_;  // By person and day: meetings, where travel matters.
  std::vector<int> travellers_;       // Those whose kilometres are compared.
  mutable bool spread_known_ = false;
  mutable int64_t spread_ = 0;
};

}  // namespace congress::scheduling::solver
