#include "services/scheduling/domain/series.h"

#include <algorithm>
#include <set>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/meeting.h"

namespace congress::scheduling {
namespace {

// Ten years of weeks.
constexpr int kMost = 520;

using Request = v1::CreateMeetingSeriesRequest;

int MonthsOf(Request::Every every) {
  switch (every) {
    case Request::MONTH:
      return 1;
    case Request::QUARTER:
      return 3;
    case Request::HALF_YEAR:
      return 6;
    default:
      return 12;
  }
}

// The day of the n-th meeting; a month that is too short ends earlier.
absl::CivilDay Nth(absl::CivilDay first, Request::Every every, int n) {
  if (every == Request::WEEK) return first + absl::civil_diff_t{7} * n;
  const absl::CivilMonth month = absl::CivilMonth(first) + absl::civil_diff_t{MonthsOf(every)} * n;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return std::min(absl::CivilDay(month) + (first.day() - 1), last);
}

// The next working day; of a month's meeting the one before, where the next is of another month: each month has its
// own.
absl::StatusOr<absl::CivilDay> OnWorkingDay(absl::CivilDay day, Request::Every every, const WorkingDays* calendar) {
  if (calendar == nullptr) return day;
  ASSIGN_OR_RETURN(const bool worked, calendar->IsWorked(day));
  if (worked) return day;
  ASSIGN_OR_RETURN(const absl::CivilDay next, calendar->Add(day, 1));
  const bool stays = every == Request::WEEK || absl::CivilMonth(next) == absl::CivilMonth(day);
  return stays ? next : calendar->Add(day, -1);
}

}  // namespace

absl::Status CheckSeries(const Request& request) {
  status::Violations violations;
  const v1::Meeting& meeting = request.meeting();
  if (!meeting.congress().empty()) violations.Add("meeting.congress", v1::SERIES_OF_CONGRESS);
  if (meeting.slots().empty()) {
    violations.Add("meeting.slots", v1::SERIES_EXTENT, {{"most", StrCat(kMost)}});
    return violations.ToStatus();
  }
  const absl::CivilDay first = DaysOf(meeting).front();
  const absl::CivilDay until = civil::FromDate(request.until());
  if (until < first || Nth(first, request.every(), kMost) <= until) {
    violations.Add("until", v1::SERIES_EXTENT, {{"most", StrCat(kMost)}});
  }
  return violations.ToStatus();
}

absl::StatusOr<Series> Repeat(const Request& request, const WorkingDays* calendar) {
  Series series;
  status::Refusals refusals;
  const absl::CivilDay first = DaysOf(request.meeting()).front();
  const absl::CivilDay until = civil::FromDate(request.until());
  std::set<absl::CivilDay> taken;
  for (int n = 0; Nth(first, request.every(), n) <= until; ++n) {
    const absl::CivilDay wished = Nth(first, request.every(), n);
    const auto worked = OnWorkingDay(wished, request.every(), calendar);
    RETURN_IF_ERROR(refusals.Note(StrCat("meetings[", n, "]"), worked.status()));
    if (!worked.ok() || !taken.insert(*worked).second) continue;
    const absl::CivilDay day = *worked;
    v1::Meeting meeting = request.meeting();
    meeting.set_name(StrCat("meetings/", request.series(), "-", civil::Format(day)));
    meeting.set_series(request.series());
    for (v1::Slot& slot : *meeting.mutable_slots()) {
      *slot.mutable_date() = civil::ToDate(civil::FromDate(slot.date()) + (day - first));
    }
    if (day != wished) {
      v1::MovedMeeting& moved = series.moved.emplace_back();
      moved.set_meeting(meeting.name());
      *moved.mutable_before() = civil::ToDate(wished);
      *moved.mutable_after() = civil::ToDate(day);
    }
    series.meetings.push_back(std::move(meeting));
  }
  RETURN_IF_ERROR(refusals.ToStatus());
  return series;
}

}  // namespace congress::scheduling
