// Days alone: meetings of several days, up to the last place.
#include <gtest/gtest.h>

#include "services/scheduling/domain/solver/random.h"
#include "services/scheduling/domain/solver/solve.h"

namespace congress::scheduling::solver {
namespace {

Problem Window(int days, int most) {
  Problem problem;
  problem.policy = StartPolicy();
  problem.policy.day_level = problem.policy.day_most = most;
  problem.days.resize(At(days));
  for (int day = 5; day < days; day += 5) problem.days[At(day)].after_break = true;
  return problem;
}

Problem TwoDays(int units, int days, int most) {
  Problem problem = Window(days, most);
  Meeting meeting;
  meeting.days = 2;
  meeting.attended = false;
  problem.meetings.assign(At(units), meeting);
  return problem;
}

constexpr int64_t kPlacementEffort = 2'000'000;

TEST(Placement, FillsEveryPlaceWithMeetingsOfTwoDays) {
  const int sizes[][3] = {{15, 10, 3}, {21, 44, 1}, {22, 44, 1}, {84, 44, 4}, {88, 44, 4}, {130, 52, 5}};
  for (const auto& [units, days, most] : sizes) {
    const Answer answer = Decide(TwoDays(units, days, most), {.most = kPlacementEffort});
    EXPECT_EQ(answer.outcome, Outcome::kFound) << units << " in " << days;
    EXPECT_TRUE(answer.verdict.kept());
  }
}

TEST(Placement, RefutesOneMeetingTooMany) {
  const int sizes[][3] = {{16, 10, 3}, {23, 44, 1}, {89, 44, 4}, {131, 52, 5}};
  for (const auto& [units, days, most] : sizes) {
    EXPECT_EQ(Decide(TwoDays(units, days, most), {.most = kPlacementEffort}).outcome, Outcome::kInfeasible);
  }
  // Places enough, but an odd number of days on either side of the holiday.
  Problem odd = TwoDays(88, 45, 4);
  odd.days[11].closed = true;
  EXPECT_EQ(Decide(odd, {.most = kPlacementEffort}).outcome, Outcome::kInfeasible);
  odd = TwoDays(88, 45, 4);
  odd.days[12].closed = true;
  EXPECT_EQ(Decide(odd, {.most = kPlacementEffort}).outcome, Outcome::kFound);
}

// Windows full to the last place, with days on which units cannot, drawn around a schedule that is then forgotten.
TEST(Placement, FindsWhatIsKnownToBeThere) {
  for (uint64_t seed = 1; seed <= 12; ++seed) {
    Random random(seed);
    const int days = 44;
    Problem problem = Window(days, 3 + random.Below(4));
    for (int row = 0; row < problem.policy.day_most; ++row) {
      for (int day = 0; day < days;) {
        Meeting meeting;
        meeting.attended = false;
        meeting.days = std::min(days - day, seed % 3 == 0 ? 2 : 1 + random.Below(2));
        for (int k = 0; k < 12; ++k) {
          const int away = random.Below(days);
          if (away < day || away >= day + meeting.days) meeting.unavailable.push_back(away);
        }
        problem.meetings.push_back(meeting);
        day += meeting.days;
      }
    }
    const Answer answer = Decide(problem, {.seed = seed, .most = 10'000'000});
    EXPECT_EQ(answer.outcome, Outcome::kFound) << "seed " << seed;
  }
}

TEST(Placement, MeetingsThatShareAChairOrARoomHaveDaysOfTheirOwn) {
  Problem problem = TwoDays(20, 44, 6);
  problem.persons.resize(1);
  problem.persons[0].attends = false;
  problem.rooms.resize(1);
  for (Meeting& meeting : problem.meetings) meeting.required = {0};
  EXPECT_EQ(Decide(problem, {.most = kPlacementEffort}).outcome, Outcome::kFound);
  for (Meeting& meeting : problem.meetings) meeting.required.clear(), meeting.rooms = {0};
  EXPECT_EQ(Decide(problem, {.most = kPlacementEffort}).outcome, Outcome::kFound);
  problem.meetings.resize(23, problem.meetings[0]);
  EXPECT_EQ(Decide(problem, {.most = kPlacementEffort}).outcome, Outcome::kInfeasible);
}

TEST(Placement, RunsAcrossAWeekendOnlyIfNothingElseFits) {
  Problem problem = TwoDays(12, 15, 2);
  Answer answer = Solve(problem, {.most = kPlacementEffort});
  EXPECT_EQ(answer.verdict.cost, 0);
  problem = TwoDays(14, 15, 2);
  answer = Solve(problem, {.most = kPlacementEffort});
  ASSERT_EQ(answer.outcome, Outcome::kFound);
  EXPECT_GT(answer.verdict.cost, 0);
}

TEST(Placement, CountsWhatOtherCongressesHaveOnADay) {
  Problem problem = TwoDays(4, 4, 3);
  EXPECT_EQ(Decide(problem, {.most = kPlacementEffort}).outcome, Outcome::kFound);
  for (Day& day : problem.days) day.taken = 2;
  EXPECT_EQ(Decide(problem, {.most = kPlacementEffort}).outcome, Outcome::kInfeasible);
}

TEST(Placement, ACongressOfFourDaysHasItsPlace) {
  Problem problem = TwoDays(10, 10, 3);
  problem.meetings[4].days = 4;
  EXPECT_EQ(Decide(problem, {.most = kPlacementEffort}).outcome, Outcome::kFound);
}

}  // namespace
}  // namespace congress::scheduling::solver
