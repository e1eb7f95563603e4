// The demo, killed under at points spread over its writes: what was acknowledged is there once, what was not is there
// once or not at all, and repeated to its end the work is that of a run that nobody disturbed.
#include "tests/e2e/kill_demo.h"

#include <algorithm>
#include <cstdio>
#include <iterator>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "tests/e2e/kill_audit.h"
#include "tests/e2e/kill_scene.h"
#include "tests/support/status_matchers.h"

namespace congress::e2e {
namespace {

using support::IsOk;
using support::Process;
using support::Suite;

constexpr size_t kKills = 20;
// A call takes some milliseconds; the kill is to fall into it.
constexpr absl::Duration kPoll = absl::Microseconds(100);

// What a run leaves behind.
struct Outcome {
  std::multiset<std::string> deeds;
  std::map<std::string, std::string> results;
  std::multiset<std::string> numbers;
  size_t calls = 0;
  // Of each call, how many commits it made: one, or none when it found nothing to change.
  std::map<std::string, int> commits;
  std::map<std::string, std::string> refusals;
};

absl::StatusOr<Outcome> OutcomeOf(const Suite& suite, Demo& demo) {
  auto logs = AuditLogs::Read(suite);
  if (!logs.ok()) return logs.status();
  if (const std::string disorder = logs->Disorder(); !disorder.empty()) return absl::DataLossError(disorder);
  demo.journal().Follow();
  Outcome outcome{.deeds = logs->Deeds(),
                  .results = demo.Results(),
                  .numbers = demo.Numbers(),
                  .calls = demo.journal().started(),
                  .commits = {},
                  .refusals = {}};
  for (const auto& [id, call] : demo.journal().calls()) {
    outcome.commits[id] = logs->Count(call.method, id);
    if (!call.refused.empty()) outcome.refusals[id] = call.refused;
  }
  return outcome;
}

// What one has more than the other.
std::vector<std::string> Beyond(const std::multiset<std::string>& one, const std::multiset<std::string>& other) {
  std::vector<std::string> more;
  std::set_difference(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(more));
  return more;
}

class KilledDemo : public ::testing::TestWithParam<Victim> {
 protected:
  // One run that nobody disturbs, for all tests to be held against.
  static void SetUpTestSuite() {
    const Suite suite(support::Shape::kOneProcess);
    Demo demo(suite);
    ASSERT_EQ(demo.Finish(demo.Start()), "");
    auto outcome = OutcomeOf(suite, demo);
    ASSERT_THAT(outcome, IsOk());
    unkilled_ = new Outcome(*std::move(outcome));
    ASSERT_GT(unkilled_->calls, 2 * kKills) << "too few writes to spread the kills over";
    for (const auto& [id, commits] : unkilled_->commits) EXPECT_LE(commits, 1);
  }
  static void TearDownTestSuite() {
    delete unkilled_;
    unkilled_ = nullptr;
  }

