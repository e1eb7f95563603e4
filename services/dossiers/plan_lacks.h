// What keeps personnel plans from being decided, and how their places would be filled.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/dossiers/v1/basis.pb.h"
#include "congress/dossiers/v1/personnel_plan.pb.h"
#include "congress/dossiers/v1/position_service.pb.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

// What the plans that are not decided yet take up.
struct Planned {
  // The plans in which each person stands, aliases resolved.
  std::map<std::string, std::set<std::string>> persons;
  // How many persons they put on each position.
  std::map<std::string, int> places;
};
absl::StatusOr<Planned> PlannedIn(rpc::Call& call, const std::vector<v1::PersonnelPlan>& plans);

// What keeps the plan from being decided on the day, in the caller's language; of one that is decided, which places are
// not filled as it says. Stages nothing.
absl::StatusOr<std::vector<v1::PlanLack>> LacksOf(rpc::Call& call, const v1::PersonnelPlan& plan,
                                                  const Planned& planned, absl::CivilDay day);

// How the entry's place is filled from the day on.
absl::StatusOr<v1::FillPositionSlotRequest> FillingOf(rpc::Call& call, const v1::PlanPart& part,
                                                      const v1::PlanEntry& entry, const v1::Basis& decision,
                                                      absl::CivilDay day);

}  // namespace congress::dossiers
