#include "platform/rpc/turns.h"

#include <atomic>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace congress::rpc {
namespace {

using support::IsOk;

absl::Status Fine() { return absl::OkStatus(); }
store::Batch Writes(const std::string& key) { return {.writes = {{.key = key, .value = "x"}}}; }

TEST(Turns, GoFromOneToTheNextInTheOrderInWhichTheyCame) {
  Turns turns;
  std::vector<int> order;
  std::vector<std::jthread> threads;
  {
    const auto first = turns.Await("a", absl::InfiniteFuture(), Fine);
    ASSERT_THAT(first, IsOk());
    for (int i = 0; i < 5; ++i) {
      threads.emplace_back([&, i] {
        const auto turn = turns.Await("a", absl::InfiniteFuture(), Fine);
        order.push_back(i);  // Under the turn.
      });
      // Into the line before the next one.
      absl::SleepFor(absl::Milliseconds(5));
    }
    EXPECT_THAT(order, testing::IsEmpty());
  }
  threads.clear();
  EXPECT_THAT(order, testing::ElementsAre(0, 1, 2, 3, 4));
}

TEST(Turns, AreTakenUntilTheLastHasGone) {
  Turns turns;
  EXPECT_EQ(turns.Taken(Writes("a")), std::nullopt);
  {
    const auto turn = turns.Await("a", absl::InfiniteFuture(), Fine);
    EXPECT_EQ(turns.Taken(Writes("a")), "a");
    EXPECT_EQ(turns.Taken(Writes("b")), std::nullopt);
    // Another record has a line of its own.
    EXPECT_THAT(turns.Await("b", absl::InfiniteFuture(), Fine), IsOk());
  }
  EXPECT_EQ(turns.Taken(Writes("a")), std::nullopt);
}

TEST(Turns, AreGivenUpAtTheDeadlineAndByWhoLeaves) {
  Turns turns;
  auto held = turns.Await("a", absl::InfiniteFuture(), Fine);
  ASSERT_TRUE(held.ok() && held->has_value());
  const auto late = turns.Await("a", absl::Now() + absl::Milliseconds(5), Fine);
  ASSERT_THAT(late, IsOk());
  EXPECT_FALSE(late->has_value());
  EXPECT_TRUE(absl::IsCancelled(
      turns.Await("a", absl::InfiniteFuture(), [] { return absl::CancelledError("gone"); }).status()));
  held->reset();
  EXPECT_EQ(turns.Taken(Writes("a")), std::nullopt);
}

}  // namespace
}  // namespace congress::rpc
