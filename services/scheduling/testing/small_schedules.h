// A run's problem that fits on a page: two communes, two posts in one working group, ten days.
#pragma once

#include "congress/scheduling/v1/schedule_problem.pb.h"
#include "platform/civil/civil.h"
#include "services/scheduling/domain/schedule/policy.h"

namespace congress::scheduling::sample {

inline v1::ScheduleProblem TwoCommunes() {
  v1::ScheduleProblem problem;
  for (const auto& setting : SettingsOn({}, absl::CivilDay(2025, 7, 1))) *problem.add_rules() = setting;
  problem.set_papers_days(1);
  problem.set_lead_days(2);
  problem.set_session_size(4);
  problem.set_day_level(1);
  problem.set_day_most(2);
  problem.set_km_step(50);
  for (int day = 0; day < 10; ++day) {
    *problem.add_days()->mutable_date() = civil::ToDate(absl::CivilDay(2025, 7, 1) + day);
  }
  auto& group = *problem.add_groups();
  group.set_organisation("organisations/to-1");
  for (const char* post : {"organisations/province/posts/a", "organisations/province/posts/b"}) {
    group.add_members(problem.persons_size());
    auto& person = *problem.add_persons();
    person.set_post(post);
    person.set_area(0);
    person.set_attends(true);
    person.set_least(1);
  }
  for (int i = 1; i <= 2; ++i) {
    auto& meeting = *problem.add_meetings();
    meeting.set_meeting("meetings/x-u" + std::to_string(i));
    meeting.set_organisation("organisations/u" + std::to_string(i));
    meeting.set_days(i);
    meeting.set_area(0);
    meeting.set_group(0);
    meeting.set_latest(9);
    meeting.set_attended(true);
  }
  // Who attends is settled, so that there is one cheapest schedule but for the days.
  problem.mutable_persons(1)->add_forbidden_meetings(0);
  return problem;
}

}  // namespace congress::scheduling::sample
