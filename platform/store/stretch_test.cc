#include "platform/store/stretch.h"

#include "gtest/gtest.h"
#include "platform/store/enveloped_store.h"
#include "platform/store/sqlite_store.h"
#include "tests/support/status_matchers.h"

namespace congress::store {
namespace {

using support::IsOk;

TEST(Stretch, GoesOnOverDamagedRecords) {
  auto backend = *SqliteStore::Open(":memory:");
  SqliteStore& bare = *backend;
  EnvelopedStore store(std::move(backend));
  Batch batch;
  for (const char* key : {"a", "c", "d"}) batch.writes.push_back({.key = key, .value = key});
  ASSERT_THAT(store.Commit(batch), IsOk());
  ASSERT_THAT(bare.Commit({.writes = {{.key = "b", .value = "x"}, {.key = "e", .value = "x"}}}), IsOk());
  std::string seen;
  Range range;
  while (true) {
    ASSERT_OK_AND_ASSIGN(const Stretch stretch, ReadStretch(store, range, 10));
    if (stretch.last().empty()) break;
    for (const Record& record : stretch.records) seen += record.value;
    if (!stretch.damaged.empty()) seen += "(" + stretch.damaged + ")";
    range = range.After(stretch.last());
  }
  EXPECT_EQ(seen, "a(b)cd(e)");
  ASSERT_OK_AND_ASSIGN(const auto read, ReadUndamaged(store, {"d", "b", "none", "a"}));
  ASSERT_EQ(read.size(), 4u);
  EXPECT_EQ(read[0].value, "d");
  EXPECT_EQ(read[1].revision, kAbsent);
  EXPECT_EQ(read[2].revision, kAbsent);
  EXPECT_EQ(read[3].value, "a");
}

}  // namespace
}  // namespace congress::store
