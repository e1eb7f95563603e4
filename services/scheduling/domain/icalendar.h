// Meetings as an iCalendar file.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "congress/scheduling/v1/meeting.pb.h"

namespace congress::scheduling {

// Where a calendar comes from.
struct Source {
  // What tells the installation from all others; it is part of the UIDs, so that the entries of two provinces are not
  // taken for each other.
  std::string suite_id = "";
  // What people call an organisation or a room; without it the entries do not say whose meeting it is.
  std::function<std::string(const std::string&)> name_of = nullptr;
  // What programs call the calendar; empty: `Lịch họp`.
  std::string title = "";
};

struct CalendarFile {
  std::string text;
  // Entries in it.
  int event_count = 0;
};

// RFC 5545 text with METHOD:PUBLISH, UTF-8, lines folded and ended by CRLF: one VEVENT of whole days for the days of a
// meeting that follow each other, and one for each part of a day; hours are those of Vietnam. Meetings are as AsShown
// says, and what is called off has STATUS:CANCELLED, as have parts that the meeting had once. Their UID comes from the
// meeting's name and SEQUENCE from the meeting, so that a calendar program replaces what it has. The second and further
// ones of a meeting are RELATED-TO the first. Who takes part stands in the description, in Vietnamese. `stamp` becomes
// DTSTAMP; without it DTSTAMP is when the meeting was changed last. The same meetings and stamp give the same bytes.
// Without any meeting it is a calendar still.
CalendarFile WriteCalendar(const std::vector<v1::Meeting>& meetings, std::optional<absl::Time> stamp,
                           const Source& source = {});

}  // namespace congress::scheduling
