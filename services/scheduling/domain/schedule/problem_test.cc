#include "services/scheduling/domain/schedule/problem.h"

#include <gtest/gtest.h>

#include "services/scheduling/domain/schedule/answer.h"
#include "services/scheduling/domain/schedule/policy.h"
#include "services/scheduling/domain/solver/solve.h"
#include "services/scheduling/testing/small_schedules.h"

namespace congress::scheduling {
namespace {

using sample::TwoCommunes;

TEST(ScheduleProblem, IsSolvedAsItIsWritten) {
  const v1::ScheduleProblem problem = TwoCommunes();
  const solver::Problem made = ToSolver(problem);
  const solver::Answer answer = solver::Solve(made, {.most = 100'000});
  ASSERT_EQ(answer.outcome, solver::Outcome::kFound);
  EXPECT_TRUE(answer.optimal());
  v1::ScheduleRun run;
  SetAnswer(problem, answer, &run);
  EXPECT_EQ(run.outcome(), v1::ScheduleRun::FOUND);
  EXPECT_EQ(run.cost(), answer.verdict.cost);
  EXPECT_EQ(run.bound(), run.cost());
  EXPECT_TRUE(run.optimal());
  ASSERT_EQ(run.placements_size(), 2);
  EXPECT_EQ(run.placements(0).meeting(), "meetings/x-u1");
  EXPECT_EQ(run.placements(0).group(), "organisations/to-1");
  EXPECT_EQ(run.placements(0).attendee(), "organisations/province/posts/a");
  EXPECT_EQ(run.placements(0).dates_size(), 1);
  EXPECT_TRUE(run.placements(0).has_approval_date());
  EXPECT_EQ(run.placements(1).dates_size(), 2);
  int64_t total = 0;
  for (const auto& cost : run.costs()) total += cost.cost();
  EXPECT_EQ(total, run.cost());
  EXPECT_EQ(run.faults_size(), 0);
}

TEST(ScheduleProblem, ItsCertificateComesBackAsItWas) {
  const solver::Problem problem = ToSolver(TwoCommunes());
  const solver::Answer answer = solver::Solve(problem, {.most = 100'000});
  const solver::Certificate again = ToCertificate(ToMessage(answer.bound.certificate));
  EXPECT_EQ(ToMessage(again).SerializeAsString(), ToMessage(answer.bound.certificate).SerializeAsString());
  const solver::Bound bound = solver::FindBound(solver::Model(problem), solver::Ask::kCost, 200, 1'000'000);
  EXPECT_EQ(solver::CheckCertificate(problem, ToCertificate(ToMessage(bound.certificate))), bound.value);
}

TEST(ScheduleProblem, ChangesAreToldAgainstWhereMeetingsStand) {
  v1::ScheduleProblem problem = TwoCommunes();
  problem.mutable_meetings(0)->mutable_base()->set_start(5);
  problem.mutable_meetings(0)->mutable_base()->set_attendee(1);
  problem.mutable_meetings(0)->set_earliest(6);
  v1::ScheduleRun run;
  SetAnswer(problem, solver::Solve(ToSolver(problem), {.most = 100'000}), &run);
  ASSERT_EQ(run.outcome(), v1::ScheduleRun::FOUND);
  EXPECT_TRUE(run.placements(0).days_changed());
  EXPECT_FALSE(run.placements(0).approval_changed());
  EXPECT_EQ(run.moved_count(), 1);
  EXPECT_FALSE(run.placements(1).days_changed());
}

TEST(ScheduleProblem, WhatExcludesEachOtherIsNamed) {
  v1::ScheduleProblem problem = TwoCommunes();
  problem.mutable_meetings(1)->set_earliest(7);
  problem.mutable_persons(0)->add_away_days(7);
  problem.mutable_persons(0)->add_away_days(9);
  problem.mutable_persons(1)->add_away_days(8);
  v1::ScheduleRun run;
  const solver::Problem made = ToSolver(problem);
  SetAnswer(problem, solver::Solve(made, {.most = 100'000}), &run);
  ASSERT_EQ(run.outcome(), v1::ScheduleRun::INFEASIBLE);
  SetConflict(problem, solver::FindConflict(made, {.most = 100'000}), &run);
  EXPECT_TRUE(run.conflict_minimal());
  std::set<std::string> named;
  for (const auto& fact : run.conflict()) {
    named.insert(fact.resource().empty() ? v1::ScheduleRule_Name(fact.rule()) : fact.resource());
  }
  EXPECT_EQ(named, (std::set<std::string>{"OUTSIDE_DAYS", "SOMEBODY_AWAY", "meetings/x-u2",
                                          "organisations/province/posts/a", "organisations/province/posts/b"}));
}

}  // namespace
}  // namespace congress::scheduling
