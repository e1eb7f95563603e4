#include "platform/store/sqlite_snapshot.h"

#include <fstream>

#include "absl/time/clock.h"
#include "platform/store/sqlite_store.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::store {
namespace {

using support::IsOk;
using support::StatusIs;

// Writes `after` over the one place of the file that has `before`.
void Overwrite(const std::string& path, const std::string& before, const std::string& after) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const size_t at = bytes.find(before);
  ASSERT_NE(at, std::string::npos);
  ASSERT_EQ(bytes.find(before, at + 1), std::string::npos);
  file.clear();
  file.seekp(static_cast<std::streamoff>(at)) << after;
}

// A key that is flipped on its page stands where its order does not lead: what goes on behind it would begin again and
// again, or end with half of the records.
TEST(ScanSqlite, TellsKeysThatAreOutOfOrder) {
  for (const char* flipped : {"r/one/Key-2", "r/one/zey-2", "z/one/key-2", "a/one/key-2"}) {
    const support::TemporaryFolder folder;
    {
      ASSERT_OK_AND_ASSIGN(const auto store, SqliteStore::Open(folder.File("x.db")));
      Batch batch;
      for (int i = 1; i < 6; ++i) batch.writes.push_back({absl::StrCat("r/one/key-", i), "value"});
      ASSERT_THAT(store->Commit(batch), IsOk());
    }
    Overwrite(folder.File("x.db"), "r/one/key-2", flipped);
    ASSERT_OK_AND_ASSIGN(const auto store, SqliteStore::Open(folder.File("x.db")));
    for (const Range& range : {Range(), Range::Prefix("r/one/")}) {
      EXPECT_THAT(store->Scan(range, 10), StatusIs(absl::StatusCode::kDataLoss, "STORE_DAMAGED")) << flipped;
    }
    // Page by page SQLite may pass over it, but it comes to an end.
    Range range = Range::Prefix("r/one/");
    int pages = 0;
    for (; pages < 10; ++pages) {
      const auto page = store->Scan(range, 1);
      if (!page.ok() || page->empty()) break;
      range = range.After(page->back().key);
    }
    EXPECT_LT(pages, 10) << flipped;
  }
}

TEST(SqliteSnapshots, IsGivenUpOnceTheLogHasGrownTooLong) {
  const support::TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(const auto store, SqliteStore::Open(folder.File("x.db")));
  ASSERT_THAT(store->Commit({.writes = {{"a", "one"}}}), IsOk());
  SqliteSnapshots snapshots;
  EXPECT_FALSE(snapshots.Hold(1));
  ASSERT_OK_AND_ASSIGN(auto connection, SqliteConnection::Open(folder.File("x.db"), /*create=*/false));
  ASSERT_OK_AND_ASSIGN(auto snapshot, snapshots.Take(std::move(connection)));
  EXPECT_TRUE(snapshots.Hold(SqliteSnapshots::kMostPages - 1));
  EXPECT_EQ(snapshot->Scan({}, 10)->size(), 1u);
  EXPECT_FALSE(snapshots.Hold(SqliteSnapshots::kMostPages));
  EXPECT_THAT(snapshot->Scan({}, 10), StatusIs(absl::StatusCode::kUnavailable, "SNAPSHOT_LOST"));
  ASSERT_OK_AND_ASSIGN(connection, SqliteConnection::Open(folder.File("x.db"), /*create=*/false));
  EXPECT_THAT(snapshots.Take(std::move(connection)), IsOk());
}

// Commits wait for readers once the log is long, and a snapshot is a reader who stays.
TEST(SqliteSnapshots, HoldsNoCommitUp) {
  const support::TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(const auto store, SqliteStore::Open(folder.File("x.db")));
  ASSERT_OK_AND_ASSIGN(const auto snapshot, store->TakeSnapshot());
  Batch batch;
  batch.writes.push_back({"a", std::string(size_t{7} << 20, 'x')});
  for (int i = 0; i < 10; ++i) ASSERT_THAT(store->Commit(batch), IsOk());
  const absl::Time begin = absl::Now();
  for (int i = 0; i < 3; ++i) ASSERT_THAT(store->Commit({.writes = {{"b", "small"}}}), IsOk());
  // Each would have waited for two seconds.
  EXPECT_LT(absl::Now() - begin, absl::Seconds(2));
  EXPECT_TRUE(snapshot->Scan({}, 10)->empty());
}

}  // namespace
}  // namespace congress::store
