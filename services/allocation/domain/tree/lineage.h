// What became of whom: mergers, splits, duplicates, and the parents that must stand.
#pragma once

#include <functional>
#include <map>
#include <string>

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

// Complains about unknown or ended parents and circles.
void CheckParents(const Tree& tree, const Complain& complain);

}  // namespace congress::allocation
