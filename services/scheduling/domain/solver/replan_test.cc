#include <gtest/gtest.h>

#include "services/scheduling/domain/solver/solve.h"
#include "services/scheduling/testing/provinces.h"
#include "services/scheduling/testing/schedule_input.h"
#include "services/scheduling/testing/small_problems.h"

namespace congress::scheduling::solver {
namespace {

int64_t Of(const Answer& answer, Rule rule) { return answer.verdict.counts[static_cast<size_t>(rule)]; }

// The problem with a schedule of it released.
Problem Released(Problem problem, const Schedule& schedule) {
  for (size_t i = 0; i < schedule.size(); ++i) {
    Meeting& meeting = problem.meetings[i];
    meeting.base = schedule[i];
    meeting.approval_hold = meeting.start_hold = meeting.attendee_hold = Hold::kReleased;
  }
  return problem;
}

class Replan : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    province = new Problem(sample::ReadProvince("services/scheduling/testing/nghe-an-130.json"));
    full = new Answer(Solve(*province, {.most = 3'000'000}));
  }
  static void TearDownTestSuite() {
    delete full;
    delete province;
  }
  static Problem* province;
  static Answer* full;
};
Problem* Replan::province = nullptr;
Answer* Replan::full = nullptr;

TEST_F(Replan, AStormMovesOnlyWhatItHits) {
  ASSERT_EQ(full->outcome, Outcome::kFound);
  for (const int day : {20, 25, 30}) {
    Problem problem = Released(*province, full->schedule);
    problem.days[At(day)].closed = true;
    int hit = 0;
    for (size_t i = 0; i < full->schedule.size(); ++i) {
      const int start = full->schedule[i].start;
      hit += start <= day && day < start + problem.meetings[i].days ? 1 : 0;
    }
    const Answer answer = Solve(problem, {});
    ASSERT_EQ(answer.outcome, Outcome::kFound);
    EXPECT_EQ(Of(answer, Rule::kMovedDay), hit) << "day " << day;
    EXPECT_EQ(Of(answer, Rule::kMovedAttendee), 0) << "day " << day;
    EXPECT_LE(answer.effort, 20'000'000 / 10);
  }
}

TEST_F(Replan, NothingMovesWhereNothingIsHit) {
  const Answer answer = Solve(Released(*province, full->schedule), {});
  EXPECT_EQ(answer.schedule, full->schedule);
}

TEST_F(Replan, OneIllDayChangesOneAttendee) {
  Problem problem = Released(*province, full->schedule);
  const Slot& slot = full->schedule[3];
  problem.persons[At(slot.attendee)].away.push_back(slot.start);
  const Answer answer = Solve(problem, {});
  ASSERT_EQ(answer.outcome, Outcome::kFound);
  EXPECT_EQ(Of(answer, Rule::kMovedDay), 0);
  EXPECT_LE(Of(answer, Rule::kMovedAttendee), 2);  // Two where loads have to stay level.
}

TEST_F(Replan, ANewUnitMovesNobody) {
  Problem problem = Released(*province, full->schedule);
  Meeting meeting = problem.meetings[40];
  meeting.start_hold = meeting.approval_hold = meeting.attendee_hold = Hold::kFree;
  meeting.base = {};
  problem.meetings.push_back(meeting);
  const Answer answer = Solve(problem, {});
  ASSERT_EQ(answer.outcome, Outcome::kFound);
  EXPECT_EQ(Of(answer, Rule::kMovedDay), 0);
}

TEST_F(Replan, WhatIsPinnedNeverMoves) {
  Problem problem = Released(*province, full->schedule);
  for (size_t i = 0; i < 100; ++i) {
    problem.meetings[i].start_hold = problem.meetings[i].attendee_hold = Hold::kPinned;
  }
  problem.days[42].closed = true;
  for (size_t i = 0; i < 100; ++i) {
    const int start = full->schedule[i].start;
    if (start <= 42 && 42 < start + problem.meetings[i].days) problem.meetings[i].start_hold = Hold::kReleased;
  }
  const Answer answer = Solve(problem, {});
  ASSERT_EQ(answer.outcome, Outcome::kFound);
  for (size_t i = 0; i < 100; ++i) {
    if (problem.meetings[i].start_hold == Hold::kPinned) {
      EXPECT_EQ(answer.schedule[i].start, full->schedule[i].start);
    }
    EXPECT_EQ(answer.schedule[i].attendee, full->schedule[i].attendee);
  }
}

TEST(ReplanSmall, NoOtherRepairCostsLess) {
  int repaired = 0;
  for (uint64_t seed = 1; seed <= 150; ++seed) {
    Problem problem = sample::SmallProblem(seed);
    const Answer before = Solve(problem, {.most = 200'000});
    if (before.outcome != Outcome::kFound) continue;
    for (const Rule rule : {Rule::kMovedDay, Rule::kMovedApproval, Rule::kMovedAttendee}) {
      problem.policy[rule] = {Severity::kWarn, 100};
    }
    problem = Released(problem, before.schedule);
    problem.meetings[1].unavailable.push_back(before.schedule[1].start);
    problem.policy[Rule::kWindow].severity = Severity::kBlock;
    const std::optional<int64_t> least = sample::LeastCost(problem);
    const Answer after = Solve(problem, {.most = 12'800'000});
    ASSERT_EQ(after.outcome == Outcome::kFound, least.has_value()) << "seed " << seed;
    if (!least) continue;
    EXPECT_EQ(after.verdict.cost, *least) << "seed " << seed;
    EXPECT_TRUE(after.optimal()) << "seed " << seed;
    ++repaired;
  }
  EXPECT_GT(repaired, 5);
}

}  // namespace
}  // namespace congress::scheduling::solver
