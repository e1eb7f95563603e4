// What holds of every organisation: its first measure, its existence on a day, and what of it is not its own.
#pragma once

#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "congress/allocation/v1/organisation.pb.h"

namespace congress::allocation {

// Name of the measure that every organisation has.
inline constexpr std::string_view kMembers = "members";

// Whether the organisation exists on `day`: from `valid_from` on, no longer on `valid_until`. A duplicate never did.
bool ExistsOn(const v1::Organisation& organisation, absl::CivilDay day);

// Whether it takes seats, holds a congress, stands on the board: bodies and external organisations do not.
bool IsCommittee(const v1::Organisation& organisation);

// Whether it goes on today: neither closed nor found to be a duplicate.
bool IsActive(const v1::Organisation& organisation);

// Who goes on with the records of one that is not in force, where DeriveEnds has not said it: of records of older
// versions.
std::string DefaultHeir(const v1::Organisation& organisation);

// The organisation with what records of older versions leave out: its role, and who goes on with its records.
v1::Organisation Completed(v1::Organisation organisation);

// The same without what only the store knows, revision and time of change.
v1::Organisation Plain(v1::Organisation organisation);

}  // namespace congress::allocation
