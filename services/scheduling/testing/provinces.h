// Provinces drawn at random, of the kind that has to be scheduled: communes, posts in working groups, absences.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "services/scheduling/domain/solver/problem.h"
#include "services/scheduling/domain/solver/random.h"

namespace congress::scheduling::sample {

struct ProvinceSize {
  int communes = 130;
  int days = 45;
  int posts = 17;
  int groups = 9;
  int most_per_day = 5;
  int long_percent = 8;   // Communes that need two days.
  int absences = 3;       // Days that a post is away, on the average.
  int travel_weight = 0;  // Of a step between successive days; coordinates are drawn either way.
};

// Numbers of meetings per post are wished within one of the average; the daily level is the average, rounded down.
inline solver::Problem Province(const ProvinceSize& size, uint64_t seed) {
  using solver::Rule;
  solver::Random random(seed);
  solver::Problem problem;
  problem.policy = solver::StartPolicy();
  problem.policy[Rule::kBreak] = {};
  problem.policy[Rule::kTravel] = {size.travel_weight > 0 ? solver::Severity::kWarn : solver::Severity::kIgnore,
                                   size.travel_weight};
  problem.days.resize(solver::At(size.days));
  for (int closed = 0; closed < size.days / 20; ++closed) {
    problem.days[solver::At(random.Below(size.days))].closed = true;
  }
  problem.groups.resize(solver::At(size.groups));
  for (int post = 0; post < size.posts; ++post) {
    solver::Person person;
    person.post = "post-" + std::to_string(post);
    person.area = post * size.groups / size.posts;
    person.rank = 4 * post < size.posts ? 1 : 0;
    for (int day = 0; day < size.days; ++day) {
      if (random.Below(size.days) < size.absences) person.away.push_back(day);
    }
    person.load_least = size.communes / size.posts;
    person.load_most = person.load_least + 1;
    problem.groups[solver::At(person.area)].members.push_back(post);
    problem.persons.push_back(std::move(person));
  }
  for (int i = 0; i < size.communes; ++i) {
    solver::Meeting meeting;
    meeting.unit = "unit-" + std::to_string(10000 + i);
    meeting.area = meeting.group = std::min(random.Below(size.groups), random.Below(size.groups + 3));
    // Groups lie along a line from the centre.
    meeting.x_km = 20 * meeting.area + random.Below(25);
    meeting.y_km = random.Below(60);
    meeting.km_from_centre = meeting.x_km + meeting.y_km / 3;
    meeting.days = random.Below(100) < size.long_percent ? 2 : 1;
    meeting.rank = meeting.area == 0 && random.Below(2) == 0 ? 1 : 0;
    meeting.papers_ready = random.Below(10);
    problem.meetings.push_back(std::move(meeting));
  }
  for (int area = 0; area < 3; ++area) {
    if (size.groups < 7) break;
    problem.far_apart.emplace_back(area, size.groups - 1);
    problem.far_apart.emplace_back(size.groups - 1, area);
  }
  int places = 0;
  for (const solver::Meeting& meeting : problem.meetings) places += meeting.days;
  problem.policy.day_level = places / std::max(1, size.days - size.days / 20 - 9);
  problem.policy.day_most = std::max(size.most_per_day, problem.policy.day_level + 1);
  return problem;
}

}  // namespace congress::scheduling::sample
