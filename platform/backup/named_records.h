// Resources that an audit log leaves behind, held against the records that there are.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "congress/audit/v1/audit.pb.h"
#include "platform/store/store.h"

namespace congress::backup {

// The last act on a resource says whether it is there. The acts are shown first, in their order, and then the records;
// of a name its hash is kept.
class NamedRecords {
 public:
  void Act(const audit::v1::AuditRecord& act, store::Revision sequence);
  // What an act concerns that came after the records had been looked at: nothing is known of it.
  void Forget(const audit::v1::AuditRecord& act);
  // There is a record at `key`, damaged or not.
  void Met(std::string_view key);

  // The first act of those that left a resource which has not been met; none: each has.
  std::optional<store::Revision> Missed() const;
  // Whether `name` has not been met, and act `sequence` is the last one on it.
  bool Misses(std::string_view name, store::Revision sequence) const;

 private:
  // By the hash of the name: the last act on a resource that it leaves.
  std::unordered_map<uint64_t, store::Revision> left_;
};

}  // namespace congress::backup
