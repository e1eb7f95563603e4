// Working days of public agencies, as one calendar says.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/calendar.pb.h"

namespace congress::scheduling {

// INVALID_ARGUMENT `FIELDS_INVALID` unless the calendar is complete and says one thing about each day: holidays once,
// swaps of a weekend day worked for another day off, everything within the years covered.
absl::Status CheckCalendar(const v1::Calendar& calendar);

// Answers for the years covered only: every question about another day is FAILED_PRECONDITION `DATE_NOT_COVERED`,
// because a holiday that is not known yet would be counted as worked.
class WorkingDays {
 public:
  explicit WorkingDays(const v1::Calendar& calendar);

  // First and last day covered.
  absl::CivilDay first_day() const { return absl::CivilDay(first_year_, 1, 1); }
  absl::CivilDay last_day() const { return absl::CivilDay(last_year_, 12, 31); }

  absl::StatusOr<bool> IsWorked(absl::CivilDay day) const;
  // Working days behind `from` up to and with `to`; negative when `to` lies before `from`, then `to` is counted and
  // `from` is not.
  absl::StatusOr<int> Count(absl::CivilDay from, absl::CivilDay to) const;
  // The working day that is `days` of them away, so that Count leads back to `days`; `from` itself for 0.
  absl::StatusOr<absl::CivilDay> Add(absl::CivilDay from, int days) const;
  // The working days from `first` to `last`, both included.
  absl::StatusOr<std::vector<absl::CivilDay>> Within(absl::CivilDay first, absl::CivilDay last) const;

 private:
  absl::Status CheckCovered(absl::CivilDay day) const;
  bool Worked(absl::CivilDay day) const;

  std::string name_;
  int first_year_;
  int last_year_;
  std::set<absl::CivilDay> off_;
  std::set<absl::CivilDay> worked_;
};

}  // namespace congress::scheduling
