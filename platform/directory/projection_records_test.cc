#include "platform/directory/projection_records.h"

#include <optional>

#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "platform/store/open.h"
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
