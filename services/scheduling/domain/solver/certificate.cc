#include <algorithm>
#include <limits>
#include <numeric>

#include "services/scheduling/domain/solver/bound.h"

namespace congress::scheduling::solver {
namespace {

constexpr int64_t kRefused = std::numeric_limits<int64_t>::max() / 4;

class Prices {
 public:
  Prices(const Problem& problem, const Certificate& certificate)
      : problem_(problem), c_(certificate), count_(static_cast<int>(problem.meetings.size())) {}

  bool AreWellFormed() const {
    const auto sized = [&](const std::vector<int64_t>& prices, size_t size) { return prices.size() == size; };
    const auto by_day = [&](const std::vector<std::vector<int64_t>>& prices, size_t size) {
      return prices.size() == size && std::all_of(prices.begin(), prices.end(), [&](const auto& days) {
               return days.size() == problem_.days.size() && NoneNegative(days);
             });
    };
    int64_t sum = 0;
    int64_t positive = 0;
    for (const int64_t price : c_.km) {
      sum += price;
      positive += std::max<int64_t>(0, price);
    }
    return c_.scale > 0 && sized(c_.place, problem_.days.size()) && NoneNegative(c_.place) &&
           sized(c_.present, problem_.days.size()) && NoneNegative(c_.present) &&
           by_day(c_.session, problem_.groups.size()) && by_day(c_.room, problem_.rooms.size()) &&
           by_day(c_.person, problem_.persons.size()) && sized(c_.load, problem_.persons.size()) &&
           sized(c_.km, problem_.persons.size()) && sum == 0 &&
           positive * problem_.policy.km_step <= Weight(Rule::kTravelSpread) * c_.scale && OnlyTravellersPay();
  }

  int64_t Value() {
    for (int i = 0; i < count_; ++i) last_start_.push_back(LastStart(i));
    int64_t value = 0;
    for (int i = 0; i < count_; ++i) {
      const int64_t least = LeastStart(i) + LeastAttendee(i) + LeastApproval(i);
      if (least >= kRefused) return kRefused;
      value += least;
    }
    for (size_t day = 0; day < problem_.days.size(); ++day) value += OfDay(day) - OfPresent(day);
    for (size_t g = 0; g < problem_.groups.size(); ++g) {
      const int64_t least = LeastSession(static_cast<int>(g));
      value += least * SessionsOf(static_cast<int>(g));
      for (const int64_t price : c_.session[g]) {
        value -= ForSome(Rule::kSessionSize, price, problem_.policy.session_size, count_);
      }
    }
    for (size_t p = 0; p < problem_.persons.size(); ++p) {
      if (problem_.persons[p].attends) value += OfLoad(p);
      value += c_.km[p] * problem_.persons[p].km_elsewhere;
      for (const int64_t price : c_.person[p]) value -= ForSome(Rule::kBusy, price, 1, count_);
    }
    for (const auto& days : c_.room) {
      for (const int64_t price : days) value -= ForSome(Rule::kRoom, price, 1, count_);
    }
    return value;
  }

  int64_t Sessions() const {
    std::vector<int64_t> meetings(problem_.groups.size());
    for (const Meeting& meeting : problem_.meetings) {
      if (meeting.group >= 0) ++meetings[At(meeting.group)];
    }
    int64_t cost = 0;
    for (const int64_t count : meetings) {
      int64_t least = kRefused;
      for (int64_t sessions = count > 0 ? 1 : 0; sessions <= count; ++sessions) {
        const int64_t above = std::max<int64_t>(0, count - sessions * problem_.policy.session_size);
        const int64_t price = Price(Rule::kSessionSize, above);
        if (price < kRefused) least = std::min(least, Price(Rule::kSession, sessions) + price);
      }
      cost += least;
    }
    return c_.ask == Ask::kCost ? cost / c_.scale : 0;
  }

 private:
  static bool NoneNegative(const std::vector<int64_t>& prices) {
    return std::all_of(prices.begin(), prices.end(), [](int64_t price) { return price >= 0; });
  }
  static bool Has(const std::vector<int>& numbers, int number) {
    return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
  }
  bool OnlyTravellersPay() const {
    for (size_t p = 0; p < c_.km.size(); ++p) {
      const Person& person = problem_.persons[p];
      if (c_.km[p] != 0 && (!person.attends || person.stands_in_for >= 0)) return false;
    }
    return true;
  }
  bool Blocks(Rule rule) const { return problem_.policy[rule].severity == Severity::kBlock; }
  int64_t Weight(Rule rule) const {
    return c_.ask == Ask::kCost && problem_.policy[rule].severity == Severity::kWarn ? problem_.policy[rule].weight : 0;
  }
  // What so many counts of a rule cost, in parts. Asked for faults, a count of what ties meetings together is one.
  int64_t Price(Rule rule, int64_t count) const {
    if (count <= 0) return 0;
    if (Blocks(rule)) return c_.ask == Ask::kFaults ? c_.scale * count : kRefused;
    return Weight(rule) * c_.scale * count;
  }
  // The same of what a meeting chooses for itself: no schedule chooses what blocks.
  int64_t Own(Rule rule, int64_t count) const {
    if (count <= 0) return 0;
    return Blocks(rule) ? kRefused : Weight(rule) * c_.scale * count;
  }
  int64_t Moved(Hold hold, bool moved, Rule rule) const {
    if (!moved || hold == Hold::kFree) return 0;
    return hold == Hold::kPinned ? kRefused : Own(rule, 1);
  }

