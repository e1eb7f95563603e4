#include "services/scheduling/domain/rhythm.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/text/keys.h"

namespace congress::scheduling {
namespace {

constexpr size_t kMostId = 63;

// From Monday to Sunday; a week belongs to the year of its Thursday (ISO 8601).
Period WeekOf(absl::CivilDay day) {
  const absl::CivilDay first = day - static_cast<int>(absl::GetWeekday(day));
  const absl::CivilDay thursday = first + 3;
  return {absl::StrFormat("%04d-W%02d", thursday.year(), (absl::GetYearDay(thursday) - 1) / 7 + 1), first, first + 6};
}

// So many months that begin with `first`.
Period MonthsFrom(absl::CivilMonth first, int months, std::string label) {
  return {std::move(label), absl::CivilDay(first), absl::CivilDay(first + months) - 1};
}

// The day of the period on which it is due.
absl::StatusOr<absl::CivilDay> DayIn(const v1::Rhythm& rhythm, const WorkingDays* calendar, const Period& period) {
  const int wanted = rhythm.due_day() == 0 ? -1 : rhythm.due_day();
  if (!rhythm.working_days() || calendar == nullptr) {
    return wanted > 0 ? std::min(period.first + (wanted - 1), period.last)
                      : std::max(period.last + (wanted + 1), period.first);
  }
  ASSIGN_OR_RETURN(const std::vector<absl::CivilDay> days, calendar->Within(period.first, period.last));
  // A period that is all holidays ends with its last day.
  if (days.empty()) return period.last;
  const int count = static_cast<int>(days.size());
  const int index = wanted > 0 ? std::min(wanted, count) - 1 : std::max(count + wanted, 0);
  return days[static_cast<size_t>(index)];
}

}  // namespace

Period PeriodOf(v1::Rhythm::Every every, absl::CivilDay day) {
  const auto year = day.year();
  const absl::CivilMonth month(day);
  switch (every) {
    case v1::Rhythm::WEEK:
      return WeekOf(day);
    case v1::Rhythm::QUARTER: {
      const int quarter = (day.month() - 1) / 3;
      return MonthsFrom(absl::CivilMonth(year, quarter * 3 + 1), 3, absl::StrFormat("%04d-Q%d", year, quarter + 1));
    }
    case v1::Rhythm::HALF_YEAR: {
      const int half = (day.month() - 1) / 6;
      return MonthsFrom(absl::CivilMonth(year, half * 6 + 1), 6, absl::StrFormat("%04d-H%d", year, half + 1));
    }
    case v1::Rhythm::YEAR:
      return MonthsFrom(absl::CivilMonth(year), 12, absl::StrFormat("%04d", year));
    default:
      return MonthsFrom(month, 1, absl::StrFormat("%04d-%02d", year, day.month()));
  }
}

absl::StatusOr<std::vector<Due>> DueBetween(const v1::Rhythm& rhythm, const WorkingDays* calendar, absl::CivilDay first,
                                            absl::CivilDay last) {
  std::vector<Due> dues;
  if (rhythm.every() == v1::Rhythm::ON_DEMAND || rhythm.every() == v1::Rhythm::EVERY_UNSPECIFIED) return dues;
  if (rhythm.has_first_day()) first = std::max(first, civil::FromDate(rhythm.first_day()));
  if (rhythm.has_last_day()) last = std::min(last, civil::FromDate(rhythm.last_day()));
  for (Period period = PeriodOf(rhythm.every(), first); period.first <= last;
       period = PeriodOf(rhythm.every(), period.last + 1)) {
    ASSIGN_OR_RETURN(const absl::CivilDay day, DayIn(rhythm, calendar, period));
    if (first <= day && day <= last) dues.push_back({period.label, day});
  }
  return dues;
}

std::string OccurrenceId(std::string_view period) {
  std::string id;
  for (const char c : text::SearchKey(period)) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      id.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
    } else if (!id.empty() && id.back() != '-') {
      id.push_back('-');
    }
  }
  while (!id.empty() && id.back() == '-') id.pop_back();
  return id.size() > kMostId ? "" : id;
}

}  // namespace congress::scheduling
