#include "services/scheduling/domain/schedule/standing.h"

#include <map>
#include <string>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"

namespace congress::scheduling {

void KeepWhatStands(ScheduleInput* input) {
  std::erase_if(input->meetings, [](const v1::Meeting& meeting) { return meeting.slots_size() == 0; });
  for (v1::Meeting& meeting : input->meetings) {
    if (!meeting.has_attendee()) meeting.set_attended(false);
    if (!input->approvals.contains(meeting.name())) input->unapproved.insert(meeting.name());
  }
}

absl::StatusOr<solver::Schedule> StandingSchedule(const v1::ScheduleProblem& problem,
                                                  const std::vector<v1::Meeting>& meetings) {
  std::map<std::string, const v1::Meeting*> by_name;
  for (const v1::Meeting& meeting : meetings) by_name[meeting.name()] = &meeting;
  std::map<absl::CivilDay, int> days;
  for (int day = 0; day < problem.days_size(); ++day) days[civil::FromDate(problem.days(day).date())] = day;
  std::map<std::string, int> persons;
  for (int person = 0; person < problem.persons_size(); ++person) persons[problem.persons(person).post()] = person;
  solver::Schedule schedule;
  for (const auto& placed : problem.meetings()) {
    const v1::Meeting& meeting = *by_name.at(placed.meeting());
    const auto start = days.find(civil::FromDate(meeting.slots(0).date()));
    const auto person = persons.find(meeting.attendee().post());
    if (start == days.end() || (placed.attended() && person == persons.end())) {
      return status::FailedPrecondition(v1::NOT_IN_SCHEDULE, {{"meeting", meeting.name()}});
    }
    solver::Slot& slot = schedule.emplace_back();
    slot.start = start->second;
    if (placed.attended()) slot.attendee = person->second;
    if (placed.has_group() && placed.base().has_approval()) slot.approval = placed.base().approval();
  }
  return schedule;
}

}  // namespace congress::scheduling
