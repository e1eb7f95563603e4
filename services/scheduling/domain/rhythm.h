// When regular tasks are due: the periods of a rhythm and the day of each.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/task.pb.h"
#include "services/scheduling/domain/working_days.h"

namespace congress::scheduling {

// One period, such as July 2025.
struct Period {
  std::string label;  // `2025-07`.
  absl::CivilDay first;
  absl::CivilDay last;
};

// The period of a rhythm, ON_DEMAND excepted, that the day lies in.
Period PeriodOf(v1::Rhythm::Every every, absl::CivilDay day);

// A time at which a regular task is due.
struct Due {
  std::string period;
  absl::CivilDay day;
};

// When the rhythm is due from `first` to `last`, both included, and within its own days, in the order of the periods.
// `calendar` is needed where working days count. None on demand. FAILED_PRECONDITION `DATE_NOT_COVERED`.
absl::StatusOr<std::vector<Due>> DueBetween(const v1::Rhythm& rhythm, const WorkingDays* calendar, absl::CivilDay first,
                                            absl::CivilDay last);

// Id of the occurrence of a period: in lower case, without diacritics, `-` for every other sign than a letter or digit.
// Empty when nothing is left or it is longer than 63 characters.
std::string OccurrenceId(std::string_view period);

}  // namespace congress::scheduling