  static const Outcome* unkilled_;
};
const Outcome* KilledDemo::unkilled_ = nullptr;
INSTANTIATE_TEST_SUITE_P(Of, KilledDemo, ::testing::ValuesIn(kVictims),
                         [](const auto& victim) { return NameOf(victim.param); });

// Follows the run until its journal names the `point`th call as started, or as answered; false when the run ends
// before.
bool FollowTo(Demo& demo, Process& run, size_t point, bool answered) {
  const absl::Time deadline = absl::Now() + absl::Seconds(240);
  while (absl::Now() < deadline) {
    const bool runs = run.Wait(absl::ZeroDuration()) == std::nullopt;
    demo.journal().Follow();
    if ((answered ? demo.journal().answered() : demo.journal().started()) >= point) return true;
    if (!runs) return false;
    absl::SleepFor(kPoll);
  }
  return false;
}

// Holds the logs against the journal as it was before they were read and as it is after.
void ExpectNothingLostOrDoubled(const Suite& suite, Demo& demo, const std::map<std::string, int>& commits) {
  demo.journal().Follow();
  const std::map<std::string, DemoJournal::Call> before = demo.journal().calls();
  const auto logs = AuditLogs::Read(suite);
  ASSERT_THAT(logs, IsOk());
  EXPECT_EQ(logs->Disorder(), "");
  demo.journal().Follow();
  for (const auto& [id, call] : demo.journal().calls()) {
    const int count = logs->Count(call.method, id);
    const auto expected = commits.find(id);
    ASSERT_NE(expected, commits.end()) << call.method << " " << id << " is no call of an undisturbed run";
    EXPECT_LE(count, expected->second) << call.method << " " << id << " was done twice";
    const auto known = before.find(id);
    if (known != before.end() && known->second.done) {
      EXPECT_EQ(count, expected->second) << call.method << " " << id << " was acknowledged and is lost";
    }
  }
}

// By file: each is long.
void ExpectSame(const std::map<std::string, std::string>& results, const std::map<std::string, std::string>& others) {
  EXPECT_EQ(results.size(), others.size());
  for (const auto& [file, content] : others) {
    // It tells when its changes were made.
    if (file == "redline.docx") continue;
    EXPECT_TRUE(results.contains(file) && results.at(file) == content) << file;
  }
}

TEST_P(KilledDemo, EndsLikeAnUndisturbedOne) {
  KillScene scene(GetParam(), "demo");
  KillChance chance(StrCat("demo/", NameOf(GetParam())));
  Demo demo(scene.suite());
  std::unique_ptr<Process> run = demo.Start();
  size_t interrupted = 0;
  for (const size_t point : chance.Spread(kKills, unkilled_->calls - 1)) {
    const bool answered = chance.Percent(30);
    while (!FollowTo(demo, *run, point, answered)) {
      ++interrupted;
      ASSERT_TRUE(Demo::WasInterrupted(run->Errors())) << run->Errors();
      run = demo.Start();
    }
    scene.KillAndStart();
    ExpectNothingLostOrDoubled(scene.suite(), demo, unkilled_->commits);
    if (HasFatalFailure()) return;
    const std::optional<int> status = run->Wait(absl::ZeroDuration());
    if (!status.has_value()) continue;
    // The kill fell among the last calls and a retry of the gateway outlived it: the run ended well.
    if (*status != 0) {
      ++interrupted;
      ASSERT_TRUE(Demo::WasInterrupted(run->Errors())) << run->Errors();
    }
    run = demo.Start();
  }
  ASSERT_EQ(demo.Finish(std::move(run)), "");
  // A kill that nobody noticed proves nothing.
  EXPECT_GE(interrupted, GetParam() == Victim::kService ? kKills / 10 : kKills / 2);

  const auto outcome = OutcomeOf(scene.suite(), demo);
  ASSERT_THAT(outcome, IsOk());
  std::printf("%zu kills (%s) over %zu calls, %zu runs of the demo broken off\n", kKills, scene.Tally().c_str(),
              outcome->calls, interrupted);
  EXPECT_THAT(Beyond(outcome->deeds, unkilled_->deeds), ::testing::IsEmpty());
  EXPECT_THAT(Beyond(unkilled_->deeds, outcome->deeds), ::testing::IsEmpty());
  EXPECT_EQ(outcome->commits, unkilled_->commits);
  EXPECT_EQ(outcome->refusals, unkilled_->refusals);
  EXPECT_EQ(outcome->numbers, unkilled_->numbers);
  ExpectSame(outcome->results, unkilled_->results);

  // Once more, every request under its request_id: the same answers, nothing done.
  ASSERT_EQ(demo.Finish(demo.Start()), "");
  const auto again = OutcomeOf(scene.suite(), demo);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->deeds, outcome->deeds);
  EXPECT_EQ(again->commits, outcome->commits);
  ExpectSame(again->results, outcome->results);
}

}  // namespace
}  // namespace congress::e2e
