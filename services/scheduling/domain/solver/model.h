// A problem made ready for the search: what each meeting may choose, with what it costs by itself.
#pragma once

#include <cstdint>
#include <vector>

#include "services/scheduling/domain/solver/problem.h"

namespace congress::scheduling::solver {

// A value that a meeting may take without breaking a rule that blocks, as far as that value alone can break one.
struct Option {
  int value = 0;  // A day or a person.
  int cost = 0;   // Of what warns.
};

class Model {
 public:
  explicit Model(const Problem& problem);

  const Problem& problem() const { return problem_; }
  int days() const { return days_; }
  int meetings() const { return static_cast<int>(problem_.meetings.size()); }
  int persons() const { return static_cast<int>(problem_.persons.size()); }
  const Meeting& meeting(int i) const { return problem_.meetings[At(i)]; }
  bool blocks(Rule rule) const { return problem_.policy[rule].severity == Severity::kBlock; }
  // Of a rule that warns; 0 of others.
  int64_t weight(Rule rule) const {
    return problem_.policy[rule].severity == Severity::kWarn ? problem_.policy[rule].weight : 0;
  }

  // In ascending order of days and persons. A meeting without approval or attendee has none there.
  const std::vector<Option>& starts(int i) const { return starts_[At(i)]; }
  const std::vector<Option>& approvals(int i) const { return approvals_[At(i)]; }
  const std::vector<Option>& attendees(int i) const { return attendees_[At(i)]; }
  // Of an option; meaningless for what is none.
  int start_cost(int i, int day) const { return start_cost_[At(i) * At(days_) + At(day)]; }
  int approval_cost(int i, int day) const { return approval_cost_[At(i) * At(days_) + At(day)]; }
  int attendee_cost(int i, int person) const { return attendee_cost_[At(i) * At(persons()) + At(person)]; }

  bool away(int person, int day) const { return away_[At(person) * At(days_) + At(day)]; }
  // Members away on the day of a session.
  int members_away(int group, int day) const;
  const std::vector<int>& members(int group) const { return problem_.groups[At(group)].members; }
  // Orders that the meeting has part in.
  const std::vector<int>& orders(int i) const { return orders_of_[At(i)]; }
  // Whether what a person does on successive days matters; where not, nobody needs to look.
  bool minds_travel() const { return minds_travel_; }
  bool far_apart(int area, int next) const;
  // Steps of travel between two meetings.
  int travel(int from, int to) const;

 private:
  // Notes what a count of the rule does to an option: more cost, or no option at all.
  bool Allow(Rule rule, int64_t count, int* cost) const;
  // The hold of a part of a slot: another value than `base` costs, or is none.
  bool AllowMove(Hold hold, bool moved, Rule rule, int* cost) const;
  void ListStarts(int i);
  void ListApprovals(int i);
  void ListAttendees(int i);

  const Problem& problem_;
  const int days_;
  std::vector<std::vector<Option>> starts_, approvals_, attendees_;
  std::vector<int> start_cost_, approval_cost_, attendee_cost_;
  std::vector<bool> away_, far_;
  std::vector<std::vector<int>> orders_of_;
  int areas_ = 0;
  bool minds_travel_ = false;
};

}  // namespace congress::scheduling::solver
