// Many writers at once to every service while processes are killed: what they were told against what the suite holds.
#include "tests/e2e/kill_load.h"

#include <algorithm>
#include <cstdio>

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
  load.Start();
  for (const size_t point : KillChance(StrCat("load/", purpose)).Spread(kKills, load.size() - 20)) {
    ASSERT_TRUE(load.Await(point));
    scene.KillAndStart();
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
  std::printf("%zu kills (%s) over %zu calls: %zu sendings, %td of unknown outcome\n", kKills, scene.Tally().c_str(),
              load.size(), attempts.size(), doubtful);
  // Kills that fell into no call prove nothing.
  EXPECT_GE(doubtful, static_cast<ptrdiff_t>(kKills / 4));

  // Under its request_id each gives the answer that it gave, and what was never acknowledged is done now at the latest.
  for (const LoadCall* call : load.calls()) ASSERT_THAT(load.Repeat(*call), IsOk()) << call->method->full_name();
  const auto again = torture::Read(scene.suite(), /*quiet=*/true);
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(torture::Judge(journal.attempts(), *again, &*holding), IsEmpty());
}

}  // namespace
}  // namespace congress::e2e
