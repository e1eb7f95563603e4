#include "platform/audit/log_reading.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "platform/status/macros.h"
#include "platform/store/failure.h"
#include "platform/store/stretch.h"

namespace congress::audit {
namespace {

// Of a key that may be damaged.
absl::StatusOr<store::Revision> SequenceOf(const std::string& key) {
  store::Revision sequence = 0;
  if (absl::SimpleAtoi(key.substr(key.rfind('/') + 1), &sequence)) return sequence;
  return store::DamagedRecord(key, "no number");
}

}  // namespace

absl::StatusOr<Reading> ReadLog(store::Store& store, LogTree& tree, store::Revision after, int limit) {
  // Before the leaves, which may be more by then.
  const store::Revision end = tree.last();
  ASSIGN_OR_RETURN(const std::vector<Leaf> leaves, tree.LeavesBehind(after, limit));
  const bool all = static_cast<int>(leaves.size()) < limit;
  Reading reading{.slots = {}, .through = all ? end : std::min(leaves.back().sequence, end)};
  const store::Range range = {store::AppendKey(tree.log(), after + 1), store::AppendKey(tree.log(), end + 1)};
  ASSIGN_OR_RETURN(store::Stretch stretch, store::ReadStretch(store, range, limit));
  if (!stretch.last().empty()) {
    ASSIGN_OR_RETURN(const store::Revision read, SequenceOf(stretch.last()));
    reading.through = std::min(reading.through, read);
  }
  auto leaf = leaves.begin();
  auto record = stretch.records.begin();
  while (true) {
    const bool has_leaf = leaf != leaves.end() && leaf->sequence <= reading.through;
    const bool has_record = record != stretch.records.end() && record->revision <= reading.through;
    if (!has_leaf && !has_record) break;
    Slot slot;
    const bool of_leaf = has_leaf && (!has_record || leaf->sequence <= record->revision);
    const bool of_record = has_record && (!has_leaf || record->revision <= leaf->sequence);
    if (of_leaf) slot.leaf = *leaf++;
    if (of_record) slot.record = std::move(*record++);
    reading.slots.push_back(std::move(slot));
  }
  reading.more = reading.through < end;
  return reading;
}

}  // namespace congress::audit
