// Simulated annealing over whole schedules, in whole numbers: it finds good schedules and proves nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "services/scheduling/domain/solver/board.h"
#include "services/scheduling/domain/solver/random.h"

namespace congress::scheduling::solver {

class Search {
 public:
  // No meeting of the model is without a choice. Begins with the meetings' bases as far as those are allowed, and where
  // each of the others costs least.
  Search(const Model& model, uint64_t seed);

  // Begins anew, with these parts of slots where they are not -1 and allowed.
  void Begin(const Schedule& wished);

  // From now on every meeting keeps the attendee that it has.
  void KeepAttendees() { keeps_attendees_ = true; }

  // Tries so many changes, cooling from `hot` to `cold` (in thousandths of a point of cost), from the best schedule
  // since it began.
  // Ends early once `enough` says so, which is asked after every improvement of the best and every 4,096 changes.
  void Anneal(int64_t changes, int64_t hot, int64_t cold, const std::function<bool()>& enough);

  const Schedule& best() const { return best_; }
  int64_t best_faults() const { return best_faults_; }
  int64_t best_cost() const { return best_cost_; }
  int64_t made() const { return made_; }

 private:
  struct Change {
    int meeting;
    Slot to;
  };

  int64_t Energy() const { return board_.cost() + board_.faults() * fault_price_; }
  bool Propose();
  bool ProposeStart(int i);
  bool ProposeAttendee(int i);
  bool ProposePlace(int i);
  bool ProposeSwap(int i, bool starts, bool attendees);
  bool ProposeApproval(int i);
  bool ProposeApprovalSwap(int i);
  bool ProposeSession(int i);
  bool MayStart(int i, int day) const;
  bool MayAttend(int i, int person) const;
  bool MayApprove(int i, int day) const;
  void Keep();

  const Model& model_;
  Board board_;
  Random random_;
  std::vector<std::vector<bool>> may_start_, may_attend_, may_approve_;
  std::vector<std::vector<int>> of_group_;
  std::vector<int> restless_;  // Meetings that cannot stay where they were, where most can.
  std::vector<Change> changes_;
  std::vector<Slot> before_;
  Schedule best_;
  int64_t best_faults_ = 0;
  int64_t best_cost_ = 0;
  int64_t fault_price_ = 0;
  int64_t made_ = 0;
  bool keeps_attendees_ = false;
};

}  // namespace congress::scheduling::solver
