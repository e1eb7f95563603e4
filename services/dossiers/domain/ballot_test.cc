#include "services/dossiers/domain/ballot.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "services/dossiers/testing/process_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using sample::BallotOf;
using sample::VotesOf;
using support::IsOk;
using support::StatusIs;

std::string Names(const v1::StepResult& result, bool (v1::Choice::*is)() const) {
  std::string names;
  for (const v1::Choice& choice : result.choices()) {
    if ((choice.*is)()) names += StrCat(names.empty() ? "" : " ", choice.person().substr(8));
  }
  return names;
}

// Who of p-0, p-1 … with these votes is chosen for so many places, and who is tied, among 50 convened.
std::string Outcome(const std::vector<int>& votes, int places) {
  v1::StepResult result = VotesOf(votes);
  EXPECT_THAT(CheckBallots(BallotOf("vote"), result), IsOk());
  Choose(BallotOf("vote"), places, &result);
  return StrCat(Names(result, &v1::Choice::chosen), " | ", Names(result, &v1::Choice::tied));
}

TEST(Ballot, NeedsMoreThanTheShare) {
  const v1::ProcessStep half = BallotOf("vote");
  EXPECT_EQ(NeededVotes(half, 50), 26);
  EXPECT_EQ(NeededVotes(half, 51), 26);
  EXPECT_EQ(NeededVotes(half, 0), 1);
  v1::ProcessStep two_thirds = half;
  two_thirds.mutable_threshold()->set_numerator(2);
  two_thirds.mutable_threshold()->set_denominator(3);
  EXPECT_EQ(NeededVotes(two_thirds, 48), 33);
  two_thirds.set_at_least(true);
  EXPECT_EQ(NeededVotes(two_thirds, 48), 32);
  EXPECT_EQ(NeededVotes(two_thirds, 50), 34);
  // A share of nobody is no choice of nobody.
  EXPECT_EQ(NeededVotes(two_thirds, 0), 1);
}

TEST(Ballot, CountsTheShareOfTheStepsBase) {
  v1::StepResult result = VotesOf({30});
  result.set_present(45);
  result.set_issued(44);
  result.set_returned(43);
  result.set_valid(42);
  result.set_invalid(1);
  result.set_stated_base(48);
  result.mutable_tallies(0)->set_disagree(12);
  v1::ProcessStep step = BallotOf("vote");
  const std::pair<v1::ProcessStep::Base, int> bases[] = {{v1::ProcessStep::CONVENED, 50},
                                                         {v1::ProcessStep::PRESENT, 45},
                                                         {v1::ProcessStep::ISSUED, 44},
                                                         {v1::ProcessStep::VALID, 42},
                                                         {v1::ProcessStep::STATED, 48}};
  for (const auto& [base, number] : bases) {
    step.set_base(base);
    EXPECT_THAT(CheckBallots(step, result), IsOk());
    EXPECT_EQ(BaseOf(step, result), number);
  }
}

TEST(Ballot, WhoHasMoreVotesComesFirst) {
  EXPECT_EQ(Outcome({40, 25, 30, 45}, kUnlimited), "p-0 p-2 p-3 | ");
  EXPECT_EQ(Outcome({40, 25, 30, 45}, 2), "p-0 p-3 | ");
  EXPECT_EQ(Outcome({40, 25, 30, 45}, 3), "p-0 p-2 p-3 | ");
  EXPECT_EQ(Outcome({25, 20}, 2), " | ");
}

TEST(Ballot, EqualVotesAtTheEdgeChooseNobodyOfThem) {
  EXPECT_EQ(Outcome({40, 30, 30, 45}, 3), "p-0 p-3 | p-1 p-2");
  EXPECT_EQ(Outcome({30, 30, 30}, 1), " | p-0 p-1 p-2");
  EXPECT_EQ(Outcome({30, 30, 30}, 3), "p-0 p-1 p-2 | ");
  // Equal votes that are not enough tie nobody.
  EXPECT_EQ(Outcome({40, 20, 20}, 2), "p-0 | ");
}

TEST(Ballot, NumbersThatCannotBeTrueAreRefused) {
  const auto with = [](auto change) {
    v1::StepResult result = VotesOf({30});
    change(result);
    return CheckBallots(BallotOf("vote"), result);
  };
  using Result = v1::StepResult;
  const auto contradict = StatusIs(StatusCode::kFailedPrecondition, "BALLOTS_CONTRADICT");
  EXPECT_THAT(with([](Result& r) { r.set_present(51); }), contradict);
  EXPECT_THAT(with([](Result& r) { r.set_issued(51); }), contradict);
  EXPECT_THAT(with([](Result& r) { r.set_issued(49); }), contradict);
  EXPECT_THAT(with([](Result& r) { r.set_valid(49); }), contradict);
  EXPECT_THAT(with([](Result& r) { r.set_invalid(1); }), contradict);
  const auto exceed = StatusIs(StatusCode::kFailedPrecondition, "VOTES_EXCEED_BALLOTS");
  EXPECT_THAT(with([](Result& r) { r.mutable_tallies(0)->set_agree(51); }), exceed);
  EXPECT_THAT(with([](Result& r) { r.mutable_tallies(0)->set_blank(21); }), exceed);
  EXPECT_THAT(with([](Result& r) { *r.add_tallies() = r.tallies(0); }),
              StatusIs(StatusCode::kFailedPrecondition, "TALLY_DUPLICATE"));
}

