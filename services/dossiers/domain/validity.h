// How long papers are valid, on civil days.
#pragma once

#include <optional>

#include "absl/time/civil_time.h"
#include "congress/dossiers/v1/checklist_template.pb.h"

namespace congress::dossiers {

// The same day of the month `months` later; where that month lacks the day, its last day.
absl::CivilDay AddMonths(absl::CivilDay day, int months);

// Last day on which a paper of `item` issued on `issued` is valid; none when it is valid for ever. The day of issue
// is not counted: six months from 31 August end with 28 or 29 February, one day from 1 May ends with 2 May.
std::optional<absl::CivilDay> LastValidDay(const v1::ChecklistItem& item, absl::CivilDay issued);

}  // namespace congress::dossiers
