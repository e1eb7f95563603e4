// Who attends, approves or must be there, with the days on which they are elsewhere.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "congress/scheduling/v1/schedule_problem.pb.h"
#include "services/scheduling/domain/schedule/days.h"
#include "services/scheduling/domain/schedule/input.h"

namespace congress::scheduling {

// Whether the meeting has the participant on its days.
bool Books(const v1::Participant& participant);

// The posts of a problem by their numbers. What is given outlives it.
class SchedulePersons {
 public:
  // `groups`: of the problem, by the names of their bodies. Members of the attending body come first, then their
  // stand-ins, then who only approves or must be there. What `others` take of them is taken.
  SchedulePersons(const ScheduleInput& input, const ScheduleDays& days, const std::map<std::string, int>& groups,
                  const std::vector<v1::Meeting>& meetings, const std::vector<v1::Meeting>& others,
                  v1::ScheduleProblem* problem);

  // -1 where nobody has that name.
  int NumberOf(const std::string& post) const;
  // The groups in which each sits.
  const std::map<int, std::set<int>>& groups_of() const { return groups_of_; }

 private:
  int At(const std::string& post);
  bool Holds(const v1::Membership& membership) const;
  void AddAttending();
  void AddStandIns();
  void AddMembers(const std::map<std::string, int>& groups);
  void Occupy(const std::string& post, const v1::Meeting& meeting);

  const ScheduleInput& input_;
  const ScheduleDays& days_;
  v1::ScheduleProblem& problem_;
  std::map<std::string, const v1::Post*> posts_;
  std::map<std::string, int> numbers_;
  std::map<int, std::set<int>> groups_of_;
  std::vector<std::set<int>> away_;  // By person.
};

}  // namespace congress::scheduling
