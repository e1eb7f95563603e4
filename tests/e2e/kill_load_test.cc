// Many writers at once to every service while processes are killed: the client's journal against the audit logs.
#include "tests/e2e/kill_load.h"

#include <algorithm>
#include <cstdio>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "tests/e2e/kill_audit.h"
#include "tests/e2e/kill_scene.h"
#include "tests/support/status_matchers.h"

namespace congress::e2e {
namespace {

using support::IsOk;

constexpr size_t kKills = 20;

class KilledLoad : public ::testing::TestWithParam<Victim> {};
INSTANTIATE_TEST_SUITE_P(Of, KilledLoad, ::testing::ValuesIn(kVictims),
                         [](const auto& victim) { return NameOf(victim.param); });

TEST_P(KilledLoad, LosesNothingAcknowledgedAndDoublesNothing) {
  const std::string purpose = NameOf(GetParam());
  KillScene scene(GetParam(), "load");
  Load load(scene.suite(), purpose);
  ASSERT_THAT(load.Prepare(), IsOk());
  const auto empty = AuditLogs::Read(scene.suite());
  ASSERT_THAT(empty, IsOk());
  load.Start();
  for (const size_t point : KillChance(StrCat("load/", purpose)).Spread(kKills, load.size() - 20)) {
    ASSERT_TRUE(load.Await(point));
    scene.KillAndStart();
    const std::vector<const LoadCall*> acknowledged = load.Acknowledged();
    const auto logs = AuditLogs::Read(scene.suite());
    ASSERT_THAT(logs, IsOk());
    ASSERT_EQ(load.Fault(*logs, acknowledged), "");
  }
  ASSERT_THAT(load.Finish(), IsOk());

  const auto logs = AuditLogs::Read(scene.suite());
  ASSERT_THAT(logs, IsOk());
  EXPECT_EQ(load.Fault(*logs, load.Acknowledged()), "");
  EXPECT_EQ(load.NumberFault(), "");
  const std::vector<const LoadCall*> doubtful = load.InDoubt();
  const auto done_unacknowledged = std::count_if(doubtful.begin(), doubtful.end(), [&](const LoadCall* call) {
    return !call->answer.has_value() && logs->Count(call->name, call->request_id, call->principal) == 1;
  });
  std::printf("%zu kills (%s): %zu of %zu calls acknowledged, %zu in doubt, %td done and never acknowledged\n", kKills,
              scene.Tally().c_str(), load.Acknowledged().size(), load.size(), doubtful.size(), done_unacknowledged);
  // Kills that fell into no call prove nothing.
  EXPECT_GE(doubtful.size(), kKills / 4);

  // Under its request_id each gives the answer that it gave, and what was never acknowledged is done now at the latest.
  for (const LoadCall* call : load.calls()) {
    const absl::StatusOr<std::string> answer = load.Repeat(*call);
    ASSERT_THAT(answer, IsOk()) << call->name;
    EXPECT_EQ(*answer, call->answer.value_or(*answer)) << call->name << " " << call->request_id;
  }
  const auto again = AuditLogs::Read(scene.suite());
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(load.Fault(*again, load.calls()), "");
  EXPECT_EQ(load.NumberFault(), "");
  // Nothing was done beside what was asked for.
  EXPECT_EQ(again->Deeds().size(), empty->Deeds().size() + load.size());
}

}  // namespace
}  // namespace congress::e2e
