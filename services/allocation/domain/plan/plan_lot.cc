#include "services/allocation/domain/plan/plan_lot.h"

#include <utility>

#include "congress/allocation/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "services/allocation/certificate/inputs_text.h"
#include "services/allocation/domain/plan/allocate.h"

namespace congress::allocation {

void HoldToLot(const v1::DrawnLots& drawn, v1::AllocationPlan* plan) {
  if (plan->lot().inputs_sha256() != plan->inputs_sha256()) plan->clear_lot();
  for (const v1::Lot& lot : drawn.lots()) {
    if (lot.inputs_sha256() == plan->inputs_sha256()) *plan->mutable_lot() = lot;
  }
}

absl::StatusOr<v1::AllocationPlan> DecideByLot(v1::AllocationPlan plan, const std::string& seed,
                                               const LotDrawer& drawer) {
  if (!IsOneLine(seed)) {
    status::Violations faults;
    faults.Add("lot_seed", v1::CONTROL_CHARACTER);
    return faults.ToStatus();
  }
  if (plan.has_lot()) {
    return status::FailedPrecondition(v1::LOT_DRAWN, {{"lot", plan.lot().name()}});
  }
  if (plan.decided()) {
    return status::FailedPrecondition(v1::NOTHING_TIED, {{"name", plan.name()}});
  }
  v1::Lot& lot = *plan.mutable_lot();
  lot.set_name(drawer.lot);
  lot.set_organisation(drawer.organisation);
  lot.set_seed(seed);
  lot.set_inputs_sha256(plan.inputs_sha256());
  lot.set_drawn_by(drawer.person);
  *lot.mutable_draw_time() = civil::ToTimestamp(drawer.time);
  return Allocate(std::move(plan));
}

}  // namespace congress::allocation
