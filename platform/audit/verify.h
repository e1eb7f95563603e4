// Holds an exported audit log against signed checkpoints, without trusting the server that keeps it. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "platform/audit/checkpoint.h"
#include "platform/audit/merkle.h"

namespace congress::audit {

// One line of an export: a leaf as it was recorded, and the record that lies in the log.
struct Entry {
  int64_t index = 0;
  int64_t sequence = 0;
  // Empty: the tree has no such record.
  std::string_view leaf_sha256 = {};
  // Empty and not withheld: the log has it no more.
  std::string_view record = {};
  // Kept from who exported: that it is there is verified, what it says is not.
  bool withheld = false;
};

// What is wrong, and where.
struct Finding {
  enum class Kind {
    kAltered,     // The record is not what was recorded.
    kRemoved,     // The record is there no more, or is damaged.
    kAdded,       // The record was put into the log afterwards.
    kOutOfOrder,  // The record does not come behind the one before.
    kLeftOut,     // Lines before the record are missing in the export.
    kChanged,     // The log is not what a checkpoint says.
    kCut,         // The log ends before a checkpoint does.
  };
  Kind kind;
  // Number of the record that is concerned, or of the last one that is as it was.
  int64_t sequence = 0;
  // Of kChanged and kCut: the newest checkpoint that the log has, size 0 for none, and the first that it has not.
  TreeHead good = {};
  TreeHead bad = {};

  // One sentence without a full stop.
  std::string ToString() const;
};

// `17`, or `17 of epoch 1`.
std::string NumberOf(int64_t sequence);

struct Verdict {
  // Empty: the log is what it was at each checkpoint. At most kMostFindings of each kind but for the last two.
  std::vector<Finding> findings = {};
  int64_t finding_count = 0;
  int64_t record_count = 0;
  // Records behind the newest checkpoint, which it says nothing of.
  int64_t later = 0;
  int64_t withheld = 0;
  // Records that were signed in an epoch and given up when the next one began.
  int64_t given_up = 0;
  // The newest one.
  TreeHead checkpoint = {};
};

// Takes an export entry by entry.
class Verifier {
 public:
  static constexpr size_t kMostFindings = 100;

  // Of one log, in any order; at least one. Each was verified.
  explicit Verifier(std::vector<TreeHead> heads);

  void Add(const Entry& entry);
  Verdict End();

 private:
  void Find(Finding::Kind kind, int64_t sequence);
  // How many of its records the log still has, where a later epoch has given up the others.
  int64_t KeptOf(const TreeHead& head) const;
  // Compares the tree with the checkpoints of its size.
  void Compare();

  std::vector<TreeHead> heads_;  // By size.
  size_t next_ = 0;
  TreeHash tree_;
  std::map<int64_t, int64_t> begins_;  // Size of the tree at the first record of an epoch.
  int64_t last_ = 0;
  bool whole_ = true;  // No line is missing so far.
  TreeHead good_;
  bool changed_ = false;
  Verdict verdict_;
  std::vector<size_t> found_;
};

}  // namespace congress::audit
