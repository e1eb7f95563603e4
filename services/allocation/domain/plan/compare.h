// Two plans held against each other.
#pragma once

#include <vector>

#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/allocation_service.pb.h"
#include "congress/allocation/v1/organisation.pb.h"
#include "platform/status/sentence.h"

namespace congress::allocation {

// Every organisation of either plan in the order of codes, with one sentence per cause of a difference.
// Those of one plan that `tree` knows as merged into one of the other stand together under that one.
v1::CompareAllocationPlansResponse Compare(const v1::AllocationPlan& plan, const v1::AllocationPlan& other,
                                           const std::vector<v1::Organisation>& tree, status::Language language);

// Sets the reasons of a difference from its causes.
void TellReasons(const status::Teller& tell, v1::AllocationDifference* difference);

// Writes into the draft what it changes against the one `before`: those organisations whose seats differ, with
// the causes.
void NoteChanges(const v1::AllocationPlan& before, const std::vector<v1::Organisation>& tree,
                 v1::AllocationPlan* draft);

}  // namespace congress::allocation
