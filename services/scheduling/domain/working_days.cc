#include "services/scheduling/domain/working_days.h"

#include <algorithm>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::scheduling {
namespace {

constexpr int kEarliestYear = 1900;
constexpr int kMostYears = 50;

bool IsWeekend(absl::CivilDay day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
}

}  // namespace

absl::Status CheckCalendar(const v1::Calendar& calendar) {
  status::Violations violations;
  if (calendar.organisation().empty()) violations.Add("calendar.organisation", status::PlatformFault::REQUIRED);
  if (calendar.display_name().empty()) violations.Add("calendar.display_name", status::PlatformFault::REQUIRED);
  if (calendar.first_year() < kEarliestYear) {
    violations.Add("calendar.first_year", status::PlatformFault::BELOW_MINIMUM, {{"minimum", StrCat(kEarliestYear)}});
  }
  if (calendar.last_year() < calendar.first_year() || calendar.last_year() - calendar.first_year() >= kMostYears) {
    violations.Add("calendar.last_year", v1::YEAR_RANGE, {{"most", StrCat(kMostYears)}});
  }
  std::set<absl::CivilDay> named;
  const auto name_day = [&](const std::string& field, absl::CivilDay day) {
    if (day.year() < calendar.first_year() || day.year() > calendar.last_year()) {
      violations.Add(field, v1::DAY_OUTSIDE_YEARS, {{"date", civil::Format(day)}});
    } else if (!named.insert(day).second) {
      violations.Add(field, v1::DAY_TWICE, {{"date", civil::Format(day)}});
    }
  };
  for (int i = 0; i < calendar.holidays_size(); ++i) {
    name_day(StrCat("calendar.holidays[", i, "].date"), civil::FromDate(calendar.holidays(i).date()));
  }
  for (int i = 0; i < calendar.swapped_days_size(); ++i) {
    const std::string field = StrCat("calendar.swapped_days[", i, "]");
    const absl::CivilDay work = civil::FromDate(calendar.swapped_days(i).work_date());
    const absl::CivilDay off = civil::FromDate(calendar.swapped_days(i).off_date());
    name_day(field + ".work_date", work);
    name_day(field + ".off_date", off);
    if (!IsWeekend(work)) violations.Add(field + ".work_date", v1::WORKED_ANYWAY);
    if (IsWeekend(off)) violations.Add(field + ".off_date", v1::OFF_ANYWAY);
  }
  return violations.ToStatus();
}

WorkingDays::WorkingDays(const v1::Calendar& calendar)
    : name_(calendar.name()), first_year_(calendar.first_year()), last_year_(calendar.last_year()) {
  for (const v1::Holiday& holiday : calendar.holidays()) off_.insert(civil::FromDate(holiday.date()));
  for (const v1::SwappedDay& swap : calendar.swapped_days()) {
    worked_.insert(civil::FromDate(swap.work_date()));
    off_.insert(civil::FromDate(swap.off_date()));
  }
}

absl::Status WorkingDays::CheckCovered(absl::CivilDay day) const {
  if (day.year() >= first_year_ && day.year() <= last_year_) return absl::OkStatus();
  return status::FailedPrecondition(v1::DATE_NOT_COVERED, {{"calendar", name_},
                                                           {"date", civil::Format(day)},
                                                           {"first_year", StrCat(first_year_)},
                                                           {"last_year", StrCat(last_year_)}});
}

bool WorkingDays::Worked(absl::CivilDay day) const {
  if (off_.contains(day)) return false;
  return !IsWeekend(day) || worked_.contains(day);
}

absl::StatusOr<bool> WorkingDays::IsWorked(absl::CivilDay day) const {
  RETURN_IF_ERROR(CheckCovered(day));
  return Worked(day);
}

absl::StatusOr<int> WorkingDays::Count(absl::CivilDay from, absl::CivilDay to) const {
  RETURN_IF_ERROR(CheckCovered(from));
  RETURN_IF_ERROR(CheckCovered(to));
  const int step = to < from ? -1 : 1;
  int count = 0;
  for (absl::CivilDay day = from; day != to;) {
    day += step;
    if (Worked(day)) count += step;
  }
  return count;
}

absl::StatusOr<absl::CivilDay> WorkingDays::Add(absl::CivilDay from, int days) const {
  RETURN_IF_ERROR(CheckCovered(from));
  const int step = days < 0 ? -1 : 1;
  absl::CivilDay day = from;
  for (int left = days; left != 0;) {
    day += step;
    RETURN_IF_ERROR(CheckCovered(day));
    if (Worked(day)) left -= step;
  }
  return day;
}

absl::StatusOr<std::vector<absl::CivilDay>> WorkingDays::Within(absl::CivilDay first, absl::CivilDay last) const {
  RETURN_IF_ERROR(CheckCovered(first));
  RETURN_IF_ERROR(CheckCovered(last));
  std::vector<absl::CivilDay> days;
  for (absl::CivilDay day = first; day <= last; ++day) {
    if (Worked(day)) days.push_back(day);
  }
  return days;
}

}  // namespace congress::scheduling
