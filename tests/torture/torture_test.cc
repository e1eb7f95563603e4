// A suite under load whose processes are killed, delayed and made to fail at every failpoint, and started again: what
// clients were told against what it holds. CONGRESS_TORTURE_SECONDS makes it go on at random for so long;
// CONGRESS_KILL_SEED has a run again.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "tests/e2e/kill_chance.h"
#include "tests/e2e/kill_load.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"
#include "tests/torture/chores.h"
#include "tests/torture/failpoints.h"
#include "tests/torture/reading.h"

namespace congress::torture {
namespace {

using e2e::KillChance;
using support::Eventually;
using support::IsOk;
using support::Suite;
using ::testing::IsEmpty;

// Passages of a point until its deed is done, at most: what happens with every call, and what seldom does.
constexpr size_t kOften = 12;
constexpr size_t kSeldom = 3;
constexpr size_t kAgainPercent = 15;
// A point that is not passed so often by then is left: at random, to go on with another one; otherwise it is a fault,
// so that the time has to be enough under a sanitizer on a busy machine.
constexpr absl::Duration kPatienceAtRandom = absl::Seconds(5);
constexpr absl::Duration kPatience = absl::Minutes(1);
// Logs and lists are read whole at each look, so a suite does not grow for ever.
constexpr size_t kBlowsOfSuite = 60;

enum class Backend { kSqlite, kRedis };
std::string NameOf(Backend backend) { return backend == Backend::kSqlite ? "sqlite" : "redis"; }
void PrintTo(Backend backend, std::ostream* out) { *out << NameOf(backend); }

// Passed on this backend; those of a start are passed by the first one only.
bool IsPassedOn(Backend backend, Failpoint failpoint) {
  const std::string_view point = failpoint.name();
  const bool sqlite = backend == Backend::kSqlite;
  // The witness of a Redis is another server's, unless there is a folder for it, beside which checkpoints are kept.
  if (point.starts_with("sqlite.") || point.starts_with("witness.") || point.starts_with("checkpoint.")) return sqlite;
  return !point.starts_with("redis.") || !sqlite;
}

// A place and what happens there.
struct Blow {
  Failpoint point;
  Deed deed;
};

// Of all suites of a run.
struct Tally {
  size_t kills = 0;
  size_t failures = 0;
  size_t delays = 0;
  size_t sendings = 0;
  size_t unknown = 0;
  size_t suites = 0;
};

class Torture : public ::testing::TestWithParam<Backend> {
 protected:
  Torture() : chance_(StrCat("torture/", NameOf(GetParam()))) {}

  // Does the deed; false when the point was not passed.
  bool Do(Suite& suite, const Blow& blow) {
    const auto& [point, deed] = blow;
    const std::string_view name = point.name();
    const bool often = name == "index.entries" || name.starts_with("gate.") || name.starts_with("sqlite.") ||
                       name.starts_with("redis.") || name.starts_with("witness.");
    const uint32_t before = failpoints_.Done(point);
    const auto nth = static_cast<uint32_t>(1 + chance_.Below(often && name != "sqlite.fold" ? kOften : kSeldom));
    failpoints_.Arm(point, deed, nth);
    const bool done = Eventually([&] { return failpoints_.Done(point) > before; }, patience_);
    failpoints_.Disarm();
    if (!done) return false;
    (deed == Deed::kKill ? tally_.kills : deed == Deed::kFail ? tally_.failures : tally_.delays) += 1;
    if (deed == Deed::kKill) StartKilled(suite);
    return true;
  }

  // Starts whoever killed itself; false when nobody did.
  static bool StartDead(Suite& suite, absl::Duration patience) {
    std::string dead;
    const bool found = Eventually(
        [&] {
          for (const std::string& name : suite.names()) {
            if (!suite.process(name).Runs()) dead = name;
          }
          return !dead.empty();
        },
        patience);
    if (found) suite.Start(dead);
    return found;
  }

  // The same, and now and then it kills itself once more at one of its first commits, be it before it serves.
  void StartKilled(Suite& suite) {
    constexpr Failpoint kFirst[][2] = {{"sqlite.write", "sqlite.flushed"}, {"redis.commit", "redis.committed"}};
    const Failpoint again = kFirst[GetParam() == Backend::kRedis ? 1 : 0][chance_.Below(2)];
    const uint32_t before = failpoints_.Done(again);
    const bool armed = chance_.Percent(kAgainPercent);
    if (armed) failpoints_.Arm(again, Deed::kKill, static_cast<uint32_t>(1 + chance_.Below(kSeldom)));
    ASSERT_TRUE(StartDead(suite, absl::Seconds(20)));
    if (!armed) return;
    const bool done = Eventually([&] { return failpoints_.Done(again) > before; }, kPatienceAtRandom);
    failpoints_.Disarm();
    if (!done) return;
    ++tally_.kills;
    // Where it fell before the end of the start, the start has been repeated already.
    StartDead(suite, absl::Milliseconds(100));
  }

