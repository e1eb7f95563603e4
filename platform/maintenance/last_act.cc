#include "platform/maintenance/last_act.h"

#include <algorithm>
#include <string>
#include <vector>

#include "congress/audit/v1/audit.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/gate.h"
#include "platform/store/stretch.h"

namespace congress::maintenance {
namespace {

// What a process does by itself is in no audit: entries of indexes that are made anew, the copy of the tree.
constexpr int kCommits = 500;

}  // namespace

std::optional<absl::Time> LastAct(store::Store& store) {
  const auto last = store.LastSequence();
  if (!last.ok()) return std::nullopt;
  std::vector<std::string> keys;
  for (int i = 0; i<kCommits&& * last - i> 0; ++i) keys.push_back(store::AppendKey(rpc::kAuditLog, *last - i));
  const auto records = store::ReadUndamaged(store, keys);
  if (!records.ok()) return std::nullopt;
  std::optional<absl::Time> latest;
  for (const store::Record& record : *records) {
    audit::v1::AuditRecord act;
    if (record.revision == store::kAbsent || !act.ParseFromString(record.value)) continue;
    latest = std::max(latest.value_or(absl::InfinitePast()), civil::FromTimestamp(act.time()));
  }
  return latest;
}

}  // namespace congress::maintenance
