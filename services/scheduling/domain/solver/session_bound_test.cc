#include "services/scheduling/domain/solver/session_bound.h"

#include <gtest/gtest.h>

#include "services/scheduling/domain/solver/bound.h"
#include "services/scheduling/testing/small_problems.h"

namespace congress::scheduling::solver {
namespace {

// So many communes of one group, papers of each ready on its day; two days from approval to meeting.
Problem Waiting(const std::vector<int>& ready, int days) {
  Problem problem;
  problem.policy = StartPolicy();
  problem.policy.papers_days = 0;
  problem.policy.lead_days = 2;
  problem.policy.session_size = 2;
  problem.policy.day_level = 1;
  problem.policy.day_most = 3;
  problem.days.resize(At(days));
  problem.groups.resize(1);
  for (const int day : ready) {
    Meeting meeting;
    meeting.group = 0;
    meeting.attended = false;
    meeting.papers_ready = day;
    problem.meetings.push_back(meeting);
  }
  return problem;
}

TEST(CostOfSessionsAndDays, MeetingsThatWaitForOneSessionCrowdTheDaysBehindIt) {
  // Two sessions: one of the first two waits with the third, or all three wait for the last.
  EXPECT_EQ(CostOfSessionsAndDays(Model(Waiting({0, 0, 3}, 7))), 2 * 5);
  // In one session both wait for the last day but two and share a day; a second one would cost more.
  EXPECT_EQ(CostOfSessionsAndDays(Model(Waiting({0, 4}, 7))), 5 + 3);
  // Where sessions cost less than days that are too full there are two.
  Problem problem = Waiting({0, 4}, 7);
  problem.policy[Rule::kSession].weight = 2;
  EXPECT_EQ(CostOfSessionsAndDays(Model(problem)), 2 * 2);
  // What others have on the day is in the way as well.
  problem = Waiting({0, 3}, 7);
  EXPECT_EQ(CostOfSessionsAndDays(Model(problem)), 5);
  problem.days[6].taken = 1;
  EXPECT_EQ(CostOfSessionsAndDays(Model(problem)), 5 + 3);
  problem.days[6] = {.closed = true};
  EXPECT_EQ(CostOfSessionsAndDays(Model(problem)), 5 + 3);
}

TEST(CostOfSessionsAndDays, IsNeverAboveTheCheapestScheduleAndMoreThanPricesProve) {
  int more = 0;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    Random random(seed);
    Problem problem = Waiting({random.Below(3), random.Below(3), random.Below(4)}, 6);
    problem.groups.resize(2);
    for (Meeting& meeting : problem.meetings) {
      meeting.group = random.Below(3) == 0 ? 1 : 0;
      meeting.days = random.Below(4) == 0 ? 2 : 1;
    }
    if (random.Below(3) == 0) problem.meetings[0].group = -1;
    problem.policy.lead_days = 1 + random.Below(2);
    problem.policy[Rule::kSession].weight = 1 + random.Below(8);
    problem.policy[Rule::kDayLevel].weight = 1 + random.Below(8);
    problem.days[At(random.Below(6))].taken = random.Below(3);
    problem.days[At(random.Below(6))].closed = random.Below(2) == 0;
    const Model model(problem);
    if (!sample::HasChoices(model)) continue;
    const std::optional<int64_t> least = sample::LeastCost(problem);
    if (!least) continue;
    const int64_t bound = CostOfSessionsAndDays(model);
    EXPECT_LE(bound, *least) << "seed " << seed;
    more += bound > FindBound(model, Ask::kCost, 500, 1'000'000).value ? 1 : 0;
  }
  EXPECT_GT(more, 3);
}

TEST(CostOfSessionsAndDays, IsNothingWhereMeetingsNeedNotWait) {
  Problem problem = Waiting({0, 4}, 7);
  problem.policy[Rule::kLead].severity = Severity::kWarn;
  EXPECT_EQ(CostOfSessionsAndDays(Model(problem)), 0);
}

}  // namespace
}  // namespace congress::scheduling::solver
