// A disk that is full in the middle of the work, and gets room again: what clients were told against what the suite
// holds.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/any_rpc.h"
#include "tests/e2e/kill_load.h"
#include "tests/support/status_matchers.h"
#include "tests/torture/chores.h"
#include "tests/torture/reading.h"

namespace congress::torture {
namespace {

using support::Eventually;
using support::IsOk;
using support::Suite;
using ::testing::IsEmpty;

constexpr int kRounds = 3;

// Sendings that ended so.
ptrdiff_t Count(const Journal& journal, Outcome outcome) {
  const auto attempts = journal.attempts();
  return std::count_if(attempts.begin(), attempts.end(),
                       [outcome](const Attempt& attempt) { return attempt.outcome == outcome; });
}

bool IsReady(const Suite& suite) {
  const auto status = e2e::Ask(suite.channel(), "maintenance.v1.MaintenanceService/GetServiceStatus", suite.Admin(),
                               "parent: 'services/drafting'");
  return status.status.ok() && e2e::FieldAt(*status.message, "ready") == "true";
}

TEST(FullDisk, RefusesTruthfullyAndGoesOnWithRoom) {
  ASSERT_EQ(support::RunToEnd({"unshare", "-rm", "true"}).status, 0)
      << "this test mounts a disk of its own: it needs user namespaces";
  Suite suite(Suite::Options{.shape = support::Shape::kOneProcess, .store = "", .disk = "64m"});
  Journal journal;
  e2e::Load load(suite, "full", journal, e2e::Load::kEndless);
  Chores chores(suite, journal);
  ASSERT_THAT(chores.Prepare(), IsOk());
  ASSERT_THAT(load.Prepare(), IsOk());
  load.Start();
  chores.Start();
  const std::string fill = suite.FileOf("congressd", "fill");
  absl::StatusOr<Holding> before = Holding{};
  for (int round = 0; round < kRounds; ++round) {
    const auto refused = Count(journal, Outcome::kRefused);
    std::ofstream file(fill, std::ios::binary);
    const std::string piece(1 << 16, 'x');
    EXPECT_TRUE(Eventually([&] {
      // What others give back meanwhile is taken too.
      file.clear();
      while (file.write(piece.data(), static_cast<std::streamsize>(piece.size())).flush()) {
      }
      return Count(journal, Outcome::kRefused) >= refused + 10 && !IsReady(suite);
    })) << "nothing was refused, or it says that it is ready";
    file.close();
    std::filesystem::remove(fill);
    const auto answered = Count(journal, Outcome::kAnswered);
    EXPECT_TRUE(Eventually([&] { return Count(journal, Outcome::kAnswered) >= answered + 50; })) << "it stays refused";
    auto holding = Read(suite, /*quiet=*/false, chores.papers());
    ASSERT_THAT(holding, IsOk());
    ASSERT_THAT(Judge(journal.attempts(), *holding, &*before), IsEmpty());
    before = std::move(holding);
  }
  chores.Stop();
  load.Stop();
  ASSERT_THAT(load.Finish(), IsOk());
  EXPECT_EQ(chores.PreparationFault(), "");
  const auto holding = Read(suite, /*quiet=*/true, chores.papers());
  ASSERT_THAT(holding, IsOk());
  EXPECT_THAT(Judge(journal.attempts(), *holding, &*before), IsEmpty());
}

}  // namespace
}  // namespace congress::torture
