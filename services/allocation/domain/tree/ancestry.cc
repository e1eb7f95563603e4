#include "services/allocation/domain/tree/ancestry.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"

namespace congress::allocation {

Ancestry::Ancestry(const std::vector<v1::Organisation>& tree) {
  units_.reserve(tree.size());
  for (const v1::Organisation& organisation : tree) units_.emplace(organisation.name(), &organisation);
}

int64_t Ancestry::UnitsMerged(const v1::Organisation& organisation) const {
  absl::flat_hash_set<std::string_view> units;
  for (const std::string& name : organisation.merged_from()) units.insert(Resolved(name));
  return std::max<int64_t>(1, static_cast<int64_t>(units.size()));
}

int64_t Ancestry::UnitsAtFirst(const v1::Organisation& organisation) const {
  int64_t count = 0;
  absl::flat_hash_set<std::string_view> met;
  std::vector<std::string_view> behind(organisation.merged_from().begin(), organisation.merged_from().end());
  while (!behind.empty()) {
    const std::string_view name = Resolved(behind.back());
    behind.pop_back();
    if (!met.insert(name).second) continue;
    const v1::Organisation* unit = Find(name);
    if (unit == nullptr || (unit->merged_from().empty() && unit->split_from().empty())) {
      ++count;
      continue;
    }
    behind.insert(behind.end(), unit->merged_from().begin(), unit->merged_from().end());
    if (!unit->split_from().empty()) behind.push_back(unit->split_from());
  }
  return std::max<int64_t>(1, count);
}

std::string_view Ancestry::Resolved(std::string_view name) const {
  const v1::Organisation* unit = Find(name);
  // As many steps as there are units, should records lead in a circle.
  for (size_t step = 0; unit != nullptr && !unit->duplicate_of().empty() && step < units_.size(); ++step) {
    name = unit->duplicate_of();
    unit = Find(name);
  }
  return name;
}

const v1::Organisation* Ancestry::Find(std::string_view name) const {
  const auto found = units_.find(name);
  return found == units_.end() ? nullptr : found->second;
}

}  // namespace congress::allocation
