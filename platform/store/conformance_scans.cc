// Conformance: ranges, order, pages, limits of size.
#include <algorithm>

#include "platform/store/store_conformance.h"

namespace congress::store {
namespace {

using support::IsOk;
using support::StatusIs;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

// Every record of `range`, page by page.
std::vector<std::string> AllKeys(Store& store, Range range, int page_size) {
  std::vector<std::string> keys;
  while (true) {
    const auto page = store.Scan(range, page_size);
    EXPECT_THAT(page, IsOk());
    if (!page.ok() || page->empty()) return keys;
    EXPECT_LE(page->size(), static_cast<size_t>(page_size));
    for (const Record& record : *page) keys.push_back(record.key);
    range = range.After(keys.back());
  }
}

TEST_P(StoreConformance, ScansInOrderOfBytes) {
  std::vector<std::string> keys = {"a",    "B", "aa", "a/b", "é", "z", std::string("a\0", 2), std::string("\0", 1),
                                   "\xff", "~"};
  for (const std::string& key : keys) Put(key, key);
  std::sort(keys.begin(), keys.end(), [](const std::string& a, const std::string& b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
      return static_cast<unsigned char>(x) < static_cast<unsigned char>(y);
    });
  });
  EXPECT_THAT(Keys({}), ElementsAreArray(keys));
}

TEST_P(StoreConformance, ScansFromBeginToBeforeEnd) {
  for (const char* key : {"a", "b", "c", "d"}) Put(key, key);
  EXPECT_THAT(Keys({"b", "d"}), ElementsAre("b", "c"));
  EXPECT_THAT(Keys({"", "b"}), ElementsAre("a"));
  EXPECT_THAT(Keys({"c", ""}), ElementsAre("c", "d"));
  EXPECT_THAT(Keys({"bb", "bc"}), IsEmpty());
  EXPECT_THAT(Keys({"d", "b"}), IsEmpty());
  EXPECT_THAT(Keys({"b", "b"}), IsEmpty());
}

TEST_P(StoreConformance, ScansAPrefix) {
  for (const char* key : {"r", "r/a", "r/b/c", "r0", "s", "r.", "r/\xff", "r/\xff\xff"}) Put(key, key);
  EXPECT_THAT(Keys(Range::Prefix("r/")), ElementsAre("r/a", "r/b/c", "r/\xff", "r/\xff\xff"));
  EXPECT_THAT(Keys(Range::Prefix("r/\xff")), ElementsAre("r/\xff", "r/\xff\xff"));
  EXPECT_EQ(Keys(Range::Prefix("")).size(), 8u);
}

TEST_P(StoreConformance, ScansAPrefixOfHighestBytesToTheEnd) {
  for (const char* key : {"a", "\xfe", "\xff", "\xff\xff", "\xff\xff\x01"}) Put(key, key);
  EXPECT_THAT(Keys(Range::Prefix("\xff")), ElementsAre("\xff", "\xff\xff", "\xff\xff\x01"));
  EXPECT_THAT(Keys(Range::Prefix("\xff\xff")), ElementsAre("\xff\xff", "\xff\xff\x01"));
}

TEST_P(StoreConformance, ScansAfterAKeyWithoutLosingItsNeighbour) {
  for (const std::string& key : {std::string("a"), std::string("a\0", 2), std::string("a\0b", 3), std::string("b")}) {
    Put(key, "x");
  }
  EXPECT_THAT(Keys(Range{}.After("a")), ElementsAre(std::string("a\0", 2), std::string("a\0b", 3), "b"));
  EXPECT_THAT(Keys(Range{"b", ""}.After("a")), ElementsAre("b"));
  EXPECT_THAT(Keys(Range{}.After("b")), IsEmpty());
}

TEST_P(StoreConformance, PagesCoverARangeOnceInOrderWhateverTheirSize) {
  Batch batch;
  std::vector<std::string> keys;
  for (int i = 0; i < 57; ++i) {
    keys.push_back("k" + std::to_string(1000 + i));
    batch.writes.push_back({keys.back(), "x", std::nullopt});
  }
  batch.writes.push_back({"other", "x", std::nullopt});
  ASSERT_THAT(store().Commit(batch), IsOk());
  for (const int page_size : {1, 7, 56, 57, 58, 1000}) {
    EXPECT_THAT(AllKeys(store(), Range::Prefix("k"), page_size), ElementsAreArray(keys)) << page_size;
  }
  EXPECT_THAT(Keys({}, 0), IsEmpty());
  EXPECT_THAT(Keys({}, -1), IsEmpty());
}

TEST_P(StoreConformance, ScansValuesWithTheirRevisions) {
  Put("a", "one");
  Put("b", "");
  Put("a", "two");
  ASSERT_OK_AND_ASSIGN(const auto records, store().Scan({}, 10));
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].value, "two");
  EXPECT_EQ(records[0].revision, 3);
  EXPECT_EQ(records[1].value, "");
  EXPECT_EQ(records[1].revision, 2);
}

TEST_P(StoreConformance, EndsAPageEarlyAfterEightMebibytes) {
  const std::string large(size_t{3} << 20, 'x');
  for (const char* key : {"a", "b", "c", "d"}) Put(key, large);
  EXPECT_THAT(Keys({}), ElementsAre("a", "b"));
  EXPECT_THAT(AllKeys(store(), {}, 1000), ElementsAre("a", "b", "c", "d"));
}

TEST_P(StoreConformance, CommitsAsManyRecordsAsTheLimitAllows) {
  Batch batch;
  std::vector<std::string> keys;
  for (int i = 0; i < static_cast<int>(Batch::kMostEntries); ++i) {
    keys.push_back("k" + std::to_string(100'000 + i));
    batch.writes.push_back({keys.back(), std::to_string(i), kAbsent});
  }
  ASSERT_THAT(store().Commit(batch), IsOk());
  EXPECT_THAT(AllKeys(store(), {}, 3000), ElementsAreArray(keys));
  EXPECT_EQ(ValueAt("k109999"), "9999");
  for (Write& write : batch.writes) write = {write.key, std::nullopt, 1};
  ASSERT_THAT(store().Commit(batch), IsOk());
  EXPECT_THAT(Keys({}), IsEmpty());
}

TEST_P(StoreConformance, RefusesOneRecordMoreThanTheLimit) {
  Batch batch;
  for (size_t i = 0; i < Batch::kMostEntries; ++i) batch.checks.push_back({"absent/" + std::to_string(i), kAbsent});
  ASSERT_THAT(store().Commit(batch), IsOk());
  batch.writes.push_back({"one/more", "x", std::nullopt});
  EXPECT_THAT(store().Commit(batch), StatusIs(absl::StatusCode::kInvalidArgument, "CHANGE_TOO_LARGE"));
  EXPECT_EQ(ValueAt("one/more"), "(NOT_FOUND)");
}

TEST_P(StoreConformance, CommitsEightMebibytesAndNotOneByteMore) {
  std::string value(Batch::kMostBytes - 1, 'x');
  value[5] = '\0';
  Batch batch = {.writes = {{"k", value, std::nullopt}}};
  ASSERT_THAT(store().Commit(batch), IsOk());
  EXPECT_TRUE(ValueAt("k") == value);
  batch.writes[0].value->push_back('x');
  EXPECT_THAT(store().Commit(batch), StatusIs(absl::StatusCode::kInvalidArgument, "CHANGE_TOO_LARGE"));
  EXPECT_TRUE(ValueAt("k") == value);
}

}  // namespace
}  // namespace congress::store
