#include "services/allocation/domain/apportionment/alliances.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "congress/allocation/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/allocation/certificate/decimal.h"

namespace congress::allocation {
namespace {

using Response = v1::ComputeApportionmentResponse;

// 18 digits before the point.
constexpr uint64_t kMostWhole = 999'999'999'999'999'999;

// Those that get seats together, in the order of their first member.
struct Alliance {
  std::string key;
  std::vector<size_t> members;  // Of the task.
  absl::uint128 weight = 0;     // Times 10^scale.
  // Of all members together.
  int64_t minimum = 0;
  int64_t maximum = 0;
};

// A unit without alliance is one by itself; those below the threshold are in none.
std::vector<Alliance> AlliancesOf(const ApportionmentTask& task) {
  std::vector<Alliance> alliances;
  std::map<std::string, size_t> places;
  const std::set<size_t> below(task.below_threshold.begin(), task.below_threshold.end());
  for (size_t i = 0; i < task.claimants.size(); ++i) {
    if (below.contains(i)) continue;
    const Claimant& claimant = task.claimants[i];
    const std::string& key = claimant.alliance.empty() ? claimant.key : claimant.alliance;
    const auto [place, added] = places.emplace(key, alliances.size());
    if (added) alliances.push_back({.key = key, .members = {}});
    const apportion::Unit& claim = task.units[i];
    Alliance& alliance = alliances[place->second];
    alliance.members.push_back(i);
    alliance.weight += claim.weight;
    alliance.minimum += claim.minimum;
    // Without a claim of its own nobody gets more than the minimum.
    alliance.maximum += claim.weight == 0 ? claim.minimum : claim.maximum;
  }
  return alliances;
}

absl::StatusOr<ApportionmentTask> AmongAlliances(const ApportionmentTask& task,
                                                 const std::vector<Alliance>& alliances) {
  ApportionmentTask upper{.method = task.method, .seats = task.seats, .ties = task.ties, .scale = task.scale};
  for (const Alliance& alliance : alliances) {
    if (alliance.weight / PowerOfTen(task.scale) > kMostWhole) {
      return status::InvalidArgument(
          v1::APPORTIONMENT_TOO_LARGE,
          {{"cause", "alliance_weight"}, {"alliance", alliance.key}, {"limit", StrCat(kMostWhole)}});
    }
    // More than any number of seats binds nobody, nor can it be had.
    Claimant claimant{.key = alliance.key, .minimum = std::min(alliance.minimum, apportion::kMostSeats)};
    if (alliance.maximum < apportion::kMostSeats) claimant.maximum = alliance.maximum;
    upper.Add(std::move(claimant), alliance.weight);
  }
  return upper;
}

ApportionmentTask Within(const ApportionmentTask& task, const Alliance& alliance, int64_t seats) {
  ApportionmentTask lower{
      .method = task.alliance_method.value_or(task.method), .seats = seats, .ties = task.ties, .scale = task.scale};
  for (const size_t member : alliance.members) {
    Claimant claimant = task.claimants[member];
    claimant.alliance.clear();
    lower.Add(std::move(claimant), task.units[member].weight);
  }
  return lower;
}

// One lot decides every tie; what was tied stands in it one after the other.
void AddLot(const v1::Lot& lot, v1::ComputeApportionmentResponse* answer) {
  if (!answer->has_lot()) {
    *answer->mutable_lot() = lot;
    return;
  }
  answer->mutable_lot()->mutable_tied()->MergeFrom(lot.tied());
  answer->mutable_lot()->mutable_winners()->MergeFrom(lot.winners());
}

}  // namespace

absl::StatusOr<Response> ApportionAlliances(const ApportionmentTask& task, const LotDrawer& drawer, Detail detail) {
  const std::vector<Alliance> alliances = AlliancesOf(task);
  if (alliances.empty()) return ApportionOnce(task, drawer, detail);
  ASSIGN_OR_RETURN(const ApportionmentTask among, AmongAlliances(task, alliances));
  ASSIGN_OR_RETURN(Response upper, ApportionOnce(among, drawer, detail));
  Response answer;
  answer.set_decided(upper.decided());
  answer.set_seats(upper.seats());
  if (upper.has_tie()) *answer.mutable_tie() = std::move(*upper.mutable_tie());
  if (upper.has_lot()) *answer.mutable_lot() = std::move(*upper.mutable_lot());
  if (upper.has_certificate()) *answer.mutable_certificate() = std::move(*upper.mutable_certificate());
  std::vector<int64_t> seats(task.claimants.size());
  for (size_t i = 0; i < alliances.size(); ++i) {
    const Alliance& alliance = alliances[i];
    const int64_t given = upper.units(static_cast<int>(i)).seats();
    if (task.claimants[alliance.members[0]].alliance.empty()) {
      seats[alliance.members[0]] = given;
      continue;
    }
    v1::AllianceOutcome& outcome = *answer.add_alliances();
    outcome.set_key(alliance.key);
    outcome.set_seats(given);
    // Nobody in it has any weight, so everybody has the minimum.
    if (alliance.weight == 0) {
      for (const size_t member : alliance.members) seats[member] = task.claimants[member].minimum;
      continue;
    }
    ASSIGN_OR_RETURN(Response lower, ApportionOnce(Within(task, alliance, given), drawer, detail));
    if (!lower.decided()) answer.set_decided(false);
    for (size_t k = 0; k < alliance.members.size(); ++k) {
      seats[alliance.members[k]] = lower.units(static_cast<int>(k)).seats();
    }
    if (lower.has_tie()) *outcome.mutable_tie() = std::move(*lower.mutable_tie());
    if (lower.has_lot()) AddLot(lower.lot(), &answer);
    if (lower.has_certificate()) *outcome.mutable_certificate() = std::move(*lower.mutable_certificate());
  }
  for (size_t i = 0; i < seats.size(); ++i) {
    v1::ApportionedUnit& unit = *answer.add_units();
    unit.set_key(task.claimants[i].key);
    unit.set_seats(seats[i]);
  }
  for (const size_t unit : task.below_threshold) answer.add_below_threshold(task.claimants[unit].key);
  return answer;
}

}  // namespace congress::allocation
