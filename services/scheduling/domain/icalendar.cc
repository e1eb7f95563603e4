#include "services/scheduling/domain/icalendar.h"

#include <libical/ical.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "absl/strings/str_join.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/calendar_entries.h"
#include "services/scheduling/domain/meeting_states.h"
#include "services/scheduling/domain/slots.h"

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

// The persons of a meeting are posts, which have no mail address, and calendar programs refuse or misread an attendee
// without one: who takes part stands in the description.
std::string PersonLine(std::string_view part, const v1::Participant& participant,
                       const std::function<std::string(const std::string&)>& name_of) {
  std::string title = participant.title();
  if (title.empty()) title = name_of ? name_of(participant.post()) : participant.post();
  const v1::Participant::Reply reply = participant.reply();
  const std::string_view answer = reply == v1::Participant::ACCEPTED   ? " (sẽ dự)"
                                  : reply == v1::Participant::DECLINED ? " (báo vắng)"
                                                                       : "";
  return StrCat(part, ": ", title, answer);
}

std::string_view PartOf(v1::Participant::Role role) {
  if (role == v1::Participant::CHAIR) return "Chủ trì";
  if (role == v1::Participant::STAND_IN) return "Dự thay";
  return role == v1::Participant::REQUIRED ? "Dự họp" : "Mời dự";
}

std::string Description(const v1::Meeting& meeting, const std::function<std::string(const std::string&)>& name_of) {
  std::vector<std::string> lines;
  int number = 0;
  for (const v1::AgendaItem& item : meeting.agenda()) {
    lines.push_back(StrCat(++number, ". ", item.title()));
    for (const std::string& paper : item.papers()) lines.push_back(StrCat("   - ", paper));
  }
  if (!meeting.organisation().empty() && name_of) {
    lines.push_back(StrCat("Tổ chức: ", name_of(meeting.organisation())));
  }
  if (meeting.has_attendee()) lines.push_back(PersonLine("Cấp trên dự", meeting.attendee(), name_of));
  for (const v1::Participant& participant : meeting.participants()) {
    lines.push_back(PersonLine(PartOf(participant.role()), participant, name_of));
  }
  return absl::StrJoin(lines, "\n");
}

void AddText(icalcomponent* event, icalproperty* (*make)(const char*), const std::string& text) {
  if (!text.empty()) icalcomponent_add_property(event, make(text.c_str()));
}

constexpr char kZone[] = "Asia/Ho_Chi_Minh";

// Vietnam has known no other time since calendar programs came up.
icalcomponent* Zone() {
  icaltimetype start = icaltime_null_time();
  start.year = 1976;
  start.month = start.day = 1;
  constexpr int kOffset = 7 * 60 * 60;
  return icalcomponent_vanew(
      ICAL_VTIMEZONE_COMPONENT, icalproperty_new_tzid(kZone),
      icalcomponent_vanew(ICAL_XSTANDARD_COMPONENT, icalproperty_new_dtstart(start),
                          icalproperty_new_tzoffsetfrom(kOffset), icalproperty_new_tzoffsetto(kOffset),
                          icalproperty_new_tzname("+07"), nullptr),
      nullptr);
}

void AddHours(icalcomponent* event, const v1::Slot& slot) {
  const std::vector<Interval> parts = IntervalsOf(slot);
  const auto at = [](absl::CivilDay day, int minute) {
    icaltimetype time = ToIcal(minute == 24 * 60 ? day + 1 : day);
    time.is_date = 0;
    time.hour = minute / 60 % 24;
    time.minute = minute % 60;
    time.second = 0;
    return time;
  };
  icalproperty* start = icalproperty_new_dtstart(at(parts.front().day, parts.front().from));
  icalproperty* end = icalproperty_new_dtend(at(parts.back().day, parts.back().to));
  for (icalproperty* property : {start, end}) {
    icalproperty_add_parameter(property, icalparameter_new_tzid(kZone));
    icalcomponent_add_property(event, property);
  }
}

// A morning and an afternoon have no hours: they are a day that says so.
std::string PartOfDay(v1::Slot::Part part) {
  if (part == v1::Slot::MORNING) return " (buổi sáng)";
  return part == v1::Slot::AFTERNOON ? " (buổi chiều)" : "";
}

