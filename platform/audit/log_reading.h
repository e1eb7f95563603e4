// An audit log as it lies in the store, beside the tree over it as it was recorded.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/audit/log_tree.h"
#include "platform/store/store.h"

namespace congress::audit {

// One number: what was recorded, what lies there, or both.
struct Slot {
  std::optional<Leaf> leaf = std::nullopt;
  // None where it was removed or is damaged.
  std::optional<store::Record> record = std::nullopt;

  store::Revision sequence() const { return leaf ? leaf->sequence : record->revision; }
};

struct Reading {
  // In the order of their numbers.
  std::vector<Slot> slots;
  // Up to which number all is told.
  store::Revision through = 0;
  bool more = false;
};

// Some slots behind `after`: about `limit`, at most twice as many. What came since the tree was followed last, and does
// not belong to it, is left away.
absl::StatusOr<Reading> ReadLog(store::Store& store, LogTree& tree, store::Revision after, int limit);

}  // namespace congress::audit
