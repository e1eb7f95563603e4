// Which records of a keyspace a backup holds.
#pragma once

#include <string_view>
#include <vector>

#include "congress/backup/v1/backup.pb.h"
#include "platform/store/identified_store.h"
#include "platform/store/store.h"

namespace congress::backup {

// What the keyspace says of itself: in the manifest and not among the records, since a restore changes it.
using store::kFormatKey;

// The keys of persons lie at `k/…`. Records are all else but the projections, which a service makes anew: `d/…`, its
// copy of the tree of organisations, and `i/…`, the entries of its indexes.
inline std::vector<store::Range> RangesOf(v1::PartKind kind) {
  if (kind == v1::PERSON_KEYS) return {{"k/", "k0"}};
  return {{"", "d/"}, {"d0", "i/"}, {"i0", "k/"}, {"k0", ""}};
}

// Where the audit log lies, before all that it tells of.
inline constexpr std::string_view kAuditLog = "log/audit";

// Whether a part of that kind holds the record at `key`.
inline bool Holds(v1::PartKind kind, std::string_view key) {
  return key.starts_with("k/") == (kind == v1::PERSON_KEYS);
}

}  // namespace congress::backup
