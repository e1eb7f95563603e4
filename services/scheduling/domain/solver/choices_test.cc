#include "services/scheduling/domain/solver/choices.h"

#include <gtest/gtest.h>

#include "services/scheduling/testing/provinces.h"

namespace congress::scheduling::solver {
namespace {

class Choices : public ::testing::Test {
 protected:
  const Problem problem_ = sample::Province({.communes = 40, .days = 40, .travel_weight = 1}, 4);
  const Answer answer_ = Solve(problem_, {.most = 500'000});
};

TEST_F(Choices, TheDeskSaysOfAMoveWhatTheJudgeSays) {
  ASSERT_EQ(answer_.outcome, Outcome::kFound);
  Desk desk(problem_, answer_.schedule);
  Random random(1);
  int allowed = 0;
  for (int k = 0; k < 500; ++k) {
    const int i = random.Below(40);
    const int last = 40 - problem_.meetings[At(i)].days;
    const Slot to = {random.Below(40), random.Below(last + 1), random.Below(17)};
    const Effect effect = desk.Try(i, to);
    Schedule moved = answer_.schedule;
    moved[At(i)] = to;
    const Verdict verdict = Verify(problem_, moved);
    EXPECT_EQ(effect.allowed && effect.faults == 0, verdict.kept());
    if (!effect.allowed) continue;
    ++allowed;
    EXPECT_EQ(effect.cost, verdict.cost - answer_.verdict.cost);
  }
  EXPECT_GT(allowed, 20);
}

TEST_F(Choices, WeighsEachDayAndSaysWhatItBreaks) {
  const int meeting = 5;
  const int start = answer_.schedule[At(meeting)].start;
  const std::vector<Alternative> days = WeighDays(problem_, answer_.schedule, meeting);
  ASSERT_EQ(days.size(), At(40 - problem_.meetings[At(meeting)].days + 1));
  EXPECT_EQ(days[At(start)].cost, 0);
  EXPECT_EQ(days[At(start)].slot, answer_.schedule[At(meeting)]);
  EXPECT_FALSE(days[0].faults.empty());  // No papers yet.
  for (const Alternative& day : days) {
    Schedule moved = answer_.schedule;
    moved[At(meeting)] = day.slot;
    const Verdict verdict = Verify(problem_, moved);
    EXPECT_EQ(verdict.cost - answer_.verdict.cost, day.cost);
    EXPECT_EQ(verdict.faults.size(), day.faults.size());
  }
}

// What stands elsewhere against the rules is no matter of this choice.
TEST_F(Choices, AreChargedWithTheirOwnFaultsAlone) {
  Schedule broken = answer_.schedule;
  broken[7].start = 0;  // No papers yet.
  const std::vector<Fault> others = Verify(problem_, broken).faults;
  ASSERT_FALSE(others.empty());
  const std::vector<Alternative> clean = WeighDays(problem_, answer_.schedule, 5);
  const std::vector<Alternative> days = WeighDays(problem_, broken, 5);
  EXPECT_TRUE(days[At(answer_.schedule[5].start)].faults.empty());
  for (size_t day = 10; day < days.size(); ++day) {
    EXPECT_EQ(days[day].faults.size(), clean[day].faults.size()) << day;
  }
  // Its own are those that its day adds.
  const std::vector<Alternative> own = WeighDays(problem_, broken, 7);
  EXPECT_TRUE(own[0].faults.empty());
  EXPECT_TRUE(own[At(answer_.schedule[7].start)].faults.empty());
}

TEST_F(Choices, AForcedChoiceMovesOthersAndSaysWhatThatCosts) {
  const int meeting = 5;
  const int start = answer_.schedule[At(meeting)].start == 30 ? 31 : 30;
  const Forced forced = ForceChoice(problem_, answer_.schedule, meeting, {-1, start, -1}, {});
  ASSERT_EQ(forced.answer.outcome, Outcome::kFound);
  EXPECT_EQ(forced.answer.schedule[At(meeting)].start, start);
  // Never dearer than to move the meeting alone, where that breaks nothing.
  const std::vector<Alternative> days = WeighDays(problem_, answer_.schedule, meeting);
  const Alternative& alone = days[At(start)];
  if (alone.faults.empty()) {
    EXPECT_LE(forced.cost, alone.cost);
  }
}

TEST_F(Choices, WhatCannotBeForcedIsRefuted) {
  const Forced forced = ForceChoice(problem_, answer_.schedule, 5, {-1, 0, -1}, {.most = 1'000'000});
  EXPECT_EQ(forced.answer.outcome, Outcome::kInfeasible);
}

}  // namespace
}  // namespace congress::scheduling::solver
