// Who was merged into whom, and the sums before and after.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "congress/allocation/v1/organisation.pb.h"
#include "congress/allocation/v1/organisation_service.pb.h"

namespace congress::allocation {

// Organisations by resource name.
using Tree = std::map<std::string, v1::Organisation, std::less<>>;

// Takes what is wrong with an organisation, as a sentence.
using Complain = std::function<void(const std::string& organisation, const std::string& reason)>;

// Sets state, successor and last day of every organisation from the `merged_from` of all, and complains about an
// organisation that is merged twice, into itself, in a circle, before it exists or from something unknown, and about a
// unit of a former kind that nothing took over.
void DeriveMergers(Tree* tree, const Complain& complain);

// Complains about unknown or merged parents and circles.
void CheckParents(const Tree& tree, const Complain& complain);

// The sums of the tree. A former unit is one that was merged and not itself made by a merger. A unit in force that took
// nobody over counts as unchanged, its own former unit, if some merged unit is of its kind: so the nine communes of 130
// that stayed as they were count before and after, and a police committee counts on neither side.
v1::CheckLineageResponse SumUp(const std::vector<v1::Organisation>& organisations,
                               const v1::CheckLineageRequest& expected);

}  // namespace congress::allocation
