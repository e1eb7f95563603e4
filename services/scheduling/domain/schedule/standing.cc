#include "services/scheduling/domain/schedule/standing.h"

#include <algorithm>
#include <map>
#include <string>

#include "platform/civil/civil.h"

namespace congress::scheduling {

void KeepWhatStands(ScheduleInput* input) {
  input->stands = true;
  std::erase_if(input->meetings, [](const v1::Meeting& meeting) { return meeting.slots_size() == 0; });
  for (v1::Meeting& meeting : input->meetings) {
    if (!meeting.has_attendee()) meeting.set_attended(false);
    if (!input->approvals.contains(meeting.name())) input->unapproved.insert(meeting.name());
  }
}

solver::Schedule StandingSchedule(const std::vector<v1::Meeting>& meetings, v1::ScheduleProblem* problem) {
  std::map<std::string, const v1::Meeting*> by_name;
  for (const v1::Meeting& meeting : meetings) by_name[meeting.name()] = &meeting;
  std::map<absl::CivilDay, int> days;
  for (int day = 0; day < problem->days_size(); ++day) days[civil::FromDate(problem->days(day).date())] = day;
  std::map<std::string, int> persons;
  for (int person = 0; person < problem->persons_size(); ++person) persons[problem->persons(person).post()] = person;
  solver::Schedule schedule;
  for (auto& placed : *problem->mutable_meetings()) {
    const v1::Meeting& meeting = *by_name.at(placed.meeting());
    solver::Slot& slot = schedule.emplace_back();
    const auto off = std::find_if(meeting.slots().begin(), meeting.slots().end(),
                                  [&](const v1::Slot& each) { return !days.contains(civil::FromDate(each.date())); });
    if (off == meeting.slots().end()) {
      slot.start = days.at(civil::FromDate(meeting.slots(0).date()));
    } else {
      *placed.mutable_off_day() = off->date();
    }
    const auto person = persons.find(meeting.attendee().post());
    if (placed.attended() && person != persons.end()) slot.attendee = person->second;
    if (placed.has_group() && placed.base().has_approval()) slot.approval = placed.base().approval();
  }
  return schedule;
}

}  // namespace congress::scheduling
