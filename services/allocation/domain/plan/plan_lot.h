// Lots for a plan's ties.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/apportionment_service.pb.h"
#include "congress/allocation/v1/stored.pb.h"
#include "services/allocation/domain/apportionment/lot.h"

namespace congress::allocation {

// Gives the plan the lot that was drawn for the inputs that it has now, so that it decides again whatever the inputs
// were meanwhile; takes away one that was drawn for others.
void HoldToLot(const v1::DrawnLots& drawn, v1::AllocationPlan* plan);

// Decides the open ties of a computed plan. For the same inputs one lot is drawn and no more: otherwise whoever draws
// could go on until the right one wins. FAILED_PRECONDITION `LOT_DRAWN`, `NOTHING_TIED`; INVALID_ARGUMENT
// `FIELDS_INVALID`.
absl::StatusOr<v1::AllocationPlan> DecideByLot(v1::AllocationPlan plan, const std::string& seed,
                                               const LotDrawer& drawer);

// The lots on paper that are to be added to those that are known, in their order. FAILED_PRECONDITION `LOT_DRAWN` where
// another one is known, or comes before, for the same inputs; INVALID_ARGUMENT `FIELDS_INVALID`.
absl::StatusOr<std::vector<v1::Lot>> LotsOnPaper(const v1::DrawnLots& drawn, const v1::ContinueLotsRequest& request);

}  // namespace congress::allocation
