#include "services/scheduling/domain/solver/conflict.h"

#include <algorithm>

namespace congress::scheduling::solver {
namespace {

using Kind = Fact::Kind;

// Numbers of what is left once some are gone; -1 for those.
std::vector<int> Renumber(const std::vector<bool>& gone) {
  std::vector<int> numbers;
  int next = 0;
  for (const bool is_gone : gone) numbers.push_back(is_gone ? -1 : next++);
  return numbers;
}

void Erase(Problem* problem, const std::vector<bool>& meetings, const std::vector<bool>& orders) {
  const std::vector<int> numbers = Renumber(meetings);
  std::vector<Order> kept;
  for (size_t k = 0; k < problem->orders.size(); ++k) {
    const Order& order = problem->orders[k];
    if (orders[k] || meetings[At(order.before)] || meetings[At(order.after)]) continue;
    kept.push_back({numbers[At(order.before)], numbers[At(order.after)], order.gap});
  }
  problem->orders = std::move(kept);
  for (Person& person : problem->persons) {
    for (std::vector<int>* list : {&person.forbidden, &person.preferred}) {
      std::erase_if(*list, [&](int i) { return meetings[At(i)]; });
      for (int& i : *list) i = numbers[At(i)];
    }
  }
  std::vector<Meeting> left;
  for (size_t i = 0; i < meetings.size(); ++i) {
    if (!meetings[i]) left.push_back(std::move(problem->meetings[i]));
  }
  problem->meetings = std::move(left);
}

// Leaves out more and more of the facts while what is left is still proved to be in conflict: large parts first, then
// single facts. A fact that was needed beside others stays needed when those go, so once for each is enough.
class Reduction {
 public:
  Reduction(const Problem& problem, const Effort& effort)
      : problem_(problem), effort_(effort), kept_(FactsOf(problem)) {}

  Conflict Run() {
    if (Decided() != Outcome::kInfeasible) return {};
    bool sure = true;
    for (size_t size = kept_.size(); size > 0; size /= 2) {
      for (size_t from = 0; from < kept_.size();) {
        const size_t count = std::min(size, kept_.size() - from);
        const Outcome outcome = Drop(from, count);
        if (outcome != Outcome::kInfeasible) from += count;
        if (size == 1 && outcome == Outcome::kUnknown) sure = false;
      }
    }
    return {kept_, sure};
  }

 private:
  Outcome Decided() const { return Decide(Without(problem_, dropped_), effort_).outcome; }

  Outcome Drop(size_t from, size_t count) {
    const auto first = kept_.begin() + static_cast<std::ptrdiff_t>(from);
    const auto last = first + static_cast<std::ptrdiff_t>(count);
    dropped_.insert(dropped_.end(), first, last);
    const Outcome outcome = Decided();
    if (outcome == Outcome::kInfeasible) {
      kept_.erase(first, last);
    } else {
      dropped_.resize(dropped_.size() - count);
    }
    return outcome;
  }

  const Problem& problem_;
  const Effort& effort_;
  std::vector<Fact> kept_;
  std::vector<Fact> dropped_;
};

}  // namespace

std::vector<Fact> FactsOf(const Problem& problem) {
  std::vector<Fact> facts;
  const auto add = [&](bool is_there, Kind kind, size_t number) {
    if (is_there) facts.push_back({kind, static_cast<int>(number)});
  };
  for (size_t rule = 0; rule < kRules; ++rule) {
    add(problem.policy.rules[rule].severity == Severity::kBlock, Kind::kRule, rule);
  }
  for (size_t k = 0; k < problem.orders.size(); ++k) add(true, Kind::kOrder, k);
  for (size_t r = 0; r < problem.rooms.size(); ++r) add(!problem.rooms[r].closed.empty(), Kind::kRoomClosed, r);
  for (size_t p = 0; p < problem.persons.size(); ++p) {
    add(!problem.persons[p].away.empty(), Kind::kAbsence, p);
    add(!problem.persons[p].forbidden.empty(), Kind::kForbidden, p);
  }
  for (size_t i = 0; i < problem.meetings.size(); ++i) {
    const Meeting& meeting = problem.meetings[i];
    add(meeting.earliest > 0 || meeting.latest < static_cast<int>(problem.days.size()) - 1, Kind::kWindow, i);
    add(!meeting.unavailable.empty(), Kind::kUnavailable, i);
    add(meeting.approval_hold == Hold::kPinned, Kind::kApprovalPin, i);
    add(meeting.start_hold == Hold::kPinned, Kind::kStartPin, i);
    add(meeting.attendee_hold == Hold::kPinned, Kind::kAttendeePin, i);
  }
  for (size_t i = 0; i < problem.meetings.size(); ++i) add(true, Kind::kMeeting, i);
  return facts;
}

Problem Without(const Problem& problem, const std::vector<Fact>& facts) {
  Problem left = problem;
  std::vector<bool> meetings(problem.meetings.size());
  std::vector<bool> orders(problem.orders.size());
  for (const Fact& fact : facts) {
    const size_t number = At(fact.number);
    switch (fact.kind) {
      case Kind::kMeeting:
        meetings[number] = true;
        break;
      case Kind::kWindow:
        left.meetings[number].earliest = 0;
        left.meetings[number].latest = Meeting().latest;
        break;
      case Kind::kUnavailable:
        left.meetings[number].unavailable.clear();
        break;
      case Kind::kApprovalPin:
        left.meetings[number].approval_hold = Hold::kFree;
        break;
      case Kind::kStartPin:
        left.meetings[number].start_hold = Hold::kFree;
        break;
      case Kind::kAttendeePin:
        left.meetings[number].attendee_hold = Hold::kFree;
        break;
      case Kind::kAbsence:
        left.persons[number].away.clear();
        break;
      case Kind::kForbidden:
        left.persons[number].forbidden.clear();
        break;
      case Kind::kRoomClosed:
        left.rooms[number].closed.clear();
        break;
      case Kind::kOrder:
        orders[number] = true;
        break;
      case Kind::kRule:
        left.policy.rules[number].severity = Severity::kIgnore;
        break;
    }
  }
  Erase(&left, meetings, orders);
  return left;
}

Conflict FindConflict(const Problem& problem, const Effort& effort) { return Reduction(problem, effort).Run(); }

}  // namespace congress::scheduling::solver
