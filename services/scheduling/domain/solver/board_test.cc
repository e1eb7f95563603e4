#include "services/scheduling/domain/solver/board.h"

#include <gtest/gtest.h>

#include "services/scheduling/domain/solver/verify.h"
#include "services/scheduling/testing/provinces.h"
#include "services/scheduling/testing/small_problems.h"

namespace congress::scheduling::solver {
namespace {

// Any choice of the model, so that the board and the judge speak of the same things: what a meeting may not choose for
// itself the board does not know.
Slot Drawn(const Model& model, int i, Random* random) {
  const auto draw = [&](const std::vector<Option>& options) {
    return options.empty() ? -1 : random->Of(options).value;
  };
  return {draw(model.approvals(i)), draw(model.starts(i)), draw(model.attendees(i))};
}

void ExpectTheSameAfterChanges(const Problem& problem, uint64_t seed) {
  const Model model(problem);
  for (int i = 0; i < model.meetings(); ++i) {
    const Meeting& meeting = problem.meetings[At(i)];
    if (model.starts(i).empty() || (meeting.group >= 0 && model.approvals(i).empty()) ||
        (meeting.attended && model.attendees(i).empty())) {
      return;
    }
  }
  Random random(seed);
  Board board(model);
  for (int i = 0; i < model.meetings(); ++i) board.Set(i, Drawn(model, i, &random));
  for (int change = 0; change < 50; ++change) {
    const int i = random.Below(model.meetings());
    board.Set(i, Slot());
    board.Set(i, Drawn(model, i, &random));
    const Verdict verdict = Verify(problem, board.schedule());
    int64_t faults = 0;
    for (const Fault& fault : verdict.faults) faults += fault.count;
    ASSERT_EQ(board.faults(), faults) << "seed " << seed;
    ASSERT_EQ(board.cost(), verdict.cost) << "seed " << seed;
  }
}

TEST(Board, CountsAfterEveryChangeWhatTheJudgeCountsFromScratch) {
  for (uint64_t seed = 1; seed <= 300; ++seed) ExpectTheSameAfterChanges(sample::SmallProblem(seed), seed);
}

TEST(Board, CountsProvincesAsTheJudgeDoes) {
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    ExpectTheSameAfterChanges(sample::Province({.communes = 60, .travel_weight = 2}, seed), seed);
  }
}

}  // namespace
}  // namespace congress::scheduling::solver
