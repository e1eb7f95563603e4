#include "services/scheduling/domain/readiness.h"

#include <map>

#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/progress.h"

namespace congress::scheduling {
namespace {

std::string Vietnamese(const google::type::Date& date) {
  return StrCat(date.day(), "/", date.month(), "/", date.year());
}

v1::Blocker Block(const std::string& reason, const std::string& description, const std::string& resource) {
  v1::Blocker blocker;
  blocker.set_reason(reason);
  blocker.set_description(description);
  blocker.set_resource(resource);
  return blocker;
}

void BlockMeeting(const v1::Meeting& meeting, std::vector<v1::Blocker>* blockers) {
  if (!meeting.has_attendee()) {
    blockers->push_back(
        Block("ATTENDEE_MISSING", StrCat(meeting.title(), ": chưa phân công đồng chí dự và chỉ đạo."), meeting.name()));
  } else if (meeting.attendee().reply() == v1::Participant::DECLINED) {
    blockers->push_back(Block("ATTENDEE_DECLINED",
                              StrCat(meeting.title(), ": ", meeting.attendee().title(), " báo không dự được."),
                              meeting.name()));
  }
}

}  // namespace

v1::GetSchedulingReadinessResponse JudgeReadiness(const std::string& congress, const std::vector<std::string>& expected,
                                                  const std::vector<v1::Meeting>& meetings,
                                                  const std::vector<v1::Task>& tasks, absl::CivilDay as_of) {
  std::map<std::string, std::vector<v1::Blocker>> by_organisation;
  for (const v1::Meeting& meeting : meetings) BlockMeeting(meeting, &by_organisation[meeting.organisation()]);
  for (const std::string& organisation : expected) {
    const auto [entry, fresh] = by_organisation.try_emplace(organisation);
    if (!fresh) continue;
    entry->second.push_back(Block("MEETING_MISSING", "Chưa xếp lịch đại hội.", organisation));
  }

  v1::GetSchedulingReadinessResponse response;
  *response.mutable_as_of() = civil::ToDate(as_of);
  if (by_organisation.empty() && !congress.empty()) {
    *response.add_blockers() = Block("NO_MEETINGS", "Chưa xếp lịch đại hội nào.", congress);
  }
  const v1::GetPlanProgressResponse progress = MeasureProgress(tasks, as_of);
  for (const v1::Task& task : progress.overdue_tasks()) {
    const v1::Blocker blocker = Block("TASK_OVERDUE",
                                      StrCat("Nhiệm vụ ", task.code(), " (", task.title(), ") quá hạn từ ngày ",
                                             Vietnamese(task.due_date()), "; chủ trì: ", task.owner(), "."),
                                      task.name());
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
