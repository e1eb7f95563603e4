#include "services/scheduling/domain/schedule/persons.h"

#include <algorithm>

#include "platform/civil/civil.h"

namespace congress::scheduling {

using Problem = v1::ScheduleProblem;

bool Books(const v1::Participant& participant) {
  return participant.role() != v1::Participant::INVITED && participant.reply() != v1::Participant::DECLINED;
}

SchedulePersons::SchedulePersons(const ScheduleInput& input, const ScheduleDays& days,
                                 const std::map<std::string, int>& groups, const std::vector<v1::Meeting>& meetings,
                                 const std::vector<v1::Meeting>& others, v1::ScheduleProblem* problem)
    : input_(input), days_(days), problem_(*problem) {
  for (const v1::Post& post : input.posts) posts_[post.name()] = &post;
  AddAttending();
  AddStandIns();
  AddMembers(groups);
  for (const v1::Meeting& meeting : meetings) {
    for (const v1::Participant& participant : meeting.participants()) {
      if (Books(participant)) At(participant.post());
    }
  }
  for (const v1::Meeting& other : others) {
    for (const v1::Participant& participant : other.participants()) {
      if (Books(participant)) Occupy(participant.post(), other);
    }
    if (other.has_attendee()) Occupy(other.attendee().post(), other);
  }
  for (const v1::Meeting& meeting : meetings) {
    if (meeting.attendee().reply() == v1::Participant::DECLINED) Occupy(meeting.attendee().post(), meeting);
  }
  for (int number = 0; number < problem_.persons_size(); ++number) {
    const std::set<int>& away = away_[static_cast<size_t>(number)];
    problem_.mutable_persons(number)->mutable_away_days()->Assign(away.begin(), away.end());
  }
}

int SchedulePersons::NumberOf(const std::string& post) const {
  const auto known = numbers_.find(post);
  return known == numbers_.end() ? -1 : known->second;
}

// The number of the post, which is added where it is not there yet.
int SchedulePersons::At(const std::string& post) {
  const auto [known, fresh] = numbers_.try_emplace(post, problem_.persons_size());
  if (!fresh) return known->second;
  Problem::Person& person = *problem_.add_persons();
  person.set_post(post);
  std::set<int>& away = away_.emplace_back();
  if (const auto record = posts_.find(post); record != posts_.end()) {
    person.set_rank(record->second->rank());
    for (const auto& absence : record->second->absences()) {
      away.merge(days_.Between(absence.first_day(), absence.last_day()));
    }
  }
  return known->second;
}

// Whether the membership holds on some of the days.
bool SchedulePersons::Holds(const v1::Membership& membership) const {
  return civil::FromDate(membership.first_day()) <= days_.all().back() &&
         (!membership.has_last_day() || civil::FromDate(membership.last_day()) >= days_.all().front());
}

void SchedulePersons::AddAttending() {
  const int count = static_cast<int>(days_.all().size());
  for (const v1::Membership& membership : input_.memberships) {
    if (membership.organisation() != input_.policy.attending_body() || !Holds(membership)) continue;
    const int number = At(membership.post());
    problem_.mutable_persons(number)->set_attends(true);
    // Who joins or leaves meanwhile attends nothing before or after.
    std::set<int>& away = away_[static_cast<size_t>(number)];
    for (int day = 0; day < days_.FirstFrom(civil::FromDate(membership.first_day())); ++day) away.insert(day);
    if (!membership.has_last_day()) continue;
    for (int day = days_.LastUpTo(civil::FromDate(membership.last_day())) + 1; day < count; ++day) away.insert(day);
  }
}

void SchedulePersons::AddStandIns() {
  const int attending = problem_.persons_size();
  for (int number = 0; number < attending; ++number) {
    const auto post = posts_.find(problem_.persons(number).post());
    if (post == posts_.end()) continue;
    for (const std::string& stand_in : post->second->stand_ins()) {
      if (numbers_.contains(stand_in)) continue;
      Problem::Person& person = *problem_.mutable_persons(At(stand_in));
      person.set_attends(true);
      person.set_stands_in_for(number);
    }
  }
}

void SchedulePersons::AddMembers(const std::map<std::string, int>& groups) {
  for (const v1::Membership& membership : input_.memberships) {
    const auto group = groups.find(membership.organisation());
    if (group == groups.end() || !Holds(membership)) continue;
    const int number = At(membership.post());
    if (!groups_of_[number].insert(group->second).second) continue;
    problem_.mutable_groups(group->second)->add_members(number);
    // The first group is the post's own.
    if (!problem_.persons(number).has_area()) problem_.mutable_persons(number)->set_area(group->second);
  }
}

void SchedulePersons::Occupy(const std::string& post, const v1::Meeting& meeting) {
  const int number = NumberOf(post);
  if (number >= 0) away_[static_cast<size_t>(number)].merge(days_.TakenBy(meeting));
}

}  // namespace congress::scheduling
