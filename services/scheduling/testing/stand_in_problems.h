// Small provinces drawn at random in which stand-ins share the work and kilometres are to be level: 6 to 14 communes in
// 2 or 3 groups. What members and stand-ins take decides the cost, more than days do.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "services/scheduling/domain/solver/problem.h"
#include "services/scheduling/domain/solver/random.h"

namespace congress::scheduling::sample {

// At least `least` and at most `most` communes.
inline solver::Problem StandInProblem(uint64_t seed, int least = 6, int most = 14) {
  using solver::Rule;
  solver::Random random(seed * 7919);
  const auto between = [&](int low, int high) { return low + random.Below(high - low + 1); };
  const auto warn = [&](int low, int high) { return solver::Setting{solver::Severity::kWarn, between(low, high)}; };
  solver::Problem problem;
  solver::Policy& policy = problem.policy;
  policy = solver::StartPolicy();
  // Of two thirds kilometres weigh so much that a member who takes one meeting alone is dearer than a stand-in.
  const bool level = seed % 3 > 0;
  policy[Rule::kStandIn] = warn(2, level ? 8 : 15);
  policy[Rule::kOwnArea] = random.Below(4) == 0 ? solver::Setting{solver::Severity::kBlock, 0} : warn(3, 12);
  policy[Rule::kTravelSpread] = level ? warn(4, 20) : warn(1, 6);
  policy[Rule::kTravel] = random.Below(2) == 0 ? solver::Setting{} : warn(1, 2);
  policy[Rule::kSession] = warn(3, 8);
  policy[Rule::kLoadBelow] = policy[Rule::kLoadAbove] = warn(3, 20);
  policy.km_step = level ? 5 * between(1, 6) : 10 * between(1, 5);
  policy.session_size = between(2, 4);
  policy.day_level = between(1, 2);
  policy.day_most = policy.day_level + 1;
  const int communes = between(least, most);
  const int groups = between(2, 3);
  const int days = communes + between(10, 18);
  problem.days.resize(solver::At(days));
  for (solver::Day& day : problem.days) day = {random.Below(12) == 0, random.Below(5) == 0, 0};
  problem.groups.resize(solver::At(groups));
  const auto add = [&](int group, int stood_for) {
    solver::Person person;
    person.post = "post-" + std::to_string(problem.persons.size());
    person.area = stood_for < 0 ? group : -1;
    person.rank = random.Below(3) > 0 ? 1 : 0;
    person.stands_in_for = stood_for;
    for (int day = 0; day < days; ++day) {
      if (random.Below(days) < 3) person.away.push_back(day);
    }
    if (stood_for < 0) person.load_least = random.Below(level ? 2 : 3);
    person.load_most = person.load_least + between(1, 4);
    if (!level && stood_for < 0 && random.Below(4) == 0) person.km_elsewhere = between(10, 120);
    problem.persons.push_back(std::move(person));
  };
  for (int group = 0; group < groups; ++group) {
    for (int post = between(1, 2); post > 0; --post) {
      problem.groups[solver::At(group)].members.push_back(static_cast<int>(problem.persons.size()));
      add(group, -1);
    }
  }
  const int posts = static_cast<int>(problem.persons.size());
  for (int post = 0; post < posts; ++post) {
    for (int count = between(level ? 1 : 0, 2); count > 0; --count) add(0, post);
  }
  for (int i = 0; i < communes; ++i) {
    solver::Meeting meeting;
    meeting.unit = "unit-" + std::to_string(i);
    meeting.area = meeting.group = random.Below(groups);
    meeting.x_km = 40 * meeting.area + random.Below(60);
    meeting.y_km = random.Below(80);
    meeting.km_from_centre = std::max(5, meeting.x_km + meeting.y_km / 3);
    meeting.days = random.Below(8) == 0 ? 2 : 1;
    meeting.rank = random.Below(4) == 0 ? 1 : 0;
    meeting.papers_ready = random.Below(8);
    problem.meetings.push_back(std::move(meeting));
  }
  if (groups == 3 && random.Below(2) == 0) problem.far_apart = {{0, 2}, {2, 0}};
  return problem;
}

// The problem with days that do not matter: every meeting may have one of its own, without approval, and everybody is
// there.
inline solver::Problem WithoutDays(solver::Problem problem) {
  problem.days.assign(3 * problem.meetings.size(), {});
  problem.policy.day_level = problem.policy.day_most = static_cast<int>(problem.meetings.size());
  problem.policy[solver::Rule::kTravel] = problem.policy[solver::Rule::kFarApart] = {};
  for (solver::Person& person : problem.persons) person.away.clear();
  for (solver::Meeting& meeting : problem.meetings) {
    meeting.days = 1;
    meeting.group = -1;
  }
  return problem;
}

// Calls `visit` for every way to share the meetings that breaks nothing, with what own prices, loads and the spread of
// travel cost: counted from the problem alone, all of them. No rule that counts them may block but own area.
inline void VisitEverySharing(const solver::Problem& problem,
                              const std::function<void(const std::vector<int>&, int64_t)>& visit) {
  using solver::Rule;
  const auto weight = [&](Rule rule) { return problem.policy[rule].weight; };
  std::vector<int> who(problem.meetings.size()), load(problem.persons.size()), km;
  for (const solver::Person& person : problem.persons) km.push_back(person.km_elsewhere);
  const auto count = [&](int64_t own) {
    int64_t cost = own;
    int most = -1;
    int least = -1;
    for (size_t p = 0; p < problem.persons.size(); ++p) {
      const solver::Person& person = problem.persons[p];
      cost += weight(Rule::kLoadBelow) * std::max(0, person.load_least - load[p]);
      cost += weight(Rule::kLoadAbove) * std::max(0, load[p] - person.load_most);
      if (person.stands_in_for >= 0) continue;
      most = std::max(most, km[p]);
      least = least < 0 ? km[p] : std::min(least, km[p]);
    }
    const int step = problem.policy.km_step;
    return cost + weight(Rule::kTravelSpread) * ((most - least + step - 1) / step);
  };
  const std::function<void(size_t, int64_t)> share = [&](size_t i, int64_t own) {
    if (i == who.size()) return visit(who, count(own));
    const solver::Meeting& meeting = problem.meetings[i];
    for (size_t p = 0; p < problem.persons.size(); ++p) {
      const solver::Person& person = problem.persons[p];
      const bool stands_in = person.stands_in_for >= 0;
      const bool at_home =
          (stands_in ? problem.persons[solver::At(person.stands_in_for)] : person).area == meeting.area;
      if (person.rank < meeting.rank) continue;
      if (!at_home && problem.policy[Rule::kOwnArea].severity == solver::Severity::kBlock) continue;
      who[i] = static_cast<int>(p);
      ++load[p];
      km[p] += meeting.km_from_centre;
      share(i + 1, own + (at_home ? 0 : weight(Rule::kOwnArea)) + (stands_in ? weight(Rule::kStandIn) : 0));
      --load[p];
      km[p] -= meeting.km_from_centre;
    }
  };
  share(0, 0);
}

// The least of it; nothing where somebody cannot be sent anywhere.
inline std::optional<int64_t> CheapestSharing(const solver::Problem& problem) {
  std::optional<int64_t> least;
  VisitEverySharing(problem,
                    [&](const std::vector<int>&, int64_t cost) { least = std::min(cost, least.value_or(cost)); });
  return least;
}

}  // namespace congress::scheduling::sample
