#include "platform/audit/verify.h"

#include <map>

#include "platform/audit/merkle.h"
#include "platform/status/strings.h"

namespace congress::audit {

std::string Finding::ToString() const {
  switch (kind) {
    case Kind::kAltered:
      return StrCat("record ", sequence, " was altered");
    case Kind::kDropped:
      return StrCat("record ", sequence, " was dropped");
    case Kind::kSwapped:
      return StrCat("record ", sequence, " was swapped: record ", belongs_at, " stands in its place");
    case Kind::kAdded:
      return StrCat("a record was added behind record ", sequence);
  }
  return "";
}

std::string HashedBytes(v1::AuditRecord record) {
  record.clear_sequence();
  record.clear_withheld();
  return record.SerializeAsString();
}

absl::StatusOr<std::vector<Leaf>> LeavesOf(const v1::ListAuditLeavesResponse& answer) {
  if (answer.leaf_sha256_size() != answer.sequences_size()) {
    return absl::InvalidArgumentError("the file of leaves was altered: it has not one number for each leaf");
  }
  std::vector<Leaf> leaves;
  for (int i = 0; i < answer.leaf_sha256_size(); ++i) {
    leaves.push_back({.sha256 = answer.leaf_sha256(i), .sequence = answer.sequences(i)});
  }
  return leaves;
}

absl::StatusOr<Verdict> Verify(const std::vector<v1::AuditRecord>& records, std::vector<Leaf> leaves,
                               const v1::Checkpoint& checkpoint) {
  if (checkpoint.tree_size() < 0) return absl::InvalidArgumentError("the checkpoint was altered: its size is negative");
  if (static_cast<int64_t>(leaves.size()) < checkpoint.tree_size()) {
    return absl::InvalidArgumentError(StrCat("the checkpoint covers ", checkpoint.tree_size(),
                                             " records, but there are ", leaves.size(),
                                             " leaves; list the leaves after the checkpoint was made"));
  }
  // The log went on after the checkpoint was made.
  leaves.resize(static_cast<size_t>(checkpoint.tree_size()));
  TreeHash tree;
  for (const Leaf& leaf : leaves) tree.Add(leaf.sha256);
  if (tree.Root() != checkpoint.root_sha256()) {
    return absl::InvalidArgumentError(
        "the leaves do not make the checkpoint's root: they are of another service, or one of the two was altered");
  }
  std::map<std::string, int64_t> places;
  std::map<int64_t, std::string> by_sequence;
  for (const Leaf& leaf : leaves) {
    places.emplace(leaf.sha256, leaf.sequence);
    by_sequence.emplace(leaf.sequence, leaf.sha256);
  }

  // Both sides are walked in step. Where they differ, what stands there tells the case: a hash that belongs to a later
  // place while the expected one is nowhere means a gap, one that belongs elsewhere while the expected one is still
  // in the file means a swap, an unknown one an altered or added record.
  Verdict verdict;
  std::vector<std::string> actual;
  for (const auto& record : records) {
    const auto leaf = record.withheld() ? by_sequence.find(record.sequence()) : by_sequence.end();
    verdict.withheld += leaf == by_sequence.end() ? 0 : 1;
    actual.push_back(leaf == by_sequence.end() ? LeafHash(HashedBytes(record)) : leaf->second);
  }
  std::map<std::string, int64_t> present;
  for (const std::string& leaf : actual) ++present[leaf];

  std::vector<Finding>& findings = verdict.findings;
  size_t at = 0;
  int64_t last = 0;
  for (size_t i = 0; i < leaves.size(); ++i) {
    const int64_t sequence = leaves[i].sequence;
    if (at >= actual.size()) {
      findings.push_back({Finding::Kind::kDropped, sequence, 0});
      continue;
    }
    if (actual[at] == leaves[i].sha256) {
      last = records[at].sequence();
      ++at;
      continue;
    }
    const auto belongs = places.find(actual[at]);
    if (belongs == places.end()) {
      // An unknown record where the expected one follows at once was put in between.
      const bool added = at + 1 < actual.size() && actual[at + 1] == leaves[i].sha256;
      findings.push_back({added ? Finding::Kind::kAdded : Finding::Kind::kAltered, added ? last : sequence, 0});
      at += added ? 2 : 1;
      continue;
    }
    if (!present.contains(leaves[i].sha256)) {
      findings.push_back({Finding::Kind::kDropped, sequence, 0});
      continue;
    }
    findings.push_back({Finding::Kind::kSwapped, sequence, belongs->second});
    ++at;
  }
  for (; at < actual.size(); ++at) {
    if (records[at].sequence() > last) {
      last = records[at].sequence();
      ++verdict.later;
    } else {
      findings.push_back({Finding::Kind::kAdded, leaves.empty() ? 0 : leaves.back().sequence, 0});
    }
  }
  return verdict;
}

}  // namespace congress::audit
