#include "services/dossiers/domain/step_results.h"

#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/status/macros.h"
#include "services/dossiers/testing/process_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using sample::Clerk;
using sample::kToday;
using sample::Meeting;
using sample::VotesOf;
using sample::VotesOn;
using support::IsOk;
using support::StatusIs;
using testing::ElementsAre;

constexpr auto kPrecondition = StatusCode::kFailedPrecondition;

// A process whose results are kept as the adapter keeps them.
class StepResults : public testing::Test {
 protected:
  void Start(int candidates, int seats, const v1::ProcessTemplate& rules = sample::ThreeSteps()) {
    auto process = Begin("congresses/xx", "p-1", sample::WantedProcess(candidates, seats), rules, Clerk(kToday));
    ASSERT_THAT(process, IsOk());
    now_ = {.rules = rules, .process = *std::move(process), .results = {}};
  }
  absl::Status Keep(absl::StatusOr<Recorded> recorded) {
    RETURN_IF_ERROR(recorded.status());
    now_.process = recorded->process;
    for (const v1::StepResult& result : recorded->results) {
      std::erase_if(now_.results, [&](const v1::StepResult& one) { return one.name() == result.name(); });
      now_.results.push_back(result);
    }
    last_ = recorded->results.front().name();
    return absl::OkStatus();
  }
  absl::Status Record(std::string_view step, v1::StepResult result, int round = 0) {
    result.set_round(round);
    return Keep(RecordResult(now_, step, std::move(result), Clerk(kToday)));
  }
  absl::Status Correct(std::string_view name, const v1::StepResult& result, bool void_later = false) {
    return Keep(CorrectResult(now_, StrCat(kResults, name), result, "Ghi nhầm", void_later, Clerk(kToday)));
  }
  absl::Status Decide(std::string_view step, v1::Settlement::Outcome outcome, const std::vector<std::string>& persons,
                      std::string_view source = "Biên bản hội nghị") {
    v1::Settlement settlement;
    settlement.set_outcome(outcome);
    for (const std::string& person : persons) settlement.add_persons(person);
    settlement.mutable_basis()->set_source(std::string(source));
    ASSIGN_OR_RETURN(now_.process, Settle(now_, step, settlement, Clerk(kToday)));
    return absl::OkStatus();
  }
  // A review, then a poll that all of so many pass.
  void ReachVote(int candidates, int seats) {
    Start(candidates, seats);
    ASSERT_THAT(Record("review", Meeting()), IsOk());
    ASSERT_THAT(Record("poll", VotesOf(std::vector<int>(static_cast<size_t>(candidates), 40))), IsOk());
  }
  v1::StepState::State StateOf(int step) const { return now_.process.steps(step).state(); }
  // Numbers of the candidates in the state.
  std::string In(v1::ProcessCandidate::State state) const {
    std::string numbers;
    for (const auto& candidate : now_.process.candidates()) {
      if (candidate.state() == state) numbers += candidate.person().substr(10);
    }
    return numbers;
  }

  static constexpr std::string_view kResults = "congresses/xx/personnelProcesses/p-1/results/";
  Proceeding now_;
  std::string last_;
};

TEST_F(StepResults, CandidatesGoThroughStepByStep) {
  Start(4, 2);
  ASSERT_THAT(Record("review", Meeting()), IsOk());
  EXPECT_EQ(last_, StrCat(kResults, "review-1"));
  EXPECT_EQ(In(v1::ProcessCandidate::RUNNING), "0123");
  ASSERT_THAT(Record("poll", VotesOf({40, 25, 30, 45})), IsOk());
  EXPECT_EQ(In(v1::ProcessCandidate::RUNNING), "023");
  EXPECT_EQ(now_.process.candidates(1).last_step(), "poll");
  ASSERT_THAT(Record("vote", VotesOn({0, 2, 3}, {40, 30, 45})), IsOk());
  EXPECT_EQ(CurrentStep(&now_.process), nullptr);
  ASSERT_OK_AND_ASSIGN(const auto concluded, Conclude(now_, "Thống nhất giới thiệu", {}, Clerk(kToday)));
  EXPECT_EQ(concluded.candidates(0).state(), v1::ProcessCandidate::PASSED);
  EXPECT_EQ(concluded.candidates(2).state(), v1::ProcessCandidate::NOT_PASSED);
  EXPECT_EQ(concluded.state(), v1::PersonnelProcess::CONCLUDED);
}

