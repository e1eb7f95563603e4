#include "platform/audit/log_tree.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/audit/log_reading.h"
#include "platform/audit/merkle.h"
#include "platform/audit/proof.h"
#include "platform/status/strings.h"
#include "platform/store/open.h"
#include "tests/support/status_matchers.h"

namespace congress::audit {
namespace {

using support::IsOk;
using support::StatusIs;

constexpr char kFollowedLog[] = "log/audit";

// Counts what is asked of the store behind it.
class CountingStore final : public store::Store {
 public:
  explicit CountingStore(store::Store& store) : store_(store) {}
  absl::StatusOr<store::Record> Get(std::string_view key) override { return ++reads, store_.Get(key); }
  absl::StatusOr<std::vector<store::Record>> GetAll(std::span<const std::string> keys) override {
    return ++reads, store_.GetAll(keys);
  }
  absl::StatusOr<std::vector<store::Record>> Scan(const store::Range& range, int limit) override {
    return ++reads, store_.Scan(range, limit);
  }
  absl::StatusOr<store::Committed> Commit(const store::Batch& batch) override {
    return ++commits, store_.Commit(batch);
  }
  absl::StatusOr<store::Revision> LastSequence() override { return store_.LastSequence(); }
  absl::StatusOr<store::Maintained*> Maintenance() override { return store_.Maintenance(); }

  int reads = 0;
  int commits = 0;

 private:
  store::Store& store_;
};

class LogTreeTest : public ::testing::Test {
 protected:
  void Act() {
    const std::string act = StrCat("act ", leaves_.size());
    const auto committed = store_->Commit({.appends = {{kFollowedLog, act}}});
    ASSERT_THAT(committed, IsOk());
    sequences_.push_back(committed->sequence);
    leaves_.push_back(LeafHash(committed->sequence, act));
  }
  // A commit that is nobody's act.
  void Upkeep() { ASSERT_THAT(store_->Commit({.writes = {{.key = "d/", .value = "x"}}}), IsOk()); }
  std::string Expected(int64_t size) const {
    TreeHash tree;
    for (int64_t i = 0; i < size; ++i) tree.Add(leaves_[static_cast<size_t>(i)]);
    return tree.Root();
  }
  int64_t size() const { return static_cast<int64_t>(leaves_.size()); }

