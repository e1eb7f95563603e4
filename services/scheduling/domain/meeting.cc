#include "services/scheduling/domain/meeting.h"

#include <algorithm>
#include <map>
#include <set>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::scheduling {
namespace {

void SetDays(v1::Meeting* meeting, const std::vector<absl::CivilDay>& days) {
  meeting->clear_dates();
  for (const absl::CivilDay day : days) *meeting->add_dates() = civil::ToDate(day);
}

void ClearReply(v1::Participant* participant) {
  participant->clear_reply();
  participant->clear_reply_note();
}

// What a calendar shows of a meeting, to tell whether it changes.
std::string Shown(v1::Meeting meeting) {
  meeting.clear_sequence();
  meeting.clear_update_time();
  meeting.clear_etag();
  meeting.clear_pinned();
  meeting.clear_travel_area();
  meeting.clear_window();
  for (v1::Participant& participant : *meeting.mutable_participants()) ClearReply(&participant);
  if (meeting.has_attendee()) ClearReply(meeting.mutable_attendee());
  return meeting.SerializeAsString();
}

}  // namespace

std::string MeetingName(std::string_view congress, std::string_view organisation) {
  return StrCat(congress, "/meetings/", organisation.substr(organisation.rfind('/') + 1));
}

std::vector<absl::CivilDay> DaysOf(const v1::Meeting& meeting) {
  std::vector<absl::CivilDay> days;
  for (const auto& date : meeting.dates()) days.push_back(civil::FromDate(date));
  return days;
}

std::vector<DayRun> DayRunsOf(const v1::Meeting& meeting) {
  std::vector<DayRun> runs;
  for (const absl::CivilDay day : DaysOf(meeting)) {
    if (runs.empty() || day > runs.back().last + 1) {
      runs.push_back({day, day});
    } else {
      runs.back().last = day;
    }
  }
  return runs;
}

v1::Meeting NewMeeting(std::string_view congress, const v1::MeetingUnit& unit) {
  v1::Meeting meeting;
  meeting.set_name(MeetingName(congress, unit.organisation()));
  meeting.set_organisation(unit.organisation());
  // A unit is named as a place or as the organisation that meets.
  const bool is_organisation = unit.display_name().starts_with("Đảng bộ");
  meeting.set_title(StrCat("Đại hội ", is_organisation ? "" : "Đảng bộ ", unit.display_name()));
  meeting.set_travel_area(unit.travel_area());
  return meeting;
}

v1::Meeting MoveMeeting(v1::Meeting meeting, const std::string& window, const std::vector<absl::CivilDay>& days) {
  meeting.set_window(window);
  const std::vector<absl::CivilDay> before = DaysOf(meeting);
  if (before == days) return meeting;
  SetDays(&meeting, days);
  meeting.clear_attendee();
  for (v1::Participant& participant : *meeting.mutable_participants()) ClearReply(&participant);
  // Entry 0 of a calendar is the meeting as it was placed first.
  if (!before.empty()) meeting.set_sequence(meeting.sequence() + 1);
  return meeting;
}

