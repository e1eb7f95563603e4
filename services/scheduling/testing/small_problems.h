// Problems small enough to try every schedule, with something of everything in them.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "services/scheduling/domain/solver/model.h"
#include "services/scheduling/domain/solver/problem.h"
#include "services/scheduling/domain/solver/random.h"
#include "services/scheduling/domain/solver/verify.h"

namespace congress::scheduling::sample {

inline solver::Problem SmallProblem(uint64_t seed) {
  using solver::Severity;
  solver::Random random(seed);
  const auto some_days = [&](int days) {
    std::vector<int> list;
    for (int day = 0; day < days; ++day) {
      if (random.Below(5) == 0) list.push_back(day);
    }
    return list;
  };
  solver::Problem problem;
  problem.policy.papers_days = 1;
  problem.policy.lead_days = 1 + random.Below(2);
  problem.policy.day_most = 1 + random.Below(2);
  for (solver::Setting& setting : problem.policy.rules) {
    setting = {random.Below(3) == 0 ? Severity::kBlock : Severity::kWarn, 1 + random.Below(20)};
    if (random.Below(8) == 0) setting.severity = Severity::kIgnore;
  }
  // Two in one group make more schedules to try.
  const int approved = random.Below(3) == 0 ? 2 : 1;
  const int days = 6 - approved;
  problem.policy.session_size = 1 + random.Below(2);
  problem.days.resize(solver::At(days));
  for (solver::Day& day : problem.days) {
    day = {random.Below(8) == 0, random.Below(4) == 0, random.Below(5) == 0 ? 1 : 0};
  }
  problem.rooms = {{"hall", some_days(days)}};
  for (int p = 0; p < 3; ++p) {
    solver::Person person;
    person.area = p % 2;
    person.rank = random.Below(2);
    person.away = some_days(days);
    person.load_least = random.Below(2);
    person.load_most = person.load_least + random.Below(2);
    person.km_elsewhere = seed % 3 == 0 ? static_cast<int>(seed) * 37 % 150 * p : 0;
    if (random.Below(4) == 0) person.forbidden = {random.Below(3)};
    if (random.Below(4) == 0) person.preferred = {random.Below(3)};
    if (p == 2) person.stands_in_for = 0;
    problem.persons.push_back(person);
  }
  problem.groups = {{{0, 1}}};
  for (int i = 0; i < 3; ++i) {
    solver::Meeting meeting;
    meeting.days = 1 + random.Below(2);
    meeting.area = random.Below(2);
    meeting.rank = random.Below(2);
    meeting.earliest = random.Below(2);
    meeting.latest = days - 1 - random.Below(2);
    meeting.unavailable = some_days(days);
    meeting.group = i < approved ? 0 : -1;
    meeting.attended = random.Below(5) > 0;
    if (random.Below(3) == 0) meeting.required = {random.Below(3)};
    if (random.Below(2) == 0) meeting.rooms = {0};
    meeting.km_from_centre = random.Below(200);
    meeting.x_km = random.Below(200);
    meeting.y_km = random.Below(200);
    meeting.base = {meeting.group < 0 ? -1 : random.Below(days), random.Below(days),
                    meeting.attended ? random.Below(3) : -1};
    const auto hold = [&] { return random.Below(4) == 0 ? solver::Hold::kReleased : solver::Hold::kFree; };
    meeting.approval_hold = hold();
    meeting.start_hold = hold();
    meeting.attendee_hold = hold();
    problem.meetings.push_back(meeting);
  }
  problem.far_apart = {{0, 1}};
  if (random.Below(2) == 0) problem.orders = {{0, 2, 1 + random.Below(2)}};
  return problem;
}

// Whether every meeting of the model has a day, an approval and an attendee to choose.
inline bool HasChoices(const solver::Model& model) {
  for (int i = 0; i < model.meetings(); ++i) {
    if (model.starts(i).empty() || (model.meeting(i).group >= 0 && model.approvals(i).empty()) ||
        (model.meeting(i).attended && model.attendees(i).empty())) {
      return false;
    }
  }
  return true;
}

// Of all schedules that break nothing the least cost, by trying each.
inline std::optional<int64_t> LeastCost(const solver::Problem& problem) {
  std::optional<int64_t> least;
  solver::Schedule schedule(problem.meetings.size());
  const int days = static_cast<int>(problem.days.size());
  const std::function<void(size_t)> place = [&](size_t i) {
    if (i == schedule.size()) {
      const solver::Verdict verdict = Verify(problem, schedule);
      if (verdict.kept() && (!least || verdict.cost < *least)) least = verdict.cost;
      return;
    }
    const solver::Meeting& meeting = problem.meetings[i];
    for (int start = 0; start + meeting.days <= days; ++start) {
      for (int approval = meeting.group < 0 ? -1 : 0; approval < (meeting.group < 0 ? 0 : days); ++approval) {
        const int persons = meeting.attended ? static_cast<int>(problem.persons.size()) : 0;
        for (int attendee = meeting.attended ? 0 : -1; attendee < persons; ++attendee) {
          schedule[i] = {approval, start, attendee};
          place(i + 1);
        }
      }
    }
  };
  place(0);
  return least;
}

}  // namespace congress::scheduling::sample
