#include "services/scheduling/domain/schedule/loads.h"

#include <algorithm>
#include <set>

#include "services/scheduling/domain/schedule/plane.h"

namespace congress::scheduling {
namespace {

using Problem = v1::ScheduleProblem;

// What somebody attends.
struct Attendance {
  int meetings = 0;
  int km = 0;
};

// Of the congress beside the meetings to be placed, by post.
std::map<std::string, Attendance> Attended(const ScheduleInput& input, const LoadedParts& parts) {
  std::map<std::string, Attendance> attended;
  for (const v1::Meeting& other : parts.others) {
    const bool counts = other.congress() == parts.meetings.front().congress() &&
                        other.kind() == v1::Meeting::CONGRESS && other.slots_size() > 0 && other.has_attendee() &&
                        other.attendee().reply() != v1::Participant::DECLINED;
    if (!counts) continue;
    Attendance& attendance = attended[other.attendee().post()];
    ++attendance.meetings;
    if (input.policy.has_centre() && other.has_place()) {
      attendance.km += Distance(OnPlane(input.policy.centre(), other.place()));
    }
  }
  return attended;
}

}  // namespace

void SetLoads(const ScheduleInput& input, const LoadedParts& parts, v1::ScheduleProblem* problem) {
  std::map<std::string, std::vector<int>> of_unit;
  for (size_t i = 0; i < parts.meetings.size(); ++i) {
    of_unit[parts.meetings[i].organisation()].push_back(static_cast<int>(i));
  }
  const auto list = [&](const auto& organisations) {
    std::set<int> numbers;
    for (const std::string& organisation : organisations) {
      if (const auto found = of_unit.find(organisation); found != of_unit.end()) {
        numbers.insert(found->second.begin(), found->second.end());
      }
    }
    return numbers;
  };
  std::map<int, std::set<int>> preferred;
  for (const auto& [number, groups] : parts.persons.groups_of()) {
    for (int i = 0; i < problem->meetings_size(); ++i) {
      const Problem::Meeting& meeting = problem->meetings(i);
      if (meeting.has_area() && meeting.area() != problem->persons(number).area() && groups.contains(meeting.area())) {
        preferred[number].insert(i);
      }
    }
  }
  std::map<std::string, Attendance> attended = Attended(input, parts);
  for (Problem::Person& person : *problem->mutable_persons()) person.set_km_elsewhere(attended[person.post()].km);
  for (const auto& load : input.policy.loads()) {
    const int number = parts.persons.NumberOf(load.post());
    if (number < 0) continue;
    Problem::Person& person = *problem->mutable_persons(number);
    // What stands above the most already is not of this schedule's making.
    const auto left = [&](int bound) { return std::max(0, bound - attended[load.post()].meetings); };
    person.set_least(left(load.least()));
    if (load.has_most()) person.set_most(left(load.most()));
    const std::set<int> forbidden = list(load.forbidden_organisations());
    person.mutable_forbidden_meetings()->Assign(forbidden.begin(), forbidden.end());
    preferred[number].merge(list(load.preferred_organisations()));
  }
  for (const auto& [number, meetings] : preferred) {
    Problem::Person& person = *problem->mutable_persons(number);
    person.mutable_preferred_meetings()->Assign(meetings.begin(), meetings.end());
    // Who sits in no group is at home where they prefer to be, and nowhere else.
    if (!person.has_area() && !meetings.empty()) person.set_area(problem->groups_size() + number);
  }
  for (const auto& pair : input.policy.far_apart()) {
    const auto first = parts.groups.find(pair.first_group());
    const auto second = parts.groups.find(pair.second_group());
    if (first == parts.groups.end() || second == parts.groups.end()) continue;
    Problem::FarApart& far = *problem->add_far_apart();
    far.set_first_area(first->second);
    far.set_second_area(second->second);
  }
}

}  // namespace congress::scheduling
