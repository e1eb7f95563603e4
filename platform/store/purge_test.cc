// What was deleted is in no file of the backend any more.
#include <filesystem>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/store/maintained.h"
#include "platform/store/redis_store.h"
#include "platform/store/sqlite_store.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::store {
namespace {

using support::IsOk;

constexpr char kCanary[] = "CANARY-8f3a";

bool IsInAFileOf(const std::string& folder) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    if (absl::StrContains(bytes, kCanary)) return true;
  }
  return false;
}

void WriteAndDelete(Store& store) {
  for (const char* value : {kCanary, "another"}) {
    ASSERT_THAT(store.Commit({.writes = {{.key = "changed", .value = value}}}), IsOk());
  }
  for (int i = 0; i < 100; ++i) {
    const std::string value = absl::StrCat(std::string(2000, 'x'), kCanary);
    ASSERT_THAT(store.Commit({.writes = {{.key = absl::StrCat("k", i), .value = value}}}), IsOk());
  }
  for (int i = 0; i < 100; ++i) ASSERT_THAT(store.Commit({.writes = {{.key = absl::StrCat("k", i)}}}), IsOk());
}

TEST(Purge, TakesWhatWasDeletedOutOfTheFilesOfSqlite) {
  const support::TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(const auto store, SqliteStore::Open(folder.File("store.db")));
  WriteAndDelete(*store);
  EXPECT_TRUE(IsInAFileOf(folder.path())) << "the log has it still";
  EXPECT_THAT(store->Purge(), IsOk());
  EXPECT_FALSE(IsInAFileOf(folder.path()));
  EXPECT_EQ(store->Get("changed")->value, "another");
}

TEST(Purge, TakesWhatWasDeletedOutOfTheLogOfRedis) {
  const support::RedisServer server;
  ASSERT_OK_AND_ASSIGN(const auto store, RedisStore::Open({.socket = server.socket()}, "dossiers"));
  WriteAndDelete(*store);
  EXPECT_TRUE(IsInAFileOf(server.folder())) << "the log has it still";
  EXPECT_THAT(store->Purge(), IsOk());
  // It does so by itself, in a process of its own.
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  while (IsInAFileOf(server.folder()) && absl::Now() < deadline) absl::SleepFor(absl::Milliseconds(5));
  EXPECT_FALSE(IsInAFileOf(server.folder()));
  EXPECT_EQ(store->Get("changed")->value, "another");
}

}  // namespace
}  // namespace congress::store