  // One suite, and the blows one after the other. With `all`, its load and chores go on until every point is passed.
  void Run(const std::vector<Blow>& blows, bool all) {
    ++tally_.suites;
    Suite::Options options{.shape = support::Shape::kOneProcess, .store = "", .program = CONGRESS_FAILING};
    std::unique_ptr<support::RedisServer> redis;
    if (GetParam() == Backend::kRedis) {
      redis = std::make_unique<support::RedisServer>();
      options.shape = support::Shape::kSeparate;
      options.store = redis->url();
    } else {
      // Its first start is the only one at which indexes are made.
      failpoints_.Arm("index.upkeep", Deed::kKill, static_cast<uint32_t>(1 + chance_.Below(5)));
      ++tally_.kills;
    }
    Suite suite(options);
    failpoints_.Disarm();
    Journal journal;
    e2e::Load load(suite, StrCat("torture/", tally_.suites), journal, e2e::Load::kEndless);
    Chores chores(suite, journal);
    ASSERT_THAT(chores.Prepare(), IsOk());
    ASSERT_THAT(load.Prepare(), IsOk());
    load.Start();
    chores.Start();
    absl::StatusOr<Holding> before = Holding{};
    for (const Blow& blow : blows) {
      if (!Do(suite, blow)) missed_.emplace_back(blow.point.name());
      auto holding = Read(suite, /*quiet=*/false, chores.papers());
      ASSERT_THAT(holding, IsOk()) << blow.point.name();
      ASSERT_THAT(Judge(journal.attempts(), *holding, &*before), IsEmpty()) << blow.point.name();
      before = std::move(holding);
    }
    for (size_t i = 0; all && i < std::size(kFailpoints); ++i) {
      const Failpoint point(i);
      EXPECT_TRUE(!IsPassedOn(GetParam(), point) ||
                  Eventually([&] { return failpoints_.Passed(point) > 0; }, patience_))
          << point.name() << " is never passed";
    }
    chores.Stop();
    load.Stop();
    ASSERT_THAT(load.Finish(), IsOk());
    EXPECT_EQ(chores.PreparationFault(), "");
    EXPECT_EQ(chores.IssuingFault(), "");
    EXPECT_EQ(chores.EditingFault(), "");
    const auto holding = Read(suite, /*quiet=*/true, chores.papers());
    ASSERT_THAT(holding, IsOk());
    const auto attempts = journal.attempts();
    ASSERT_THAT(Judge(attempts, *holding, &*before), IsEmpty());
    tally_.sendings += attempts.size();
    tally_.unknown += static_cast<size_t>(std::count_if(
        attempts.begin(), attempts.end(), [](const Attempt& attempt) { return attempt.outcome == Outcome::kUnknown; }));
  }

  // Those that are passed again and again.
  static std::vector<Failpoint> Points() {
    std::vector<Failpoint> points;
    for (size_t i = 0; i < std::size(kFailpoints); ++i) {
      const Failpoint point(i);
      if (IsPassedOn(GetParam(), point) && point.name() != "index.upkeep") points.push_back(point);
    }
    return points;
  }

  void Tell() const {
    std::printf("%s: %zu kills, %zu failures, %zu delays in %zu suites; %zu sendings, %zu of unknown outcome\n",
                NameOf(GetParam()).c_str(), tally_.kills, tally_.failures, tally_.delays, tally_.suites,
                tally_.sendings, tally_.unknown);
    std::fflush(stdout);
  }

  Failpoints failpoints_;
  KillChance chance_;
  absl::Duration patience_ = kPatience;
  Tally tally_;
  std::vector<std::string> missed_;
};
INSTANTIATE_TEST_SUITE_P(On, Torture, ::testing::Values(Backend::kSqlite, Backend::kRedis),
                         [](const auto& backend) { return NameOf(backend.param); });

TEST_P(Torture, AtEveryFailpointNothingIsLostDoubledOrUntrue) {
  std::vector<Blow> blows;
  for (const Failpoint point : Points()) {
    // On Redis whatever is not its own is killed on SQLite already.
    if (GetParam() == Backend::kRedis && !point.name().starts_with("redis.")) continue;
    blows.push_back({point, Deed::kKill});
    blows.push_back({point, Deed::kFail});
  }
  if (GetParam() == Backend::kRedis) {
    for (const Failpoint point : {Failpoint("index.entries"), Failpoint("gate.reply"), Failpoint("preparation.done")}) {
      blows.push_back({point, Deed::kKill});
    }
  }
  Run(blows, /*all=*/true);
  if (HasFatalFailure()) return;
  Tell();
  EXPECT_THAT(missed_, IsEmpty());
}

// Of `make torture` alone: `make test` runs all but this one.
TEST_P(Torture, AtRandom) {
  const char* const asked = std::getenv("CONGRESS_TORTURE_SECONDS");
  int seconds = 0;
  ASSERT_TRUE(asked != nullptr && absl::SimpleAtoi(asked, &seconds)) << "make torture says for how long";
  patience_ = kPatienceAtRandom;
  const absl::Time end = absl::Now() + absl::Seconds(seconds);
  const std::vector<Failpoint> points = Points();
  while (absl::Now() < end && !HasFailure()) {
    std::vector<Blow> blows;
    for (size_t i = 0; i < kBlowsOfSuite; ++i) {
      const Failpoint point = points[chance_.Below(points.size())];
      blows.push_back({point, chance_.Percent(70) ? Deed::kKill : chance_.Percent(70) ? Deed::kFail : Deed::kDelay});
    }
    Run(blows, /*all=*/false);
    Tell();
  }
}

TEST(Shipped, BinariesKnowNoFailpoints) {
  const auto knows = [](const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    EXPECT_TRUE(file.is_open()) << path;
    return std::string(std::istreambuf_iterator<char>(file), {}).find(kVariable) != std::string::npos;
  };
  EXPECT_TRUE(knows(CONGRESS_FAILING)) << "this is how one is recognised";
  for (const char* name : {"congressd", "congress-gateway", "congress-drafting", "congressctl"}) {
    EXPECT_FALSE(knows(support::Binary(name))) << name;
  }
}

}  // namespace
}  // namespace congress::torture
