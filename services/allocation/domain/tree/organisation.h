// What holds of every organisation: its first measure, its existence on a day, and what of it is not its own.
#pragma once

#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/time/civil_time.h"
#include "congress/allocation/v1/organisation.pb.h"

namespace congress::allocation {

// Name of the measure that every organisation has.
inline constexpr std::string_view kMembers = "members";

// Whether the organisation exists on `day`: from `valid_from` on, no longer on `valid_until`. A duplicate never did.
bool ExistsOn(const v1::Organisation& organisation, absl::CivilDay day);

// Whether it no longer exists on `day`, for good: one whose end is to come goes on until then. A closed one of which no
// day is known has ended on every day.
bool EndedBy(const v1::Organisation& organisation, absl::CivilDay day);

// Finds an organisation by resource name; null where there is none.
using Finder = absl::FunctionRef<const v1::Organisation*(std::string_view)>;
// Who stands above `organisation` on `day`: its parent or, where that has ended by then, who goes on for it, through
// all that have ended as well. Empty for the root.
std::string ParentOn(const v1::Organisation& organisation, absl::CivilDay day, Finder find);

// Whether it takes seats, holds a congress, stands on the board: bodies and external organisations do not.
bool IsCommittee(const v1::Organisation& organisation);

// Whether it goes on as far as is known: no end of it is, and it was not found to be a duplicate.
bool IsActive(const v1::Organisation& organisation);

// Who goes on with the records of one that is not in force, where DeriveEnds has not said it: of records of older
// versions.
std::string DefaultHeir(const v1::Organisation& organisation);

// The organisation with what records of older versions leave out: its role, and who goes on with its records.
v1::Organisation Completed(v1::Organisation organisation);

// The same as it is on `today`: one that ends later is in force.
v1::Organisation AsOf(v1::Organisation organisation, absl::CivilDay today);

// Completed without what only the store knows, revision and time of change.
v1::Organisation Plain(v1::Organisation organisation);

}  // namespace congress::allocation
