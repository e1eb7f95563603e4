#include "services/scheduling/approval_schedule.h"

#include <algorithm>
#include <map>
#include <utility>

#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/scheduling/approval_sessions.h"
#include "services/scheduling/domain/affected.h"
#include "services/scheduling/domain/approval.h"
#include "services/scheduling/domain/meeting_states.h"
#include "services/scheduling/domain/schedule/policy.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/schedule_inputs.h"

namespace congress::scheduling {
namespace {

using Approvals = std::map<std::string, v1::UnitApproval>;  // By unit.
using Session = v1::ApprovalSession;

absl::StatusOr<Approvals> ApprovalsIn(rpc::Call& call, const std::string& congress) {
  ASSIGN_OR_RETURN(auto all, kUnitApprovals.LoadAll(call, StrCat(congress, "/unitApprovals/")));
  Approvals approvals;
  for (v1::UnitApproval& approval : all) {
    const std::string unit = approval.organisation();
    approvals[unit] = std::move(approval);
  }
  return approvals;
}

// Whether its unit waits for a session.
bool IsOpen(const v1::UnitApproval& approval) {
  return StateOf(approval, /*with_personnel=*/true) == v1::UnitApproval::OPEN;
}

// Approved as it is, perhaps on conditions.
bool IsApproved(const v1::UnitApproval& approval) {
  const v1::UnitApproval::State state = StateOf(approval, /*with_personnel=*/true);
  return state == v1::UnitApproval::APPROVED || state == v1::UnitApproval::CONDITIONAL;
}

bool IsDayOff(const std::vector<v1::Calendar>& calendars, absl::CivilDay day) {
  return std::any_of(calendars.begin(), calendars.end(),
                     [&](const v1::Calendar& calendar) { return !WorkingDays(calendar).IsWorked(day).value_or(true); });
}

// Whether a run may move the session: all that it is for is placed by the run.
bool IsMovable(const Session& session, const ScheduleInput& input, const Approvals& approvals,
               const std::map<std::string, const v1::Meeting*>& congresses) {
  const absl::CivilDay day = civil::FromDate(session.date());
  if (session.state() != Session::PLANNED || session.pinned() || session.units().empty() || day < input.from ||
      IsDayOff(input.calendars, day)) {
    return false;
  }
  return std::all_of(session.units().begin(), session.units().end(), [&](const std::string& unit) {
    const auto congress = congresses.find(unit);
    const auto approval = approvals.find(unit);
    return congress != congresses.end() && congress->second->approval_group() == session.group() &&
           approval != approvals.end() && approval->second.session() == session.name() && IsOpen(approval->second);
  });
}

std::map<std::string, const v1::Meeting*> CongressesOf(const ScheduleInput& input) {
  std::map<std::string, const v1::Meeting*> congresses;
  for (const v1::Meeting& meeting : input.meetings) congresses[meeting.organisation()] = &meeting;
  return congresses;
}

// One session as a run wants it.
struct Wanted {
  std::string group;
  absl::CivilDay day;
  std::set<std::string> units = {};
};

std::vector<Wanted> WantedBy(const v1::ScheduleRun& run, const std::map<std::string, v1::Meeting>& meetings) {
  std::map<std::pair<std::string, absl::CivilDay>, Wanted> wanted;
  for (const auto& placement : run.placements()) {
    if (!placement.has_approval_date()) continue;
    const v1::Meeting& meeting = meetings.at(placement.meeting());
    const absl::CivilDay day = civil::FromDate(placement.approval_date());
    Wanted& session = wanted[{meeting.approval_group(), day}];
    session.group = meeting.approval_group();
    session.day = day;
    session.units.insert(meeting.organisation());
  }
  std::vector<Wanted> list;
  for (auto& [key, session] : wanted) list.push_back(std::move(session));
  return list;
}

// The session that becomes the one wanted: of its group, on its day, else that with most of its units.
std::vector<Session>::iterator Nearest(const Wanted& wanted, bool same_day, std::vector<Session>* sessions) {
  auto best = sessions->end();
  std::ptrdiff_t most = 0;
  for (auto it = sessions->begin(); it != sessions->end(); ++it) {
    if (it->group() != wanted.group || (civil::FromDate(it->date()) == wanted.day) != same_day) continue;
    const auto shared = std::count_if(it->units().begin(), it->units().end(),
                                      [&](const std::string& unit) { return wanted.units.contains(unit); });
    if (best == sessions->end() || shared > most) {
      best = it;
      most = shared;
    }
  }
  return best;
}

// A new session with the meeting that it will have.
struct Made {
  Session session;
  v1::Meeting meeting;
};

// Under the first free name.
absl::StatusOr<Made> NewSession(rpc::Call& call, const std::string& congress, const std::string& organisation,
                                const std::string& group) {
  constexpr size_t kMostOfGroup = 40;
  Made made;
  Session& session = made.session;
  session.set_organisation(organisation);
  session.set_group(group);
  const std::string id = group.substr(group.find('/') + 1, kMostOfGroup);
  for (int number = 1;; ++number) {
    session.set_name(StrCat(congress, "/approvalSessions/", id, "-", number));
    ASSIGN_OR_RETURN(bool taken, kApprovalSessions.Exists(call, session.name()));
    if (taken) continue;
    ASSIGN_OR_RETURN(made.meeting, MeetingFor(call, session));
    ASSIGN_OR_RETURN(taken, kMeetings.Exists(call, made.meeting.name()));
    if (!taken) break;
  }
  session.set_meeting(made.meeting.name());
  *session.mutable_create_time() = civil::ToTimestamp(call.now());
  return made;
}

class Placing {
 public:
  Placing(rpc::Call& call, const v1::ScheduleRun& run, std::vector<MeetingChange>* changes)
      : call_(call), run_(run), congress_(CongressOf(run.name())), changes_(*changes) {}

