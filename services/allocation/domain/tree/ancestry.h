// The units that an organisation came from, by mergers and splits.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "congress/allocation/v1/organisation.pb.h"

namespace congress::allocation {

// Looked up in the tree, closed units and all, which outlives it. Each unit counts once, by whatever way an
// organisation came from it: two parts of one unit that are put together again are that one unit. A second record of a
// unit counts as the unit. An organisation that nothing was merged into counts as one, a part of a split too.
class Ancestry {
 public:
  explicit Ancestry(const std::vector<v1::Organisation>& tree);

  // Units that were merged into it, whatever they came from.
  int64_t UnitsMerged(const v1::Organisation& organisation) const;

  // Units at the beginning of all mergers and splits behind it: such as were not made by either.
  int64_t UnitsAtFirst(const v1::Organisation& organisation) const;

  // Null where the tree does not know it.
  const v1::Organisation* Find(std::string_view name) const;

 private:
  // The unit of which the named one is a record; the name itself where the tree does not know it.
  std::string_view Resolved(std::string_view name) const;

  absl::flat_hash_map<std::string_view, const v1::Organisation*> units_;
};

}  // namespace congress::allocation
