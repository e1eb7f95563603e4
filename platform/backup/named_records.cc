#include "platform/backup/named_records.h"

#include <algorithm>
#include <functional>

namespace congress::backup {
namespace {

uint64_t HashOf(std::string_view name) { return std::hash<std::string_view>{}(name); }

}  // namespace

void NamedRecords::Act(const audit::v1::AuditRecord& act, store::Revision sequence) {
  for (const auto& change : act.changes()) {
    if (change.kind() == audit::v1::Change::DELETED) {
      left_.erase(HashOf(change.name()));
    } else {
      left_[HashOf(change.name())] = sequence;
    }
  }
}

void NamedRecords::Forget(const audit::v1::AuditRecord& act) {
  for (const auto& change : act.changes()) left_.erase(HashOf(change.name()));
}

void NamedRecords::Met(std::string_view key) {
  // `persons/p-1` of `r/Person/persons/p-1`.
  const size_t type_end = key.starts_with("r/") ? key.find('/', 2) : std::string_view::npos;
  if (type_end != std::string_view::npos) left_.erase(HashOf(key.substr(type_end + 1)));
}

std::optional<store::Revision> NamedRecords::Missed() const {
  std::optional<store::Revision> first;
  for (const auto& [hash, sequence] : left_) first = std::min(first.value_or(sequence), sequence);
  return first;
}

bool NamedRecords::Misses(std::string_view name, store::Revision sequence) const {
  const auto left = left_.find(HashOf(name));
  return left != left_.end() && left->second == sequence;
}

}  // namespace congress::backup