  absl::Status Do() {
    std::map<std::string, v1::Meeting> meetings;
    for (const auto& placement : run_.placements()) {
      ASSIGN_OR_RETURN(meetings[placement.meeting()], kMeetings.Load(call_, placement.meeting()));
    }
    std::vector<Wanted> wanted = WantedBy(run_, meetings);
    ASSIGN_OR_RETURN(std::vector<Session> sessions, SessionsOf(meetings));
    // Those that stay first, so that none of them is moved away for another.
    for (const bool same_day : {true, false}) {
      std::vector<Wanted> left;
      for (Wanted& one : wanted) {
        const auto nearest = Nearest(one, same_day, &sessions);
        if (nearest == sessions.end()) {
          left.push_back(std::move(one));
          continue;
        }
        Made stands = {std::move(*nearest), {}};
        sessions.erase(nearest);
        ASSIGN_OR_RETURN(stands.meeting, kMeetings.Load(call_, stands.session.meeting()));
        RETURN_IF_ERROR(Put(one, std::move(stands), /*is_new=*/false));
      }
      wanted = std::move(left);
    }
    for (const Wanted& one : wanted) {
      ASSIGN_OR_RETURN(Made made, NewSession(call_, congress_, run_.organisation(), one.group));
      RETURN_IF_ERROR(Put(one, std::move(made), /*is_new=*/true));
    }
    for (Session& session : sessions) RETURN_IF_ERROR(GiveUp(std::move(session)));
    return absl::OkStatus();
  }

 private:
  // The sessions that were open to the run: those whose units it has all placed.
  absl::StatusOr<std::vector<Session>> SessionsOf(const std::map<std::string, v1::Meeting>& meetings) {
    std::set<std::string> placed;
    for (const auto& placement : run_.placements()) {
      if (placement.has_approval_date()) placed.insert(meetings.at(placement.meeting()).organisation());
    }
    ASSIGN_OR_RETURN(auto sessions, LoadSessions(call_, congress_));
    std::erase_if(sessions, [&](const Session& session) {
      return session.state() != Session::PLANNED || session.pinned() || session.units().empty() ||
             !std::all_of(session.units().begin(), session.units().end(),
                          [&](const std::string& unit) { return placed.contains(unit); });
    });
    return sessions;
  }

