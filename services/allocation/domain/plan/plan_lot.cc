#include "services/allocation/domain/plan/plan_lot.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "congress/allocation/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
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

absl::StatusOr<std::vector<v1::Lot>> LotsOnPaper(const v1::DrawnLots& drawn, const v1::ContinueLotsRequest& request) {
  status::Violations faults;
  std::map<std::string, std::pair<std::string, std::string>> known;  // Name and seed by the hash of the inputs.
  for (const v1::Lot& lot : drawn.lots()) known.emplace(lot.inputs_sha256(), std::pair(lot.name(), lot.seed()));
  std::vector<v1::Lot> lost;
  for (int i = 0; i < request.lots_size(); ++i) {
    const v1::LotOnPaper& paper = request.lots(i);
    if (!IsOneLine(paper.seed())) faults.Add(StrCat("lots[", i, "].seed"), v1::CONTROL_CHARACTER);
    const auto [place, fresh] = known.emplace(paper.inputs_sha256(), std::pair(paper.name(), paper.seed()));
    if (place->second != std::pair(paper.name(), paper.seed())) {
      return status::FailedPrecondition(v1::LOT_DRAWN, {{"lot", place->second.first}});
    }
    if (!fresh) continue;
    v1::Lot& lot = lost.emplace_back();
    lot.set_name(paper.name());
    lot.set_organisation(drawn.organisation());
    lot.set_seed(paper.seed());
    lot.set_inputs_sha256(paper.inputs_sha256());
    lot.set_drawn_by(paper.drawn_by());
    *lot.mutable_draw_time() = paper.draw_time();
    lot.set_entry_reason(request.reason());
  }
  RETURN_IF_ERROR(faults.ToStatus());
  return lost;
}

}  // namespace congress::allocation
