// What holds of every organisation: its first measure, its existence on a day, and what of it is not its own.
#pragma once

#include <string_view>

#include "absl/time/civil_time.h"
#include "congress/allocation/v1/organisation.pb.h"

namespace congress::allocation {

// Name of the measure that every organisation has.
inline constexpr std::string_view kMembers = "members";

// Whether the organisation exists on `day`: from `valid_from` on, no longer on `valid_until`. A duplicate never did.
bool ExistsOn(const v1::Organisation& organisation, absl::CivilDay day);

// Whether it goes on today: neither closed nor found to be a duplicate.
bool IsActive(const v1::Organisation& organisation);

// The organisation without what only the store knows: revision and time of change.
v1::Organisation Plain(v1::Organisation organisation);

}  // namespace congress::allocation
