#include "services/scheduling/domain/meeting.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_join.h"
#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/meeting_states.h"

namespace congress::scheduling {
namespace {

constexpr size_t kLongestId = 63;

void ClearReply(v1::Participant* participant) {
  participant->clear_reply();
  participant->clear_reply_note();
  participant->clear_reply_time();
}

void AskAgain(v1::Meeting* meeting) {
  for (v1::Participant& participant : *meeting->mutable_participants()) ClearReply(&participant);
  if (meeting->has_attendee()) ClearReply(meeting->mutable_attendee());
}

void CheckParticipants(const v1::Meeting& meeting, status::Violations* violations) {
  std::set<std::string> posts;
  for (int i = 0; i < meeting.participants_size(); ++i) {
    const v1::Participant& participant = meeting.participants(i);
    const std::string at = StrCat("meeting.participants[", i, "]");
    if (!posts.insert(participant.post()).second) {
      violations->Add(at + ".post", status::PlatformFault::REPEATED, {{"value", participant.post()}});
    }
    const bool stands_in = participant.role() == v1::Participant::STAND_IN;
    const std::string& other = participant.stands_in_for();
    if (stands_in == other.empty() || (stands_in && (other == participant.post() || !Involves(meeting, other)))) {
      violations->Add(at + ".stands_in_for", v1::STAND_IN_FOR);
    }
  }
}

void CheckOwnWindow(const v1::Meeting& meeting, status::Violations* violations) {
  if (meeting.window().empty()) return;
  const bool has_one = meeting.kind() == v1::Meeting::CONGRESS || meeting.kind() == v1::Meeting::PREPARATORY;
  if (!has_one) violations->Add("meeting.window", v1::NO_WINDOW_FOR_KIND);
  if (!meeting.window().starts_with(meeting.congress() + "/")) {
    violations->Add("meeting.window", v1::OF_OTHER_CONGRESS);
  }
}

absl::Status CheckWorked(const v1::Meeting& meeting, const WorkingDays& calendar, absl::CivilDay day) {
  ASSIGN_OR_RETURN(const bool worked, calendar.IsWorked(day));
  if (worked) return absl::OkStatus();
  return status::FailedPrecondition(v1::NOT_WORKING_DAY, {{"name", meeting.name()}, {"date", civil::Format(day)}});
}

// Whether the day is the next working day behind the one before, so that one that is left out is told. A day off is
// told by CheckWorked.
absl::Status CheckFollows(const v1::Meeting& meeting, const WorkingDays& calendar, absl::CivilDay before,
                          absl::CivilDay day) {
  const auto worked = calendar.IsWorked(day);
  if (!worked.ok() || !*worked) return absl::OkStatus();
  ASSIGN_OR_RETURN(const absl::CivilDay expected, calendar.Add(before, 1));
  if (day == expected) return absl::OkStatus();
  return status::FailedPrecondition(v1::NOT_WORKING_DAY, {{"name", meeting.name()},
                                                          {"date", civil::Format(day)},
                                                          {"cause", "gap"},
                                                          {"previous", civil::Format(before)},
                                                          {"expected", civil::Format(expected)}});
}

absl::Status CheckLength(const v1::Meeting& meeting, const v1::Window& window, size_t days) {
  if (static_cast<int>(days) <= window.longest_days()) return absl::OkStatus();
  return status::FailedPrecondition(v1::MEETING_TOO_LONG, {{"organisation", meeting.organisation()},
                                                           {"days", StrCat(days)},
                                                           {"longest_days", StrCat(window.longest_days())}});
}

absl::Status CheckWithin(const v1::Meeting& meeting, const v1::Window& window, absl::CivilDay day) {
  const absl::CivilDay first = civil::FromDate(window.first_day());
  const absl::CivilDay last = civil::FromDate(window.last_day());
  const v1::Window::Closure* closure = ClosureOf(window, meeting, day);
  if (day >= first && day <= last && closure == nullptr) return absl::OkStatus();
  status::Metadata metadata = {{"name", meeting.name()},
                               {"date", civil::Format(day)},
                               {"window", window.name()},
                               {"first_day", civil::Format(first)},
                               {"last_day", civil::Format(last)}};
  if (closure != nullptr) {
    metadata.emplace_back("cause", "closed");
    metadata.emplace_back("why", closure->reason());
  }
  return status::FailedPrecondition(v1::OUTSIDE_WINDOW, metadata);
}

// Slots that are past are how it was.
absl::Status CheckPastSlots(const v1::Meeting& meeting, const Slots& had, const Slots& wanted, absl::CivilDay today) {
  for (const auto& [mine, others] : {std::pair(&had, &wanted), std::pair(&wanted, &had)}) {
    for (const v1::Slot& slot : *mine) {
      const absl::CivilDay day = civil::FromDate(slot.date());
      if (day >= today || Holds(*others, slot)) continue;
      return status::FailedPrecondition(
          v1::MEETING_PAST, {{"name", meeting.name()}, {"date", civil::Format(day)}, {"today", civil::Format(today)}});
    }
  }
  return absl::OkStatus();
}

void KeepReply(const v1::Participant& before, v1::Participant* after) {
  after->set_reply(before.reply());
  after->set_reply_note(before.reply_note());
  if (before.has_reply_time()) *after->mutable_reply_time() = before.reply_time();
}

void KeepReplies(const v1::Meeting& before, v1::Meeting* after) {
  std::map<std::string, const v1::Participant*> known;
  for (const v1::Participant& participant : before.participants()) known[participant.post()] = &participant;
  for (v1::Participant& participant : *after->mutable_participants()) {
    const auto old = known.find(participant.post());
    if (old != known.end()) KeepReply(*old->second, &participant);
  }
  if (after->has_attendee() && after->attendee().post() == before.attendee().post()) {
    KeepReply(before.attendee(), after->mutable_attendee());
  }
}

}  // namespace

std::string MeetingName(std::string_view congress, std::string_view what) {
  const auto id = [](std::string_view name) { return std::string(name.substr(name.rfind('/') + 1)); };
  const std::string whole = StrCat(id(congress), "-", id(what));
  if (whole.size() <= kLongestId) return StrCat("meetings/", whole);
  const std::string checksum = digest::Sha256Hex(whole).substr(0, 16);
  return StrCat("meetings/", whole.substr(0, kLongestId - checksum.size() - 1), "-", checksum);
}

absl::Status CheckMeeting(const v1::Meeting& meeting) {
  status::Violations violations;
  const auto require = [&](bool is_set, const char* field) {
    if (!is_set) violations.Add(field, status::PlatformFault::REQUIRED);
  };
  require(!meeting.organisation().empty(), "meeting.organisation");
  require(meeting.kind() != v1::Meeting::KIND_UNSPECIFIED, "meeting.kind");
  require(!meeting.title().empty(), "meeting.title");
  require(meeting.kind() != v1::Meeting::CONGRESS || !meeting.congress().empty(), "meeting.congress");
  // Without a calendar nobody knows when the notice is due.
  const bool counts = !meeting.calendar().empty() || !meeting.window().empty();
  require(meeting.notice_working_days() == 0 || counts, "meeting.calendar");
  CheckSlots(meeting.slots(), "meeting.slots", &violations);
  CheckParticipants(meeting, &violations);
  CheckOwnWindow(meeting, &violations);
  if (meeting.quorum().numerator() > meeting.quorum().denominator()) {
    violations.Add("meeting.quorum.numerator", v1::QUORUM_IMPOSSIBLE);
  }
  if (meeting.has_earliest() && meeting.has_latest() &&
      civil::FromDate(meeting.latest()) < civil::FromDate(meeting.earliest())) {
    violations.Add("meeting.latest", v1::LAST_BEFORE_FIRST);
  }
  return violations.ToStatus();
}

absl::Status CheckOrder(const v1::Meeting& meeting,
                        const std::function<absl::StatusOr<std::vector<std::string>>(const std::string&)>& after_of) {
  // Depth first along what waits for what, back to the meeting itself; no other cycle is new.
  struct Step {
    std::vector<std::string> after;
    size_t next = 0;
  };
  std::vector<std::string> path = {meeting.name()};
  std::vector<Step> steps = {{{meeting.after().begin(), meeting.after().end()}}};
  std::set<std::string> seen;
  while (!steps.empty()) {
    Step& step = steps.back();
    if (step.next == step.after.size()) {
      steps.pop_back();
      path.pop_back();
      continue;
    }
    const std::string name = step.after[step.next++];
    if (name == meeting.name()) {
      path.push_back(name);
      status::Violations violations;
      violations.Add("meeting.after", v1::AFTER_CYCLE, {{"cycle", absl::StrJoin(path, " → ")}});
      return violations.ToStatus();
    }
    if (!seen.insert(name).second) continue;
    ASSIGN_OR_RETURN(std::vector<std::string> after, after_of(name));
    path.push_back(name);
    steps.push_back({std::move(after)});
  }
  return absl::OkStatus();
}

const v1::Window::Closure* ClosureOf(const v1::Window& window, const v1::Meeting& meeting, absl::CivilDay day) {
  for (const v1::Window::Closure& closure : window.closed()) {
    const bool concerned = closure.areas().empty() || std::find(closure.areas().begin(), closure.areas().end(),
                                                                meeting.travel_area()) != closure.areas().end();
    if (concerned && day >= civil::FromDate(closure.first_day()) && day <= civil::FromDate(closure.last_day())) {
      return &closure;
    }
  }
  return nullptr;
}

absl::Status CheckDays(const v1::Meeting& meeting, const v1::Window& window, const WorkingDays& calendar,
                       std::string_view reason) {
  const std::vector<absl::CivilDay> days = DaysOf(meeting);
  status::Refusals refusals;
  RETURN_IF_ERROR(refusals.Note("", CheckLength(meeting, window, days.size())));
  for (const absl::CivilDay day : DaysTakenBy(meeting.slots())) {
    RETURN_IF_ERROR(refusals.Note("", CheckWithin(meeting, window, day)));
  }
  for (size_t i = 0; i < days.size(); ++i) {
    RETURN_IF_ERROR(refusals.Note("", CheckWorked(meeting, calendar, days[i])));
    if (i > 0 && reason.empty()) {
      RETURN_IF_ERROR(refusals.Note("", CheckFollows(meeting, calendar, days[i - 1], days[i])));
    }
  }
  return refusals.ToStatus();
}

absl::Status CheckDays(const v1::Meeting& meeting, const WorkingDays& calendar, std::string_view reason) {
  status::Refusals refusals;
  for (const absl::CivilDay day : DaysOf(meeting)) {
    const absl::Status worked = CheckWorked(meeting, calendar, day);
    // A reason makes up for a day off, not for one of which nothing is known.
    const bool excused = !reason.empty() && status::ReasonOf(worked) == v1::Reason_Name(v1::NOT_WORKING_DAY);
    if (!excused) RETURN_IF_ERROR(refusals.Note("", worked));
  }
  return refusals.ToStatus();
}

v1::Meeting MoveMeeting(v1::Meeting meeting, const std::string& window, const std::vector<absl::CivilDay>& days) {
  const v1::Meeting before = meeting;
  meeting.set_window(window);
  const Slots slots = WholeDays(days);
  if (SameSlots(before.slots(), slots)) return meeting;
  *meeting.mutable_slots() = slots;
  meeting.clear_attendee();
  AskAgain(&meeting);
  Settle(before, &meeting);
  return meeting;
}

absl::StatusOr<v1::Meeting> AmendMeeting(const v1::Meeting& before, v1::Meeting after, const Doer& doer,
                                         const std::string& reason) {
  RETURN_IF_ERROR(CheckOpen(before));
  RETURN_IF_ERROR(CheckMeeting(after));
  const bool moved = !SameSlots(before.slots(), after.slots());
  if (moved && after.slots().empty() && before.state() == v1::Meeting::RELEASED) {
    status::Violations violations;
    violations.Add("meeting.slots", status::PlatformFault::REQUIRED);
    return violations.ToStatus();
  }
  if (moved) RETURN_IF_ERROR(CheckPastSlots(before, before.slots(), after.slots(), doer.today()));
  AskAgain(&after);
  if (!moved) KeepReplies(before, &after);
  if (moved && !after.slots().empty() && before.state() == v1::Meeting::POSTPONED) {
    after.set_state(v1::Meeting::PLANNED);
  }
  if (after.state() != before.state() || !reason.empty()) {
    AddNote(v1::Meeting::State_Name(after.state()), doer, reason, after.mutable_notes());
  }
  Settle(before, &after);
  return after;
}

v1::Meeting AssignMeeting(v1::Meeting meeting, const std::string& post, const std::string& title) {
  const v1::Meeting before = meeting;
  if (meeting.attendee().post() != post) meeting.clear_attendee();
  v1::Participant* attendee = meeting.mutable_attendee();
  attendee->set_post(post);
  attendee->set_title(title);
  attendee->set_role(v1::Participant::REQUIRED);
  Settle(before, &meeting);
  return meeting;
}

bool IsPlaced(const v1::Meeting& meeting) {
  const auto& slots = meeting.slots();
  return meeting.kind() == v1::Meeting::CONGRESS && !meeting.congress().empty() &&
         std::all_of(slots.begin(), slots.end(), [](const v1::Slot& slot) { return slot.part() == v1::Slot::DAY; });
}

bool Involves(const v1::Meeting& meeting, std::string_view post) {
  const std::vector<std::string> posts = PostsOf(meeting);
  return std::find(posts.begin(), posts.end(), post) != posts.end();
}

bool HasStandIn(const v1::Meeting& meeting, std::string_view post) {
  return std::any_of(meeting.participants().begin(), meeting.participants().end(), [&](const v1::Participant& other) {
    return other.stands_in_for() == post && other.reply() != v1::Participant::DECLINED;
  });
}

std::vector<std::string> PostsOf(const v1::Meeting& meeting) {
  std::set<std::string> posts;
  if (meeting.has_attendee()) posts.insert(meeting.attendee().post());
  for (const v1::Participant& participant : meeting.participants()) posts.insert(participant.post());
  return {posts.begin(), posts.end()};
}

}  // namespace congress::scheduling
