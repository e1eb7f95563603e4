#include "platform/content/content_conformance.h"

#include <thread>

#include "absl/time/clock.h"

namespace congress::content {
namespace {

using support::IsOk;
using support::kInvalid;
using support::StatusIs;
using testing::ElementsAre;
using testing::IsEmpty;

const absl::Status kBroken = absl::AbortedError("the sender is gone");

TEST_P(ContentConformance, BeginsEmpty) {
  EXPECT_THAT(store().Get("a", 0, [](std::string_view) { return absl::OkStatus(); }),
              StatusIs(support::kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Ids(), IsEmpty());
}

TEST_P(ContentConformance, ReadsWhatWasPutWhateverItsLength) {
  for (const size_t size : {0u, 1u, 65'535u, 65'536u, 65'537u, 3'000'000u}) {
    const std::string bytes = SomeBytes(size);
    ASSERT_THAT(Put("a", bytes), IsOk());
    EXPECT_TRUE(BytesAt("a") == bytes) << size;
  }
}

TEST_P(ContentConformance, TakesASourceThatGivesAByteAtATime) {
  const std::string bytes = SomeBytes(1000);
  BytesSource source(bytes, 1);
  ASSERT_THAT(store().Put("a", 1000, source), IsOk());
  EXPECT_TRUE(BytesAt("a") == bytes);
}

TEST_P(ContentConformance, ReadsFromAnyOffset) {
  const std::string bytes = SomeBytes(200'000);
  ASSERT_THAT(Put("a", bytes), IsOk());
  for (const size_t offset : {1u, 36u, 65'536u, 199'999u}) {
    EXPECT_TRUE(BytesAt("a", static_cast<int64_t>(offset)) == bytes.substr(offset)) << offset;
  }
  EXPECT_EQ(BytesAt("a", 200'000), "");
  EXPECT_EQ(BytesAt("a", 200'001), "");
}

TEST_P(ContentConformance, IsThereWhenOpenedAgain) {
  ASSERT_THAT(Put("a", "one"), IsOk());
  Reopen();
  EXPECT_EQ(BytesAt("a"), "one");
  EXPECT_THAT(Ids(), ElementsAre("a"));
}

TEST_P(ContentConformance, ReplacesAContent) {
  ASSERT_THAT(Put("a", "one, longer"), IsOk());
  ASSERT_THAT(Put("a", "two"), IsOk());
  EXPECT_EQ(BytesAt("a"), "two");
  EXPECT_THAT(Ids(), ElementsAre("a"));
}

TEST_P(ContentConformance, DeletesAndDoesNotMindWhatIsAbsent) {
  ASSERT_THAT(Put("a", "one"), IsOk());
  ASSERT_THAT(Put("b", "two"), IsOk());
  EXPECT_THAT(store().Delete("a"), IsOk());
  EXPECT_EQ(BytesAt("a"), "(NOT_FOUND)");
  EXPECT_THAT(Ids(), ElementsAre("b"));
  EXPECT_THAT(store().Delete("a"), IsOk());
}

TEST_P(ContentConformance, ListsPageByPageInTheOrderOfIds) {
  for (const char* id : {"b", "a-2", "a", "c", "a1", "9"}) ASSERT_THAT(Put(id, "x"), IsOk());
  EXPECT_THAT(Ids(), ElementsAre("9", "a", "a-2", "a1", "b", "c"));
  EXPECT_THAT(Ids("", 2), ElementsAre("9", "a"));
  EXPECT_THAT(Ids("a", 2), ElementsAre("a-2", "a1"));
  EXPECT_THAT(Ids("a-1", 1), ElementsAre("a-2"));
  EXPECT_THAT(Ids("b"), ElementsAre("c"));
  EXPECT_THAT(Ids("c"), IsEmpty());
}

TEST_P(ContentConformance, ListsLengthAndAge) {
  const absl::Time before = absl::Now();
  ASSERT_THAT(Put("a", std::string(70'000, 'x')), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto page, store().List("", 10));
  ASSERT_EQ(page.size(), 1u);
  EXPECT_EQ(page[0].size_bytes, 70'000);
  // Some stores cut to whole seconds.
  EXPECT_GE(page[0].written, before - absl::Seconds(2));
  EXPECT_LE(page[0].written, absl::Now() + absl::Seconds(2));
}

TEST_P(ContentConformance, KeepsNothingOfASourceThatFails) {
  ASSERT_THAT(Put("old", "as it was"), IsOk());
  const std::string bytes = SomeBytes(300'000);
  for (const char* id : {"old", "new"}) {
    for (const size_t came : {0u, 1u, 200'000u, 300'000u}) {
      BytesSource source(std::string_view(bytes).substr(0, came), 50'000, kBroken);
      EXPECT_EQ(store().Put(id, 300'000, source), kBroken) << id << came;
    }
  }
  EXPECT_THAT(Ids(), ElementsAre("old"));
  EXPECT_EQ(BytesAt("old"), "as it was");
}

TEST_P(ContentConformance, RefusesASourceOfAnotherLength) {
  const std::string bytes = SomeBytes(200'000);
  EXPECT_THAT(PutBytes(store(), "a", bytes, 200'001), StatusIs(kInvalid, "CONTENT_TRUNCATED"));
  EXPECT_THAT(PutBytes(store(), "a", bytes, 199'999), StatusIs(kInvalid, "CONTENT_TOO_LARGE"));
  // All that was announced came with the last piece, and yet another follows.
  BytesSource pieces(bytes, 50'000);
  EXPECT_THAT(store().Put("a", 100'000, pieces), StatusIs(kInvalid, "CONTENT_TOO_LARGE"));
  EXPECT_THAT(PutBytes(store(), "a", bytes, 0), StatusIs(kInvalid, "CONTENT_TOO_LARGE"));
  EXPECT_THAT(PutBytes(store(), "a", "", 1), StatusIs(kInvalid, "CONTENT_TRUNCATED"));
  EXPECT_THAT(Ids(), IsEmpty());
}

TEST_P(ContentConformance, ShowsNothingBeforeItIsWhole) {
  const std::string bytes = SomeBytes(200'000);
  BytesSource rest(bytes, 100'000);
  int looks = 0;
  const auto looking = [&](std::span<char> room) -> absl::StatusOr<size_t> {
    if (rest.left() < bytes.size()) {
      ++looks;
      EXPECT_EQ(BytesAt("a"), "(NOT_FOUND)");
      EXPECT_THAT(Ids(), IsEmpty());
    }
    return rest(room);
  };
  ASSERT_THAT(store().Put("a", 200'000, looking), IsOk());
  EXPECT_GE(looks, 2);
  EXPECT_TRUE(BytesAt("a") == bytes);
}

TEST_P(ContentConformance, EndsAReadWithTheSinksStatus) {
  ASSERT_THAT(Put("a", SomeBytes(3'000'000)), IsOk());
  size_t got = 0;
  const absl::Status read = store().Get("a", 0, [&got](std::string_view bytes) {
    got += bytes.size();
    return got < 100'000 ? absl::OkStatus() : kBroken;
  });
  EXPECT_EQ(read, kBroken);
  EXPECT_LT(got, 400'000u);
  // The store goes on to serve.
  EXPECT_EQ(BytesAt("a").size(), 3'000'000u);
}

TEST_P(ContentConformance, TakesNoIdThatLeavesItsPlace) {
  for (const std::string& id : {std::string(), std::string("../a"), std::string("a/b"), std::string("."),
                                std::string("A"), std::string("-a"), std::string("a\0b", 3), std::string(101, 'a')}) {
    EXPECT_TRUE(absl::IsInternal(Put(id, "x"))) << id;
    EXPECT_TRUE(absl::IsInternal(store().Get(id, 0, [](std::string_view) { return absl::OkStatus(); }))) << id;
    EXPECT_TRUE(absl::IsInternal(store().Delete(id))) << id;
  }
  EXPECT_THAT(Put(std::string(100, 'a'), "x"), IsOk());
}

TEST_P(ContentConformance, ServesManyThreadsAtOnce) {
  std::vector<std::thread> threads;
  for (size_t i = 0; i < 4; ++i) {
    threads.emplace_back([this, i] {
      const std::string id = "t" + std::to_string(i);
      for (size_t round = 0; round < 5; ++round) {
        const std::string bytes = SomeBytes(100'000 + i * 1000 + round);
        EXPECT_THAT(Put(id, bytes), IsOk());
        EXPECT_TRUE(BytesAt(id) == bytes);
      }
      if (i % 2 == 0) {
        EXPECT_THAT(store().Delete(id), IsOk());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(Ids(), ElementsAre("t1", "t3"));
}

}  // namespace
}  // namespace congress::content