TEST_F(StepResults, NoStepIsSkippedOrTakenTwice) {
  Start(2, 2);
  const auto order = StatusIs(kPrecondition, "STEP_OUT_OF_ORDER");
  EXPECT_THAT(Record("poll", VotesOf({40, 40})), order);
  EXPECT_THAT(Conclude(now_, "", {}, Clerk(kToday)), order);
  EXPECT_THAT(Record("none", Meeting()), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  ASSERT_THAT(Record("review", Meeting()), IsOk());
  EXPECT_THAT(Record("review", Meeting()), order);
  EXPECT_THAT(Record("poll", VotesOf({40, 40}), 2), order);
  const auto today = civil::ToDate(kToday);
  EXPECT_THAT(Schedule(now_, "review", today, today, Clerk(kToday)), order);
}

TEST_F(StepResults, AReviewHasNoBallots) {
  Start(2, 2);
  v1::StepResult result = Meeting();
  result.set_issued(5);
  EXPECT_THAT(Record("review", result), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST_F(StepResults, TheWindowCountsCivilDaysOfVietNam) {
  Start(2, 2);
  ASSERT_OK_AND_ASSIGN(now_.process, Schedule(now_, "review", civil::ToDate(CivilDay(2025, 6, 12)),
                                              civil::ToDate(CivilDay(2025, 6, 14)), Clerk(kToday)));
  const auto closed = StatusIs(kPrecondition, "STEP_CLOSED");
  EXPECT_THAT(Record("review", Meeting(CivilDay(2025, 6, 11))), closed);
  EXPECT_THAT(Record("review", Meeting(CivilDay(2025, 6, 15))), closed);
  for (const int day : {12, 14}) {
    EXPECT_THAT(RecordResult(now_, "review", Meeting(CivilDay(2025, 6, day)), Clerk(kToday)), IsOk());
  }
  // At midnight in Viet Nam, five in the afternoon by the clock of Greenwich, the day of the meeting has come.
  Actor clerk = Clerk(kToday);
  clerk.now = absl::FromCivil(absl::CivilSecond(2025, 6, 13, 16, 59, 59), absl::UTCTimeZone());
  EXPECT_THAT(RecordResult(now_, "review", Meeting(CivilDay(2025, 6, 14)), clerk),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  clerk.now += absl::Seconds(1);
  EXPECT_THAT(RecordResult(now_, "review", Meeting(CivilDay(2025, 6, 14)), clerk), IsOk());
}

TEST_F(StepResults, MeetingsFollowEachOther) {
  Start(2, 2);
  ASSERT_THAT(Record("review", Meeting(kToday - 1)), IsOk());
  EXPECT_THAT(Record("poll", VotesOf({40, 40}, kToday - 2)), StatusIs(kPrecondition, "STEP_OUT_OF_ORDER"));
  ASSERT_THAT(Record("poll", VotesOf({40, 40}, kToday - 1)), IsOk());
  EXPECT_THAT(Correct("review-1", Meeting()), StatusIs(kPrecondition, "STEP_OUT_OF_ORDER"));
}

TEST_F(StepResults, ExactlyThoseWhoStandAreCounted) {
  ReachVote(3, 3);
  const auto differ = StatusIs(kPrecondition, "TALLIES_DIFFER");
  EXPECT_THAT(Record("vote", VotesOf({40, 40})), differ);
  EXPECT_THAT(Record("vote", VotesOf({40, 40, 40, 40})), differ);
  EXPECT_THAT(Record("vote", VotesOn({0, 1, 7}, {40, 40, 40})), differ);
  ASSERT_OK_AND_ASSIGN(now_.process, WithdrawCandidate(now_, "persons/p-1", "Xin rút", Clerk(kToday)));
  EXPECT_THAT(Record("vote", VotesOf({40, 40, 40})), differ);
  EXPECT_THAT(Record("vote", VotesOn({0, 2}, {40, 40})), IsOk());
}

TEST_F(StepResults, ASurplusIsLimited) {
  v1::ProcessTemplate rules = sample::ThreeSteps();
  rules.mutable_steps(1)->mutable_max_surplus()->set_numerator(30);
  rules.mutable_steps(1)->mutable_max_surplus()->set_denominator(100);
  Start(5, 3, rules);
  ASSERT_THAT(Record("review", Meeting()), IsOk());
  EXPECT_THAT(Record("poll", VotesOf({40, 40, 40, 40, 40})), StatusIs(kPrecondition, "SURPLUS_EXCEEDED"));
}

TEST_F(StepResults, AStatedBaseNeedsItsSource) {
  v1::ProcessTemplate rules = sample::ThreeSteps();
  rules.mutable_steps(1)->set_base(v1::ProcessStep::STATED);
  Start(1, 1, rules);
  ASSERT_THAT(Record("review", Meeting()), IsOk());
  v1::StepResult result = VotesOf({25});
  EXPECT_THAT(Record("poll", result), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  result.set_present(48);
  result.set_issued(48);
  result.set_returned(48);
  result.set_valid(48);
  result.mutable_tallies(0)->set_disagree(23);
  result.set_stated_base(48);
  result.set_stated_base_source("Điều 32: 50 được triệu tập, 2 vắng suốt");
  ASSERT_THAT(Record("poll", result), IsOk());
  EXPECT_EQ(now_.results.back().choices(0).needed(), 25);
  EXPECT_TRUE(now_.results.back().choices(0).chosen());
}

TEST_F(StepResults, ATieWaitsForAFurtherBallot) {
  ReachVote(3, 2);
  ASSERT_THAT(Record("vote", VotesOf({45, 30, 30})), IsOk());
  EXPECT_EQ(StateOf(2), v1::StepState::TIED);
  EXPECT_THAT(now_.process.steps(2).run_off(), ElementsAre("persons/p-1", "persons/p-2"));
  EXPECT_THAT(Conclude(now_, "", {}, Clerk(kToday)), StatusIs(kPrecondition, "TIE_OPEN"));
  // The same ballot once more is no further one.
  EXPECT_THAT(Record("vote", VotesOf({45, 30, 30})), StatusIs(kPrecondition, "STEP_OUT_OF_ORDER"));
  EXPECT_THAT(Record("vote", VotesOf({45, 30, 30}), 2), StatusIs(kPrecondition, "TALLIES_DIFFER"));
  ASSERT_THAT(Record("vote", VotesOn({1, 2}, {26, 24}), 2), IsOk());
  EXPECT_EQ(StateOf(2), v1::StepState::DONE);
  EXPECT_EQ(In(v1::ProcessCandidate::RUNNING), "01");
}

TEST_F(StepResults, ATieBlocksTheStepAfterIt) {
  v1::ProcessTemplate rules = sample::ThreeSteps();
  rules.mutable_steps(1)->set_limit_to_seats(true);
  Start(3, 2, rules);
  ASSERT_THAT(Record("review", Meeting()), IsOk());
  ASSERT_THAT(Record("poll", VotesOf({45, 30, 30})), IsOk());
  EXPECT_THAT(Record("vote", VotesOf({45, 30, 30})), StatusIs(kPrecondition, "TIE_OPEN"));
}

TEST_F(StepResults, ATieIsSettledAmongThoseWhoAreTied) {
  ReachVote(4, 2);
  ASSERT_THAT(Record("vote", VotesOf({45, 30, 30, 20})), IsOk());
  const auto invalid = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  EXPECT_THAT(Decide("vote", v1::Settlement::CHOOSE, {"persons/p-3"}), invalid);
  EXPECT_THAT(Decide("vote", v1::Settlement::CHOOSE, {"persons/p-1", "persons/p-2"}), invalid);
  EXPECT_THAT(Decide("vote", v1::Settlement::CHOOSE, {"persons/p-1", "persons/p-1"}), invalid);
  EXPECT_THAT(Decide("vote", v1::Settlement::CHOOSE, {}), invalid);
  EXPECT_THAT(Decide("vote", v1::Settlement::LEAVE_OPEN, {"persons/p-1"}), invalid);
  EXPECT_THAT(Decide("vote", v1::Settlement::CHOOSE, {"persons/p-1"}, ""), invalid);
  EXPECT_THAT(Decide("poll", v1::Settlement::LEAVE_OPEN, {}), StatusIs(kPrecondition, "STEP_OUT_OF_ORDER"));
  ASSERT_THAT(Decide("vote", v1::Settlement::CHOOSE, {"persons/p-2"}), IsOk());
  EXPECT_EQ(StateOf(2), v1::StepState::DONE);
  EXPECT_EQ(In(v1::ProcessCandidate::RUNNING), "02");
  EXPECT_EQ(In(v1::ProcessCandidate::NOT_PASSED), "13");
  // Entered wrongly: another takes its place.
  ASSERT_THAT(Decide("vote", v1::Settlement::CHOOSE, {"persons/p-1"}), IsOk());
  EXPECT_EQ(In(v1::ProcessCandidate::RUNNING), "01");
  EXPECT_THAT(now_.process.steps(2).former_settlements(0).persons(), ElementsAre("persons/p-2"));
}

TEST_F(StepResults, ALackIsBallotedOnceMoreOrLeftOpen) {
  ReachVote(3, 2);
  ASSERT_THAT(Record("vote", VotesOf({45, 20, 10})), IsOk());
  EXPECT_EQ(StateOf(2), v1::StepState::SHORT);
  // Nobody is chosen whom no ballot chose.
  EXPECT_THAT(Decide("vote", v1::Settlement::CHOOSE, {"persons/p-1"}),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  ASSERT_THAT(Record("vote", VotesOn({1, 2}, {25, 20}), 2), IsOk());
  EXPECT_EQ(StateOf(2), v1::StepState::SHORT);
  ASSERT_THAT(Decide("vote", v1::Settlement::LEAVE_OPEN, {}), IsOk());
  EXPECT_EQ(In(v1::ProcessCandidate::RUNNING), "0");
}

TEST_F(StepResults, ACorrectionThatChoosesTheSameKeepsWhatFollows) {
  ReachVote(2, 2);
  ASSERT_THAT(Record("vote", VotesOf({40, 40})), IsOk());
  ASSERT_THAT(Correct("poll-1", VotesOf({41, 39})), IsOk());
  EXPECT_EQ(last_, StrCat(kResults, "poll-1-2"));
  EXPECT_THAT(now_.process.steps(1).results(), ElementsAre(last_));
  EXPECT_EQ(StateOf(2), v1::StepState::DONE);
  EXPECT_THAT(Correct("poll-1", VotesOf({41, 39})), StatusIs(kPrecondition, "RESULT_NOT_IN_FORCE"));
}

TEST_F(StepResults, ACorrectionThatChoosesOthersLetsWhatFollowsFallAway) {
  ReachVote(2, 2);
  ASSERT_THAT(Record("vote", VotesOf({40, 40})), IsOk());
  EXPECT_THAT(Correct("poll-1", VotesOf({40, 20})), StatusIs(kPrecondition, "LATER_STEP_DEPENDS"));
  v1::StepResult wrong = VotesOf({50, 20});
  wrong.mutable_tallies(0)->set_blank(1);
  EXPECT_THAT(Correct("poll-1", wrong, true), StatusIs(kPrecondition, "VOTES_EXCEED_BALLOTS"));
  EXPECT_EQ(now_.results.size(), 3u);
  ASSERT_THAT(Correct("poll-1", VotesOf({40, 20}), true), IsOk());
  EXPECT_EQ(StateOf(2), v1::StepState::OPEN);
  EXPECT_EQ(In(v1::ProcessCandidate::NOT_PASSED), "1");
  ASSERT_THAT(Record("vote", VotesOn({0}, {40})), IsOk());
  EXPECT_EQ(last_, StrCat(kResults, "vote-1-2"));
  EXPECT_THAT(Correct("vote-1", VotesOf({40, 40})), StatusIs(kPrecondition, "RESULT_NOT_IN_FORCE"));
}

TEST_F(StepResults, ACorrectionBringsBackWhoWasLeftOutAndUnsettles) {
  ReachVote(3, 2);
  ASSERT_THAT(Record("vote", VotesOf({45, 30, 30})), IsOk());
  ASSERT_THAT(Decide("vote", v1::Settlement::CHOOSE, {"persons/p-2"}), IsOk());
  EXPECT_THAT(Correct("vote-1", VotesOf({45, 31, 30})), StatusIs(kPrecondition, "LATER_STEP_DEPENDS"));
  ASSERT_THAT(Correct("vote-1", VotesOf({45, 31, 30}), true), IsOk());
  EXPECT_FALSE(now_.process.steps(2).has_settlement());
  EXPECT_EQ(In(v1::ProcessCandidate::RUNNING), "01");
}

TEST_F(StepResults, ACandidateWhoCameLaterIsUntouchedByACorrectionBefore) {
  Start(2, 3);
  ASSERT_THAT(Record("review", Meeting()), IsOk());
  ASSERT_OK_AND_ASSIGN(now_.process, AddCandidate(now_, "persons/p-2", Clerk(kToday)));
  ASSERT_THAT(Record("poll", VotesOf({40, 40, 40})), IsOk());
  EXPECT_THAT(AddCandidate(now_, "persons/p-3", Clerk(kToday)), StatusIs(kPrecondition, "CANDIDATES_CLOSED"));
  ASSERT_THAT(Correct("review-1", Meeting()), IsOk());
  EXPECT_EQ(In(v1::ProcessCandidate::RUNNING), "012");
}

TEST_F(StepResults, WhoComesAfterTheLastStepIsToldSo) {
  Start(2, 2);
  ASSERT_THAT(Record("review", Meeting()), IsOk());
  ASSERT_THAT(Record("poll", VotesOf({40, 40})), IsOk());
  const auto cause = [&] {
    return support::MetadataIn(AddCandidate(now_, "persons/p-3", Clerk(kToday)).status(), "cause");
  };
  ASSERT_THAT(Record("vote", VotesOf({40, 40})), IsOk());
  EXPECT_EQ(cause(), "done");
}

TEST_F(StepResults, RequiredMinutesAreThereBeforeTheEnd) {
  v1::ProcessTemplate rules = sample::ThreeSteps();
  rules.mutable_steps(0)->set_requires_minutes(true);
  Start(2, 2, rules);
  ASSERT_THAT(Record("review", Meeting()), IsOk());
  ASSERT_THAT(Record("poll", VotesOf({40, 40})), IsOk());
  ASSERT_THAT(Record("vote", VotesOf({40, 40})), IsOk());
  EXPECT_THAT(Conclude(now_, "", {}, Clerk(kToday)), StatusIs(kPrecondition, "MINUTES_MISSING"));
  v1::StepMinutes minutes;
  EXPECT_THAT(AttachMinutes(now_.results[0], minutes), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  minutes.set_file_sha256(std::string(32, 'h'));
  ASSERT_OK_AND_ASSIGN(now_.results[0], AttachMinutes(now_.results[0], minutes));
  // To say that they are somewhere is not enough.
  EXPECT_THAT(Conclude(now_, "", {}, Clerk(kToday)), StatusIs(kPrecondition, "MINUTES_MISSING"));
  now_.results[0].mutable_minutes()->mutable_content()->set_id("c");
  EXPECT_THAT(Conclude(now_, "", {}, Clerk(kToday)), IsOk());
  EXPECT_THAT(AttachMinutes(now_.results[0], minutes), StatusIs(kPrecondition, "MINUTES_PRESENT"));
}

// Whatever is voted: never more are chosen than there are seats, nobody of a tie is, and what the results in force say
// is what a recount says.
TEST_F(StepResults, WhateverIsVotedNoMoreAreChosenThanSeats) {
  std::mt19937 random(20250717);
  const auto number = [&](int least, int most) { return std::uniform_int_distribution<int>(least, most)(random); };
  int tied = 0;
  for (int i = 0; i < 300; ++i) {
    const int candidates = number(1, 7);
    const int seats = number(1, 5);
    ReachVote(candidates, seats);
    for (int round = 1; StateOf(2) != v1::StepState::DONE; ++round) {
      const std::vector<std::string> standing = Standing(now_.process, now_.process.steps(2));
      if (round > 4 || standing.empty()) {
        ASSERT_THAT(Decide("vote", v1::Settlement::LEAVE_OPEN, {}), IsOk());
        break;
      }
      v1::StepResult result = VotesOf(std::vector<int>(standing.size(), 0));
      for (size_t k = 0; k < standing.size(); ++k) {
        result.mutable_tallies(static_cast<int>(k))->set_person(standing[k]);
        result.mutable_tallies(static_cast<int>(k))->set_agree(number(24, 29));
        result.mutable_tallies(static_cast<int>(k))->set_disagree(0);
      }
      ASSERT_THAT(Record("vote", result, round), IsOk());
      tied += StateOf(2) == v1::StepState::TIED;
    }
    int chosen = 0;
    for (const v1::StepResult& result : now_.results) {
      if (result.step_id() != "vote") continue;
      for (const v1::Choice& choice : result.choices()) chosen += choice.chosen();
    }
    ASSERT_LE(chosen, seats);
    ASSERT_EQ(static_cast<int>(In(v1::ProcessCandidate::RUNNING).size()), chosen);
    Proceeding recounted = now_;
    Recount(&recounted);
    ASSERT_EQ(recounted.process.SerializeAsString(), now_.process.SerializeAsString());
  }
  EXPECT_GT(tied, 30);
}

}  // namespace
}  // namespace congress::dossiers
