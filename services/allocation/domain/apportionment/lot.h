// Ties decided by the order of the request or by lot.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "congress/allocation/v1/apportionment.pb.h"
#include "services/allocation/apportion/apportionment.h"

namespace congress::allocation {

// Who draws a lot, should there be one to draw.
struct LotDrawer {
  std::string lot;  // Resource name.
  std::string organisation;
  std::string person;
  absl::Time time;
};

// Whether a tie is to be decided.
bool Decides(const v1::TieDecision& decision);

// The tied in the order in which they get their seats. `keys` of the `tied` stand beside them.
std::vector<size_t> OrderOf(const v1::TieDecision& decision, const std::vector<size_t>& tied,
                            const std::vector<std::string>& keys);

// The tie of `result` among the `tied` units, told by their keys and, where `decision` says how, decided: `decide` is
// handed their order and gives the seats at stake in `result`.
template <class Result, class KeyOf, class Decide>
v1::ApportionmentTie Settle(const v1::TieDecision& decision, const std::vector<size_t>& tied, KeyOf key_of,
                            const Result& result, Decide decide) {
  v1::ApportionmentTie told;
  told.set_seats_at_stake(result.tie->seats_at_stake);
  for (const size_t unit : tied) told.add_keys(key_of(unit));
  for (const apportion::TieStep& step : result.tie->steps) {
    v1::TieStep& told_step = *told.add_steps();
    for (const size_t unit : step.units) told_step.add_keys(key_of(unit));
    told_step.set_seats(step.seats);
    told_step.set_with_rest(step.with_rest);
  }
  if (!Decides(decision)) return told;
  const std::vector<int64_t> forced = result.seats;
  decide(OrderOf(decision, tied, {told.keys().begin(), told.keys().end()}));
  for (const size_t unit : tied) {
    if (result.seats[unit] > forced[unit]) told.add_winners(key_of(unit));
  }
  return told;
}

// The lot that decided the tie.
v1::Lot LotOf(const v1::TieDecision& decision, const v1::ApportionmentTie& tie, const std::string& inputs_sha256,
              const LotDrawer& drawer);

}  // namespace congress::allocation
