// Holds exported audit records against a checkpoint, without trusting the server that keeps the log. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/audit/v1/audit.pb.h"
#include "congress/audit/v1/audit_service.pb.h"

namespace congress::audit {

// What is wrong with one place of the log.
struct Finding {
  enum class Kind { kAltered, kDropped, kSwapped, kAdded };
  Kind kind;
  // Sequence number in the checkpoint of the record that is affected.
  int64_t sequence = 0;
  // For kSwapped: where the record that stands there belongs.
  int64_t belongs_at = 0;

  // `record 17 was altered`.
  std::string ToString() const;
};

// The bytes of a record that are hashed: all but its place in the log.
std::string HashedBytes(audit::v1::AuditRecord record);

// One leaf of the tree.
struct Leaf {
  std::string sha256;
  // Number of the record, by which findings name it.
  int64_t sequence = 0;
};
// The leaves of an answer of ListAuditLeaves. INVALID_ARGUMENT when it has not one number for each.
absl::StatusOr<std::vector<Leaf>> LeavesOf(const v1::ListAuditLeavesResponse& answer);

struct Verdict {
  // Empty: the log is what it was when the checkpoint was made.
  std::vector<Finding> findings;
  // Records that were written after the checkpoint, which it says nothing of.
  int64_t later = 0;
  // Records that were kept from who exported them: that they are there is checked, what they say is not.
  int64_t withheld = 0;
};

// Compares `records` (in the order of the file) with the `leaves` that make the root of `checkpoint`. Records behind
// those that it covers count as later, unless their number says that they stand before its end: such were added.
// INVALID_ARGUMENT when the leaves do not make the root: they belong to another log, or one of the two was altered.
absl::StatusOr<Verdict> Verify(const std::vector<v1::AuditRecord>& records, std::vector<Leaf> leaves,
                               const v1::Checkpoint& checkpoint);

}  // namespace congress::audit
