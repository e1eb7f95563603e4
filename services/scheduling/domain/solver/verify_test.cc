#include "services/scheduling/domain/solver/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/scheduling/testing/schedule_input.h"

namespace congress::scheduling::solver {
namespace {

// Two communes of two days and one day, one group of two, who attend.
Problem Two() {
  Problem problem;
  problem.policy = StartPolicy();
  problem.policy[Rule::kTravelSpread] = {};
  problem.policy.day_level = 1;
  problem.policy.day_most = 2;
  problem.days.resize(20);
  for (int p = 0; p < 2; ++p) {
    Person person;
    person.area = 0;
    problem.persons.push_back(person);
  }
  problem.groups = {{{0, 1}}};
  for (const int days : {2, 1}) {
    Meeting meeting;
    meeting.days = days;
    meeting.area = meeting.group = 0;
    problem.meetings.push_back(meeting);
  }
  return problem;
}

const Schedule kFine = {{3, 8, 0}, {3, 10, 1}};

std::vector<Rule> Broken(const Problem& problem, const Schedule& schedule) {
  std::vector<Rule> rules;
  for (const Fault& fault : Verify(problem, schedule).faults) rules.push_back(fault.rule);
  return rules;
}

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Verify, FindsNothingWhereNothingIsBroken) {
  const Verdict verdict = Verify(Two(), kFine);
  EXPECT_TRUE(verdict.kept());
  EXPECT_EQ(verdict.cost, 5);  // One session.
}

TEST(Verify, NamesEachRuleThatIsBroken) {
  Problem problem = Two();
  EXPECT_THAT(Broken(problem, {{2, 8, 0}, {3, 10, 1}}), ElementsAre(Rule::kPapers));
  EXPECT_THAT(Broken(problem, {{3, 7, 0}, {3, 10, 1}}), ElementsAre(Rule::kLead));
  EXPECT_THAT(Broken(problem, {{3, 8, 0}, {3, 9, 0}}), ElementsAre(Rule::kBusy));
  EXPECT_THAT(Broken(problem, {{3, 19, 0}, {3, 10, 1}}), Contains(Rule::kWindow));
  EXPECT_THAT(Broken(problem, {{3, 8, -1}, {3, 10, 1}}), ElementsAre(Rule::kForbidden));
  // Of what has no place that alone is said.
  EXPECT_THAT(Broken(problem, {{3, -1, 0}, {3, 10, 1}}), ElementsAre(Rule::kWindow));
  problem.persons[1].away = {10};
  EXPECT_THAT(Broken(problem, kFine), ElementsAre(Rule::kAway));
  problem = Two();
  problem.persons[0].away = {3};
  EXPECT_THAT(Broken(problem, kFine), ElementsAre(Rule::kAway));  // Of the session.
  problem = Two();
  problem.orders = {{1, 0, 1}};
  EXPECT_THAT(Broken(problem, kFine), ElementsAre(Rule::kOrder));
  problem.orders = {{0, 1, 1}};
  EXPECT_THAT(Broken(problem, kFine), IsEmpty());
  problem.orders = {{0, 1, 2}};
  EXPECT_THAT(Broken(problem, kFine), ElementsAre(Rule::kOrder));
  problem = Two();
  problem.rooms.resize(1);
  problem.meetings[0].rooms = problem.meetings[1].rooms = {0};
  EXPECT_THAT(Broken(problem, {{3, 8, 0}, {3, 9, 1}}), ElementsAre(Rule::kRoom));
  problem = Two();
  problem.meetings[0].base = {3, 9, 0};
  problem.meetings[0].start_hold = Hold::kPinned;
  EXPECT_THAT(Broken(problem, kFine), ElementsAre(Rule::kMovedDay));
}

TEST(Verify, TheFirstAndTheLastDayOfAWindowCount) {
  Problem problem = Two();
  problem.meetings[0].earliest = 8;
  problem.meetings[0].latest = 9;
  EXPECT_TRUE(Verify(problem, kFine).kept());
  problem.meetings[0].latest = 8;
  EXPECT_THAT(Broken(problem, kFine), ElementsAre(Rule::kWindow));
}

TEST(Verify, PricesWhatWarns) {
  Problem problem = Two();
  EXPECT_EQ(Verify(problem, {{3, 8, 0}, {3, 9, 1}}).cost, 5 + 3);   // A day above its level.
  EXPECT_EQ(Verify(problem, {{3, 8, 0}, {4, 10, 1}}).cost, 5 + 5);  // Two sessions.
  problem.meetings[0].x_km = 170;
  EXPECT_EQ(Verify(problem, {{3, 8, 0}, {3, 10, 0}}).cost, 5 + 3);  // Three full steps from one day to the next.
  problem.days[9].after_break = true;
  EXPECT_EQ(Verify(problem, kFine).cost, 5 + 2);
  problem.policy[Rule::kOwnArea].severity = Severity::kBlock;
  problem.persons[1].area = 1;
  EXPECT_THAT(Broken(problem, kFine), ElementsAre(Rule::kOwnArea));
}

TEST(Verify, DoesNotBlameAScheduleForWhatOthersPutOnADay) {
  Problem problem = Two();
  problem.days[8].taken = 4;
  problem.policy[Rule::kDayMost].severity = Severity::kWarn;
  problem.policy[Rule::kDayMost].weight = 7;
  EXPECT_EQ(Verify(problem, kFine).cost, 5 + 3 + 7);
}

// The figures that checker.py of the instance gives for a schedule that nobody would make.
TEST(Verify, CountsAsThePublishedCheckerDoes) {
  const Problem problem = sample::ReadProvince("services/scheduling/testing/nghe-an-130.json");
  Schedule schedule;
  for (size_t i = 0; i < problem.meetings.size(); ++i) {
    const int number = static_cast<int>(i);
    schedule.push_back({10 + number % 10, 20 + number % 20, number % 17});
  }
  const Verdict verdict = Verify(problem, schedule);
  EXPECT_EQ(verdict.cost, 1707);
  const auto count = [&](Rule rule) { return verdict.counts[static_cast<size_t>(rule)]; };
  EXPECT_EQ(count(Rule::kPapers), 7);
  EXPECT_EQ(count(Rule::kForbidden) + count(Rule::kRank), 2);
  EXPECT_EQ(count(Rule::kFarApart), 0);
  EXPECT_EQ(count(Rule::kSessionSize), 0);
  int64_t crowded = 0;
  for (const Fault& fault : verdict.faults) crowded += fault.rule == Rule::kDayMost ? 1 : 0;
  EXPECT_EQ(crowded, 20);
}

}  // namespace
}  // namespace congress::scheduling::solver
