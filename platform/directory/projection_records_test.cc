#include "platform/directory/projection_records.h"

#include <optional>

#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "platform/store/open.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"

namespace congress::directory {
namespace {

using support::IsOk;

constexpr absl::CivilDay kToday(2025, 6, 16);

Reading ReadingOf(int organisations, const std::string& display_name) {
  Reading reading{.whole = true, .tree_revision = display_name, .found = {}, .missing = {}};
  for (int i = 0; i < organisations; ++i) {
    auto& entry = reading.found.emplace_back();
    entry.set_name(StrCat("organisations/o", i));
    entry.set_display_name(display_name);
  }
  return reading;
}

class ProjectionRecords : public ::testing::Test {
 protected:
  // By how many commits the copy says that it was written; nothing when it does not say.
  std::optional<int64_t> Counted() {
    const auto stored = LoadStored(*store_);
    EXPECT_THAT(stored, IsOk());
    if (!stored.ok() || !stored->state.has_commit_count()) return std::nullopt;
    return stored->state.commit_count();
  }
  void Write(const Reading& reading, const std::string& token) {
    EXPECT_THAT(WriteReading(*store_, reading, token, kToday, &stored_), IsOk());
  }

  const std::unique_ptr<store::Store> store_ = *store::Open("sqlite::memory:", "drafting");
  Stored stored_;
};

TEST_F(ProjectionRecords, CountTheCommitsThatWroteThem) {
  // Each as large as one commit, as three, as none, and the token alone.
  for (const auto& [organisations, name, token] : {std::tuple(3, "a", "1"), std::tuple(12'000, "b", "2"),
                                                   std::tuple(12'000, "b", "2"), std::tuple(12'000, "b", "3")}) {
    Write(ReadingOf(organisations, name), token);
    EXPECT_EQ(Counted(), store_->LastSequence().value_or(-1)) << token;
  }
  EXPECT_EQ(Counted(), 5);
  // Whoever goes on with it reads it first.
  stored_ = *LoadStored(*store_);
  Write(ReadingOf(1, "c"), "4");
  EXPECT_EQ(Counted(), store_->LastSequence().value_or(-1));
}

// Those that the tree still has, and the state.
TEST_F(ProjectionRecords, ThatWereLostAreMadeAnew) {
  const support::RedisServer server;
  const auto store = *store::Open(server.url(), "drafting");
  ASSERT_THAT(WriteReading(*store, ReadingOf(3, "a"), "1", kToday, &stored_), IsOk());
  for (const std::string lost : {"d/organisations/o1", "d/organisations/o2", "d/"}) {
    SCOPED_TRACE(lost);
    server.Command({"DEL", StrCat("{congress:drafting}:r:", lost)});
    auto stored = LoadStored(*store);
    ASSERT_THAT(stored, IsOk());
    EXPECT_EQ(stored->state.resume_token(), "") << "so that the tree is read as a whole";
    // Of one that is there no more nothing is left.
    const int found = lost.ends_with("o1") ? 3 : 2;
    ASSERT_THAT(WriteReading(*store, ReadingOf(found, "a"), "2", kToday, &*stored), IsOk());
    const auto again = LoadStored(*store);
    ASSERT_THAT(again, IsOk());
    EXPECT_TRUE(again->damaged.empty());
    EXPECT_EQ(again->entries.size(), static_cast<size_t>(found));
    EXPECT_EQ(again->state.resume_token(), "2");
    EXPECT_EQ(again->state.has_commit_count(), lost != "d/") << "nobody knows how many commits there were before";
  }
}

TEST_F(ProjectionRecords, ThatAnOlderVersionBeganDoNotSay) {
  store::v1::DirectoryState state;
  state.set_resume_token("1");
  ASSERT_THAT(store_->Commit({.writes = {{.key = "d/", .value = state.SerializeAsString()}}}), IsOk());
  stored_ = *LoadStored(*store_);
  Write(ReadingOf(3, "a"), "2");
  EXPECT_EQ(Counted(), std::nullopt);
}

}  // namespace
}  // namespace congress::directory
