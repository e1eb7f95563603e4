// Meetings as an iCalendar file.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "congress/scheduling/v1/meeting.pb.h"

namespace congress::scheduling {

// RFC 5545 text, UTF-8, lines folded and ended by CRLF: one VEVENT of whole days for each meeting. The UID comes from
// the meeting's name and SEQUENCE from the meeting, so that a calendar program replaces what it has; whole days are
// dates and need no time zone. `stamp` becomes DTSTAMP: the same meetings and stamp give the same bytes. `name_of`:
// what people call an organisation; without it only programs are told which one it is.
std::string WriteCalendar(const std::vector<v1::Meeting>& meetings, absl::Time stamp,
                          const std::function<std::string(const std::string&)>& name_of = nullptr);

}  // namespace congress::scheduling