// The entry of that index. The first bears the meeting's own UID; those behind have one each and name it, so
// that a program knows that they belong together. RDATE alone would say so in one entry, but common programs drop its
// days.
icalcomponent* ToEvent(const v1::Meeting& meeting, const std::vector<CalendarEntry>& entries, size_t index,
                       std::optional<absl::Time> stamp, const Source& source) {
  const std::string at = StrCat("@", source.suite_id.empty() ? "" : StrCat(source.suite_id, "."), "congress");
  const std::string series = StrCat(meeting.name(), at);
  icalcomponent* event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
  if (index == 0) {
    icalcomponent_add_property(event, icalproperty_new_uid(series.c_str()));
  } else {
    icalcomponent_add_property(event, icalproperty_new_uid(StrCat(meeting.name(), "/", index + 1, at).c_str()));
    icalproperty* related = icalproperty_new_relatedto(series.c_str());
    icalproperty_add_parameter(related, icalparameter_new_reltype(ICAL_RELTYPE_SIBLING));
    icalcomponent_add_property(event, related);
  }
  icalcomponent_add_property(
      event, icalproperty_new_dtstamp(ToIcal(stamp.value_or(civil::FromTimestamp(meeting.update_time())))));
  icalcomponent_add_property(event, icalproperty_new_sequence(meeting.sequence()));
  const CalendarEntry& entry = entries[index];
  if (entry.part.part() == v1::Slot::HOURS) {
    AddHours(event, entry.part);
  } else {
    icalcomponent_add_property(event, icalproperty_new_dtstart(ToIcal(entry.days.first)));
    // The end is the day behind the last.
    icalcomponent_add_property(event, icalproperty_new_dtend(ToIcal(entry.days.last + 1)));
  }
  const auto parts = std::count_if(entries.begin(), entries.end(), [](const auto& one) { return !one.dropped; });
  const std::string count = parts == 1 || entry.dropped ? "" : StrCat(" (", index + 1, "/", parts, ")");
  AddText(event, icalproperty_new_summary, StrCat(meeting.title(), PartOfDay(entry.part.part()), count));
  const bool names = !meeting.room().empty() && source.name_of;
  AddText(event, icalproperty_new_location,
          meeting.room().empty() ? meeting.venue() : (names ? source.name_of(meeting.room()) : meeting.room()));
  AddText(event, icalproperty_new_description, Description(meeting, source.name_of));
  icalcomponent_add_property(event,
                             icalproperty_new_status(entry.called_off ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
  return event;
}

}  // namespace

CalendarFile WriteCalendar(const std::vector<v1::Meeting>& meetings, std::optional<absl::Time> stamp,
                           const Source& source) {
  CalendarFile file;
  const std::unique_ptr<icalcomponent, FreeComponent> calendar(icalcomponent_new(ICAL_VCALENDAR_COMPONENT));
  icalcomponent_add_property(calendar.get(), icalproperty_new_prodid("-//congress//scheduling//VI"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_calscale("GREGORIAN"));
  // What is here is told, and asks for no answer: programs put it in the place of what they have of the same UID.
  icalcomponent_add_property(calendar.get(), icalproperty_new_method(ICAL_METHOD_PUBLISH));
  // The name under which Outlook, Apple and Google show it.
  icalproperty* name = icalproperty_new_x(source.title.empty() ? "Lịch họp" : source.title.c_str());
  icalproperty_set_x_name(name, "X-WR-CALNAME");
  icalcomponent_add_property(calendar.get(), name);
  // Also where nothing has hours: a calendar has some component, and the feed of who has no meeting is one too.
  icalcomponent_add_component(calendar.get(), Zone());
  for (const v1::Meeting& meeting : meetings) {
    const v1::Meeting shown = AsShown(meeting);
    const std::vector<CalendarEntry> entries = EntriesOf(meeting);
    for (size_t i = 0; i < entries.size(); ++i) {
      icalcomponent_add_component(calendar.get(), ToEvent(shown, entries, i, stamp, source));
      ++file.event_count;
    }
  }
  const std::unique_ptr<char, FreeText> text(icalcomponent_as_ical_string_r(calendar.get()));
  if (text != nullptr) file.text = text.get();
  return file;
}

}  // namespace congress::scheduling
