#include "services/scheduling/domain/solver/model.h"

#include <algorithm>
#include <cstdlib>

namespace congress::scheduling::solver {
namespace {

bool Has(const std::vector<int>& numbers, int number) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

}  // namespace

Model::Model(const Problem& problem) : problem_(problem), days_(static_cast<int>(problem.days.size())) {
  const size_t count = problem.meetings.size();
  starts_.resize(count);
  approvals_.resize(count);
  attendees_.resize(count);
  orders_of_.resize(count);
  start_cost_.resize(count * At(days_));
  approval_cost_.resize(count * At(days_));
  attendee_cost_.resize(count * problem.persons.size());
  away_.resize(problem.persons.size() * At(days_));
  for (size_t p = 0; p < problem.persons.size(); ++p) {
    for (const int day : problem.persons[p].away) {
      if (day >= 0 && day < days_) away_[p * At(days_) + At(day)] = true;
    }
  }
  for (const Meeting& meeting : problem.meetings) areas_ = std::max(areas_, meeting.area + 1);
  far_.resize(At(areas_) * At(areas_));
  for (const auto& [from, to] : problem.far_apart) {
    if (from < areas_ && to < areas_) far_[At(from) * At(areas_) + At(to)] = true;
  }
  const bool minds_far = !problem.far_apart.empty() && (blocks(Rule::kFarApart) || weight(Rule::kFarApart) > 0);
  minds_travel_ = minds_far || blocks(Rule::kTravel) || weight(Rule::kTravel) > 0;
  for (size_t k = 0; k < problem.orders.size(); ++k) {
    orders_of_[At(problem.orders[k].before)].push_back(static_cast<int>(k));
    orders_of_[At(problem.orders[k].after)].push_back(static_cast<int>(k));
  }
  for (int i = 0; i < meetings(); ++i) {
    ListApprovals(i);
    ListStarts(i);
    ListAttendees(i);
  }
}

int Model::members_away(int group, int day) const {
  int count = 0;
  for (const int person : members(group)) count += away(person, day) ? 1 : 0;
  return count;
}

bool Model::far_apart(int area, int next) const {
  return area >= 0 && next >= 0 && far_[At(area) * At(areas_) + At(next)];
}

int Model::travel(int from, int to) const {
  const int64_t x = meeting(from).x_km - meeting(to).x_km;
  const int64_t y = meeting(from).y_km - meeting(to).y_km;
  const int64_t step = problem_.policy.km_step;
  int steps = 0;
  while ((steps + 1) * (steps + 1) * step * step <= x * x + y * y) ++steps;
  return steps;
}

bool Model::Allow(Rule rule, int64_t count, int* cost) const {
  if (count <= 0) return true;
  *cost += static_cast<int>(weight(rule) * count);
  return !blocks(rule);
}

bool Model::AllowMove(Hold hold, bool moved, Rule rule, int* cost) const {
  if (!moved || hold == Hold::kFree) return true;
  return hold == Hold::kReleased && Allow(rule, 1, cost);
}

void Model::ListApprovals(int i) {
  if (meeting(i).group < 0) return;
  for (int day = 0; day < days_; ++day) {
    int cost = 0;
    // Members who are away are paid for once by the session, not by each meeting.
    int session_cost = 0;
    if (problem_.days[At(day)].closed ||
        !AllowMove(meeting(i).approval_hold, day != meeting(i).base.approval, Rule::kMovedApproval, &cost) ||
        !Allow(Rule::kPapers, day < meeting(i).papers_ready + problem_.policy.papers_days ? 1 : 0, &cost) ||
        !Allow(Rule::kAway, members_away(meeting(i).group, day), &session_cost)) {
      continue;
    }
    approvals_[At(i)].push_back({day, cost});
    approval_cost_[At(i) * At(days_) + At(day)] = cost;
  }
}

void Model::ListStarts(int i) {
  const Meeting& m = meeting(i);
  int first = 0;
  if (m.group >= 0 && blocks(Rule::kLead)) {
    if (approvals(i).empty()) return;
    first = std::max(0, approvals(i).front().value + problem_.policy.lead_days);
  }
  for (int start = first; start + m.days <= days_; ++start) {
    int cost = 0;
    bool allowed = AllowMove(m.start_hold, start != m.base.start, Rule::kMovedDay, &cost);
    for (int day = start; allowed && day < start + m.days; ++day) {
      const bool outside = day < m.earliest || day > m.latest || Has(m.unavailable, day);
      int away = 0;
      for (const int person : m.required) away += this->away(person, day) ? 1 : 0;
      int rooms = 0;
      for (const int room : m.rooms) rooms += Has(problem_.rooms[At(room)].closed, day) ? 1 : 0;
      allowed = !problem_.days[At(day)].closed && Allow(Rule::kWindow, outside ? 1 : 0, &cost) &&
                Allow(Rule::kBreak, day > start && problem_.days[At(day)].after_break ? 1 : 0, &cost) &&
                Allow(Rule::kAway, away, &cost) && Allow(Rule::kRoom, rooms, &cost);
    }
    if (!allowed) continue;
    starts_[At(i)].push_back({start, cost});
    start_cost_[At(i) * At(days_) + At(start)] = cost;
  }
  if (m.group < 0 || !blocks(Rule::kLead)) return;
  // An approval behind every start is of no use.
  const int last = starts_[At(i)].empty() ? -1 : starts_[At(i)].back().value - problem_.policy.lead_days;
  auto& approvals = approvals_[At(i)];
  while (!approvals.empty() && approvals.back().value > last) approvals.pop_back();
}

void Model::ListAttendees(int i) {
  const Meeting& m = meeting(i);
  if (!m.attended) return;
  for (int p = 0; p < persons(); ++p) {
    const Person& person = problem_.persons[At(p)];
    const Person& home = person.stands_in_for >= 0 ? problem_.persons[At(person.stands_in_for)] : person;
    int cost = 0;
    if (!person.attends || Has(m.required, p) ||
        !AllowMove(m.attendee_hold, p != m.base.attendee, Rule::kMovedAttendee, &cost) ||
        !Allow(Rule::kForbidden, Has(person.forbidden, i) ? 1 : 0, &cost) ||
        !Allow(Rule::kRank, person.rank < m.rank ? 1 : 0, &cost) ||
        !Allow(Rule::kOwnArea, home.area != m.area && !Has(home.preferred, i) ? 1 : 0, &cost) ||
        !Allow(Rule::kStandIn, person.stands_in_for >= 0 ? 1 : 0, &cost)) {
      continue;
    }
    attendees_[At(i)].push_back({p, cost});
    attendee_cost_[At(i) * At(persons()) + At(p)] = cost;
  }
}

}  // namespace congress::scheduling::solver
