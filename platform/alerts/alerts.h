// What the alerts of all services have alike: how urgent one is, and in what order they are told.
#pragma once

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "congress/alerts/v1/alert.pb.h"

namespace congress::alerts {

// For how many days ahead something is due soon.
inline constexpr int kSoonDays = 7;

// How urgent something is on `day` that is due then; without a day it is open.
v1::Alert::Level LevelOf(std::optional<absl::CivilDay> due, absl::CivilDay day);

// An alert without words.
v1::Alert AlertOn(v1::Alert::Kind kind, std::string resource, std::string organisation,
                  std::optional<absl::CivilDay> due, absl::CivilDay day);

// Whether `one` is told before `other`: the more urgent first, then by day, those without one last. No two alerts about
// different things are equal, so that lists of several services can be joined.
bool IsBefore(const v1::Alert& one, const v1::Alert& other);

}  // namespace congress::alerts
