// Conformance: snapshots while writers are at work, and what is loaded from one.
#include <atomic>
#include <map>
#include <thread>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "platform/store/maintained.h"
#include "platform/store/store_conformance.h"

namespace congress::store {

void StoreSnapshots::SetUp() {
  StoreConformance::SetUp();
  Batch batch;
  for (int i = 0; i < 40; ++i) batch.writes.push_back({absl::StrCat("k", 100 + i), absl::StrCat("old ", i)});
  batch.appends = {{"log", "first"}};
  ASSERT_THAT(store().Commit(batch), support::IsOk());
  Put("k100", "newer");
}

namespace {

using support::IsOk;
using support::StatusIs;
using testing::ElementsAre;
using testing::IsEmpty;

// What a store holds: key, value and revision.
using Contents = std::map<std::string, std::pair<std::string, Revision>>;

template <class Source>
Contents ContentsOf(Source& source, int limit = 7) {
  Contents contents;
  Range rest;
  while (true) {
    const auto page = source.Scan(rest, limit);
    EXPECT_THAT(page, IsOk());
    if (!page.ok() || page->empty()) return contents;
    EXPECT_LE(page->size(), static_cast<size_t>(limit));
    for (const Record& record : *page) {
      EXPECT_GE(record.key, rest.begin);
      EXPECT_TRUE(contents.emplace(record.key, std::pair(record.value, record.revision)).second) << record.key;
    }
    rest = rest.After(page->back().key);
  }
}

absl::StatusOr<std::unique_ptr<Snapshot>> Take(Store& store) {
  const auto maintained = store.Maintenance();
  if (!maintained.ok()) return maintained.status();
  return (*maintained)->TakeSnapshot();
}

absl::StatusOr<std::unique_ptr<Load>> Begin(Store& store) {
  const auto maintained = store.Maintenance();
  if (!maintained.ok()) return maintained.status();
  return (*maintained)->BeginLoad();
}

TEST_P(StoreConformance, ASnapshotOfAnEmptyStoreIsEmpty) {
  ASSERT_OK_AND_ASSIGN(const auto snapshot, Take(store()));
  EXPECT_EQ(snapshot->sequence(), 0);
  Put("a", "later");
  EXPECT_THAT(ContentsOf(*snapshot), IsEmpty());
}

TEST_P(StoreSnapshots, AreWhatTheStoreWasWhateverComesAfter) {
  const Contents before = ContentsOf(store());
  ASSERT_OK_AND_ASSIGN(const auto snapshot, Take(store()));
  EXPECT_EQ(snapshot->sequence(), 2);
  ASSERT_OK_AND_ASSIGN(auto page, snapshot->Scan({}, 10));
  // Before and behind what was read: overwritten, deleted, deleted and written again, new, new and deleted.
  for (const char* key : {"k105", "k120"}) Put(key, "overwritten");
  for (const char* key : {"k105", "k106", "k121", "k122", "k139"}) {
    ASSERT_THAT(store().Commit({.writes = {{key, std::nullopt}}}), IsOk());
  }
  Put("k121", "again");
  for (const char* key : {"a", "k1105", "k1215", "z"}) Put(key, "new");
  ASSERT_THAT(store().Commit({.writes = {{"k1215", std::nullopt}, {"z", std::nullopt}}, .appends = {{"log", "x"}}}),
              IsOk());
  Put("z", "new again");
  for (const int limit : {1, 7, 1000}) EXPECT_EQ(ContentsOf(*snapshot, limit), before) << limit;
  ASSERT_OK_AND_ASSIGN(page, snapshot->Scan({"k105", "k108"}, 10));
  EXPECT_THAT(page, ElementsAre(testing::Field(&Record::key, "k105"), testing::Field(&Record::key, "k106"),
                                testing::Field(&Record::key, "k107")));
  EXPECT_EQ(page[0].value, "old 5");
  ASSERT_OK_AND_ASSIGN(page, snapshot->Scan(Range::Prefix("z"), 10));
  EXPECT_THAT(page, IsEmpty());
}

TEST_P(StoreSnapshots, ThereIsOneAtATime) {
  {
    ASSERT_OK_AND_ASSIGN(const auto snapshot, Take(store()));
    EXPECT_THAT(Take(store()), StatusIs(absl::StatusCode::kUnavailable, "SNAPSHOT_RUNNING"));
  }
  Put("k101", "between");
  ASSERT_OK_AND_ASSIGN(const auto next, Take(store()));
  EXPECT_EQ(ContentsOf(*next), ContentsOf(store()));
}

TEST_P(StoreSnapshots, EndPagesAfterEightMebibytes) {
  const std::string large(size_t{3} << 20, 'x');
  for (const char* key : {"a", "b", "c", "d"}) Put(key, large);
  ASSERT_OK_AND_ASSIGN(const auto snapshot, Take(store()));
  ASSERT_THAT(store().Commit({.writes = {{"b", std::nullopt}, {"d", "small"}}}), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto page, snapshot->Scan({}, 1000));
  EXPECT_THAT(page, ElementsAre(testing::Field(&Record::key, "a"), testing::Field(&Record::key, "b")));
  const Contents contents = ContentsOf(*snapshot, 1000);
  EXPECT_EQ(contents.size(), 45u);
  EXPECT_TRUE(contents.at("d").first == large);
}

// Two halves of an amount move in each commit; a snapshot sees them whole, at its number.
TEST_P(StoreSnapshots, SeeOneMomentWhileManyWrite) {
  std::atomic<bool> stop = false;
  std::vector<std::jthread> writers;
  const absl::Cleanup end = [&stop] { stop = true; };
  for (int thread = 0; thread < 3; ++thread) {
    writers.emplace_back([&, thread] {
      for (int i = 0; !stop; ++i) {
        const std::string value = absl::StrCat(i);
        Batch batch;
        batch.writes = {{absl::StrCat("left/", thread), value}, {absl::StrCat("right/", thread), value}};
        // One side of a pair that comes and goes.
        batch.writes.push_back({absl::StrCat("now/", thread, "/", i % 5), value});
        batch.writes.push_back({absl::StrCat("now/", thread, "/", (i + 2) % 5), std::nullopt});
        batch.appends = {{"log", value}};
        ASSERT_THAT(store().Commit(batch), IsOk());
      }
    });
  }
  for (int round = 0; round < 5; ++round) {
    ASSERT_OK_AND_ASSIGN(const auto snapshot, Take(store()));
    const Contents contents = ContentsOf(*snapshot, 100);
    Revision log = 0;
    for (const auto& [key, record] : contents) {
      EXPECT_LE(record.second, snapshot->sequence()) << key;
      log += key.starts_with("log/") ? 1 : 0;
    }
    // Every commit but the second one appends.
    EXPECT_EQ(log, snapshot->sequence() - 1);
    for (int thread = 0; thread < 3; ++thread) {
      const auto left = contents.find(absl::StrCat("left/", thread));
      const auto right = contents.find(absl::StrCat("right/", thread));
      ASSERT_EQ(left == contents.end(), right == contents.end());
      if (left == contents.end()) continue;
      EXPECT_EQ(left->second, right->second);
    }
  }
}

TEST_P(StoreSnapshots, AreLoadedIntoAnEmptyStore) {
  const std::unique_ptr<StorePlace> elsewhere = GetParam().make();
  {
    ASSERT_OK_AND_ASSIGN(const auto snapshot, Take(store()));
    ASSERT_OK_AND_ASSIGN(const auto empty, elsewhere->Open());
    ASSERT_OK_AND_ASSIGN(const auto load, Begin(*empty));
    Range rest;
    while (true) {
      ASSERT_OK_AND_ASSIGN(const auto page, snapshot->Scan(rest, 9));
      if (page.empty()) break;
      ASSERT_THAT(load->Add(page), IsOk());
      rest = rest.After(page.back().key);
    }
    ASSERT_THAT(load->Finish(snapshot->sequence()), IsOk());
    EXPECT_EQ(ContentsOf(*empty), ContentsOf(store()));
    EXPECT_EQ(empty->LastSequence().value_or(-1), 2);
    ASSERT_OK_AND_ASSIGN(const auto next, empty->Commit({.writes = {{"k100", "next", 2}}}));
    EXPECT_EQ(next.sequence, 3);
    EXPECT_THAT(Begin(*empty), StatusIs(absl::StatusCode::kFailedPrecondition, "STORE_NOT_EMPTY"));
  }
}

TEST_P(StoreConformance, ALoadIsRefusedOnceSomebodyElseHasWritten) {
  ASSERT_OK_AND_ASSIGN(const auto load, Begin(store()));
  ASSERT_THAT(load->Add(std::vector<Record>{{"a", "loaded", 5}}), IsOk());
  Put("b", "written");
  EXPECT_THAT(load->Finish(9), StatusIs(absl::StatusCode::kFailedPrecondition, "STORE_NOT_EMPTY"));
}

void ExpectUnfinished(StorePlace& place) {
  const auto opened = place.Open();
  ASSERT_TRUE(absl::IsFailedPrecondition(opened.status())) << opened.status();
  EXPECT_THAT(std::string(opened.status().message()), testing::HasSubstr("a restore that was not finished"));
}

TEST_P(DurableStore, ALoadThatWasNotFinishedIsNoStore) {
  ASSERT_OK_AND_ASSIGN(auto load, Begin(store()));
  ASSERT_THAT(load->Add(std::vector<Record>{{"a", "loaded", 5}}), IsOk());
  load.reset();
  Close();
  ExpectUnfinished(place());
}

// From its beginning on, so that nobody makes a new store of it.
TEST_P(DurableStore, ALoadThatWasNotFinishedIsNoStoreBeforeItsFirstRecordEither) {
  ASSERT_THAT(Begin(store()), IsOk());
  Close();
  ExpectUnfinished(place());
}

}  // namespace
}  // namespace congress::store
