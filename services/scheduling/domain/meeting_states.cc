#include "services/scheduling/domain/meeting_states.h"

#include <algorithm>
#include <set>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/calendar_entries.h"
#include "services/scheduling/domain/meeting.h"

namespace congress::scheduling {
namespace {

template <class Reason>
absl::Status Refused(Reason reason, const v1::Meeting& meeting) {
  return status::FailedPrecondition(reason, {{"name", meeting.name()}});
}

void Enter(v1::Meeting::State state, const Doer& doer, const std::string& reason, v1::Meeting* meeting) {
  meeting->set_state(state);
  AddNote(v1::Meeting::State_Name(state), doer, reason, meeting->mutable_notes());
}

bool Differs(const v1::Meeting& meeting) {
  if (!meeting.has_released() || meeting.state() == v1::Meeting::HELD || meeting.state() == v1::Meeting::CANCELLED) {
    return false;
  }
  const v1::Meeting::Released& released = meeting.released();
  return !SameSlots(released.slots(), meeting.slots()) || released.room() != meeting.room() ||
         released.attendee().post() != meeting.attendee().post();
}

v1::Participant Unanswered(v1::Participant participant) {
  participant.clear_reply();
  participant.clear_reply_note();
  participant.clear_reply_time();
  participant.clear_presence();
  participant.clear_represented_by();
  return participant;
}

// What a calendar shows of a meeting, to tell whether it changes.
std::string Shown(const v1::Meeting& meeting) {
  const v1::Meeting shown = AsShown(meeting);
  v1::Meeting visible;
  visible.set_title(shown.title());
  visible.set_room(shown.room());
  visible.set_venue(shown.venue());
  *visible.mutable_agenda() = shown.agenda();
  for (const v1::Participant& participant : shown.participants()) {
    *visible.add_participants() = Unanswered(participant);
  }
  if (shown.has_attendee()) *visible.mutable_attendee() = Unanswered(shown.attendee());
  std::string off;
  for (const v1::Slot& slot : shown.slots()) {
    *visible.add_slots() = slot;
    off += IsCalledOff(meeting, slot) ? "x" : ".";
  }
  return visible.SerializeAsString() + off;
}

absl::Status CheckBegun(const v1::Meeting& meeting, absl::CivilDay today) {
  if (meeting.slots().empty()) return Refused(v1::MEETING_WITHOUT_DAYS, meeting);
  const absl::CivilDay first = DaysOf(meeting).front();
  if (first <= today) return absl::OkStatus();
  return status::FailedPrecondition(
      v1::MEETING_NOT_YET, {{"name", meeting.name()}, {"date", civil::Format(first)}, {"today", civil::Format(today)}});
}

template <class Attendance>
absl::Status CheckPresences(const Attendance& attendance, const std::string& field, status::Violations* violations) {
  std::set<std::string> posts;
  for (int i = 0; i < attendance.size(); ++i) {
    const v1::MeetingPresence& presence = attendance[i];
    const std::string at = StrCat(field, "[", i, "]");
    if (!posts.insert(presence.post()).second) {
      violations->Add(at + ".post", status::PlatformFault::REPEATED, {{"value", presence.post()}});
    }
    const bool represented = presence.presence() == v1::Participant::REPRESENTED;
    if (represented == presence.represented_by().empty()) {
      violations->Add(at + ".represented_by", v1::REPRESENTED_BY);
    }
  }
  return violations->ToStatus();
}

// Calls `record` for the attendee and each participant of that post.
template <class Record>
bool ForPost(v1::Meeting* meeting, const std::string& post, Record record) {
  bool found = false;
  if (meeting->has_attendee() && meeting->attendee().post() == post) {
    record(meeting->mutable_attendee());
    found = true;
  }
  for (v1::Participant& participant : *meeting->mutable_participants()) {
    if (participant.post() != post) continue;
    record(&participant);
    found = true;
  }
  return found;
}

absl::Status NotInvited(const v1::Meeting& meeting, const std::string& post) {
  return status::FailedPrecondition(v1::PERSON_NOT_INVITED, {{"name", meeting.name()}, {"person", post}});
}

template <class Attendance>
absl::Status Record(const Attendance& attendance, v1::Meeting* meeting) {
  status::Refusals refusals;
  for (int i = 0; i < attendance.size(); ++i) {
    const v1::MeetingPresence& presence = attendance[i];
    const bool found = ForPost(meeting, presence.post(), [&](v1::Participant* participant) {
      participant->set_presence(presence.presence());
      participant->set_represented_by(presence.represented_by());
    });
    if (!found) refusals.Add(StrCat("attendance[", i, "].post"), NotInvited(*meeting, presence.post()));
  }
  return refusals.ToStatus();
}

void Presume(v1::Participant* participant) {
  participant->set_presence(participant->reply() == v1::Participant::ACCEPTED ? v1::Participant::PRESENT
                                                                              : v1::Participant::ABSENT);
}

}  // namespace

absl::Status CheckOpen(const v1::Meeting& meeting) {
  if (meeting.state() == v1::Meeting::HELD) return Refused(v1::MEETING_HELD, meeting);
  if (meeting.state() == v1::Meeting::CANCELLED) return Refused(v1::MEETING_CANCELLED, meeting);
  return absl::OkStatus();
}

void Settle(const v1::Meeting& before, v1::Meeting* after) {
  after->set_differs_from_release(Differs(*after));
  const std::vector<CalendarEntry> entries = EntriesOf(before);
  KeepDropped(entries, after);
  KeepDepartures(before, after);
  if (!entries.empty() && Shown(before) != Shown(*after)) after->set_sequence(before.sequence() + 1);
}

void SettlePlanned(const v1::Meeting& before, v1::Meeting* after) {
  if (after->state() == v1::Meeting::POSTPONED) after->set_state(v1::Meeting::PLANNED);
  Settle(before, after);
}

v1::Meeting AsShown(const v1::Meeting& meeting) {
  v1::Meeting shown = meeting;
  if (!meeting.has_released() || meeting.state() == v1::Meeting::HELD) return shown;
  *shown.mutable_slots() = meeting.released().slots();
  shown.set_room(meeting.released().room());
  shown.clear_attendee();
  if (meeting.released().has_attendee()) *shown.mutable_attendee() = meeting.released().attendee();
  return shown;
}

bool IsCalledOff(const v1::Meeting& meeting, const v1::Slot& slot) {
  switch (meeting.state()) {
    case v1::Meeting::CANCELLED:
      return true;
    // Announced, or how it was.
    case v1::Meeting::RELEASED:
    case v1::Meeting::HELD:
      return false;
    default:
      return !Holds(meeting.slots(), slot);
  }
}

absl::Status CheckDeletable(const v1::Meeting& meeting) {
  RETURN_IF_ERROR(CheckOpen(meeting));
  return meeting.has_released() ? Refused(v1::MEETING_RELEASED, meeting) : absl::OkStatus();
}

absl::StatusOr<v1::Meeting> Release(v1::Meeting meeting, const std::string& release, const Doer& doer) {
  RETURN_IF_ERROR(CheckOpen(meeting));
  if (meeting.slots().empty() || meeting.state() == v1::Meeting::POSTPONED) {
    return Refused(v1::MEETING_WITHOUT_DAYS, meeting);
  }
  const v1::Meeting before = meeting;
  v1::Meeting::Released released;
  *released.mutable_slots() = meeting.slots();
  if (meeting.has_attendee()) *released.mutable_attendee() = Unanswered(meeting.attendee());
  released.set_room(meeting.room());
  *released.mutable_time() = civil::ToTimestamp(doer.now);
  released.set_release(release);
  *meeting.mutable_released() = std::move(released);
  Enter(v1::Meeting::RELEASED, doer, "", &meeting);
  Settle(before, &meeting);
  return meeting;
}

absl::StatusOr<v1::Meeting> Cancel(v1::Meeting meeting, const std::string& reason, const Doer& doer) {
  RETURN_IF_ERROR(CheckOpen(meeting));
  const v1::Meeting before = meeting;
  Enter(v1::Meeting::CANCELLED, doer, reason, &meeting);
  Settle(before, &meeting);
  return meeting;
}

absl::StatusOr<v1::Meeting> Postpone(v1::Meeting meeting, const v1::PostponeMeetingRequest& request, const Doer& doer) {
  RETURN_IF_ERROR(CheckOpen(meeting));
  if (meeting.state() == v1::Meeting::POSTPONED) return Refused(v1::MEETING_POSTPONED, meeting);
  const v1::Meeting before = meeting;
  meeting.clear_slots();
  for (const v1::Slot& slot : before.slots()) {
    const bool stays = request.has_from_date() && civil::FromDate(slot.date()) < civil::FromDate(request.from_date());
    if (stays) *meeting.add_slots() = slot;
  }
  for (const v1::Slot& slot : request.slots()) {
    const absl::CivilDay day = civil::FromDate(slot.date());
    if (day < doer.today()) {
      return status::FailedPrecondition(
          v1::MEETING_PAST,
          {{"name", meeting.name()}, {"date", civil::Format(day)}, {"today", civil::Format(doer.today())}});
    }
    *meeting.add_slots() = slot;
  }
  status::Violations violations;
  CheckSlots(meeting.slots(), "slots", &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  for (v1::Participant& participant : *meeting.mutable_participants()) participant = Unanswered(participant);
  if (meeting.has_attendee()) *meeting.mutable_attendee() = Unanswered(meeting.attendee());
  Enter(v1::Meeting::POSTPONED, doer, request.reason(), &meeting);
  if (!request.slots().empty()) Enter(v1::Meeting::PLANNED, doer, "", &meeting);
  Settle(before, &meeting);
  return meeting;
}

absl::StatusOr<v1::Meeting> Hold(v1::Meeting meeting, const v1::MeetingHeld& held, const Doer& doer) {
  RETURN_IF_ERROR(CheckOpen(meeting));
  status::Violations violations;
  CheckSlots(held.slots(), "slots", &violations);
  RETURN_IF_ERROR(CheckPresences(held.attendance(), "attendance", &violations));
  const v1::Meeting before = meeting;
  if (!held.slots().empty()) *meeting.mutable_slots() = held.slots();
  RETURN_IF_ERROR(CheckBegun(meeting, doer.today()));
  for (v1::Participant& participant : *meeting.mutable_participants()) Presume(&participant);
  if (meeting.has_attendee()) Presume(meeting.mutable_attendee());
  RETURN_IF_ERROR(Record(held.attendance(), &meeting));
  if (!held.minutes().empty()) meeting.set_minutes(held.minutes());
  meeting.set_quorum_met(MeetsQuorum(meeting));
  Enter(v1::Meeting::HELD, doer, "", &meeting);
  Settle(before, &meeting);
  return meeting;
}

absl::StatusOr<v1::Meeting> Correct(v1::Meeting meeting, const v1::CorrectMeetingRequest& request, const Doer& doer) {
  if (meeting.state() != v1::Meeting::HELD) return Refused(v1::MEETING_NOT_HELD, meeting);
  status::Violations violations;
  if (request.attendance().empty() && request.slots().empty() && request.minutes().empty()) {
    violations.Add("attendance", status::PlatformFault::REQUIRED);
  }
  CheckSlots(request.slots(), "slots", &violations);
  RETURN_IF_ERROR(CheckPresences(request.attendance(), "attendance", &violations));
  const v1::Meeting before = meeting;
  v1::Correction& correction = *meeting.add_corrections();
  *correction.mutable_time() = civil::ToTimestamp(doer.now);
  correction.set_account(doer.account);
  correction.set_person(doer.person);
  correction.set_reason(request.reason());
  for (const v1::MeetingPresence& presence : request.attendance()) {
    ForPost(&meeting, presence.post(), [&](const v1::Participant* participant) {
      v1::MeetingPresence& was = *correction.add_attendance();
      was.set_post(participant->post());
      was.set_presence(participant->presence());
      was.set_represented_by(participant->represented_by());
    });
  }
  RETURN_IF_ERROR(Record(request.attendance(), &meeting));
  if (!request.slots().empty()) {
    *correction.mutable_slots() = meeting.slots();
    *meeting.mutable_slots() = request.slots();
    RETURN_IF_ERROR(CheckBegun(meeting, doer.today()));
  }
  if (!request.minutes().empty()) meeting.set_minutes(request.minutes());
  meeting.set_quorum_met(MeetsQuorum(meeting));
  Settle(before, &meeting);
  return meeting;
}

bool MeetsQuorum(const v1::Meeting& meeting) {
  if (!meeting.has_quorum()) return true;
  const auto is_there = [](const v1::Participant& participant) {
    return participant.presence() == v1::Participant::PRESENT || participant.presence() == v1::Participant::REPRESENTED;
  };
  std::set<std::string> replaced;
  for (const v1::Participant& participant : meeting.participants()) {
    if (participant.role() == v1::Participant::STAND_IN && is_there(participant)) {
      replaced.insert(participant.stands_in_for());
    }
  }
  int all = 0;
  int there = 0;
  for (const v1::Participant& participant : meeting.participants()) {
    if (participant.role() != v1::Participant::CHAIR && participant.role() != v1::Participant::REQUIRED) continue;
    ++all;
    there += is_there(participant) || replaced.contains(participant.post()) ? 1 : 0;
  }
  return there * meeting.quorum().denominator() >= all * meeting.quorum().numerator();
}

absl::StatusOr<v1::Meeting> Reply(v1::Meeting meeting, const v1::ReplyMeetingRequest& request, absl::Time now) {
  RETURN_IF_ERROR(CheckOpen(meeting));
  const std::string& post = request.post();
  if (!Involves(meeting, post)) return NotInvited(meeting, post);
  status::Violations violations;
  if (!request.stand_in().empty() && request.reply() != v1::Participant::DECLINED) {
    violations.Add("stand_in", v1::STAND_IN_FOR);
  }
  const v1::Meeting before = meeting;
  ForPost(&meeting, post, [&](v1::Participant* participant) {
    participant->set_reply(request.reply());
    participant->set_reply_note(request.note());
    *participant->mutable_reply_time() = civil::ToTimestamp(now);
  });
  // Who was asked instead before is so no more.
  auto* participants = meeting.mutable_participants();
  participants->erase(std::remove_if(participants->begin(), participants->end(),
                                     [&](const v1::Participant& other) { return other.stands_in_for() == post; }),
                      participants->end());
  if (!request.stand_in().empty()) {
    if (Involves(meeting, request.stand_in())) {
      violations.Add("stand_in", status::PlatformFault::REPEATED, {{"value", request.stand_in()}});
    }
    const bool attends = meeting.has_attendee() && meeting.attendee().post() == post;
    v1::Participant& other = attends ? *meeting.mutable_attendee() : *meeting.add_participants();
    other.Clear();
    other.set_post(request.stand_in());
    other.set_title(request.stand_in_title());
    other.set_role(v1::Participant::STAND_IN);
    other.set_stands_in_for(post);
  }
  RETURN_IF_ERROR(violations.ToStatus());
  Settle(before, &meeting);
  return meeting;
}

}  // namespace congress::scheduling