  absl::Status Put(const Wanted& wanted, Made made, bool is_new) {
    Session& session = made.session;
    v1::Meeting& before = made.meeting;
    const bool moves = is_new || civil::FromDate(session.date()) != wanted.day;
    const bool fills =
        !std::equal(session.units().begin(), session.units().end(), wanted.units.begin(), wanted.units.end());
    RETURN_IF_ERROR(PlanUnits(wanted, session.name()));
    if (!moves && !fills) return absl::OkStatus();
    *session.mutable_date() = civil::ToDate(wanted.day);
    session.mutable_units()->Assign(wanted.units.begin(), wanted.units.end());
    if (moves) {
      ASSIGN_OR_RETURN(v1::Meeting after, SeatedOn(call_, session, before));
      *after.mutable_update_time() = civil::ToTimestamp(call_.now());
      if (is_new) {
        AddNote(v1::Meeting::State_Name(after.state()), DoerOf(call_), "", after.mutable_notes());
        *after.mutable_create_time() = after.update_time();
        before = v1::Meeting();
      }
      changes_.push_back({std::move(before), std::move(after)});
    }
    AddNote("PLACED", DoerOf(call_), run_.name(), session.mutable_notes());
    *session.mutable_update_time() = civil::ToTimestamp(call_.now());
    session.clear_state();
    kApprovalSessions.Put(call_, std::move(session));
    return absl::OkStatus();
  }

  absl::Status PlanUnits(const Wanted& wanted, const std::string& session) {
    for (const std::string& unit : wanted.units) {
      ASSIGN_OR_RETURN(v1::UnitApproval approval,
                       kUnitApprovals.LoadOr(call_, NewApproval(congress_, unit, DoerOf(call_))));
      if (approval.session() == session && IsOpen(approval)) continue;
      ASSIGN_OR_RETURN(approval, PlanFor(std::move(approval), {.session = session}, DoerOf(call_)));
      kUnitApprovals.Put(call_, std::move(approval));
    }
    return absl::OkStatus();
  }

  // All of its units are planned for others.
  absl::Status GiveUp(Session session) {
    ASSIGN_OR_RETURN(const v1::Meeting before, kMeetings.Load(call_, session.meeting()));
    ASSIGN_OR_RETURN(v1::Meeting after, Cancel(before, run_.name(), DoerOf(call_)));
    *after.mutable_update_time() = civil::ToTimestamp(call_.now());
    changes_.push_back({before, std::move(after)});
    session.clear_units();
    return StoreSession(call_, std::move(session), "CANCELLED", run_.name()).status();
  }

