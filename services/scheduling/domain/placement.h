// Placing the meetings of many units on the working days of a window.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "platform/status/wanted.h"

namespace congress::scheduling {

// A unit that needs days.
struct UnitToPlace {
  std::string organisation;
  int days = 1;
  std::optional<absl::CivilDay> earliest;
  std::optional<absl::CivilDay> latest;
  std::set<absl::CivilDay> unavailable;
};

struct PlacementTask {
  // Working days of the window, in order.
  std::vector<absl::CivilDay> working_days;
  // Meetings that stay, by day.
  std::map<absl::CivilDay, int> taken;
  // Most meetings on one day, those that stay counted.
  int most_per_day = 1;
  std::vector<UnitToPlace> units;
  // Steps after which the search gives up.
  int most_steps = 5000;
  status::Wanted wanted = nullptr;
};

// Gives each unit its days, in the order of `units`: working days that follow each other, at most `most_per_day`
// meetings a day. Meetings are spread so that the squares of the daily numbers are small, for one-day meetings least
// possible, and where days are plenty evenly over the window. Meetings run across a weekend only if the units do not
// fit otherwise. The order of `units` does not matter.
//
// FAILED_PRECONDITION `PLACEMENT_INFEASIBLE` only where it is proved that the units do not fit; it names units and days
// that are too few for them. RESOURCE_EXHAUSTED `SEARCH_EXHAUSTED` where the search found neither; what `wanted` says
// once nobody waits. With one-day meetings alone the answer is always exact.
absl::StatusOr<std::vector<std::vector<absl::CivilDay>>> PlaceUnits(const PlacementTask& task);

}  // namespace congress::scheduling
