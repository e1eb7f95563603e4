#include "platform/store/sqlite_snapshot.h"

#include "absl/time/clock.h"
#include "platform/store/sqlite_store.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::store {
namespace {

using support::IsOk;
using support::StatusIs;

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
