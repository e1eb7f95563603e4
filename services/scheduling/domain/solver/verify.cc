#include "services/scheduling/domain/solver/verify.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

namespace congress::scheduling::solver {
namespace {

class Judge {
 public:
  Judge(const Problem& problem, const Schedule& schedule) : problem_(problem), schedule_(schedule) {}

  Verdict Run() {
    if (schedule_.size() != problem_.meetings.size()) {
      verdict_.faults.push_back({Rule::kWindow});
      return verdict_;
    }
    for (size_t i = 0; i < schedule_.size(); ++i) CountMeeting(static_cast<int>(i));
    for (const Order& order : problem_.orders) {
      const int before = schedule_[At(order.before)].start;
      const int after = schedule_[At(order.after)].start;
      const int end = before + problem_.meetings[At(order.before)].days - 1;
      if (before >= 0 && after >= 0 && after < end + order.gap) Note(Rule::kOrder, order.after);
    }
    CountSessions();
    CountDays();
    CountPersons();
    return verdict_;
  }

 private:
  void Note(Rule rule, int meeting = -1, int day = -1, int person = -1, int64_t count = 1) {
    if (count <= 0 || problem_.policy[rule].severity == Severity::kIgnore) return;
    verdict_.counts[static_cast<size_t>(rule)] += count;
    if (problem_.policy[rule].severity == Severity::kBlock) {
      verdict_.faults.push_back({rule, count, meeting, day, person});
    } else {
      verdict_.cost += problem_.policy[rule].weight * count;
    }
  }
  void Never(Rule rule, int meeting, int day = -1) { verdict_.faults.push_back({rule, 1, meeting, day}); }

  bool OpenDay(int day) const {
    return day >= 0 && day < static_cast<int>(problem_.days.size()) && !problem_.days[At(day)].closed;
  }
  static bool Has(const std::vector<int>& numbers, int number) {
    return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
  }

  void CountMeeting(int i) {
    const Meeting& meeting = problem_.meetings[At(i)];
    const Slot& slot = schedule_[At(i)];
    if (slot.start < 0) Never(Rule::kWindow, i);
    for (int day = slot.start; slot.start >= 0 && day < slot.start + meeting.days; ++day) {
      if (!OpenDay(day)) Never(Rule::kWindow, i, day);
      if (day >= static_cast<int>(problem_.days.size())) continue;
      if (day < meeting.earliest || day > meeting.latest || Has(meeting.unavailable, day)) Note(Rule::kWindow, i, day);
      if (day > slot.start && problem_.days[At(day)].after_break) Note(Rule::kBreak, i, day);
      for (const int room : meeting.rooms) {
        if (Has(problem_.rooms[At(room)].closed, day)) Note(Rule::kRoom, i, day);
        in_room_[{room, day}].push_back(i);
      }
      on_day_[day].push_back(i);
      for (const int person : meeting.required) Attend(person, day, i);
      if (slot.attendee >= 0) Attend(slot.attendee, day, i);
    }
    if ((slot.approval >= 0) != (meeting.group >= 0) || (meeting.group >= 0 && !OpenDay(slot.approval))) {
      Never(Rule::kLead, i, slot.approval);
    } else if (meeting.group >= 0) {
      if (slot.approval < meeting.papers_ready + problem_.policy.papers_days) Note(Rule::kPapers, i, slot.approval);
      if (slot.start >= 0 && slot.start < slot.approval + problem_.policy.lead_days) Note(Rule::kLead, i, slot.start);
      sessions_[{meeting.group, slot.approval}].push_back(i);
    }
    CountAttendee(i);
    CountMoves(i);
  }

  void Attend(int person, int day, int i) {
    if (Has(problem_.persons[At(person)].away, day)) Note(Rule::kAway, i, day, person);
    with_[{person, day}].push_back(i);
  }

  void CountAttendee(int i) {
    const Meeting& meeting = problem_.meetings[At(i)];
    const int p = schedule_[At(i)].attendee;
    if ((p >= 0) != meeting.attended || p >= static_cast<int>(problem_.persons.size()) ||
        (p >= 0 && (!problem_.persons[At(p)].attends || Has(meeting.required, p)))) {
      Never(Rule::kForbidden, i);
      return;
    }
    if (p < 0) return;
    const Person& person = problem_.persons[At(p)];
    const int stood_for = person.stands_in_for;
    if (Has(person.forbidden, i)) Note(Rule::kForbidden, i, -1, p);
    if (person.rank < meeting.rank) Note(Rule::kRank, i, -1, p);
    const Person& home = stood_for >= 0 ? problem_.persons[At(stood_for)] : person;
    if (home.area != meeting.area && !Has(home.preferred, i)) Note(Rule::kOwnArea, i, -1, p);
    if (stood_for >= 0) Note(Rule::kStandIn, i, -1, p);
    ++load_[p];
    km_[p] += meeting.km_from_centre;
  }

