// Meetings that repeat.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "congress/scheduling/v1/meeting_service.pb.h"
#include "services/scheduling/domain/working_days.h"

namespace congress::scheduling {

struct Series {
  std::vector<v1::Meeting> meetings;
  std::vector<v1::MovedMeeting> moved;
};

// INVALID_ARGUMENT `FIELDS_INVALID` for one of a congress, and unless it begins and ends, with at most 520 meetings.
absl::Status CheckSeries(const v1::CreateMeetingSeriesRequest& request);

// The meetings of a series that passed the check, each named after it and its first day. With a calendar one that would
// begin on a day off begins on the next working day; where two would come on one day, the second is left out.
// FAILED_PRECONDITION `DATE_NOT_COVERED` for each day that the calendar does not cover.
absl::StatusOr<Series> Repeat(const v1::CreateMeetingSeriesRequest& request, const WorkingDays* calendar);

}  // namespace congress::scheduling