TEST(Ballot, AStatedBaseLiesBetweenValidBallotsAndThoseConvened) {
  v1::ProcessStep step = BallotOf("vote");
  step.set_base(v1::ProcessStep::STATED);
  v1::StepResult result = VotesOf({30});
  result.set_present(48);
  result.set_issued(48);
  result.set_returned(48);
  result.set_valid(48);
  result.mutable_tallies(0)->set_disagree(18);
  for (const auto& [base, reason] : {std::pair(47, "BALLOTS_CONTRADICT"), std::pair(51, "BALLOTS_CONTRADICT")}) {
    result.set_stated_base(base);
    EXPECT_THAT(CheckBallots(step, result), StatusIs(StatusCode::kFailedPrecondition, reason));
  }
  result.set_stated_base(48);
  EXPECT_THAT(CheckBallots(step, result), IsOk());
}

TEST(Ballot, AQuorumIsAShareOfThoseConvened) {
  v1::ProcessStep step = BallotOf("vote");
  step.mutable_quorum()->set_numerator(2);
  step.mutable_quorum()->set_denominator(3);
  v1::StepResult result;
  result.set_convened(50);
  result.set_present(33);
  EXPECT_THAT(CheckBallots(step, result), StatusIs(StatusCode::kFailedPrecondition, "QUORUM_MISSING"));
  result.set_present(34);
  EXPECT_THAT(CheckBallots(step, result), IsOk());
}

TEST(Ballot, ABallotAgreesToNoMoreCandidatesThanItMay) {
  v1::ProcessStep step = BallotOf("vote");
  step.set_max_choices(2);
  EXPECT_THAT(CheckBallots(step, VotesOf({50, 30, 20})), IsOk());
  EXPECT_THAT(CheckBallots(step, VotesOf({50, 30, 21})),
              StatusIs(StatusCode::kFailedPrecondition, "VOTES_EXCEED_BALLOTS"));
}

TEST(Ballot, ASurplusIsAShareOfTheSeats) {
  v1::ProcessStep step = BallotOf("vote");
  EXPECT_GT(MostCandidates(step, 17), 1000);
  step.mutable_max_surplus()->set_numerator(30);
  step.mutable_max_surplus()->set_denominator(100);
  EXPECT_EQ(MostCandidates(step, 17), 22);
  EXPECT_EQ(MostCandidates(step, 3), 3);
}

// Whatever the numbers: they are refused, or they are in their order and what follows from them holds.
TEST(Ballot, WhateverTheNumbersWhatPassesIsConsistent) {
  std::mt19937 random(20250716);
  const auto number = [&](int least, int most) { return std::uniform_int_distribution<int>(least, most)(random); };
  int passed = 0;
  int ties = 0;
  for (int i = 0; i < 20'000; ++i) {
    v1::StepResult result;
    // Mostly numbers near the truth, so that many pass.
    result.set_convened(number(1, 30));
    result.set_present(std::max(1, result.convened() - number(-1, 4)));
    result.set_issued(std::max(0, result.present() - number(-1, 2)));
    result.set_returned(std::max(0, result.issued() - number(-1, 2)));
    result.set_invalid(number(0, std::min(2, result.returned())));
    result.set_valid(std::max(0, result.returned() - result.invalid() + (number(0, 9) == 0 ? 1 : 0)));
    result.set_stated_base(number(0, 30));
    for (int p = number(1, 6); p > 0; --p) {
      v1::Tally& tally = *result.add_tallies();
      tally.set_person(StrCat("persons/p-", number(0, 30)));
      tally.set_agree(number(0, result.valid() + (number(0, 19) == 0 ? 1 : 0)));
    }
    v1::ProcessStep step = BallotOf("vote");
    step.set_base(static_cast<v1::ProcessStep::Base>(number(1, 5)));
    step.mutable_threshold()->set_denominator(number(1, 6));
    step.mutable_threshold()->set_numerator(number(0, step.threshold().denominator()));
    step.set_at_least(number(0, 1) == 1);
    if (!CheckBallots(step, result).ok()) continue;
    ++passed;
    ASSERT_LE(result.present(), result.convened());
    ASSERT_LE(result.issued(), result.present());
    ASSERT_LE(result.returned(), result.issued());
    ASSERT_EQ(result.valid() + result.invalid(), result.returned());
    const int places = number(1, 6);
    Choose(step, places, &result);
    ASSERT_EQ(result.choices_size(), result.tallies_size());
    int chosen = 0;
    int tied = 0;
    int least_chosen = 1000;
    int most_left = -1;
    for (const v1::Choice& choice : result.choices()) {
      ASSERT_LE(choice.votes(), result.valid());
      ASSERT_FALSE(choice.chosen() && choice.tied());
      // The share itself, without a quotient.
      const int64_t votes = int64_t{choice.votes()} * step.threshold().denominator();
      const int64_t share = BaseOf(step, result) * step.threshold().numerator();
      const bool enough = choice.votes() > 0 && (step.at_least() ? votes >= share : votes > share);
      ASSERT_EQ(choice.votes() >= choice.needed(), enough);
      ASSERT_TRUE(enough || !(choice.chosen() || choice.tied()));
      chosen += choice.chosen();
      tied += choice.tied();
      if (choice.chosen()) least_chosen = std::min(least_chosen, choice.votes());
      if (!choice.chosen() && enough) most_left = std::max(most_left, choice.votes());
    }
    ASSERT_LE(chosen, places);
    ASSERT_LT(most_left, least_chosen) << "somebody with as many votes was passed over";
    // A tie is one only where it cannot be resolved by the places that are left, and it leaves one.
    if (tied > 0) {
      ASSERT_GT(chosen + tied, places);
      ASSERT_LT(chosen, places);
      ++ties;
    } else if (most_left >= 0) {
      ASSERT_EQ(chosen, places);
    }
  }
  EXPECT_GT(passed, 3'000);
  EXPECT_GT(ties, 100);
}

}  // namespace
}  // namespace congress::dossiers