  void CountMoves(int i) {
    const Meeting& meeting = problem_.meetings[At(i)];
    const Slot& slot = schedule_[At(i)];
    const auto judge = [&](Hold hold, bool moved, Rule rule) {
      if (moved && hold == Hold::kReleased) Note(rule, i);
      if (moved && hold == Hold::kPinned) Never(rule, i);
    };
    judge(meeting.start_hold, slot.start != meeting.base.start, Rule::kMovedDay);
    judge(meeting.approval_hold, slot.approval != meeting.base.approval, Rule::kMovedApproval);
    judge(meeting.attendee_hold, slot.attendee != meeting.base.attendee, Rule::kMovedAttendee);
  }

  void CountSessions() {
    for (const auto& [key, meetings] : sessions_) {
      const auto& [group, day] = key;
      Note(Rule::kSession);
      Note(Rule::kSessionSize, meetings.front(), day, -1,
           static_cast<int64_t>(meetings.size()) - problem_.policy.session_size);
      for (const int person : problem_.groups[At(group)].members) {
        if (Has(problem_.persons[At(person)].away, day)) Note(Rule::kAway, meetings.front(), day, person);
        ++in_session_[{person, day}];
      }
    }
  }

  void CountDays() {
    for (const auto& [day, meetings] : on_day_) {
      const int64_t count = static_cast<int64_t>(meetings.size()) + problem_.days[At(day)].taken;
      // What others have put on a day above its bounds is not of this schedule's making.
      const auto above = [&](int64_t most) {
        return std::max<int64_t>(0, count - most) - std::max<int64_t>(0, problem_.days[At(day)].taken - most);
      };
      Note(Rule::kDayLevel, -1, day, -1, above(problem_.policy.day_level));
      Note(Rule::kDayMost, -1, day, -1, above(problem_.policy.day_most));
    }
    for (const auto& [key, meetings] : in_room_) {
      Note(Rule::kRoom, meetings.back(), key.second, -1, static_cast<int64_t>(meetings.size()) - 1);
    }
  }

  void CountPersons() {
    std::set<std::pair<int, int>> days;
    for (const auto& [key, meetings] : with_) days.insert(key);
    for (const auto& [key, sessions] : in_session_) days.insert(key);
    for (const auto& [person, day] : days) {
      const auto meetings = with_.find({person, day});
      const auto sessions = in_session_.find({person, day});
      const int64_t count = (meetings == with_.end() ? 0 : static_cast<int64_t>(meetings->second.size())) +
                            (sessions == in_session_.end() ? 0 : sessions->second);
      Note(Rule::kBusy, meetings == with_.end() ? -1 : meetings->second.back(), day, person, count - 1);
      if (meetings != with_.end()) CountTravel(person, day, meetings->second);
    }
    int64_t most = 0;
    int64_t least = -1;
    for (size_t p = 0; p < problem_.persons.size(); ++p) {
      const Person& person = problem_.persons[p];
      if (!person.attends) continue;
      const int number = static_cast<int>(p);
      Note(Rule::kLoadBelow, -1, -1, number, person.load_least - load_[number]);
      Note(Rule::kLoadAbove, -1, -1, number, load_[number] - person.load_most);
      if (person.stands_in_for >= 0) continue;
      km_[number] += person.km_elsewhere;
      most = std::max(most, km_[number]);
      least = least < 0 ? km_[number] : std::min(least, km_[number]);
    }
    const int64_t step = problem_.policy.km_step;
    if (least >= 0) Note(Rule::kTravelSpread, -1, -1, -1, (most - least + step - 1) / step);
  }

  void CountTravel(int person, int day, const std::vector<int>& meetings) {
    const auto next = with_.find({person, day + 1});
    if (next == with_.end()) return;
    for (const int from : meetings) {
      for (const int to : next->second) {
        if (from == to) continue;
        const Meeting& a = problem_.meetings[At(from)];
        const Meeting& b = problem_.meetings[At(to)];
        const std::pair<int, int> areas(a.area, b.area);
        if (std::find(problem_.far_apart.begin(), problem_.far_apart.end(), areas) != problem_.far_apart.end()) {
          Note(Rule::kFarApart, to, day + 1, person);
        }
        const int64_t square =
            int64_t{1} * (a.x_km - b.x_km) * (a.x_km - b.x_km) + int64_t{1} * (a.y_km - b.y_km) * (a.y_km - b.y_km);
        int64_t steps = 0;
        const int64_t step = problem_.policy.km_step;
        while ((steps + 1) * (steps + 1) * step * step <= square) ++steps;
        Note(Rule::kTravel, to, day + 1, person, steps);
      }
    }
  }

  const Problem& problem_;
  const Schedule& schedule_;
  Verdict verdict_;
  std::map<std::pair<int, int>, std::vector<int>> sessions_, in_room_, with_;  // By group, room or person, and day.
  std::map<std::pair<int, int>, int64_t> in_session_;                          // By person and day.
  std::map<int, std::vector<int>> on_day_;
  std::map<int, int64_t> load_, km_;
};

}  // namespace

Verdict Verify(const Problem& problem, const Schedule& schedule) { return Judge(problem, schedule).Run(); }

}  // namespace congress::scheduling::solver
