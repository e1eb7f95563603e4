#include "services/scheduling/domain/icalendar.h"

#include <libical/ical.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "platform/civil/civil.h"
#include "platform/status/strings.h"

namespace congress::scheduling {
namespace {

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
struct FreeText {
  void operator()(char* text) const { std::free(text); }
};

icaltimetype ToIcal(absl::CivilDay day) {
  icaltimetype time = icaltime_null_date();
  time.year = static_cast<int>(day.year());
  time.month = day.month();
  time.day = day.day();
  return time;
}

icaltimetype ToIcal(absl::Time at) {
  const absl::CivilSecond utc = absl::ToCivilSecond(at, absl::UTCTimeZone());
  icaltimetype time = icaltime_null_time();
  time.year = static_cast<int>(utc.year());
  time.month = utc.month();
  time.day = utc.day();
  time.hour = utc.hour();
  time.minute = utc.minute();
  time.second = utc.second();
  time.is_date = 0;
  time.zone = icaltimezone_get_utc_timezone();
  return time;
}

icalparameter_role ToIcal(v1::Participant::Role role) {
  if (role == v1::Participant::CHAIR) return ICAL_ROLE_CHAIR;
  return role == v1::Participant::REQUIRED ? ICAL_ROLE_REQPARTICIPANT : ICAL_ROLE_OPTPARTICIPANT;
}

icalparameter_partstat ToIcal(v1::Participant::Reply reply) {
  if (reply == v1::Participant::ACCEPTED) return ICAL_PARTSTAT_ACCEPTED;
  return reply == v1::Participant::DECLINED ? ICAL_PARTSTAT_DECLINED : ICAL_PARTSTAT_NEEDSACTION;
}

// Posts have no mail address, so a URN of the post stands for it.
void AddAttendee(icalcomponent* event, const v1::Participant& participant) {
  icalproperty* attendee = icalproperty_new_attendee(StrCat("urn:x-congress:", participant.person()).c_str());
  std::string title = participant.title().empty() ? participant.person() : participant.title();
  // A parameter value has no way to write these.
  std::replace(title.begin(), title.end(), '"', '\'');
  std::replace(title.begin(), title.end(), '\n', ' ');
  icalproperty_add_parameter(attendee, icalparameter_new_cn(title.c_str()));
  icalproperty_add_parameter(attendee, icalparameter_new_role(ToIcal(participant.role())));
  icalproperty_add_parameter(attendee, icalparameter_new_partstat(ToIcal(participant.reply())));
  icalcomponent_add_property(event, attendee);
}

std::string Agenda(const v1::Meeting& meeting) {
  std::string text;
  int number = 0;
  for (const v1::AgendaItem& item : meeting.agenda()) {
    text += StrCat(number == 0 ? "" : "\n", number + 1, ". ", item.title());
    for (const std::string& paper : item.papers()) text += StrCat("\n   - ", paper);
    ++number;
  }
  return text;
}

// Days that follow each other are one stretch; a further stretch behind a weekend becomes a recurrence date, so that
// the meeting stays one entry with one UID.
void AddDays(icalcomponent* event, const v1::Meeting& meeting) {
  std::vector<absl::CivilDay> days;
  for (const auto& date : meeting.dates()) days.push_back(civil::FromDate(date));
  if (days.empty()) return;
  const bool unbroken = days.back() - days.front() == static_cast<absl::civil_diff_t>(days.size()) - 1;
  icalcomponent_add_property(event, icalproperty_new_dtstart(ToIcal(days.front())));
  // The end is the day behind the last.
  icalcomponent_add_property(event, icalproperty_new_dtend(ToIcal((unbroken ? days.back() : days.front()) + 1)));
  if (unbroken) return;
  for (size_t i = 1; i < days.size(); ++i) {
    icaldatetimeperiodtype recurrence;
    recurrence.time = ToIcal(days[i]);
    recurrence.period = icalperiodtype_null_period();
    icalproperty* property = icalproperty_new_rdate(recurrence);
    icalproperty_add_parameter(property, icalparameter_new_value(ICAL_VALUE_DATE));
    icalcomponent_add_property(event, property);
  }
}

icalcomponent* ToEvent(const v1::Meeting& meeting, absl::Time stamp,
                       const std::function<std::string(const std::string&)>& name_of) {
  icalcomponent* event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
  icalcomponent_add_property(event, icalproperty_new_uid(StrCat(meeting.name(), "@congress").c_str()));
  icalcomponent_add_property(event, icalproperty_new_dtstamp(ToIcal(stamp)));
  icalcomponent_add_property(event, icalproperty_new_sequence(meeting.sequence()));
  AddDays(event, meeting);
  icalcomponent_add_property(event, icalproperty_new_summary(meeting.title().c_str()));
  if (!meeting.room().empty()) icalcomponent_add_property(event, icalproperty_new_location(meeting.room().c_str()));
  if (const std::string agenda = Agenda(meeting); !agenda.empty()) {
    icalcomponent_add_property(event, icalproperty_new_description(agenda.c_str()));
  }
  // RFC 5545, 3.8.4.3: an event with attendees names who calls them together.
  if (const std::string& unit = meeting.organisation(); !unit.empty()) {
    icalproperty* organizer = icalproperty_new_organizer(StrCat("urn:x-congress:", unit).c_str());
    if (name_of) icalproperty_add_parameter(organizer, icalparameter_new_cn(name_of(unit).c_str()));
    icalcomponent_add_property(event, organizer);
  }
  if (meeting.has_attendee()) AddAttendee(event, meeting.attendee());
  for (const v1::Participant& participant : meeting.participants()) AddAttendee(event, participant);
  icalcomponent_add_property(event, icalproperty_new_status(ICAL_STATUS_CONFIRMED));
  return event;
}

}  // namespace

std::string WriteCalendar(const std::vector<v1::Meeting>& meetings, absl::Time stamp,
                          const std::function<std::string(const std::string&)>& name_of) {
  const std::unique_ptr<icalcomponent, FreeComponent> calendar(icalcomponent_new(ICAL_VCALENDAR_COMPONENT));
  icalcomponent_add_property(calendar.get(), icalproperty_new_prodid("-//congress//scheduling//VI"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_calscale("GREGORIAN"));
  // The name under which Outlook, Apple and Google show it.
  icalproperty* name = icalproperty_new_x("Lịch đại hội");
  icalproperty_set_x_name(name, "X-WR-CALNAME");
  icalcomponent_add_property(calendar.get(), name);
  for (const v1::Meeting& meeting : meetings)
    icalcomponent_add_component(calendar.get(), ToEvent(meeting, stamp, name_of));
  const std::unique_ptr<char, FreeText> text(icalcomponent_as_ical_string_r(calendar.get()));
  return text == nullptr ? "" : text.get();
}

}  // namespace congress::scheduling