  // The last first day that the meeting may choose, whatever its approval; -1 if there is none.
  int LastStart(int i) const {
    const Meeting& meeting = problem_.meetings[At(i)];
    int start = static_cast<int>(problem_.days.size()) - meeting.days;
    while (start >= 0 && StartPrice(meeting, start) >= kRefused) --start;
    return start;
  }
  int64_t StartPrice(const Meeting& meeting, int start) const {
    int64_t price = Moved(meeting.start_hold, start != meeting.base.start, Rule::kMovedDay);
    for (int day = start; day < start + meeting.days && price < kRefused; ++day) {
      price = std::min(kRefused, price + OnDay(meeting, day, day > start));
    }
    return price;
  }
  int64_t LeastStart(int i) const {
    const Meeting& meeting = problem_.meetings[At(i)];
    int64_t least = kRefused;
    for (int start = 0; start + meeting.days <= static_cast<int>(problem_.days.size()); ++start) {
      const int64_t price = StartPrice(meeting, start);
      if (price < least && HasApproval(i, start)) least = price;
    }
    return least;
  }
  int64_t OnDay(const Meeting& meeting, int day, bool follows) const {
    if (problem_.days[At(day)].closed) return kRefused;
    const bool outside = day < meeting.earliest || day > meeting.latest || Has(meeting.unavailable, day);
    int64_t price = c_.place[At(day)] + (meeting.attended ? c_.present[At(day)] : 0) +
                    Own(Rule::kWindow, outside ? 1 : 0) +
                    Own(Rule::kBreak, follows && problem_.days[At(day)].after_break ? 1 : 0);
    for (const int room : meeting.rooms) {
      price += c_.room[At(room)][At(day)] + Own(Rule::kRoom, Has(problem_.rooms[At(room)].closed, day) ? 1 : 0);
    }
    for (const int p : meeting.required) {
      price += c_.person[At(p)][At(day)] + Own(Rule::kAway, Has(problem_.persons[At(p)].away, day) ? 1 : 0);
    }
    return std::min(price, kRefused);
  }
  // Whether an approval can come before the start; what it costs is counted for itself.
  bool HasApproval(int i, int start) const {
    if (problem_.meetings[At(i)].group < 0 || !Blocks(Rule::kLead)) return true;
    const int last = std::min(start - problem_.policy.lead_days, static_cast<int>(problem_.days.size()) - 1);
    for (int day = 0; day <= last; ++day) {
      if (ApprovalPrice(i, day) < kRefused) return true;
    }
    return false;
  }
  int64_t ApprovalPrice(int i, int day) const {
    const Meeting& meeting = problem_.meetings[At(i)];
    if (problem_.days[At(day)].closed) return kRefused;
    if (Blocks(Rule::kLead) && day + problem_.policy.lead_days > last_start_[At(i)]) return kRefused;
    int away = 0;
    for (const int p : problem_.groups[At(meeting.group)].members) {
      away += Has(problem_.persons[At(p)].away, day) ? 1 : 0;
    }
    if (away > 0 && Blocks(Rule::kAway)) return kRefused;
    const bool early = day < meeting.papers_ready + problem_.policy.papers_days;
    return std::min(kRefused, Own(Rule::kPapers, early ? 1 : 0) +
                                  Moved(meeting.approval_hold, day != meeting.base.approval, Rule::kMovedApproval));
  }
  int64_t LeastApproval(int i) const {
    if (problem_.meetings[At(i)].group < 0) return 0;
    int64_t least = kRefused;
    for (size_t day = 0; day < problem_.days.size(); ++day) {
      least = std::min(least,
                       ApprovalPrice(i, static_cast<int>(day)) + c_.session[At(problem_.meetings[At(i)].group)][day]);
    }
    return least;
  }
  int64_t LeastAttendee(int i) const {
    const Meeting& meeting = problem_.meetings[At(i)];
    if (!meeting.attended) return 0;
    int64_t least = kRefused;
    for (size_t p = 0; p < problem_.persons.size(); ++p) {
      const Person& person = problem_.persons[p];
      const int number = static_cast<int>(p);
      if (!person.attends || Has(meeting.required, number)) continue;
      const Person& home = person.stands_in_for >= 0 ? problem_.persons[At(person.stands_in_for)] : person;
      const int64_t own = Own(Rule::kForbidden, Has(person.forbidden, i) ? 1 : 0) +
                          Own(Rule::kRank, person.rank < meeting.rank ? 1 : 0) +
                          Own(Rule::kOwnArea, home.area != meeting.area && !Has(home.preferred, i) ? 1 : 0) +
                          Own(Rule::kStandIn, person.stands_in_for >= 0 ? 1 : 0);
      const int64_t moved = Moved(meeting.attendee_hold, number != meeting.base.attendee, Rule::kMovedAttendee);
      if (own >= kRefused || moved >= kRefused) continue;
      least = std::min(least, own + moved + c_.load[p] + c_.km[p] * meeting.km_from_centre);
    }
    return least;
  }

