// Reads a province's schedule to find, as services/scheduling/testing/nghe-an-130.json has it.
#pragma once

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "services/scheduling/domain/solver/problem.h"

namespace congress::scheduling::sample {

inline solver::Problem ReadProvince(const std::string& path) {
  using solver::Rule;
  const nlohmann::json input = nlohmann::json::parse(std::ifstream(path));
  const nlohmann::json& rules = input["rules"];
  const nlohmann::json& weights = input["weights"];
  solver::Problem problem;
  solver::Policy& policy = problem.policy;
  policy = solver::StartPolicy();
  policy.papers_days = rules["papers_to_approval"];
  policy.lead_days = rules["approval_to_congress"];
  policy.session_size = rules["communes_per_session"];
  policy.day_level = 4;
  policy.day_most = input["most_per_day"];
  policy[Rule::kBreak] = {};
  policy[Rule::kTravel] = {};
  policy[Rule::kOwnArea].weight = weights["other_group"];
  policy[Rule::kSession].weight = weights["session"];
  policy[Rule::kLoadBelow].weight = policy[Rule::kLoadAbove].weight = weights["load_outside"];
  policy[Rule::kDayLevel].weight = weights["day_above_4"];
  policy[Rule::kTravelSpread].weight = weights["km_spread_per_50"];
  problem.days.resize(input["days"].size());
  for (const int day : input["closed_days"]) problem.days[solver::At(day)].closed = true;
  for (const auto& pair : rules["no_successive_days_in_groups"]) problem.far_apart.emplace_back(pair[0], pair[1]);
  std::map<std::string, int> numbers;
  int groups = 0;
  for (const auto& commune : input["communes"]) {
    solver::Meeting meeting;
    meeting.unit = commune["code"];
    meeting.days = commune["days"];
    meeting.area = meeting.group = commune["group"];
    meeting.rank = commune["ward"] ? 1 : 0;
    meeting.papers_ready = commune["papers_ready"];
    meeting.km_from_centre = commune["km_from_centre"];
    groups = std::max(groups, meeting.group + 1);
    numbers[meeting.unit] = static_cast<int>(problem.meetings.size());
    problem.meetings.push_back(std::move(meeting));
  }
  problem.groups.resize(solver::At(groups));
  for (const auto& post : input["posts"]) {
    solver::Person person;
    person.post = post["post"];
    person.area = post["group"];
    person.rank = post["may_attend_wards"] ? 1 : 0;
    for (const int day : post["unavailable"]) person.away.push_back(day);
    for (const std::string code : post["forbidden"]) person.forbidden.push_back(numbers.at(code));
    person.load_least = rules["load"][0];
    person.load_most = rules["load"][1];
    problem.groups[solver::At(person.area)].members.push_back(static_cast<int>(problem.persons.size()));
    problem.persons.push_back(std::move(person));
  }
  return problem;
}

}  // namespace congress::scheduling::sample
