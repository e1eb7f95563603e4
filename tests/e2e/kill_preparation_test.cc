// A preparation, killed before and after each of its recorded steps, ends equal to one that nobody disturbed, except
// for times and uids, and makes nothing twice.
#include "tests/e2e/kill_preparation.h"

#include <algorithm>
#include <cstdio>
#include <thread>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "tests/e2e/kill_audit.h"
#include "tests/support/status_matchers.h"
#include "tests/torture/failpoints.h"

namespace congress::e2e {
namespace {

using support::Eventually;
using support::IsOk;
using support::Shape;
using support::Suite;

constexpr int kSteps = static_cast<int>(std::size(kPreparationSteps));
constexpr char kUnkilled[] = "unkilled";

// One length for all ids, so that no order or sum of lengths depends on them.
std::string IdOf(const std::string& place, int number) { return absl::StrFormat("%s-%03d", place, number); }

// Nothing was made twice: so many preparations were made of so many steps, and each call of a step changed something
// once.
void ExpectNothingDoubled(const AuditLogs& logs, int preparations) {
  EXPECT_EQ(logs.Disorder(), "");
  std::map<std::string, int> by_request_id;
  for (const char* service : {"allocation", "drafting", "scheduling"}) {
    for (const auto& record : logs.Changes(service)) {
      if (!record.on_behalf_of().empty()) ++by_request_id[record.request_id()];
    }
  }
  // The first step, the congress, is made by the start itself.
  EXPECT_EQ(by_request_id.size(), static_cast<size_t>(preparations * (kSteps - 1)));
  for (const auto& [id, count] : by_request_id) EXPECT_EQ(count, 1) << id;
}

TEST(KilledPreparation, OfCongressdEndsLikeAnUndisturbedOne) {
  Suite suite(Shape::kOneProcess);
  const Preparations preparations(suite, suite.channel());
  ASSERT_THAT(preparations.Provide(), IsOk());
  ASSERT_THAT(preparations.Start(kUnkilled), IsOk());
  const auto unkilled = preparations.Outcome(kUnkilled);
  ASSERT_THAT(unkilled, IsOk());

  // While it is started, and as soon as so many steps are recorded, twice each: the kill falls before the next step or
  // into it.
  constexpr int kKills = 2 * (kSteps + 1);
  std::vector<int> found;
  for (int kill = 0; kill < kKills; ++kill) {
    const std::string id = IdOf("killed", kill);
    const int recorded = kill / 2;
    absl::Status started;
    std::jthread starter([&] { started = preparations.Start(id); });
    ASSERT_TRUE(recorded == 0 || Eventually([&] { return preparations.DoneSteps(id) >= recorded; }));
    const absl::Time killed = absl::Now();
    suite.Kill("congressd");
    suite.Start("congressd");
    starter.join();
    ASSERT_THAT(started, IsOk());
    const auto outcome = preparations.Outcome(id);
    ASSERT_THAT(outcome, IsOk());
    EXPECT_EQ(*outcome, *unkilled) << "killed when " << recorded << " steps were recorded";
    found.push_back(preparations.DoneSteps(id, killed));
  }
  std::printf("%d kills of congressd, at so many recorded steps: %s\n", kKills, absl::StrJoin(found, " ").c_str());
  // The kills are spread: some fell before the middle, some behind it.
  EXPECT_LT(*std::min_element(found.begin(), found.end()), kSteps / 2);
  EXPECT_GT(*std::max_element(found.begin(), found.end()), kSteps / 2);
  const auto logs = AuditLogs::Read(suite);
  ASSERT_THAT(logs, IsOk());
  ExpectNothingDoubled(*logs, 1 + kKills);
}

// Exactly there: before a step is done, before it is recorded, and after that.
TEST(KilledPreparation, OfTheGatewayEndsLikeAnUndisturbedOneWhereverItIsKilled) {
  torture::Failpoints failpoints;
  Suite suite({.shape = Shape::kSeparate, .store = "", .program = CONGRESS_FAILING});
  const Preparations preparations(suite, suite.channel());
  ASSERT_THAT(preparations.Provide(), IsOk());
  ASSERT_THAT(preparations.Start(kUnkilled), IsOk());
  const auto unkilled = preparations.Outcome(kUnkilled);
  ASSERT_THAT(unkilled, IsOk());
  int kills = 0;
  for (const Failpoint point :
       {Failpoint("preparation.step"), Failpoint("preparation.done"), Failpoint("preparation.recorded")}) {
    for (uint32_t step = 1; step < kSteps; ++step) {
      const std::string id = IdOf("killed", kills++);
      failpoints.Arm(point, torture::Deed::kKill, step);
      absl::Status started;
      std::jthread starter([&] { started = preparations.Start(id); });
      ASSERT_TRUE(Eventually([&] { return !suite.process("gateway").Runs(); })) << kPreparationSteps[step];
      suite.Start("gateway");
      starter.join();
      ASSERT_THAT(started, IsOk());
      const auto outcome = preparations.Outcome(id);
      ASSERT_THAT(outcome, IsOk()) << point.name() << " " << kPreparationSteps[step];
      EXPECT_EQ(*outcome, *unkilled) << point.name() << " " << kPreparationSteps[step];
    }
  }
  std::printf("%d kills of the gateway, each at its step\n", kills);
  const auto logs = AuditLogs::Read(suite);
  ASSERT_THAT(logs, IsOk());
  ExpectNothingDoubled(*logs, 1 + kills);
}

}  // namespace
}  // namespace congress::e2e
