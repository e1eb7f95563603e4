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

using Request = v1::ComputeApportionmentRequest;
using Response = v1::ComputeApportionmentResponse;

// 18 digits before the point.
constexpr uint64_t kMostWhole = 999'999'999'999'999'999;

// Those that get seats together, in the order of their first member.
struct Alliance {
  std::string key;
  std::vector<int> members;  // Of the request.
  absl::uint128 weight = 0;  // Times 10^scale.
  // Of all members together.
  int64_t minimum = 0;
  int64_t maximum = 0;
};

// A unit without alliance is one by itself; those below the threshold are in none.
std::vector<Alliance> AlliancesOf(const Request& request, const ApportionmentTask& task) {
  std::vector<Alliance> alliances;
  std::map<std::string, size_t> places;
  const std::set<size_t> below(task.below_threshold.begin(), task.below_threshold.end());
  for (int i = 0; i < request.units_size(); ++i) {
    if (below.contains(static_cast<size_t>(i))) continue;
    const v1::ApportionmentUnit& unit = request.units(i);
    const std::string& key = unit.alliance().empty() ? unit.key() : unit.alliance();
    const auto [place, added] = places.emplace(key, alliances.size());
    if (added) alliances.push_back({.key = key, .members = {}});
    const apportion::Unit& claim = task.units[static_cast<size_t>(i)];
    Alliance& alliance = alliances[place->second];
    alliance.members.push_back(i);
    alliance.weight += claim.weight;
    alliance.minimum += claim.minimum;
    // Without a claim of its own nobody gets more than the minimum.
    alliance.maximum += claim.weight == 0 ? claim.minimum : claim.maximum;
  }
  return alliances;
}

// A request with the tie decision, and the names, of the whole one.
Request Part(const Request& whole, const std::string& method, int64_t seats) {
  Request part;
  part.set_method(method);
  if (method == "modified-sainte-lague") part.set_first_divisor(whole.first_divisor());
  part.set_seats(seats);
  *part.mutable_ties() = whole.ties();
  return part;
}

absl::StatusOr<Request> AmongAlliances(const Request& request, const ApportionmentTask& task,
                                       const std::vector<Alliance>& alliances) {
  Request upper = Part(request, request.method(), request.seats());
  for (const Alliance& alliance : alliances) {
    const absl::uint128 unit_of_scale = PowerOfTen(task.scale);
    const absl::uint128 whole = alliance.weight / unit_of_scale;
    if (whole > kMostWhole) {
      return status::InvalidArgument(v1::APPORTIONMENT_TOO_LARGE,
                                     StrCat("The weight of the alliance '", alliance.key, "' has more than 18 digits."),
                                     {{"limit", StrCat(kMostWhole)}});
    }
    const Decimal sum{.whole = absl::Uint128Low64(whole),
                      .fraction = absl::Uint128Low64(alliance.weight % unit_of_scale),
                      .decimals = task.scale};
    v1::ApportionmentUnit& unit = *upper.add_units();
    unit.set_key(alliance.key);
    unit.set_weight(sum.ToString());
    // More than any number of seats binds nobody, nor can it be had.
    unit.set_minimum(std::min(alliance.minimum, apportion::kMostSeats));
    if (alliance.maximum < apportion::kMostSeats) unit.set_maximum(alliance.maximum);
  }
  return upper;
}

Request Within(const Request& request, const Alliance& alliance, int64_t seats) {
  Request lower =
      Part(request, request.alliance_method().empty() ? request.method() : request.alliance_method(), seats);
  for (const int member : alliance.members) {
    v1::ApportionmentUnit& unit = *lower.add_units();
    unit = request.units(member);
    unit.clear_alliance();
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

absl::StatusOr<Response> ApportionAlliances(const Request& request, const ApportionmentTask& task,
                                            const Drawing& drawing, Detail detail) {
  const std::vector<Alliance> alliances = AlliancesOf(request, task);
  if (alliances.empty()) return ApportionTask(request, task, drawing, detail);
  ASSIGN_OR_RETURN(const Request among, AmongAlliances(request, task, alliances));
  ASSIGN_OR_RETURN(Response upper, ApportionUnits(among, drawing, detail));
  Response answer;
  answer.set_decided(upper.decided());
  answer.set_seats(upper.seats());
  if (upper.has_tie()) *answer.mutable_tie() = std::move(*upper.mutable_tie());
  if (upper.has_lot()) *answer.mutable_lot() = std::move(*upper.mutable_lot());
  if (upper.has_certificate()) *answer.mutable_certificate() = std::move(*upper.mutable_certificate());
  std::vector<int64_t> seats(static_cast<size_t>(request.units_size()));
  for (size_t i = 0; i < alliances.size(); ++i) {
    const Alliance& alliance = alliances[i];
    const int64_t given = upper.units(static_cast<int>(i)).seats();
    if (request.units(alliance.members[0]).alliance().empty()) {
      seats[static_cast<size_t>(alliance.members[0])] = given;
      continue;
    }
    v1::AllianceOutcome& outcome = *answer.add_alliances();
    outcome.set_key(alliance.key);
    outcome.set_seats(given);
    // Nobody in it has any weight, so everybody has the minimum.
    if (alliance.weight == 0) {
      for (const int member : alliance.members) seats[static_cast<size_t>(member)] = request.units(member).minimum();
      continue;
    }
    ASSIGN_OR_RETURN(Response lower, ApportionUnits(Within(request, alliance, given), drawing, detail));
    if (!lower.decided()) answer.set_decided(false);
    for (size_t k = 0; k < alliance.members.size(); ++k) {
      seats[static_cast<size_t>(alliance.members[k])] = lower.units(static_cast<int>(k)).seats();
    }
    if (lower.has_tie()) *outcome.mutable_tie() = std::move(*lower.mutable_tie());
    if (lower.has_lot()) AddLot(lower.lot(), &answer);
    if (lower.has_certificate()) *outcome.mutable_certificate() = std::move(*lower.mutable_certificate());
  }
  for (int i = 0; i < request.units_size(); ++i) {
    v1::ApportionedUnit& unit = *answer.add_units();
    unit.set_key(request.units(i).key());
    unit.set_seats(seats[static_cast<size_t>(i)]);
  }
  for (const size_t unit : task.below_threshold)
    answer.add_below_threshold(request.units(static_cast<int>(unit)).key());
  return answer;
}

}  // namespace congress::allocation
