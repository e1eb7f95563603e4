// Writes small problems with stand-ins and what the solver answers, a line of JSON each, for stand_in_judge.py to
// compare with the cheapest there is. usage: stand_in_bench FIRST_SEED LAST_SEED
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "services/scheduling/domain/solver/solve.h"
#include "services/scheduling/testing/stand_in_problems.h"

namespace congress::scheduling {
namespace {

using namespace solver;  // NOLINT(google-build-using-namespace)
using nlohmann::json;

json PolicyOf(const Policy& policy) {
  // Only rules that the problems use; what is ignored is left out.
  constexpr std::pair<Rule, std::string_view> kNames[] = {
      {Rule::kBreak, "break"},          {Rule::kOwnArea, "own_area"},     {Rule::kStandIn, "stand_in"},
      {Rule::kTravel, "travel"},        {Rule::kTravelSpread, "spread"},  {Rule::kSession, "session"},
      {Rule::kLoadBelow, "load_below"}, {Rule::kLoadAbove, "load_above"}, {Rule::kDayLevel, "day_level"}};
  json rules;
  for (const auto& [rule, name] : kNames) {
    const Setting& setting = policy[rule];
    if (setting.severity == Severity::kIgnore) continue;
    rules[std::string(name)] = setting.severity == Severity::kBlock ? -1 : setting.weight;
  }
  return {{"rules", rules},
          {"papers_days", policy.papers_days},
          {"lead_days", policy.lead_days},
          {"session_size", policy.session_size},
          {"day_level", policy.day_level},
          {"day_most", policy.day_most},
          {"km_step", policy.km_step}};
}

json ProblemOf(const Problem& problem) {
  json days = json::array();
  for (const Day& day : problem.days) days.push_back({{"closed", day.closed}, {"after_break", day.after_break}});
  json persons = json::array();
  for (const Person& person : problem.persons) {
    persons.push_back({{"area", person.area},
                       {"rank", person.rank},
                       {"away", person.away},
                       {"load_least", person.load_least},
                       {"load_most", person.load_most},
                       {"km_elsewhere", person.km_elsewhere},
                       {"stands_in_for", person.stands_in_for}});
  }
  json groups = json::array();
  for (const Group& group : problem.groups) groups.push_back(group.members);
  json meetings = json::array();
  for (const Meeting& meeting : problem.meetings) {
    meetings.push_back({{"days", meeting.days},
                        {"area", meeting.area},
                        {"rank", meeting.rank},
                        {"group", meeting.group},
                        {"papers_ready", meeting.papers_ready},
                        {"km", meeting.km_from_centre},
                        {"x", meeting.x_km},
                        {"y", meeting.y_km}});
  }
  return {{"policy", PolicyOf(problem.policy)},
          {"days", days},
          {"persons", persons},
          {"groups", groups},
          {"meetings", meetings},
          {"far_apart", problem.far_apart}};
}

void Write(uint64_t seed) {
  const Problem problem = sample::StandInProblem(seed);
  const auto begun = std::chrono::steady_clock::now();
  const Answer answer = Solve(problem, {});
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
  json line = {{"seed", seed},
               {"problem", ProblemOf(problem)},
               {"found", answer.outcome == Outcome::kFound},
               {"infeasible", answer.outcome == Outcome::kInfeasible},
               {"cost", answer.verdict.cost},
               {"bound", answer.bound.value},
               {"exhausted", answer.exhausted},
               {"effort", answer.effort},
               {"seconds", taken.count()}};
  json slots = json::array();
  for (const Slot& slot : answer.schedule) slots.push_back({slot.approval, slot.start, slot.attendee});
  line["slots"] = slots;
  std::printf("%s\n", line.dump().c_str());
  std::fflush(stdout);
}

}  // namespace
}  // namespace congress::scheduling

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: stand_in_bench FIRST_SEED LAST_SEED\n");
    return 2;
  }
  const uint64_t last = std::strtoull(argv[2], nullptr, 10);
  for (uint64_t seed = std::strtoull(argv[1], nullptr, 10); seed <= last; ++seed) congress::scheduling::Write(seed);
  return 0;
}
