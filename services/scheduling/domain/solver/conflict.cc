#include "services/scheduling/domain/solver/conflict.h"

#include <algorithm>

namespace congress::scheduling::solver {
namespace {

using Kind = Fact::Kind;

bool Has(const std::vector<int>& numbers, size_t number) {
  return std::find(numbers.begin(), numbers.end(), static_cast<int>(number)) != numbers.end();
}

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

// With the days off among the days. Who is not there before and after them is not there on them either.
void AddDaysOff(Problem* problem) {
  std::vector<int> numbers;
  std::vector<Day> days;
  for (Day& day : problem->days) {
    days.insert(days.end(), At(day.off_before), Day());
    numbers.push_back(static_cast<int>(days.size()));
    day.off_before = 0;
    day.after_break = false;
    days.push_back(day);
  }
  const int added = static_cast<int>(days.size() - problem->days.size());
  const auto move = [&](int* day) {
    if (*day >= 0) *day = *day < static_cast<int>(numbers.size()) ? numbers[At(*day)] : *day + added;
  };
  const auto fill = [&](std::vector<int>* list) {
    std::vector<int> filled;
    for (int day : *list) {
      if (day < 0 || day >= static_cast<int>(numbers.size())) continue;
      const int before = day - 1;
      const bool goes_on = before >= 0 && std::find(list->begin(), list->end(), before) != list->end();
      int first = goes_on ? numbers[At(before)] + 1 : 0;
      move(&day);
      if (!goes_on) first = day;
      for (; first <= day; ++first) filled.push_back(first);
    }
    *list = std::move(filled);
  };
  problem->days = std::move(days);
  for (Window& window : problem->windows) {
    move(&window.earliest);
    move(&window.latest);
  }
  for (Room& room : problem->rooms) fill(&room.closed);
  for (Person& person : problem->persons) fill(&person.away);
  for (Meeting& meeting : problem->meetings) {
    for (int* day : {&meeting.earliest, &meeting.latest, &meeting.own_earliest, &meeting.own_latest,
                     &meeting.papers_ready, &meeting.base.approval, &meeting.base.start}) {
      move(day);
    }
    fill(&meeting.unavailable);
  }
}

// The first and last days of meetings where some windows are gone; all that are left find room behind the last day.
void OpenWindows(const std::vector<bool>& gone, Problem* problem) {
  const int end = static_cast<int>(problem->days.size()) - 1;
  int more = 0;
  for (Meeting& meeting : problem->meetings) {
    const bool is_open = meeting.window >= 0 && gone[At(meeting.window)];
    if (is_open) more += meeting.days;
    if (meeting.window < 0) {
      meeting.latest = std::min(meeting.latest, end);
      continue;
    }
    const Window window = is_open ? Window() : problem->windows[At(meeting.window)];
    meeting.earliest = std::max(meeting.own_earliest, window.earliest);
    meeting.latest = std::min(meeting.own_latest, is_open ? window.latest : std::min(window.latest, end));
  }
  if (more == 0) return;
  int gap = 0;
  for (const Order& order : problem->orders) gap = std::max(gap, order.gap);
  more += problem->policy.papers_days + problem->policy.lead_days + gap;
  problem->days.resize(problem->days.size() + At(more));
}

// Leaves out more and more of the facts while what is left is still proved to be in conflict: large parts first, then
// single facts, until each of those that are left is needed. Once for each is not enough: with a meeting less somebody
// may have too few to attend, or travel too little, so that what was needed beside it is not needed any more.
class Reduction {
 public:
  Reduction(const Problem& problem, const Effort& effort)
      : problem_(problem), effort_(effort), kept_(FactsOf(problem)) {}

  Conflict Run() {
    // Whoever asks may have proved it with more effort.
    Effort first = effort_;
    first.most *= 4;
    const Outcome whole = Decide(problem_, first).outcome;
    if (whole == Outcome::kFound) return {};
    if (whole == Outcome::kUnknown) return {kept_, false};
    bool sure = true;
    for (size_t size = kept_.size(); size > 0;) {
      const size_t before = kept_.size();
      sure = true;
      for (size_t from = 0; from < kept_.size();) {
        const size_t count = std::min(size, kept_.size() - from);
        const Outcome outcome = Drop(from, count);
        if (outcome != Outcome::kInfeasible) from += count;
        if (outcome == Outcome::kUnknown) sure = false;
      }
      if (size > 1 || kept_.size() == before) size /= 2;
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
  const auto& meetings = problem.meetings;
  const auto of_some = [&](auto is_so) { return std::any_of(meetings.begin(), meetings.end(), is_so); };
  for (size_t r = 0; r < problem.rooms.size(); ++r) {
    add(!problem.rooms[r].closed.empty(), Kind::kRoomClosed, r);
    add(of_some([&](const Meeting& meeting) { return Has(meeting.rooms, r); }), Kind::kRoom, r);
  }
  for (size_t p = 0; p < problem.persons.size(); ++p) {
    add(!problem.persons[p].away.empty(), Kind::kAbsence, p);
    add(of_some([&](const Meeting& meeting) { return Has(meeting.required, p); }), Kind::kRequired, p);
    add(!problem.persons[p].forbidden.empty(), Kind::kForbidden, p);
  }
  const int end = static_cast<int>(problem.days.size());
  for (size_t w = 0; w < problem.windows.size(); ++w) {
    add(of_some([&](const Meeting& meeting) { return meeting.window == static_cast<int>(w); }), Kind::kWindow, w);
  }
  add(std::any_of(problem.days.begin(), problem.days.end(), [](const Day& day) { return day.off_before > 0; }),
      Kind::kCalendar, 0);
  for (size_t i = 0; i < problem.meetings.size(); ++i) {
    const Meeting& meeting = problem.meetings[i];
    const bool is_alone = meeting.window < 0;
    add(is_alone ? meeting.earliest > 0 || meeting.latest < end - 1
                 : meeting.own_earliest > 0 || meeting.own_latest < end,
        Kind::kDays, i);
    add(meeting.group >= 0 && meeting.papers_ready + problem.policy.papers_days > 0, Kind::kPapers, i);
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
  std::vector<bool> windows(problem.windows.size());
  bool with_days_off = false;
  for (const Fact& fact : facts) {
    const size_t number = At(fact.number);
    switch (fact.kind) {
      case Kind::kMeeting:
        meetings[number] = true;
        break;
      case Kind::kDays: {
        Meeting& meeting = left.meetings[number];
        (meeting.window < 0 ? meeting.earliest : meeting.own_earliest) = 0;
        (meeting.window < 0 ? meeting.latest : meeting.own_latest) = Meeting().latest;
        break;
      }
      case Kind::kWindow:
        windows[number] = true;
        break;
      case Kind::kCalendar:
        with_days_off = true;
        break;
      case Kind::kRoom:
        for (Meeting& meeting : left.meetings) std::erase(meeting.rooms, fact.number);
        break;
      case Kind::kRequired:
        for (Meeting& meeting : left.meetings) std::erase(meeting.required, fact.number);
        break;
      case Kind::kPapers:
        left.meetings[number].papers_ready = -problem.policy.papers_days;
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
  if (with_days_off) AddDaysOff(&left);
  OpenWindows(windows, &left);
  return left;
}

Conflict FindConflict(const Problem& problem, const Effort& effort) { return Reduction(problem, effort).Run(); }

}  // namespace congress::scheduling::solver
