// Many writers at once to every service while processes are killed: what they were told against what the suite holds.
#include "tests/e2e/kill_load.h"

#include <algorithm>
#include <cstdio>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "tests/e2e/kill_scene.h"
#include "tests/support/status_matchers.h"
#include "tests/torture/reading.h"

namespace congress::e2e {
namespace {

using support::IsOk;
using ::testing::IsEmpty;
using torture::Holding;
using torture::Outcome;

constexpr size_t kKills = 20;

// From the kill until the victim was there again.
struct Kill {
  absl::Time start;
  absl::Time end;
};

// Whether the sending was under way then and not answered meanwhile. A store may learn what became of its commit once
// its server is back, so an answer after that counts.
bool IsCut(const torture::Attempt& attempt, const std::vector<Kill>& kills) {
  return std::any_of(kills.begin(), kills.end(), [&](const Kill& kill) {
    return attempt.start < kill.start && attempt.end > kill.start &&
           (attempt.outcome != Outcome::kAnswered || attempt.end > kill.end);
  });
}

class KilledLoad : public ::testing::TestWithParam<Victim> {};
INSTANTIATE_TEST_SUITE_P(Of, KilledLoad, ::testing::ValuesIn(kVictims),
                         [](const auto& victim) { return NameOf(victim.param); });

TEST_P(KilledLoad, LosesNothingAcknowledgedAndDoublesNothing) {
  const std::string purpose = NameOf(GetParam());
  KillScene scene(GetParam(), "load");
  torture::Journal journal;
  Load load(scene.suite(), purpose, journal);
  ASSERT_THAT(load.Prepare(), IsOk());
  absl::StatusOr<Holding> before = Holding{};
  std::vector<Kill> kills;
  load.Start();
  for (const size_t point : KillChance(StrCat("load/", purpose)).Spread(kKills, load.size() - 20)) {
    ASSERT_TRUE(load.Await(point));
    const absl::Time killed = absl::Now();
    scene.KillAndStart();
    kills.push_back({killed, absl::Now()});
    auto holding = torture::Read(scene.suite(), /*quiet=*/false);
    ASSERT_THAT(holding, IsOk());
    ASSERT_THAT(torture::Judge(journal.attempts(), *holding, &*before), IsEmpty());
    before = std::move(holding);
  }
  ASSERT_THAT(load.Finish(), IsOk());
  auto holding = torture::Read(scene.suite(), /*quiet=*/true);
  ASSERT_THAT(holding, IsOk());
  ASSERT_THAT(torture::Judge(journal.attempts(), *holding, &*before), IsEmpty());

  const auto attempts = journal.attempts();
  const auto doubtful = std::count_if(attempts.begin(), attempts.end(), [](const torture::Attempt& attempt) {
    return attempt.outcome == Outcome::kUnknown;
  });
  const auto cut = std::count_if(attempts.begin(), attempts.end(),
                                 [&](const torture::Attempt& attempt) { return IsCut(attempt, kills); });
  std::printf("%zu kills (%s) over %zu calls: %zu sendings, %td cut, %td of unknown outcome\n", kKills,
              scene.Tally().c_str(), load.size(), attempts.size(), cut, doubtful);
  // Kills that cut no call prove nothing. One of several services is seldom at work on one just then.
  EXPECT_GE(cut, static_cast<ptrdiff_t>(kKills / 10));

  // Under its request_id each gives the answer that it gave, and what was never acknowledged is done now at the latest.
  for (const LoadCall* call : load.calls()) ASSERT_THAT(load.Repeat(*call), IsOk()) << call->method->full_name();
  const auto again = torture::Read(scene.suite(), /*quiet=*/true);
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(torture::Judge(journal.attempts(), *again, &*holding), IsEmpty());
}

}  // namespace
}  // namespace congress::e2e
