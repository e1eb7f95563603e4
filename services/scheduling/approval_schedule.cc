#include "services/scheduling/approval_schedule.h"

#include <algorithm>
#include <map>
#include <utility>

#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/scheduling/approval_sessions.h"
#include "services/scheduling/domain/approval.h"
#include "services/scheduling/domain/meeting_states.h"
#include "services/scheduling/meetings.h"

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

bool IsDayOff(const std::vector<v1::Calendar>& calendars, absl::CivilDay day) {
  return std::any_of(calendars.begin(), calendars.end(), [&](const v1::Calendar& calendar) {
    const auto days = WorkingDays(calendar).Within(day, day);
    return days.ok() && days->empty();
  });
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

// A new one under the first free name.
absl::StatusOr<Session> NewSession(rpc::Call& call, const std::string& congress, const std::string& organisation,
                                   const std::string& group) {
  constexpr size_t kMostOfGroup = 40;
  Session session;
  session.set_organisation(organisation);
  session.set_group(group);
  const std::string id = group.substr(group.find('/') + 1, kMostOfGroup);
  for (int number = 1;; ++number) {
    session.set_name(StrCat(congress, "/approvalSessions/", id, "-", number));
    ASSIGN_OR_RETURN(bool taken, kApprovalSessions.Exists(call, session.name()));
    if (taken) continue;
    ASSIGN_OR_RETURN(const v1::Meeting meeting, MeetingFor(call, session));
    ASSIGN_OR_RETURN(taken, kMeetings.Exists(call, meeting.name()));
    if (!taken) break;
  }
  *session.mutable_create_time() = civil::ToTimestamp(call.now());
  return session;
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
        Session session = std::move(*nearest);
        sessions.erase(nearest);
        RETURN_IF_ERROR(Put(one, std::move(session)));
      }
      wanted = std::move(left);
    }
    for (const Wanted& one : wanted) {
      ASSIGN_OR_RETURN(Session session, NewSession(call_, congress_, run_.organisation(), one.group));
      RETURN_IF_ERROR(Put(one, std::move(session)));
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

  absl::Status Put(const Wanted& wanted, Session session) {
    const bool is_new = session.meeting().empty();
    v1::Meeting before;
    if (is_new) {
      ASSIGN_OR_RETURN(before, MeetingFor(call_, session));
      session.set_meeting(before.name());
    } else {
      ASSIGN_OR_RETURN(before, kMeetings.Load(call_, session.meeting()));
    }
    const bool moves = is_new || civil::FromDate(session.date()) != wanted.day;
    const bool fills =
        !std::equal(session.units().begin(), session.units().end(), wanted.units.begin(), wanted.units.end());
    RETURN_IF_ERROR(PlanUnits(wanted, session.name()));
    if (!moves && !fills) return absl::OkStatus();
    *session.mutable_date() = civil::ToDate(wanted.day);
    session.mutable_units()->Assign(wanted.units.begin(), wanted.units.end());
    if (moves) {
      ASSIGN_OR_RETURN(v1::Meeting after, SeatedOn(call_, session, before));
      if (after.state() == v1::Meeting::POSTPONED) after.set_state(v1::Meeting::PLANNED);
      Settle(before, &after);
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

absl::Status AddApprovals(rpc::Call& call, const std::string& congress, ScheduleInput* input) {
  ASSIGN_OR_RETURN(const Approvals approvals, ApprovalsIn(call, congress));
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
    switch (StateOf(approval, /*with_personnel=*/true)) {
      case v1::UnitApproval::APPROVED:
      case v1::UnitApproval::CONDITIONAL:
        plan.approved = true;
        plan.day = civil::FromDate(approval.documents().decided_date());
        break;
      case v1::UnitApproval::OPEN:
        if (session == live.end()) continue;
        plan.approved = !movable.contains(approval.session());
        plan.day = civil::FromDate(session->second->date());
        break;
      default:
        continue;
    }
    input->approvals[meeting->second->name()] = plan;
  }
  return absl::OkStatus();
}

absl::Status PlaceApprovals(rpc::Call& call, const v1::ScheduleRun& run, std::vector<MeetingChange>* changes) {
  return Placing(call, run, changes).Do();
}

absl::StatusOr<std::set<std::string>> StaleAmong(rpc::Call& call, const std::vector<v1::Meeting>& meetings) {
  std::set<std::string> stale;
  for (const v1::Meeting& meeting : meetings) {
    const auto approval = kUnitApprovals.Load(call, UnitApprovalName(meeting.congress(), meeting.organisation()));
    if (absl::IsNotFound(approval.status())) continue;
    RETURN_IF_ERROR(approval.status());
    if (StateOf(*approval, /*with_personnel=*/true) == v1::UnitApproval::STALE) stale.insert(meeting.name());
  }
  return stale;
}

}  // namespace congress::scheduling
