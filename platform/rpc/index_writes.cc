#include "platform/rpc/index_writes.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "platform/failpoint/failpoint.h"
#include "platform/rpc/records.h"
#include "platform/status/macros.h"
#include "platform/store/failure.h"

namespace congress::rpc {
void AddEntryWrites(const std::vector<IndexEntry>& before, const std::vector<IndexEntry>& after, store::Batch* batch) {
  const auto holds = [](const std::vector<IndexEntry>& entries, const IndexEntry& entry) {
    return std::find(entries.begin(), entries.end(), entry) != entries.end();
  };
  const auto has_key = [&](const IndexEntry& gone) {
    return std::any_of(after.begin(), after.end(), [&](const IndexEntry& entry) { return entry.key == gone.key; });
  };
  for (const IndexEntry& entry : before) {
    if (!has_key(entry)) batch->writes.push_back({.key = entry.key});
  }
  for (const IndexEntry& entry : after) {
    if (holds(before, entry)) continue;
    batch->writes.push_back({.key = entry.key, .value = entry.words, .organisation = entry.organisation});
  }
}

absl::Status AddIndexWrites(Call& call, store::Batch* batch) {
  if (Fails("index.entries")) return store::Unanswered("a failpoint");
  std::vector<std::string> keys;
  for (const auto& [key, staged] : call.changes().staged()) {
    if (staged.type != nullptr && staged.type->indexed() && staged.write.expected != store::kAbsent)
      keys.push_back(key);
  }
  ASSIGN_OR_RETURN(std::vector<store::Record> records, StoredRecords(call, keys));
  std::map<std::string, store::Record, std::less<>> stored;
  for (store::Record& record : records) stored.emplace(record.key, std::move(record));
  for (store::Write& write : batch->writes) {
    const auto found = stored.find(write.key);
    if (found == stored.end()) continue;
    if (write.expected.has_value() && *write.expected != found->second.revision) return store::Conflict(write.key);
    // What the entries are reckoned from must be what is replaced.
    write.expected = found->second.revision;
  }
  for (const auto& [key, staged] : call.changes().staged()) {
    if (staged.type == nullptr || !staged.type->indexed()) continue;
    std::vector<IndexEntry> before;
    const auto found = stored.find(key);
    if (found != stored.end() && found->second.revision != store::kAbsent) {
      ASSIGN_OR_RETURN(before, staged.type->EntriesOf(found->second));
    }
    AddEntryWrites(before, staged.entries, batch);
  }
  return absl::OkStatus();
}

}  // namespace congress::rpc
