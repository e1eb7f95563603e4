#include "platform/audit/verify.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"
#include "platform/audit/merkle.h"
#include "tests/support/status_matchers.h"

namespace congress::audit {
namespace {

using Kind = Finding::Kind;

struct Log {
  std::vector<v1::AuditRecord> records;
  v1::Checkpoint checkpoint;
};

Log LogOf(int size) {
  Log log;
  std::vector<std::string> leaves;
  for (int i = 1; i <= size; ++i) {
    v1::AuditRecord record;
    record.set_sequence(i);
    record.set_principal("clerk");
    record.set_method("method");
    record.mutable_time()->set_seconds(i);
    leaves.push_back(LeafHash(HashedBytes(record)));
    log.checkpoint.add_leaf_sha256(leaves.back());
    log.records.push_back(record);
  }
  log.checkpoint.set_tree_size(size);
  log.checkpoint.set_root_sha256(RootHash(leaves));
  return log;
}

// The test vectors that Certificate Transparency's reference tests use for the tree of RFC 6962.
TEST(Merkle, FollowsRfc6962) {
  EXPECT_EQ(absl::BytesToHexString(RootHash({})), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(absl::BytesToHexString(LeafHash("")), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  std::vector<std::string> leaves;
  for (const char* hex :
       {"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}) {
    leaves.push_back(LeafHash(absl::HexStringToBytes(hex)));
  }
  EXPECT_EQ(absl::BytesToHexString(RootHash({leaves[0], leaves[1], leaves[2]})),
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77");
  EXPECT_EQ(absl::BytesToHexString(RootHash(leaves)),
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
}

TEST(Verify, AnUntouchedLogHasNoFindings) {
  for (const int size : {0, 1, 2, 3, 7, 8, 33}) {
    const Log log = LogOf(size);
    ASSERT_OK_AND_ASSIGN(const auto findings, Verify(log.records, log.checkpoint));
    EXPECT_TRUE(findings.empty()) << size;
  }
}

TEST(Verify, NamesEveryAlteredRecord) {
  const Log log = LogOf(9);
  for (size_t i = 0; i < log.records.size(); ++i) {
    Log changed = log;
    changed.records[i].set_principal("rival");
    ASSERT_OK_AND_ASSIGN(const auto findings, Verify(changed.records, changed.checkpoint));
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
    ASSERT_OK_AND_ASSIGN(const auto findings, Verify(changed.records, changed.checkpoint));
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
      ASSERT_OK_AND_ASSIGN(const auto findings, Verify(changed.records, changed.checkpoint));
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
  ASSERT_OK_AND_ASSIGN(const auto findings, Verify(log.records, log.checkpoint));
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].kind, Kind::kAdded);
  EXPECT_EQ(findings[0].sequence, 2);
  log.checkpoint.set_leaf_sha256(0, LeafHash("forged"));
  EXPECT_FALSE(Verify(log.records, log.checkpoint).ok());
}

}  // namespace
}  // namespace congress::audit
