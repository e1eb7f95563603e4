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

// Ten congresses of which two want one hall on one day.
Problem TwoInOneHall() {
  Problem problem = sample::Province({.communes = 10}, 2);
  for (const int i : {3, 7}) {
    problem.meetings[At(i)].days = 1;
    problem.meetings[At(i)].earliest = problem.meetings[At(i)].latest = 30;
    problem.meetings[At(i)].rooms = {0};
  }
  problem.days[30].closed = false;
  problem.rooms = {{"hall", {}}};
  return problem;
}

TEST(FindConflict, NamesTheTwoThatExcludeEachOtherAndNobodyElse) {
  const Problem problem = TwoInOneHall();
  const Conflict conflict = FindConflict(problem, {.most = kFew});
  EXPECT_THAT(Of(conflict, Kind::kMeeting), ::testing::ElementsAre(3, 7));
  EXPECT_THAT(Of(conflict, Kind::kDays), ::testing::ElementsAre(3, 7));
  EXPECT_THAT(Of(conflict, Kind::kRule),
              ::testing::ElementsAre(static_cast<int>(Rule::kWindow), static_cast<int>(Rule::kRoom)));
  EXPECT_THAT(Of(conflict, Kind::kAbsence), IsEmpty());
  ExpectMinimal(problem, conflict);
}

// What was proved with more effort is told whole then, and said to be no minimum.
TEST(FindConflict, TellsAllWhereItsEffortIsTooSmall) {
  const Problem problem = TwoInOneHall();
  const Conflict conflict = FindConflict(problem, {.most = 0});
  EXPECT_EQ(conflict.facts.size(), FactsOf(problem).size());
  EXPECT_FALSE(conflict.minimal);
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

// Meetings of one day in a window of these days, one on each at most.
Problem InWindow(int meetings, int days) {
  Problem problem;
  problem.policy = StartPolicy();
  problem.policy.day_most = 1;
  problem.days.resize(At(days));
  problem.windows = {{0, days - 1}};
  Meeting meeting;
  meeting.window = 0;
  meeting.latest = days - 1;
  meeting.attended = false;
  problem.meetings.assign(At(meetings), meeting);
  return problem;
}

TEST(FindConflict, NamesTheWindowThatIsTooShort) {
  const Problem problem = InWindow(7, 5);
  const Conflict conflict = FindConflict(problem, {.most = kFew});
  EXPECT_EQ(Of(conflict, Kind::kMeeting).size(), 6);
  EXPECT_THAT(Of(conflict, Kind::kWindow), ::testing::ElementsAre(0));
  EXPECT_THAT(Of(conflict, Kind::kRule), ::testing::ElementsAre(static_cast<int>(Rule::kDayMost)));
  EXPECT_EQ(conflict.facts.size(), 8);
  ExpectMinimal(problem, conflict);
  // Its own last day is no longer than the window; without the window it would stand against the meetings still.
  Problem own = InWindow(2, 5);
  for (Meeting& meeting : own.meetings) meeting.own_latest = meeting.latest = 0;
  const Conflict of_days = FindConflict(own, {.most = kFew});
  EXPECT_THAT(Of(of_days, Kind::kDays), ::testing::ElementsAre(0, 1));
  EXPECT_THAT(Of(of_days, Kind::kWindow), IsEmpty());
  ExpectMinimal(own, of_days);
}

TEST(FindConflict, NamesTheCalendarWhereDaysOffWouldDo) {
  Problem problem = InWindow(6, 5);
  problem.days[3].off_before = 2;
  problem.days[3].after_break = true;
  Conflict conflict = FindConflict(problem, {.most = kFew});
  EXPECT_THAT(Of(conflict, Kind::kCalendar), ::testing::ElementsAre(0));
  EXPECT_THAT(Of(conflict, Kind::kWindow), ::testing::ElementsAre(0));
  ExpectMinimal(problem, conflict);
  // Days before the window help none of them.
  problem = InWindow(6, 6);
  problem.days[1].off_before = 2;
  problem.windows = {{1, 5}};
  for (Meeting& meeting : problem.meetings) meeting.earliest = 1;
  conflict = FindConflict(problem, {.most = kFew});
  EXPECT_THAT(Of(conflict, Kind::kCalendar), IsEmpty());
  ExpectMinimal(problem, conflict);
}

TEST(FindConflict, NamesTheRoomAndWhoHasToBeThere) {
  Problem problem = InWindow(2, 1);
  problem.policy.day_most = 5;
  problem.rooms = {{"hall", {}}, {"other", {0}}};
  for (Meeting& meeting : problem.meetings) meeting.rooms = {0};
  const Conflict of_room = FindConflict(problem, {.most = kFew});
  EXPECT_THAT(Of(of_room, Kind::kRoom), ::testing::ElementsAre(0));
  EXPECT_THAT(Of(of_room, Kind::kWindow), ::testing::ElementsAre(0));
  ExpectMinimal(problem, of_room);
  Person chair;
  chair.attends = false;
  problem.persons = {chair};
  for (Meeting& meeting : problem.meetings) {
    meeting.rooms.clear();
    meeting.required = {0};
  }
  const Conflict of_chair = FindConflict(problem, {.most = kFew});
  EXPECT_THAT(Of(of_chair, Kind::kRequired), ::testing::ElementsAre(0));
  ExpectMinimal(problem, of_chair);
}

TEST(FindConflict, NamesPapersThatComeTooLate) {
  Problem problem = InWindow(1, 10);
  problem.groups.resize(1);
  problem.meetings[0].group = 0;
  problem.meetings[0].papers_ready = 5;
  const Conflict conflict = FindConflict(problem, {.most = kFew});
  EXPECT_THAT(Of(conflict, Kind::kPapers), ::testing::ElementsAre(0));
  EXPECT_THAT(Of(conflict, Kind::kWindow), ::testing::ElementsAre(0));
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
