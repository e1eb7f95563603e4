#include "platform/audit/verify.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/audit/merkle.h"
#include "platform/digest/sha256.h"
#include "platform/status/strings.h"
#include "tests/support/status_matchers.h"

namespace congress::audit {
namespace {

using Kind = Finding::Kind;

struct Log {
  std::vector<v1::AuditRecord> records;
  std::vector<Leaf> leaves;
  v1::Checkpoint checkpoint;
};

std::vector<std::string> HashesOf(const std::vector<Leaf>& leaves) {
  std::vector<std::string> hashes;
  for (const Leaf& leaf : leaves) hashes.push_back(leaf.sha256);
  return hashes;
}

std::string RootOf(const std::vector<std::string>& leaves) {
  TreeHash tree;
  for (const std::string& leaf : leaves) tree.Add(leaf);
  return tree.Root();
}

absl::StatusOr<std::vector<Finding>> Verify(const Log& log) {
  const auto verdict = audit::Verify(log.records, log.leaves, log.checkpoint);
  if (!verdict.ok()) return verdict.status();
  return verdict->findings;
}

Log LogOf(int size) {
  Log log;
  for (int i = 1; i <= size; ++i) {
    v1::AuditRecord record;
    record.set_sequence(i);
    record.set_principal("clerk");
    record.set_method("method");
    record.mutable_time()->set_seconds(i);
    log.leaves.push_back({.sha256 = LeafHash(HashedBytes(record)), .sequence = i});
    log.records.push_back(record);
  }
  log.checkpoint.set_tree_size(size);
  log.checkpoint.set_root_sha256(RootOf(HashesOf(log.leaves)));
  return log;
}

TEST(Verify, TakesARecordThatWasWithheldByItsLeaf) {
  Log log = LogOf(4);
  v1::AuditRecord withheld;
  withheld.set_sequence(2);
  withheld.set_withheld(true);
  *withheld.mutable_time() = log.records[1].time();
  log.records[1] = withheld;
  ASSERT_OK_AND_ASSIGN(const auto verdict, audit::Verify(log.records, log.leaves, log.checkpoint));
  EXPECT_TRUE(verdict.findings.empty());
  EXPECT_EQ(verdict.withheld, 1);
  // One in another's place is not it.
  std::swap(log.records[1], log.records[2]);
  EXPECT_FALSE(Verify(log)->empty());
}

// The test vectors that Certificate Transparency's reference tests use for the tree of RFC 6962.
TEST(Merkle, FollowsRfc6962) {
  EXPECT_EQ(absl::BytesToHexString(RootOf({})), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(absl::BytesToHexString(LeafHash("")), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  std::vector<std::string> leaves;
  for (const char* hex :
       {"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}) {
    leaves.push_back(LeafHash(absl::HexStringToBytes(hex)));
  }
  EXPECT_EQ(absl::BytesToHexString(RootOf({leaves[0], leaves[1], leaves[2]})),
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77");
  EXPECT_EQ(absl::BytesToHexString(RootOf(leaves)), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
}

// The definition itself: the left subtree is the largest full one that leaves something to the right.
std::string Defined(const std::vector<std::string>& leaves, size_t begin, size_t end) {
  if (end - begin == 1) return leaves[begin];
  size_t left = 1;
  while (left * 2 < end - begin) left *= 2;
  return digest::Sha256(StrCat("\x01", Defined(leaves, begin, begin + left), Defined(leaves, begin + left, end)));
}

TEST(Merkle, TheTreeThatGrowsIsTheDefinedOne) {
  TreeHash tree;
  std::vector<std::string> leaves;
  for (int i = 0; i < 130; ++i) {
    leaves.push_back(LeafHash(StrCat(i)));
    tree.Add(leaves.back());
    ASSERT_EQ(tree.Root(), Defined(leaves, 0, leaves.size())) << i;
  }
  EXPECT_EQ(tree.size(), 130);
}

TEST(Verify, AnUntouchedLogHasNoFindings) {
  for (const int size : {0, 1, 2, 3, 7, 8, 33}) {
    const Log log = LogOf(size);
    ASSERT_OK_AND_ASSIGN(const auto findings, Verify(log));
    EXPECT_TRUE(findings.empty()) << size;
  }
}

TEST(Verify, NamesEveryAlteredRecord) {
  const Log log = LogOf(9);
  for (size_t i = 0; i < log.records.size(); ++i) {
    Log changed = log;
    changed.records[i].set_principal("rival");
    ASSERT_OK_AND_ASSIGN(const auto findings, Verify(changed));
    ASSERT_EQ(findings.size(), 1u) << i;
    EXPECT_EQ(findings[0].kind, Kind::kAltered);
    EXPECT_EQ(findings[0].sequence, static_cast<int64_t>(i) + 1);
  }
}

TEST(Verify, NamesEveryDroppedRecord) {
  const Log log = LogOf(9);
  for (size_t i = 0; i < log.records.size(); ++i) {
    Log changed = log;
    changed.records.erase(changed.records.begin() + static_cast<std::ptrdiff_t>(i));
    ASSERT_OK_AND_ASSIGN(const auto findings, Verify(changed));
    ASSERT_EQ(findings.size(), 1u) << i;
    EXPECT_EQ(findings[0].kind, Kind::kDropped);
    EXPECT_EQ(findings[0].sequence, static_cast<int64_t>(i) + 1);
  }
}

TEST(Verify, NamesEverySwappedPair) {
  const Log log = LogOf(7);
  for (size_t i = 0; i < log.records.size(); ++i) {
    for (size_t j = i + 1; j < log.records.size(); ++j) {
      Log changed = log;
      std::swap(changed.records[i], changed.records[j]);
      ASSERT_OK_AND_ASSIGN(const auto findings, Verify(changed));
      ASSERT_EQ(findings.size(), 2u) << i << " " << j;
      EXPECT_EQ(findings[0].kind, Kind::kSwapped);
      EXPECT_EQ(findings[0].sequence, static_cast<int64_t>(i) + 1);
      EXPECT_EQ(findings[0].belongs_at, static_cast<int64_t>(j) + 1);
      EXPECT_EQ(findings[1].sequence, static_cast<int64_t>(j) + 1);
    }
  }
}

TEST(Verify, TellsAddedRecordsAndAnAlteredCheckpoint) {
  Log log = LogOf(4);
  v1::AuditRecord forged = log.records[1];
  forged.set_method("forged");
  log.records.insert(log.records.begin() + 2, forged);
  ASSERT_OK_AND_ASSIGN(const auto findings, Verify(log));
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].kind, Kind::kAdded);
  EXPECT_EQ(findings[0].sequence, 2);
  log.leaves[0].sha256 = LeafHash("forged");
  EXPECT_FALSE(Verify(log).ok());
}

TEST(Verify, TellsRecordsThatWereAddedAtTheEndFromLaterOnes) {
  const Log log = LogOf(4);
  ASSERT_OK_AND_ASSIGN(const auto whole, audit::Verify(LogOf(6).records, log.leaves, log.checkpoint));
  EXPECT_TRUE(whole.findings.empty());
  EXPECT_EQ(whole.later, 2);
  for (const int64_t sequence : {1, 2, 4}) {
    Log longer = log;
    longer.records.push_back(log.records[1]);
    longer.records.back().set_principal("forged");
    longer.records.back().set_sequence(sequence);
    ASSERT_OK_AND_ASSIGN(const auto findings, Verify(longer));
    ASSERT_EQ(findings.size(), 1u) << sequence;
    EXPECT_EQ(findings[0].kind, Kind::kAdded);
  }
}

TEST(Verify, LooksOnlyAtWhatTheCheckpointCovers) {
  Log log = LogOf(6);
  const Log later = LogOf(9);
  log.leaves = later.leaves;
  log.records = later.records;
  ASSERT_OK_AND_ASSIGN(const auto findings, Verify(log));
  EXPECT_TRUE(findings.empty());
  log.leaves.resize(5);
  log.checkpoint.set_tree_size(-1);
  EXPECT_FALSE(Verify(log).ok());
  log.checkpoint.set_tree_size(6);
  EXPECT_THAT(Verify(log).status().message(), ::testing::HasSubstr("covers 6 records, but there are 5 leaves"));
}

}  // namespace
}  // namespace congress::audit
