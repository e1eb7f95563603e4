#include "services/allocation/domain/apportionment/lot.h"

#include <algorithm>
#include <utility>

#include "platform/civil/civil.h"
#include "services/allocation/certificate/inputs_text.h"

namespace congress::allocation {

bool Decides(const v1::TieDecision& decision) {
  return decision.by_case() == v1::TieDecision::kLotSeed || decision.first();
}

std::vector<size_t> OrderOf(const v1::TieDecision& decision, const std::vector<size_t>& tied,
                            const std::vector<std::string>& keys) {
  if (decision.by_case() != v1::TieDecision::kLotSeed) return tied;
  std::vector<std::pair<std::string, size_t>> drawn;
  for (size_t i = 0; i < tied.size(); ++i) drawn.emplace_back(LotOrder(decision.lot_seed(), keys[i]), tied[i]);
  std::sort(drawn.begin(), drawn.end());
  std::vector<size_t> order;
  for (const auto& [hash, unit] : drawn) order.push_back(unit);
  return order;
}

v1::Lot LotOf(const v1::TieDecision& decision, const v1::ApportionmentTie& tie, const std::string& inputs_sha256,
              const LotDrawer& drawer) {
  v1::Lot lot;
  lot.set_name(drawer.lot);
  lot.set_organisation(drawer.organisation);
  lot.set_seed(decision.lot_seed());
  lot.set_inputs_sha256(inputs_sha256);
  *lot.mutable_tied() = tie.keys();
  *lot.mutable_winners() = tie.winners();
  lot.set_drawn_by(drawer.person);
  *lot.mutable_draw_time() = civil::ToTimestamp(drawer.time);
  return lot;
}

}  // namespace congress::allocation
