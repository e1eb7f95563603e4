// An independent judge of schedules for tests. It shares no code with the scheduling domain, not even the calendar:
// it counts days itself and is told the rules as plain values.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "congress/scheduling/v1/meeting.pb.h"

namespace congress::scheduling {

class ScheduleChecker {
 public:
  // Days as numbers, 1 January 1970 is day 0, a Thursday.
  static long DayNumber(const google::type::Date& date) {
    const long year = date.month() <= 2 ? date.year() - 1 : date.year();
    const long era = year / 400;
    const long year_of_era = year - era * 400;
    const long day_of_year = (153 * (date.month() + (date.month() > 2 ? -3 : 9)) + 2) / 5 + date.day() - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
  }
  static bool IsWeekend(long day) {
    const long weekday = ((day + 4) % 7 + 7) % 7;  // 0 is Sunday.
    return weekday == 0 || weekday == 6;
  }

  // Rules: days off, weekend days worked, first and last day, most meetings on one day.
  std::set<long> days_off;
  std::set<long> days_worked;
  long first_day = 0;
  long last_day = 0;
  int most_per_day = 0;
  // By organisation: how many days its meeting takes. Exactly these organisations meet.
  std::map<std::string, int> duration;
  // By organisation: days on which it cannot meet.
  std::map<std::string, std::set<long>> unit_unavailable;
  // By post: days on which it cannot attend; exactly these posts attend. Empty: attendance is not judged.
  std::map<std::string, std::set<long>> posts;
  // Post and organisation that never go together.
  std::set<std::pair<std::string, std::string>> forbidden;

  // Everything wrong with the meetings, in words.
  std::vector<std::string> Judge(const std::vector<v1::Meeting>& meetings) const {
    std::vector<std::string> faults;
    std::set<std::string> seen;
    std::map<long, int> on_day;
    std::map<std::pair<std::string, long>, std::string> where;
    std::map<std::string, int> load;
    for (const auto& [post, days] : posts) load[post] = 0;
    for (const v1::Meeting& meeting : meetings) {
      const std::string& unit = meeting.organisation();
      if (!seen.insert(unit).second) faults.push_back(unit + " meets twice");
      const auto expected = duration.find(unit);
      if (expected == duration.end()) {
        faults.push_back(unit + " is not to meet");
      } else if (expected->second != meeting.slots_size()) {
        faults.push_back(unit + " meets on another number of days");
      }
      long before = -1;
      for (const auto& slot : meeting.slots()) {
        const long day = DayNumber(slot.date());
        JudgeDay(unit, day, before, &faults);
        before = day;
        ++on_day[day];
        const std::string& post = meeting.attendee().post();
        if (posts.empty() || post.empty()) continue;
        const auto found = posts.find(post);
        if (found != posts.end() && found->second.contains(day)) faults.push_back(post + " is not available");
        const bool free = where.emplace(std::pair(post, day), unit).second;
        if (!free) faults.push_back(post + " is in two meetings on one day");
      }
      if (posts.empty()) continue;
      const std::string& post = meeting.attendee().post();
      if (!posts.contains(post)) faults.push_back(unit + " has no attendee of the list, but '" + post + "'");
      if (forbidden.contains({post, unit})) faults.push_back(post + " attends the forbidden " + unit);
      ++load[post];
    }
    for (const auto& [unit, days] : duration) {
      if (!seen.contains(unit)) faults.push_back(unit + " does not meet");
    }
    for (const auto& [day, count] : on_day) {
      if (count > most_per_day) faults.push_back("too many meetings on day " + std::to_string(day));
    }
    for (const auto& [post, count] : load) {
      for (const auto& [other, less] : load) {
        if (count <= less + 1) continue;
        faults.push_back(post + " attends " + std::to_string(count) + ", " + other + " only " + std::to_string(less));
      }
    }
    return faults;
  }

 private:
  bool IsWorked(long day) const { return days_worked.contains(day) || (!IsWeekend(day) && !days_off.contains(day)); }

  void JudgeDay(const std::string& unit, long day, long before, std::vector<std::string>* faults) const {
    if (day < first_day || day > last_day) faults->push_back(unit + " meets outside the window");
    if (!IsWorked(day)) faults->push_back(unit + " meets on a day off");
    const auto unavailable = unit_unavailable.find(unit);
    if (unavailable != unit_unavailable.end() && unavailable->second.contains(day)) {
      faults->push_back(unit + " meets on a day on which it cannot");
    }
    if (before < 0) return;
    if (day <= before) faults->push_back(unit + " has its days out of order");
    for (long between = before + 1; between < day; ++between) {
      if (IsWorked(between)) faults->push_back(unit + " skips a working day");
    }
  }
};

}  // namespace congress::scheduling
