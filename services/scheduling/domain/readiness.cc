#include "services/scheduling/domain/readiness.h"

#include <algorithm>
#include <utility>

#include "platform/civil/civil.h"
#include "platform/status/blocking.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/meeting.h"
#include "services/scheduling/domain/progress.h"

namespace congress::scheduling {
namespace {

using Telling = status::Blocking<v1::Blocker>;

using Blockers = std::vector<v1::Blocker>;

void BlockAttendee(const v1::Meeting& meeting, const Telling& block, Blockers* blockers) {
  if (!meeting.has_attendee()) {
    if (meeting.attended()) {
      blockers->push_back(block(v1::Blocker::ATTENDEE_MISSING, meeting.name(), {{"meeting", meeting.title()}}));
    }
  } else if (meeting.attendee().reply() == v1::Participant::DECLINED) {
    blockers->push_back(block(v1::Blocker::ATTENDEE_DECLINED, meeting.name(),
                              {{"meeting", meeting.title()}, {"attendee", meeting.attendee().title()}}));
  }
}

void BlockParticipants(const v1::Meeting& meeting, const Telling& block, Blockers* blockers) {
  for (const v1::Participant& participant : meeting.participants()) {
    const bool needed = participant.role() == v1::Participant::CHAIR || participant.role() == v1::Participant::REQUIRED;
    if (!needed || participant.reply() != v1::Participant::DECLINED || HasStandIn(meeting, participant.post())) {
      continue;
    }
    const std::string& title = participant.title().empty() ? participant.post() : participant.title();
    blockers->push_back(block(v1::Blocker::PARTICIPANT_DECLINED, meeting.name(),
                              {{"meeting", meeting.title()}, {"participant", title}}));
  }
}

void BlockDay(const std::map<std::string, absl::CivilDay>& wrong, v1::Blocker::Reason reason,
              const v1::Meeting& meeting, const Telling& block, Blockers* blockers) {
  const auto found = wrong.find(meeting.name());
  if (found == wrong.end()) return;
  blockers->push_back(
      block(reason, meeting.name(), {{"meeting", meeting.title()}, {"date", civil::Format(found->second)}}));
}

Blockers BlockersOf(const v1::Meeting& meeting, const WrongDays& wrong, const Telling& block) {
  Blockers blockers;
  BlockDay(wrong.notice, v1::Blocker::CONCLUSION_OVERDUE, meeting, block, &blockers);
  if (meeting.state() == v1::Meeting::HELD) return blockers;
  if (meeting.slots().empty() || meeting.state() == v1::Meeting::POSTPONED) {
    blockers.push_back(block(v1::Blocker::DAYS_MISSING, meeting.name(), {{"meeting", meeting.title()}}));
  }
  BlockDay(wrong.off, v1::Blocker::MEETING_ON_DAY_OFF, meeting, block, &blockers);
  BlockDay(wrong.outside, v1::Blocker::OUTSIDE_WINDOW, meeting, block, &blockers);
  BlockDay(wrong.soon, v1::Blocker::LEAD_TIME_SHORT, meeting, block, &blockers);
  BlockAttendee(meeting, block, &blockers);
  BlockParticipants(meeting, block, &blockers);
  return blockers;
}

}  // namespace

v1::GetSchedulingReadinessResponse JudgeReadiness(const std::string& congress, const std::vector<std::string>& expected,
                                                  const std::vector<v1::Meeting>& meetings,
                                                  const std::vector<v1::Task>& tasks, absl::CivilDay as_of,
                                                  status::Language language, const WrongDays& wrong,
                                                  const ApprovalStates& approvals) {
  const Telling block{language};
  v1::GetSchedulingReadinessResponse response;
  *response.mutable_as_of() = civil::ToDate(as_of);
  std::map<std::string, Blockers> by_organisation;
  std::vector<const v1::Meeting*> others;
  for (const v1::Meeting& meeting : meetings) {
    if (meeting.state() == v1::Meeting::CANCELLED) continue;
    if (meeting.kind() == v1::Meeting::CONGRESS) {
      // After a merger there may be several.
      Blockers& row = by_organisation[meeting.organisation()];
      for (v1::Blocker& blocker : BlockersOf(meeting, wrong, block)) row.push_back(std::move(blocker));
    } else {
      others.push_back(&meeting);
    }
  }
  for (const std::string& organisation : expected) {
    const auto [entry, fresh] = by_organisation.try_emplace(organisation);
    if (!fresh) continue;
    entry->second.push_back(block(v1::Blocker::MEETING_MISSING, organisation));
  }

  const auto add = [&](const std::string& organisation, const v1::Blocker& blocker) {
    const auto row = by_organisation.find(organisation);
    if (row != by_organisation.end()) {
      row->second.push_back(blocker);
    } else {
      *response.add_blockers() = blocker;
    }
  };
  if (by_organisation.empty() && !congress.empty()) {
    *response.add_blockers() = block(v1::Blocker::NO_MEETINGS, congress);
  }
  for (const v1::Meeting* meeting : others) {
    for (const v1::Blocker& blocker : BlockersOf(*meeting, wrong, block)) add(meeting->organisation(), blocker);
  }
  const v1::GetPlanProgressResponse progress = MeasureProgress(tasks, as_of, language);
  for (const v1::Task& task : progress.overdue_tasks()) {
    add(task.owner(), block(v1::Blocker::TASK_OVERDUE, task.name(),
                            {{"code", task.code()},
                             {"title", task.title()},
                             {"due_date", civil::Format(civil::FromDate(task.due_date()))},
                             {"owner", task.owner()}}));
  }
  for (const v1::Meeting& meeting : meetings) {
    const auto approval = approvals.states.find(meeting.organisation());
    if (meeting.kind() != v1::Meeting::CONGRESS || meeting.state() == v1::Meeting::HELD ||
        meeting.state() == v1::Meeting::CANCELLED || approval == approvals.states.end() ||
        approval->second == v1::UnitApproval::APPROVED) {
      continue;
    }
    const bool stale = approval->second == v1::UnitApproval::STALE;
    add(meeting.organisation(),
        block(stale ? v1::Blocker::APPROVAL_STALE : v1::Blocker::APPROVAL_MISSING, meeting.name(),
              {{"state", v1::UnitApproval::State_Name(approval->second)},
               {"approved", StrCat(approvals.approved)},
               {"expected", StrCat(approvals.states.size())}}));
  }
  int ready_count = 0;
  for (const auto& [organisation, blockers] : by_organisation) {
    v1::OrganisationReadiness* readiness = response.add_organisations();
    readiness->set_organisation(organisation);
    readiness->set_ready(blockers.empty());
    ready_count += blockers.empty() ? 1 : 0;
    for (const v1::Blocker& blocker : blockers) *readiness->add_blockers() = blocker;
  }
  response.set_ready_count(ready_count);
  return response;
}

}  // namespace congress::scheduling
