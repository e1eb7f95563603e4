// What the solver of schedules finds and what that takes, beside what was promised. With an instance as argument it
// solves that one alone.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "services/scheduling/domain/solver/choices.h"
#include "services/scheduling/domain/solver/conflict.h"
#include "services/scheduling/domain/solver/solve.h"
#include "services/scheduling/testing/provinces.h"
#include "services/scheduling/testing/schedule_input.h"

namespace congress::scheduling {
namespace {

using namespace solver;  // NOLINT(google-build-using-namespace)

class Watch {
 public:
  double Seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count(); }

 private:
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

// Prints a line and says whether the bound is kept.
bool Within(const std::string& what, double figure, double bound, const char* unit) {
  std::printf("schedule, %s: %.4g %s (at most %.4g)%s\n", what.c_str(), figure, unit, bound,
              figure > bound ? ", above it" : "");
  return figure <= bound;
}

struct Solved {
  Answer answer;
  double first = 0;
  double seconds = 0;
};

Solved SolveInTime(const Problem& problem, uint64_t seed) {
  Solved solved;
  const Watch watch;
  solved.answer = Solve(problem, {.seed = seed, .progress = [&](const Progress&) {
                                    if (solved.first == 0) solved.first = watch.Seconds();
                                  }});
  solved.seconds = watch.Seconds();
  return solved;
}

bool Judge(const std::string& name, const Solved& solved) {
  const Answer& answer = solved.answer;
  std::printf("schedule, %s: cost %lld, bound %lld%s\n", name.c_str(), static_cast<long long>(answer.verdict.cost),
              static_cast<long long>(answer.bound.value), answer.optimal() ? ", the cheapest there is" : "");
  const double above = 100.0 * static_cast<double>(answer.verdict.cost - answer.bound.value) /
                       static_cast<double>(std::max<int64_t>(1, answer.bound.value));
  bool kept = answer.outcome == Outcome::kFound && answer.verdict.kept();
  kept = Within(name + ", first that breaks nothing", solved.first, 0.5, "s") && kept;
  kept = Within(name + ", best", solved.seconds, 10, "s") && kept;
  return Within(name + ", above the bound", above, 3, "%") && kept;
}

// Repairs the schedule once a day is closed; the least that has to move is what the day hits.
bool Storm(const Problem& province, const Solved& solved) {
  Problem problem = province;
  double slowest = 0;
  bool kept = true;
  for (const int day : {15, 20, 25, 30, 35}) {
    int hit = 0;
    for (size_t i = 0; i < problem.meetings.size(); ++i) {
      Meeting& meeting = problem.meetings[i];
      meeting.base = solved.answer.schedule[i];
      meeting.approval_hold = meeting.start_hold = meeting.attendee_hold = Hold::kReleased;
      hit += meeting.base.start <= day && day < meeting.base.start + meeting.days ? 1 : 0;
    }
    problem.days[At(day)].closed = true;
    const Watch watch;
    const Answer answer = Solve(problem, {});
    slowest = std::max(slowest, watch.Seconds());
    const auto moved = answer.verdict.counts[static_cast<size_t>(Rule::kMovedDay)];
    kept =
        Within("moved by a storm on day " + std::to_string(day), static_cast<double>(moved), hit, "meetings") && kept;
    problem.days[At(day)].closed = false;
  }
  return Within("slowest repair, of the full solve", slowest / solved.seconds, 0.1, "times") && kept;
}

bool PlaceDays() {
  struct Size {
    int units, days, most, closed;
    Outcome outcome;
  };
  const Size sizes[] = {{15, 10, 3, -1, Outcome::kFound},       {21, 44, 1, -1, Outcome::kFound},
                        {84, 44, 4, -1, Outcome::kFound},       {88, 44, 4, -1, Outcome::kFound},
                        {130, 52, 5, -1, Outcome::kFound},      {131, 52, 5, -1, Outcome::kInfeasible},
                        {130, 53, 5, 21, Outcome::kInfeasible}, {130, 53, 5, 20, Outcome::kFound}};
  double slowest = 0;
  bool kept = true;
  for (const Size& size : sizes) {
    Problem problem;
    problem.policy = StartPolicy();
    problem.policy.day_level = problem.policy.day_most = size.most;
    problem.days.resize(At(size.days));
    if (size.closed >= 0) problem.days[At(size.closed)].closed = true;
    Meeting meeting;
    meeting.days = 2;
    meeting.attended = false;
    problem.meetings.assign(At(size.units), meeting);
    const Watch watch;
    kept = Decide(problem, {}).outcome == size.outcome && kept;
    slowest = std::max(slowest, watch.Seconds());
  }
  if (!kept) std::printf("schedule, two-day placements: not all as they should be, above it\n");
  return Within("two-day placements found or refuted, slowest", slowest, 2, "s") && kept;
}

bool PlaceThousand() {
  const Problem problem = sample::Province({.communes = 1000, .days = 60, .posts = 60, .groups = 20}, 7);
  const Watch watch;
  const bool found = Decide(problem, {}).outcome == Outcome::kFound;
  return Within("1,000 congresses, 60 days, 60 members, feasible", watch.Seconds(), 10, "s") && found;
}

bool CheckMoves() {
  constexpr int kMeetings = 10'000;
  constexpr int kTries = 10'000;
  const Problem problem =
      sample::Province({.communes = kMeetings, .days = 250, .posts = 300, .groups = 60, .travel_weight = 1}, 7);
  Random random(1);
  Schedule schedule;
  for (int i = 0; i < kMeetings; ++i) schedule.push_back({random.Below(200), random.Below(248), random.Below(300)});
  Desk desk(problem, schedule);
  int64_t faults = 0;
  const Watch watch;
  for (int k = 0; k < kTries; ++k) {
    faults += desk.Try(random.Below(kMeetings), {random.Below(200), random.Below(248), random.Below(300)}).faults;
  }
  const double milliseconds = watch.Seconds() * 1000 / kTries;
  return Within("check of one move among 10,000 meetings", milliseconds, 1, "ms") && faults != 1;
}

bool Explain() {
  Problem problem = sample::Province({}, 3);
  for (const int i : {3, 77}) {
    problem.meetings[At(i)].rooms = {0};
    problem.meetings[At(i)].days = 1;
    problem.meetings[At(i)].earliest = problem.meetings[At(i)].latest = 30;
  }
  problem.days[30].closed = false;
  problem.rooms = {{"hall", {}}};
  const Watch watch;
  const Conflict conflict = FindConflict(problem, {.most = 400'000});
  return Within("conflict among 130 congresses", watch.Seconds(), 10, "s") && conflict.minimal &&
         conflict.facts.size() == 6;
}

int Run(const std::string& path, bool alone) {
  const Problem province = sample::ReadProvince(path);
  const Solved solved = SolveInTime(province, 1);
  bool kept = Judge("the province", solved);
  if (alone) return kept ? 0 : 1;
  kept = Storm(province, solved) && kept;
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    kept = Judge("one drawn at random " + std::to_string(seed), SolveInTime(sample::Province({}, seed), seed)) && kept;
  }
  kept = PlaceDays() && kept;
  kept = PlaceThousand() && kept;
  kept = CheckMoves() && kept;
  kept = Explain() && kept;
  return kept ? 0 : 1;
}

}  // namespace
}  // namespace congress::scheduling

int main(int argc, char** argv) {
  const std::string given = argc > 1 ? argv[1] : "";
  const std::string own = CONGRESS_SOURCE_DIR "/services/scheduling/testing/nghe-an-130.json";
  return congress::scheduling::Run(given.empty() ? own : given, !given.empty());
}
