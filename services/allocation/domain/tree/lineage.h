// What became of whom: mergers, splits, duplicates, and the parents that must stand.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/time/civil_time.h"
#include "congress/allocation/v1/organisation.pb.h"
#include "platform/status/sentence.h"

namespace congress::allocation {

// Organisations by resource name.
using Tree = std::map<std::string, v1::Organisation, std::less<>>;

// Takes what is wrong with an organisation.
using Complain = std::function<void(const std::string& organisation, const status::Sentence& fault)>;

// Sets state, successors, heir and last day of every organisation from the `merged_from` and `split_from` of all;
// duplicates stay as they are, and so do those that have ended by themselves. A closed organisation keeps the successor
// that it was closed with where that has become a duplicate of the present one. Complains about an organisation that
// ends twice, in itself, in a circle, before it exists or from something unknown, about parts of a split that are alone
// or begin on different days, and about a unit of a former kind that nothing took over.
void DeriveEnds(Tree* tree, const Complain& complain);

// Finds organisations in `tree`, which outlives what is returned.
inline auto FinderIn(const Tree& tree) {
  return [&tree](std::string_view name) -> const v1::Organisation* {
    const auto found = tree.find(name);
    return found == tree.end() ? nullptr : &found->second;
  };
}

// Complains about unknown parents, about circles, and about parents that have ended by `today` where `entered` says
// that somebody names them now. Those below a unit that ends, who say nothing, go along with its work (ParentOn).
void CheckParents(const Tree& tree, absl::CivilDay today, absl::FunctionRef<bool(const std::string&)> entered,
                  const Complain& complain);

}  // namespace congress::allocation
