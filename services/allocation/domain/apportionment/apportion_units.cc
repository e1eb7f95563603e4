#include "services/allocation/domain/apportionment/apportion_units.h"

#include <algorithm>

#include "platform/status/macros.h"
#include "services/allocation/domain/apportionment/alliances.h"
#include "services/allocation/domain/apportionment/certify.h"
#include "services/allocation/domain/apportionment/growth.h"
#include "services/allocation/domain/apportionment/refusal.h"

namespace congress::allocation {

absl::StatusOr<v1::ComputeApportionmentResponse> ApportionOnce(const ApportionmentTask& task, const LotDrawer& drawer,
                                                               Detail detail) {
  const std::vector<std::string> keys = KeysOf(task);
  apportion::Outcome outcome = apportion::Apportion(task.method.method, task.units, task.seats, PowerOfTen(task.scale));
  if (const auto* refusal = std::get_if<apportion::Refusal>(&outcome)) return ToStatus(*refusal, keys, task.seats);
  auto& result = std::get<apportion::Apportionment>(outcome);

  v1::ComputeApportionmentResponse answer;
  std::optional<apportion::Tie> tie = result.tie;
  if (tie.has_value()) {
    *answer.mutable_tie() = Settle(
        task.ties, tie->units, [&](size_t unit) { return keys[unit]; }, result,
        [&](const std::vector<size_t>& order) {
          DecideBy(task.method.method, task.units, task.seats, order, &result);
        });
  }
  answer.set_decided(!result.tie.has_value());
  for (size_t i = 0; i < keys.size(); ++i) {
    v1::ApportionedUnit& unit = *answer.add_units();
    unit.set_key(keys[i]);
    unit.set_seats(result.seats[i]);
    answer.set_seats(answer.seats() + result.seats[i]);
  }
  for (const size_t unit : task.below_threshold) answer.add_below_threshold(keys[unit]);
  if (detail == Detail::kSeats) return answer;
  v1::Certificate certificate = Inputs(task);
  if (tie.has_value() && answer.decided() && task.ties.by_case() == v1::TieDecision::kLotSeed) {
    *answer.mutable_lot() = LotOf(task.ties, answer.tie(), certificate.inputs_sha256(), drawer);
  }
  if (HasCertificate(task)) {
    Certify(task, result, tie, answer, &certificate);
    *answer.mutable_certificate() = std::move(certificate);
  }
  return answer;
}

absl::StatusOr<v1::ComputeApportionmentResponse> ApportionTask(const ApportionmentTask& task, const LotDrawer& drawer,
                                                               Detail detail) {
  if (task.growth != v1::GROWTH_UNSPECIFIED) return ApportionGrowing(task, drawer, detail);
  const bool alliances = std::any_of(task.claimants.begin(), task.claimants.end(),
                                     [](const Claimant& claimant) { return !claimant.alliance.empty(); });
  return alliances ? ApportionAlliances(task, drawer, detail) : ApportionOnce(task, drawer, detail);
}

absl::StatusOr<v1::ComputeApportionmentResponse> ApportionUnits(const v1::ComputeApportionmentRequest& request,
                                                                const LotDrawer& drawer) {
  ASSIGN_OR_RETURN(const ApportionmentTask task, ReadTask(request));
  return ApportionTask(task, drawer, Detail::kAll);
}

}  // namespace congress::allocation