  std::unique_ptr<store::Store> store_ = *store::Open("sqlite::memory:", "drafting");
  std::vector<store::Revision> sequences_;
  std::vector<std::string> leaves_;
};

TEST_F(LogTreeTest, IsTheTreeOfTheLogHoweverItIsFollowed) {
  LogTree followed(*store_, kFollowedLog);
  ASSERT_THAT(followed.Follow(), IsOk());
  EXPECT_EQ(*followed.RootAt(0), Expected(0));
  for (int i = 0; i < 1100; ++i) {
    if (i % 7 == 3) Upkeep();
    Act();
    if (i % 3 != 0) continue;
    ASSERT_THAT(followed.Follow(), IsOk());
  }
  LogTree begun(*store_, kFollowedLog);
  for (LogTree* tree : {&followed, &begun}) {
    ASSERT_THAT(tree->Follow(), IsOk());
    EXPECT_EQ(tree->size(), 1100);
    EXPECT_EQ(tree->last(), sequences_.back());
    for (const int64_t at : {1, 2, 255, 256, 257, 511, 512, 513, 1024, 1099, 1100}) {
      EXPECT_EQ(*tree->RootAt(at), Expected(at)) << at;
    }
  }
  // Its own commits are nobody's acts, one for a full tile, and no other.
  ASSERT_OK_AND_ASSIGN(const auto tiles, store_->Scan(store::Range::Prefix("t/"), 100));
  EXPECT_EQ(tiles.size(), 4U);
}

TEST_F(LogTreeTest, ProvesEachLeafAndEachEarlierState) {
  for (int i = 0; i < 600; ++i) Act();
  LogTree tree(*store_, kFollowedLog);
  ASSERT_THAT(tree.Follow(), IsOk());
  const std::string root = Expected(600);
  for (int64_t i = 0; i < 600; ++i) {
    ASSERT_OK_AND_ASSIGN(const auto proof, tree.Inclusion(i, 600));
    EXPECT_TRUE(Includes(leaves_[static_cast<size_t>(i)], i, 600, proof, root)) << i;
    if (i == 0) continue;
    ASSERT_OK_AND_ASSIGN(const auto later, tree.Consistency(i, 600));
    EXPECT_TRUE(GoesOn(i, Expected(i), 600, root, later)) << i;
  }
}

TEST_F(LogTreeTest, ListsLeavesBehindANumber) {
  for (int i = 0; i < 600; ++i) Act();
  LogTree tree(*store_, kFollowedLog);
  ASSERT_THAT(tree.Follow(), IsOk());
  for (const size_t after : {size_t{0}, size_t{1}, size_t{254}, size_t{255}, size_t{256}, size_t{511}, size_t{598}}) {
    ASSERT_OK_AND_ASSIGN(const auto leaves, tree.LeavesBehind(sequences_[after], 300));
    ASSERT_EQ(leaves.size(), std::min(size_t{300}, 599 - after));
    EXPECT_EQ(leaves.front().index, static_cast<int64_t>(after) + 1);
    EXPECT_EQ(leaves.front().sequence, sequences_[after + 1]);
    EXPECT_EQ(leaves.back().sha256, leaves_[after + leaves.size()]);
  }
  EXPECT_TRUE(tree.LeavesBehind(sequences_.back(), 10)->empty());
}

// 256 * 256 acts fill a tile of the next level.
TEST_F(LogTreeTest, ReadsAFewTilesOfAManyOnceItIsBegun) {
  for (int i = 0; i < 65'900; ++i) Act();
  {
    CountingStore counted(*store_);
    LogTree tree(counted, kFollowedLog);
    ASSERT_THAT(tree.Follow(), IsOk());
    EXPECT_EQ(*tree.RootAt(65'900), Expected(65'900));
    EXPECT_LE(counted.commits, 66) << "one for each thousand records that are read";
  }
  CountingStore counted(*store_);
  LogTree tree(counted, kFollowedLog);
  ASSERT_THAT(tree.Follow(), IsOk());
  EXPECT_EQ(counted.commits, 0);
  EXPECT_LE(counted.reads, 25) << "of 65,900 records";
  for (const int64_t index : {0, 40'000, 65'899}) {
    counted.reads = 0;
    ASSERT_OK_AND_ASSIGN(const auto proof, tree.Inclusion(index, 65'900));
    EXPECT_TRUE(Includes(leaves_[static_cast<size_t>(index)], index, 65'900, proof, Expected(65'900)));
    EXPECT_LE(counted.reads, 3);
  }
  Act();
  counted.reads = 0;
  ASSERT_THAT(tree.Follow(), IsOk());
  EXPECT_EQ(tree.size(), 65'901);
  EXPECT_LE(counted.reads, 2);
}

TEST_F(LogTreeTest, MakesATileAnewThatAKillHasKeptFromTheStore) {
  for (int i = 0; i < 65'540; ++i) Act();
  LogTree first(*store_, kFollowedLog);
  ASSERT_THAT(first.Follow(), IsOk());
  ASSERT_THAT(store_->Commit({.writes = {{.key = TileKey(1, 0)}}}), IsOk());
  LogTree again(*store_, kFollowedLog);
  ASSERT_THAT(again.Follow(), IsOk());
  EXPECT_EQ(*again.RootAt(65'540), Expected(65'540));
  Act();
  ASSERT_THAT(again.Follow(), IsOk());
  EXPECT_THAT(store_->Get(TileKey(1, 0)), IsOk());
}

TEST_F(LogTreeTest, WritesNothingForWhoOnlyLooks) {
  for (int i = 0; i < 300; ++i) Act();
  LogTree tree(*store_, kFollowedLog, LogTree::Keeps::kNothing);
  ASSERT_THAT(tree.Follow(), IsOk());
  EXPECT_EQ(*tree.RootAt(300), Expected(300));
  EXPECT_THAT(store_->Get(TileKey(0, 0)), StatusIs(absl::StatusCode::kNotFound, ""));
}

TEST_F(LogTreeTest, TwoReplicasKeepOneTree) {
  LogTree one(*store_, kFollowedLog);
  LogTree two(*store_, kFollowedLog);
  for (int i = 0; i < 900; ++i) {
    Act();
    if (i % 100 == 99) {
      ASSERT_THAT((i % 200 == 99 ? one : two).Follow(), IsOk());
    }
  }
  ASSERT_THAT(one.Follow(), IsOk());
  ASSERT_THAT(two.Follow(), IsOk());
  EXPECT_EQ(*one.RootAt(900), Expected(900));
  EXPECT_EQ(*two.RootAt(900), Expected(900));
}

TEST_F(LogTreeTest, ATileOfSomebodyElseIsToldAsDamage) {
  for (int i = 0; i < 200; ++i) Act();
  LogTree tree(*store_, kFollowedLog);
  ASSERT_THAT(tree.Follow(), IsOk());
  ASSERT_THAT(store_->Commit({.writes = {{.key = TileKey(0, 0), .value = std::string(256 * 40, 'x')}}}), IsOk());
  for (int i = 0; i < 100; ++i) Act();
  EXPECT_THAT(tree.Follow(), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
}

TEST_F(LogTreeTest, IsReadBesideTheLogThatLiesThere) {
  for (int i = 0; i < 10; ++i) Act();
  LogTree tree(*store_, kFollowedLog);
  ASSERT_THAT(tree.Follow(), IsOk());
  ASSERT_THAT(store_->Commit({.writes = {{.key = store::AppendKey(kFollowedLog, 4)}}}), IsOk());
  Act();
  ASSERT_OK_AND_ASSIGN(const Reading reading, ReadLog(*store_, tree, 2, 5));
  EXPECT_TRUE(reading.more);
  ASSERT_EQ(reading.slots.size(), 5U);
  EXPECT_EQ(reading.slots[0].sequence(), 3);
  EXPECT_EQ(reading.slots[1].sequence(), 4);
  EXPECT_FALSE(reading.slots[1].record.has_value());
  ASSERT_OK_AND_ASSIGN(const Reading rest, ReadLog(*store_, tree, reading.through, 50));
  EXPECT_EQ(rest.slots.back().sequence(), 10) << "what the tree has not taken on is left away";
  EXPECT_FALSE(rest.more);
}

}  // namespace
}  // namespace congress::audit
