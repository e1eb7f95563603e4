#include "services/scheduling/domain/solver/solve.h"

#include <gtest/gtest.h>

#include "services/scheduling/testing/provinces.h"
#include "services/scheduling/testing/schedule_input.h"
#include "services/scheduling/testing/small_problems.h"

namespace congress::scheduling::solver {
namespace {

TEST(Solve, FindsTheCheapestScheduleOfSmallProblemsOrProvesThatThereIsNone) {
  int found = 0;
  int refuted = 0;
  for (uint64_t seed = 1; seed <= 90; ++seed) {
    const Problem problem = sample::SmallProblem(seed);
    const std::optional<int64_t> least = sample::LeastCost(problem);
    const Answer answer = Solve(problem, {.seed = seed, .most = 3'200'000});
    if (!least) {
      EXPECT_EQ(answer.outcome, Outcome::kInfeasible) << "seed " << seed;
      ++refuted;
      continue;
    }
    ASSERT_EQ(answer.outcome, Outcome::kFound) << "seed " << seed;
    EXPECT_TRUE(answer.verdict.kept());
    EXPECT_EQ(answer.verdict.cost, *least) << "seed " << seed;
    EXPECT_TRUE(answer.optimal()) << "seed " << seed;
    ++found;
  }
  EXPECT_GT(found, 10);
  EXPECT_GT(refuted, 10);
}

TEST(Solve, TheSameInputGivesTheSameAnswer) {
  const Problem problem = sample::Province({.communes = 60, .travel_weight = 1}, 5);
  const Answer first = Solve(problem, {.seed = 3, .most = 500'000});
  const Answer second = Solve(problem, {.seed = 3, .most = 500'000});
  EXPECT_EQ(first.schedule, second.schedule);
  EXPECT_EQ(first.effort, second.effort);
  EXPECT_NE(first.schedule, Solve(problem, {.seed = 4, .most = 500'000}).schedule);
}

TEST(Solve, TellsOfEachImprovementAndOfTheBound) {
  std::vector<Progress> told;
  const Problem problem = sample::Province({.communes = 60}, 5);
  const Answer answer =
      Solve(problem, {.most = 500'000, .progress = [&](const Progress& progress) { told.push_back(progress); }});
  ASSERT_GT(told.size(), 2);
  for (size_t k = 1; k < told.size(); ++k) {
    EXPECT_LT(told[k].cost, told[k - 1].cost);
    EXPECT_GE(told[k].effort, told[k - 1].effort);
  }
  EXPECT_EQ(told.back().cost, answer.verdict.cost);
  EXPECT_EQ(told.back().counts, answer.verdict.counts);
  EXPECT_LE(told.back().bound, answer.bound.value);
}

TEST(Solve, EndsWithTheBestSoFarOnceNobodyWaits) {
  const Problem problem = sample::Province({.communes = 60}, 5);
  int asked = 0;
  const auto wanted = [&] { return ++asked < 5 ? absl::OkStatus() : absl::CancelledError("enough"); };
  const Answer answer = Solve(problem, {.wanted = wanted});
  EXPECT_EQ(answer.unwanted.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(answer.outcome, Outcome::kFound);
  EXPECT_TRUE(answer.verdict.kept());
  EXPECT_LT(answer.effort, 2'000'000);
}

TEST(Solve, IsNotSureWhereItHasNotLookedLongEnough) {
  const Problem problem = sample::ReadProvince("services/scheduling/testing/nghe-an-130.json");
  const Answer answer = Solve(problem, {.most = 1});
  EXPECT_EQ(answer.outcome, Outcome::kUnknown);
  EXPECT_FALSE(answer.verdict.kept());
}

TEST(Solve, AStandInComesWhereNobodyElseCan) {
  Problem problem = sample::Province({.communes = 4, .posts = 2, .groups = 2, .long_percent = 0, .absences = 0}, 1);
  for (Meeting& meeting : problem.meetings) meeting.rank = 0;
  problem.meetings[0].earliest = problem.meetings[0].latest = 30;
  problem.days[30].closed = false;
  problem.persons[0].away = problem.persons[1].away = {30};
  EXPECT_EQ(Solve(problem, {.most = 100'000}).outcome, Outcome::kInfeasible);
  Person stand_in;
  stand_in.stands_in_for = 0;
  stand_in.rank = 1;
  problem.persons.push_back(stand_in);
  const Answer answer = Solve(problem, {.most = 400'000});
  ASSERT_EQ(answer.outcome, Outcome::kFound);
  EXPECT_EQ(answer.schedule[0].attendee, 2);
  EXPECT_EQ(answer.verdict.counts[static_cast<size_t>(Rule::kStandIn)], 1);
}

TEST(Solve, ASpreadOfTravelIsWeighedAndSoAreSuccessiveDays) {
  // Two posts, four communes on four days, two of them far from the centre and from the others.
  Problem problem;
  problem.policy = StartPolicy();
  problem.policy.day_level = problem.policy.day_most = 1;
  problem.days.resize(4);
  problem.persons.resize(2);
  for (Person& person : problem.persons) person.area = 0;
  for (const int km : {0, 0, 200, 200}) {
    Meeting meeting;
    meeting.area = 0;
    meeting.km_from_centre = meeting.x_km = km;
    problem.meetings.push_back(meeting);
  }
  const Answer answer = Solve(problem, {.most = 400'000});
  ASSERT_EQ(answer.outcome, Outcome::kFound);
  // Each takes one near and one far, with a day of the other's between.
  EXPECT_EQ(answer.verdict.cost, 0);
  EXPECT_TRUE(answer.optimal());
}

TEST(Solve, RefutesSessionsThatAreTooFewAndPersonsWhoAreTooBusy) {
  Problem problem = sample::Province({.communes = 60, .days = 45, .posts = 6, .groups = 1, .absences = 0}, 1);
  problem.policy.day_most = problem.policy.day_level = 60;
  problem.persons[0].away.clear();
  ASSERT_EQ(Decide(problem, {.most = 1'000'000}).outcome, Outcome::kFound);
  // Sessions on a handful of days only.
  for (int day = 0; day < 45; ++day) {
    if (day % 4 != 0) problem.persons[0].away.push_back(day);
  }
  Answer answer = Decide(problem, {.most = 1'000'000});
  EXPECT_EQ(answer.outcome, Outcome::kInfeasible);
  EXPECT_FALSE(answer.exhausted);
  EXPECT_EQ(CheckCertificate(problem, answer.bound.certificate), answer.bound.value);
  // Days of two persons are too few for 60 meetings and 15 sessions.
  problem.persons.resize(2);
  problem.persons[0].away.clear();
  problem.groups[0].members = {0, 1};
  answer = Decide(problem, {.most = 1'000'000});
  EXPECT_EQ(answer.outcome, Outcome::kInfeasible);
  EXPECT_FALSE(answer.exhausted);
}

TEST(Solve, NothingIsASchedule) {
  const Answer answer = Solve(Problem(), {});
  EXPECT_EQ(answer.outcome, Outcome::kFound);
  EXPECT_TRUE(answer.optimal());
}

}  // namespace
}  // namespace congress::scheduling::solver