  rpc::Call& call_;
  const v1::ScheduleRun& run_;
  const std::string congress_;
  std::vector<MeetingChange>& changes_;
};

}  // namespace

absl::StatusOr<bool> HasApprovals(rpc::Call& call, const std::string& congress, const std::set<std::string>& units) {
  ASSIGN_OR_RETURN(const Approvals approvals, ApprovalsIn(call, congress));
  return std::any_of(units.begin(), units.end(), [&](const std::string& unit) { return approvals.contains(unit); });
}

absl::Status AddApprovals(rpc::Call& call, const std::string& congress, ScheduleInput* input) {
  ASSIGN_OR_RETURN(const Approvals approvals, ApprovalsIn(call, congress));
  const bool counts = std::any_of(input->meetings.begin(), input->meetings.end(), [&](const v1::Meeting& meeting) {
    return !meeting.approval_group().empty() || approvals.contains(meeting.organisation());
  });
  if (counts) RETURN_IF_ERROR(RequireSight(call));
  ASSIGN_OR_RETURN(const auto sessions, LoadSessions(call, congress));
  const auto congresses = CongressesOf(*input);
  std::map<std::string, const Session*> live;
  std::set<std::string> movable;
  for (const Session& session : sessions) {
    if (session.state() != Session::CANCELLED) live[session.name()] = &session;
    if (!IsMovable(session, *input, approvals, congresses)) continue;
    movable.insert(session.name());
    std::erase_if(input->others, [&](const v1::Meeting& other) { return other.name() == session.meeting(); });
  }
  for (const auto& [unit, approval] : approvals) {
    const auto meeting = congresses.find(unit);
    if (meeting == congresses.end()) continue;
    ApprovalPlan plan;
    const auto session = live.find(approval.session());
    if (IsApproved(approval)) {
      plan.approved = true;
      plan.day = civil::FromDate(approval.documents().decided_date());
    } else if (IsOpen(approval) && session != live.end()) {
      plan.approved = !movable.contains(approval.session());
      plan.day = civil::FromDate(session->second->date());
    } else {
      continue;
    }
    input->approvals[meeting->second->name()] = plan;
  }
  return absl::OkStatus();
}

bool Leads::IsShort(const v1::Meeting& meeting, const WorkingDays& calendar, absl::CivilDay today) const {
  const auto since = approved.find(meeting.organisation());
  if (working_days == 0 || since == approved.end()) return false;
  if (meeting.kind() != v1::Meeting::CONGRESS || !IsAhead(meeting, today)) return false;
  // Of days that the calendar does not cover it says nothing.
  const auto first = calendar.Add(since->second, working_days);
  return first.ok() && civil::FromDate(meeting.slots(0).date()) < *first;
}

absl::StatusOr<Leads> LeadsOf(rpc::Call& call, const std::string& congress) {
  Leads leads;
  const absl::CivilDay today = civil::Today(call.now());
  ASSIGN_OR_RETURN(const auto policies, kSchedulePolicies.LoadAll(call, StrCat(congress, "/schedulePolicies/")));
  for (const v1::SchedulePolicy& policy : policies) {
    const auto severity = SeverityOn(policy, v1::LEAD_SHORT, today);
    if (severity == v1::SchedulePolicy::BLOCK || severity == v1::SchedulePolicy::BLOCK_RELEASE) {
      leads.working_days = std::max(leads.working_days, policy.lead_working_days());
    }
  }
  if (leads.working_days == 0) return leads;
  ASSIGN_OR_RETURN(const Approvals approvals, ApprovalsIn(call, congress));
  ASSIGN_OR_RETURN(const auto sessions, LoadSessions(call, congress));
  std::map<std::string, absl::CivilDay> days;
  for (const Session& session : sessions) {
    if (session.state() != Session::CANCELLED) days[session.name()] = civil::FromDate(session.date());
  }
  for (const auto& [unit, approval] : approvals) {
    const v1::UnitApproval::State state = StateOf(approval, /*with_personnel=*/false);
    const auto session = days.find(approval.session());
    if (state == v1::UnitApproval::APPROVED || state == v1::UnitApproval::CONDITIONAL) {
      leads.approved[unit] = civil::FromDate(approval.documents().decided_date());
    } else if (state == v1::UnitApproval::OPEN && session != days.end()) {
      leads.approved[unit] = session->second;
    }
  }
  return leads;
}

absl::Status PlaceApprovals(rpc::Call& call, const v1::ScheduleRun& run, std::vector<MeetingChange>* changes) {
  return Placing(call, run, changes).Do();
}

absl::StatusOr<std::set<std::string>> UnapprovedAmong(rpc::Call& call, const std::vector<v1::Meeting>& meetings) {
  std::set<std::string> unapproved;
  for (const v1::Meeting& meeting : meetings) {
    ASSIGN_OR_RETURN(
        const v1::UnitApproval approval,
        kUnitApprovals.LoadOr(call, NewApproval(meeting.congress(), meeting.organisation(), DoerOf(call))));
    if (!IsApproved(approval)) unapproved.insert(meeting.name());
  }
  return unapproved;
}

}  // namespace congress::scheduling
