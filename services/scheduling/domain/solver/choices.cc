#include "services/scheduling/domain/solver/choices.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

namespace congress::scheduling::solver {

namespace {

bool Offers(const std::vector<Option>& options, int value) {
  const auto at = std::lower_bound(options.begin(), options.end(), value,
                                   [](const Option& option, int wanted) { return option.value < wanted; });
  return value == -1 ? options.empty() : at != options.end() && at->value == value;
}

// What is broken then and was not before.
std::vector<Fault> AddedTo(const std::vector<Fault>& before, const std::vector<Fault>& then) {
  const auto key = [](const Fault& fault) { return std::tuple(fault.rule, fault.meeting, fault.day, fault.person); };
  std::map<decltype(key(Fault())), int64_t> known;
  for (const Fault& fault : before) known[key(fault)] += fault.count;
  std::vector<Fault> added;
  for (Fault fault : then) {
    int64_t& left = known[key(fault)];
    const int64_t old = std::min(left, fault.count);
    left -= old;
    fault.count -= old;
    if (fault.count > 0) added.push_back(fault);
  }
  return added;
}

}  // namespace

Desk::Desk(const Problem& problem, const Schedule& schedule) : model_(problem), board_(model_) {
  for (size_t i = 0; i < schedule.size(); ++i) board_.Set(static_cast<int>(i), schedule[i]);
}

Effect Desk::Try(int meeting, const Slot& to) {
  const Slot from = board_.slot(meeting);
  const int64_t faults = board_.faults();
  const int64_t cost = board_.cost();
  board_.Set(meeting, to);
  const bool allowed = Offers(model_.starts(meeting), to.start) && Offers(model_.approvals(meeting), to.approval) &&
                       Offers(model_.attendees(meeting), to.attendee);
  const Effect effect = {board_.faults() - faults, board_.cost() - cost, allowed};
  board_.Set(meeting, from);
  return effect;
}

std::vector<Alternative> WeighDays(const Problem& problem, const Schedule& schedule, int meeting) {
  Desk desk(problem, schedule);
  const Verdict now = Verify(problem, schedule);
  const Slot here = schedule[At(meeting)];
  const auto values = [](const std::vector<Option>& options, int own) {
    std::vector<int> list = {own};
    for (const Option& option : options) list.push_back(option.value);
    return list;
  };
  const std::vector<int> approvals = values(desk.model().approvals(meeting), here.approval);
  const std::vector<int> attendees = values(desk.model().attendees(meeting), here.attendee);
  std::vector<Alternative> alternatives;
  Schedule other = schedule;
  for (int start = 0; start + problem.meetings[At(meeting)].days <= desk.model().days(); ++start) {
    // What is now comes first, so that it stays where nothing is better.
    Slot best;
    std::pair<int64_t, int64_t> least(std::numeric_limits<int64_t>::max(), 0);
    for (const int approval : approvals) {
      for (const int attendee : attendees) {
        const Slot slot = {approval, start, attendee};
        const Effect effect = desk.Try(meeting, slot);
        if (std::pair(effect.faults, effect.cost) >= least) continue;
        least = {effect.faults, effect.cost};
        best = slot;
      }
    }
    other[At(meeting)] = best;
    const Verdict then = Verify(problem, other);
    Alternative& alternative = alternatives.emplace_back();
    alternative.slot = best;
    alternative.cost = then.cost - now.cost;
    for (size_t rule = 0; rule < kRules; ++rule) alternative.counts[rule] = then.counts[rule] - now.counts[rule];
    alternative.faults = AddedTo(now.faults, then.faults);
  }
  return alternatives;
}

Forced ForceChoice(const Problem& problem, const Schedule& schedule, int meeting, const Slot& choice,
                   const Effort& effort) {
  Problem priced = problem;
  for (size_t i = 0; i < schedule.size(); ++i) {
    if (static_cast<int>(i) == meeting) continue;
    Meeting& each = priced.meetings[i];
    const auto keep = [](int stands, int* base, Hold* hold) {
      if (*hold != Hold::kFree) return;
      *base = stands;
      *hold = Hold::kReleased;
    };
    keep(schedule[i].approval, &each.base.approval, &each.approval_hold);
    keep(schedule[i].start, &each.base.start, &each.start_hold);
    keep(schedule[i].attendee, &each.base.attendee, &each.attendee_hold);
  }
  Problem forced = priced;
  const auto force = [&](int wished, int Slot::*part, Hold Meeting::*hold) {
    if (wished < 0) return;
    Hold& held = priced.meetings[At(meeting)].*hold;
    if (held == Hold::kPinned) held = Hold::kFree;
    forced.meetings[At(meeting)].base.*part = wished;
    forced.meetings[At(meeting)].*hold = Hold::kPinned;
  };
  force(choice.approval, &Slot::approval, &Meeting::approval_hold);
  force(choice.start, &Slot::start, &Meeting::start_hold);
  force(choice.attendee, &Slot::attendee, &Meeting::attendee_hold);
  Forced result;
  result.answer = Solve(forced, effort);
  if (result.answer.outcome != Outcome::kFound) return result;
  // The price of what the choice itself gives up is the same wherever the others are.
  const Verdict verdict = Verify(priced, result.answer.schedule);
  if (!verdict.faults.empty()) {
    result.answer.outcome = Outcome::kInfeasible;
    return result;
  }
  const int64_t now = Verify(problem, schedule).cost;
  result.cost = verdict.cost - now;
  result.bound = result.answer.bound.value + verdict.cost - result.answer.verdict.cost - now;
  for (size_t i = 0; i < schedule.size(); ++i) {
    const bool same = result.answer.schedule[i] == schedule[i];
    if (!same && static_cast<int>(i) != meeting) result.moved.push_back(static_cast<int>(i));
  }
  return result;
}

}  // namespace congress::scheduling::solver
