#include "services/scheduling/domain/readiness.h"

#include <map>

#include "platform/civil/civil.h"
#include "platform/status/blocking.h"
#include "services/scheduling/domain/progress.h"

namespace congress::scheduling {
namespace {

using Telling = status::Blocking<v1::Blocker>;

void BlockMeeting(const v1::Meeting& meeting, const Telling& block, std::vector<v1::Blocker>* blockers) {
  if (!meeting.has_attendee()) {
    blockers->push_back(block(v1::Blocker::ATTENDEE_MISSING, meeting.name(), {{"meeting", meeting.title()}}));
  } else if (meeting.attendee().reply() == v1::Participant::DECLINED) {
    blockers->push_back(block(v1::Blocker::ATTENDEE_DECLINED, meeting.name(),
                              {{"meeting", meeting.title()}, {"attendee", meeting.attendee().title()}}));
  }
}

}  // namespace

v1::GetSchedulingReadinessResponse JudgeReadiness(const std::string& congress, const std::vector<std::string>& expected,
                                                  const std::vector<v1::Meeting>& meetings,
                                                  const std::vector<v1::Task>& tasks, absl::CivilDay as_of,
                                                  status::Language language) {
  const Telling block{language};
  std::map<std::string, std::vector<v1::Blocker>> by_organisation;
  for (const v1::Meeting& meeting : meetings) BlockMeeting(meeting, block, &by_organisation[meeting.organisation()]);
  for (const std::string& organisation : expected) {
    const auto [entry, fresh] = by_organisation.try_emplace(organisation);
    if (!fresh) continue;
    entry->second.push_back(block(v1::Blocker::MEETING_MISSING, organisation));
  }

  v1::GetSchedulingReadinessResponse response;
  *response.mutable_as_of() = civil::ToDate(as_of);
  if (by_organisation.empty() && !congress.empty()) {
    *response.add_blockers() = block(v1::Blocker::NO_MEETINGS, congress);
  }
  const v1::GetPlanProgressResponse progress = MeasureProgress(tasks, as_of, language);
  for (const v1::Task& task : progress.overdue_tasks()) {
    const v1::Blocker blocker = block(v1::Blocker::TASK_OVERDUE, task.name(),
                                      {{"code", task.code()},
                                       {"title", task.title()},
                                       {"due_date", civil::Format(civil::FromDate(task.due_date()))},
                                       {"owner", task.owner()}});
    const auto owner = by_organisation.find(task.owner());
    if (owner != by_organisation.end()) {
      owner->second.push_back(blocker);
    } else {
      *response.add_blockers() = blocker;
    }
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
