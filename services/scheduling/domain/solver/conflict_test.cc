#include "services/scheduling/domain/solver/conflict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/scheduling/testing/provinces.h"
#include "services/scheduling/testing/small_problems.h"

namespace congress::scheduling::solver {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using Kind = Fact::Kind;

constexpr int64_t kFew = 400'000;

std::vector<int> Of(const Conflict& conflict, Kind kind) {
  std::vector<int> numbers;
  for (const Fact& fact : conflict.facts) {
    if (fact.kind == kind) numbers.push_back(fact.number);
  }
  return numbers;
}

// All other facts given up, those of the conflict exclude each other still; without any one of them they do not.
void ExpectMinimal(const Problem& problem, const Conflict& conflict) {
  EXPECT_TRUE(conflict.minimal);
  ASSERT_FALSE(conflict.facts.empty());
  std::vector<Fact> others;
  for (const Fact& fact : FactsOf(problem)) {
    if (std::find(conflict.facts.begin(), conflict.facts.end(), fact) == conflict.facts.end()) others.push_back(fact);
  }
  EXPECT_EQ(Decide(Without(problem, others), {.most = kFew}).outcome, Outcome::kInfeasible);
  for (const Fact& fact : conflict.facts) {
    others.push_back(fact);
    EXPECT_EQ(Decide(Without(problem, others), {.most = kFew}).outcome, Outcome::kFound);
    others.pop_back();
  }
}

TEST(FindConflict, NamesTheTwoThatExcludeEachOtherAndNobodyElse) {
  Problem problem = sample::Province({.communes = 10}, 2);
  for (const int i : {3, 7}) {
    problem.meetings[At(i)].days = 1;
    problem.meetings[At(i)].earliest = problem.meetings[At(i)].latest = 30;
    problem.meetings[At(i)].rooms = {0};
  }
  problem.days[30].closed = false;
  problem.rooms = {{"hall", {}}};
  const Conflict conflict = FindConflict(problem, {.most = kFew});
  EXPECT_THAT(Of(conflict, Kind::kMeeting), ::testing::ElementsAre(3, 7));
  EXPECT_THAT(Of(conflict, Kind::kWindow), ::testing::ElementsAre(3, 7));
  EXPECT_THAT(Of(conflict, Kind::kRule),
              ::testing::ElementsAre(static_cast<int>(Rule::kWindow), static_cast<int>(Rule::kRoom)));
  EXPECT_THAT(Of(conflict, Kind::kAbsence), IsEmpty());
  ExpectMinimal(problem, conflict);
}

TEST(FindConflict, NeedsEveryMeetingWhereDaysAreTooFewForAll) {
  Problem problem;
  problem.policy = StartPolicy();
  problem.policy.day_most = 3;
  problem.days.resize(10);
  Meeting meeting;
  meeting.days = 2;
  meeting.attended = false;
  problem.meetings.assign(18, meeting);
  const Conflict conflict = FindConflict(problem, {.most = kFew});
  EXPECT_EQ(Of(conflict, Kind::kMeeting).size(), 16);
  ExpectMinimal(problem, conflict);
}

TEST(FindConflict, NamesThePinThatStandsOnAHoliday) {
  Problem problem = sample::Province({.communes = 8}, 2);
  problem.meetings[5].base.start = 20;
  problem.meetings[5].start_hold = Hold::kPinned;
  problem.days[20].closed = true;
  const Conflict conflict = FindConflict(problem, {.most = kFew});
  EXPECT_THAT(Of(conflict, Kind::kMeeting), ::testing::ElementsAre(5));
  EXPECT_THAT(Of(conflict, Kind::kStartPin), ::testing::ElementsAre(5));
  EXPECT_EQ(conflict.facts.size(), 2);
  ExpectMinimal(problem, conflict);
}

TEST(FindConflict, NamesTheAbsenceThatLeavesNobody) {
  Problem problem = sample::Province({.communes = 6, .posts = 2, .groups = 2, .absences = 0}, 2);
  for (Meeting& meeting : problem.meetings) meeting.rank = 0;
  problem.meetings[2].rank = 1;  // For post 0 alone.
  problem.meetings[2].days = 1;
  problem.meetings[2].earliest = problem.meetings[2].latest = 30;
  problem.days[30].closed = false;
  problem.persons[0].away = {30};
  problem.persons[1].away = {29};
  const Conflict conflict = FindConflict(problem, {.most = kFew});
  EXPECT_THAT(Of(conflict, Kind::kMeeting), ::testing::ElementsAre(2));
  EXPECT_THAT(Of(conflict, Kind::kAbsence), ::testing::ElementsAre(0));
  EXPECT_THAT(Of(conflict, Kind::kRule), Contains(static_cast<int>(Rule::kRank)));
  ExpectMinimal(problem, conflict);
}

TEST(FindConflict, IsMinimalOnSmallProblems) {
  int refuted = 0;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const Problem problem = sample::SmallProblem(seed);
    const Conflict conflict = FindConflict(problem, {.most = kFew});
    EXPECT_EQ(conflict.facts.empty(), sample::LeastCost(problem).has_value()) << "seed " << seed;
    if (conflict.facts.empty()) continue;
    ++refuted;
    ExpectMinimal(problem, conflict);
  }
  EXPECT_GT(refuted, 10);
}

}  // namespace
}  // namespace congress::scheduling::solver
