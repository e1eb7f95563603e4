// The sums before and after mergers and splits, and the counts on a day.
#pragma once

#include <vector>

#include "congress/allocation/v1/organisation.pb.h"
#include "congress/allocation/v1/organisation_service.pb.h"
#include "platform/status/sentence.h"

namespace congress::allocation {

// The sums of the tree. A former unit is one that was merged or split and not itself made so; a split unit counts once
// before, each of its parts once after. A unit in force that took nobody over counts as unchanged, its own former unit,
// if some unit made by a merger or a split is of its kind: so the nine communes of 130 that stayed as they were count
// before and after, and a police committee counts on neither side. Duplicates count nowhere.
// What is compared is told in `language`.
v1::CheckLineageResponse SumUp(const std::vector<v1::Organisation>& organisations,
                               const v1::CheckLineageRequest& expected, status::Language language);

}  // namespace congress::allocation