  // A day takes as many meetings as suits it, and is paid for each.
  int64_t OfDay(size_t day) const {
    const int64_t taken = problem_.days[day].taken;
    const auto above = [&](int64_t count, int64_t most) { return std::max<int64_t>(0, count - std::max(most, taken)); };
    int64_t least = kRefused;
    for (int64_t count = 0; count <= count_; ++count) {
      const int64_t price = Price(Rule::kDayLevel, above(count + taken, problem_.policy.day_level)) +
                            Price(Rule::kDayMost, above(count + taken, problem_.policy.day_most));
      if (price >= kRefused) break;
      least = std::min(least, price - c_.place[day] * count);
    }
    return least;
  }
  // What those who are there bring at most. Where one may be in two places they are no limit, and may have no price.
  int64_t OfPresent(size_t day) const {
    if (!Blocks(Rule::kBusy) || !Blocks(Rule::kAway)) return c_.present[day] == 0 ? 0 : kRefused;
    const int64_t present = std::count_if(problem_.persons.begin(), problem_.persons.end(), [&](const Person& person) {
      return person.attends && !Has(person.away, static_cast<int>(day));
    });
    return ForSome(Rule::kBusy, c_.present[day], present, kMany);
  }
  // The sessions that a group cannot do without.
  int64_t SessionsOf(int group) const {
    if (!Blocks(Rule::kSessionSize)) return 0;
    const int64_t size = problem_.policy.session_size;
    const int64_t meetings = std::count_if(problem_.meetings.begin(), problem_.meetings.end(),
                                           [&](const Meeting& meeting) { return meeting.group == group; });
    return (meetings + size - 1) / size;
  }
  // What one of them pays for those of its members who attend elsewhere; one too few is a fault itself.
  int64_t LeastSession(int group) const {
    if (SessionsOf(group) == 0) return 0;
    const auto& members = problem_.groups[At(group)].members;
    const int64_t taken =
        std::count_if(members.begin(), members.end(), [&](int p) { return problem_.persons[At(p)].attends; });
    int64_t least = c_.ask == Ask::kFaults ? c_.scale : kRefused;
    for (int i = 0; i < count_; ++i) {
      if (problem_.meetings[At(i)].group != group) continue;
      for (size_t day = 0; day < problem_.days.size(); ++day) {
        if (ApprovalPrice(i, static_cast<int>(day)) < kRefused) least = std::min(least, taken * c_.present[day]);
      }
    }
    return least;
  }
  int64_t OfLoad(size_t p) const {
    const Person& person = problem_.persons[p];
    int64_t least = kRefused;
    for (int64_t count = 0; count <= count_; ++count) {
      const int64_t price =
          Price(Rule::kLoadBelow, person.load_least - count) + Price(Rule::kLoadAbove, count - person.load_most);
      if (price < kRefused) least = std::min(least, price - c_.load[p] * count);
    }
    return least;
  }
  // What something brings at most that is there so often for nothing, and up to `most` times more for what a count
  // costs.
  int64_t ForSome(Rule rule, int64_t price, int64_t free, int64_t most) const {
    return price * free + std::max<int64_t>(0, price - Price(rule, 1)) * most;
  }

  // So often nobody is needed on a day.
  static constexpr int64_t kMany = 1'000'000;

  const Problem& problem_;
  const Certificate& c_;
  const int count_;
  std::vector<int> last_start_;  // By meeting.
};

}  // namespace

int64_t CheckCertificate(const Problem& problem, const Certificate& certificate) {
  Prices prices(problem, certificate);
  if (!prices.AreWellFormed()) return -1;
  const int64_t value = prices.Value();
  if (value >= kRefused / 2) return kRefused;
  // A cost is a whole number.
  const int64_t whole = value <= 0 ? 0 : (value + certificate.scale - 1) / certificate.scale;
  return whole + prices.Sessions();
}

}  // namespace congress::scheduling::solver