absl::Status CheckDays(const v1::Meeting& meeting, const v1::Window& window, const WorkingDays& calendar) {
  const std::vector<absl::CivilDay> days = DaysOf(meeting);
  if (days.empty()) {
    status::Violations violations;
    violations.Add("meeting.dates", status::PlatformFault::REQUIRED);
    return violations.ToStatus();
  }
  if (static_cast<int>(days.size()) > window.longest_days()) {
    return status::FailedPrecondition(v1::MEETING_TOO_LONG, {{"organisation", meeting.organisation()},
                                                             {"days", StrCat(days.size())},
                                                             {"longest_days", StrCat(window.longest_days())}});
  }
  const absl::CivilDay first = civil::FromDate(window.first_day());
  const absl::CivilDay last = civil::FromDate(window.last_day());
  for (const absl::CivilDay day : days) {
    if (day < first || day > last) {
      return status::FailedPrecondition(v1::OUTSIDE_WINDOW, {{"name", meeting.name()},
                                                             {"date", civil::Format(day)},
                                                             {"window", window.name()},
                                                             {"first_day", civil::Format(first)},
                                                             {"last_day", civil::Format(last)}});
    }
  }
  for (size_t i = 0; i < days.size(); ++i) {
    ASSIGN_OR_RETURN(const bool worked, calendar.IsWorked(days[i]));
    // The next working day behind the one before, so days that are out of order or apart are told as well.
    ASSIGN_OR_RETURN(const absl::CivilDay expected, i == 0 ? days[0] : calendar.Add(days[i - 1], 1));
    if (worked && days[i] == expected) continue;
    status::Metadata metadata = {{"name", meeting.name()}, {"date", civil::Format(days[i])}};
    if (worked) {
      metadata.emplace_back("cause", "gap");
      metadata.emplace_back("previous", civil::Format(days[i - 1]));
      metadata.emplace_back("expected", civil::Format(expected));
    }
    return status::FailedPrecondition(v1::NOT_WORKING_DAY, metadata);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Meeting> AmendMeeting(const v1::Meeting& before, v1::Meeting after) {
  status::Violations violations;
  if (after.title().empty()) violations.Add("meeting.title", status::PlatformFault::REQUIRED);
  std::set<std::string> persons;
  for (int i = 0; i < after.participants_size(); ++i) {
    if (!persons.insert(after.participants(i).person()).second) {
      violations.Add(StrCat("meeting.participants[", i, "].person"), status::PlatformFault::REPEATED,
                     {{"value", after.participants(i).person()}});
    }
  }
  if (!violations.empty()) return violations.ToStatus();

  const bool moved = DaysOf(before) != DaysOf(after);
  std::map<std::string, const v1::Participant*> known;
  for (const v1::Participant& participant : before.participants()) known[participant.person()] = &participant;
  for (v1::Participant& participant : *after.mutable_participants()) {
    ClearReply(&participant);
    const auto old = known.find(participant.person());
    if (moved || old == known.end()) continue;
    participant.set_reply(old->second->reply());
    participant.set_reply_note(old->second->reply_note());
  }
  if (moved && after.has_attendee()) ClearReply(after.mutable_attendee());
  if (Shown(before) != Shown(after)) after.set_sequence(before.sequence() + 1);
  return after;
}

v1::Meeting AssignMeeting(v1::Meeting meeting, const std::string& post, const std::string& title) {
  const v1::Meeting before = meeting;
  if (meeting.attendee().person() != post) meeting.clear_attendee();
  v1::Participant* attendee = meeting.mutable_attendee();
  attendee->set_person(post);
  attendee->set_title(title);
  attendee->set_role(v1::Participant::REQUIRED);
  if (Shown(before) != Shown(meeting)) meeting.set_sequence(meeting.sequence() + 1);
  return meeting;
}

absl::StatusOr<v1::Meeting> ReplyMeeting(v1::Meeting meeting, const std::string& person, v1::Participant::Reply reply,
                                         const std::string& note) {
  bool found = false;
  const auto answer = [&](v1::Participant* participant) {
    if (participant->person() != person) return;
    participant->set_reply(reply);
    participant->set_reply_note(note);
    found = true;
  };
  if (meeting.has_attendee()) answer(meeting.mutable_attendee());
  for (v1::Participant& participant : *meeting.mutable_participants()) answer(&participant);
  if (found) return meeting;
  return status::FailedPrecondition(v1::PERSON_NOT_INVITED, {{"name", meeting.name()}, {"person", person}});
}

bool Involves(const v1::Meeting& meeting, std::string_view person) {
  if (meeting.has_attendee() && meeting.attendee().person() == person) return true;
  return std::any_of(meeting.participants().begin(), meeting.participants().end(),
                     [&](const v1::Participant& participant) { return participant.person() == person; });
}

std::vector<Booking> BookingsOf(const v1::Meeting& meeting) {
  std::set<Booking> bookings;
  for (const absl::CivilDay day : DaysOf(meeting)) {
    if (!meeting.room().empty()) bookings.insert({Booking::Kind::kRoom, meeting.room(), day});
    if (meeting.has_attendee()) bookings.insert({Booking::Kind::kPerson, meeting.attendee().person(), day});
    for (const v1::Participant& participant : meeting.participants()) {
      if (participant.role() == v1::Participant::INVITED) continue;
      bookings.insert({Booking::Kind::kPerson, participant.person(), day});
    }
  }
  return {bookings.begin(), bookings.end()};
}

}  // namespace congress::scheduling
