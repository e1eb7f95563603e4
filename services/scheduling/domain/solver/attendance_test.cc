#include "services/scheduling/domain/solver/attendance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "services/scheduling/domain/solver/attendance_search.h"
#include "services/scheduling/domain/solver/solve.h"
#include "services/scheduling/testing/small_problems.h"
#include "services/scheduling/testing/stand_in_problems.h"

namespace congress::scheduling::solver {
namespace {

constexpr int64_t kSteps = 100'000'000;

bool Never() { return false; }

// As often as it takes to have some with every number of persons that can be tried one by one.
std::vector<Problem> FewPersons(int communes) {
  std::vector<Problem> problems;
  for (uint64_t seed = 1; problems.size() < 25; ++seed) {
    Problem problem = sample::WithoutDays(sample::StandInProblem(seed, communes, communes));
    if (problem.persons.size() <= 8 && sample::HasChoices(Model(problem))) problems.push_back(std::move(problem));
  }
  return problems;
}

TEST(VisitAttendances, VisitsAllThatAreCheaperAndNoOthers) {
  size_t visited_in_all = 0;
  for (Problem& problem : FewPersons(5)) {
    // Nobody is the same as somebody else.
    for (size_t p = 0; p < problem.persons.size(); ++p) problem.persons[p].away = {static_cast<int>(p)};
    const int64_t below = *sample::CheapestSharing(problem) + 6;
    std::set<Attendees> expected;
    sample::VisitEverySharing(problem, [&](const Attendees& who, int64_t cost) {
      if (cost < below) expected.insert(who);
    });
    std::set<Attendees> visited;
    int64_t steps = kSteps;
    const bool all = VisitAttendances(Model(problem), below, &steps, Never, [&](const Attendees& who, int64_t cost) {
      EXPECT_LT(cost, below);
      visited.insert(who);
      return below;
    });
    EXPECT_TRUE(all);
    EXPECT_EQ(visited, expected);
    visited_in_all += visited.size();
  }
  EXPECT_GT(visited_in_all, 100u);
}

TEST(VisitAttendances, OfPersonsWhoAreTheSameOneOrderIsEnough) {
  for (Problem& problem : FewPersons(5)) {
    const Person twin = problem.persons.back();
    problem.persons.insert(problem.persons.end(), 2, twin);
    int64_t least = 1'000'000;
    int64_t steps = kSteps;
    ASSERT_TRUE(VisitAttendances(Model(problem), least, &steps, Never,
                                 [&](const Attendees&, int64_t cost) { return least = cost; }));
    EXPECT_EQ(least, *sample::CheapestSharing(problem));
    // The last of three who are the same never goes where the first does not.
    steps = kSteps;
    ASSERT_TRUE(VisitAttendances(Model(problem), least + 3, &steps, Never, [&](const Attendees& who, int64_t) {
      const int last = static_cast<int>(problem.persons.size()) - 1;
      const auto goes = [&](int p) { return std::count(who.begin(), who.end(), p) > 0; };
      EXPECT_TRUE(goes(last - 2) || !goes(last));
      return least + 3;
    }));
  }
}

TEST(VisitAttendances, EndsOnceStepsAreSpentOrNobodyWaits) {
  const Problem problem = sample::WithoutDays(sample::StandInProblem(1));
  int64_t steps = 1000;
  const Visit go_on = [](const Attendees&, int64_t) { return int64_t{1'000'000}; };
  EXPECT_FALSE(VisitAttendances(Model(problem), 1'000'000, &steps, Never, go_on));
  EXPECT_LT(steps, 0);
  steps = kSteps;
  EXPECT_FALSE(VisitAttendances(
      Model(problem), 1'000'000, &steps, [] { return true; }, go_on));
}

TEST(FindAttendances, FindsTheCheapest) {
  for (const Problem& problem : FewPersons(6)) {
    const auto found = FindAttendances(Model(problem), 1, 400'000, 4);
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found.front().first, *sample::CheapestSharing(problem));
    EXPECT_EQ(found, FindAttendances(Model(problem), 1, 400'000, 4));
    for (size_t k = 1; k < found.size(); ++k) EXPECT_LT(found[k - 1], found[k]);
  }
}

TEST(CostBesideAttendance, AddsUpToNoMoreThanTheCheapestSchedule) {
  int compared = 0;
  for (uint64_t seed = 1; seed <= 150; ++seed) {
    const Problem problem = sample::SmallProblem(seed);
    const Model model(problem);
    if (!sample::HasChoices(model)) continue;
    const std::optional<int64_t> cost = sample::LeastCost(problem);
    if (!cost) continue;
    const Bound bound = FindBound(model, Ask::kCost, 300, 1'000'000);
    int64_t least = 1'000'000;
    int64_t steps = kSteps;
    ASSERT_TRUE(VisitAttendances(model, least, &steps, Never,
                                 [&](const Attendees&, int64_t attendance) { return least = attendance; }));
    const int64_t beside = CostBesideAttendance(problem, bound.certificate);
    EXPECT_GE(beside, 0) << "seed " << seed;
    EXPECT_LE(beside + least, *cost) << "seed " << seed;
    ++compared;
  }
  EXPECT_GT(compared, 10);
}

}  // namespace
}  // namespace congress::scheduling::solver
