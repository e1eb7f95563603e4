// Existence of an organisation on a day.
#pragma once

#include "absl/time/civil_time.h"
#include "congress/allocation/v1/organisation.pb.h"

namespace congress::allocation {

// Whether the organisation exists on `day`: from `valid_from` on, no longer on `valid_until`.
bool ExistsOn(const v1::Organisation& organisation, absl::CivilDay day);

}  // namespace congress::allocation
