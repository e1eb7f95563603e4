#include "services/scheduling/domain/solver/flaws.h"

#include <algorithm>

namespace congress::scheduling::solver {
namespace {

using What = Flaw::What;

class Finder {
 public:
  explicit Finder(const Problem& problem) : problem_(problem) {}

  std::vector<Flaw> Run() {
    FindInPolicy();
    for (size_t i = 0; i < problem_.meetings.size(); ++i) FindInMeeting(static_cast<int>(i));
    for (size_t p = 0; p < problem_.persons.size(); ++p) FindInPerson(static_cast<int>(p));
    for (const Group& group : problem_.groups) {
      if (!Name(group.members, problem_.persons)) flaws_.push_back({What::kUnknown, {}, -1});
    }
    FindCircle();
    return std::move(flaws_);
  }

 private:
  template <class Items>
  static bool Names(int number, const Items& items) {
    return number >= 0 && number < static_cast<int>(items.size());
  }
  template <class Items>
  static bool Name(const std::vector<int>& numbers, const Items& items) {
    return std::all_of(numbers.begin(), numbers.end(), [&](int number) { return Names(number, items); });
  }

  void FindInPolicy() {
    const Policy& policy = problem_.policy;
    const bool fine = policy.session_size > 0 && policy.day_level >= 0 && policy.day_most >= 0 && policy.km_step > 0 &&
                      policy.km_step <= 10'000 &&
                      std::all_of(policy.rules.begin(), policy.rules.end(), [](const Setting& setting) {
                        return setting.weight >= 0 && setting.weight <= 10'000;
                      });
    if (!fine) flaws_.push_back({What::kPolicy, {}, -1});
  }

  void FindInMeeting(int i) {
    const Meeting& meeting = problem_.meetings[At(i)];
    if (meeting.days < 1 || meeting.days > static_cast<int>(problem_.days.size())) {
      flaws_.push_back({What::kNoDays, {i}, -1});
    }
    if (meeting.latest < meeting.earliest + meeting.days - 1) flaws_.push_back({What::kReversed, {i}, -1});
    const Slot& base = meeting.base;
    const bool known = Name(meeting.required, problem_.persons) && Name(meeting.rooms, problem_.rooms) &&
                       (meeting.group == -1 || Names(meeting.group, problem_.groups)) &&
                       (base.start == -1 || Names(base.start, problem_.days)) &&
                       (base.approval == -1 || Names(base.approval, problem_.days)) &&
                       (base.attendee == -1 || Names(base.attendee, problem_.persons)) && meeting.area >= -1;
    if (!known) flaws_.push_back({What::kUnknown, {i}, -1});
  }

  void FindInPerson(int p) {
    const Person& person = problem_.persons[At(p)];
    if (!Name(person.forbidden, problem_.meetings) || !Name(person.preferred, problem_.meetings) ||
        person.stands_in_for == p || (person.stands_in_for != -1 && !Names(person.stands_in_for, problem_.persons))) {
      flaws_.push_back({What::kUnknown, {}, p});
    }
    if (person.load_most < person.load_least || person.load_most < 0) flaws_.push_back({What::kReversed, {}, p});
  }

  // Goes from each meeting to those that have to come after it; coming back to one on the way is a circle.
  void FindCircle() {
    after_.resize(problem_.meetings.size());
    for (const Order& order : problem_.orders) {
      if (!Names(order.before, problem_.meetings) || !Names(order.after, problem_.meetings)) {
        flaws_.push_back({What::kUnknown, {}, -1});
        return;
      }
      after_[At(order.before)].push_back(order.after);
    }
    state_.assign(problem_.meetings.size(), State::kNew);
    for (size_t i = 0; i < state_.size(); ++i) {
      if (state_[i] == State::kNew && Walk(static_cast<int>(i))) return;
    }
  }
  bool Walk(int i) {
    state_[At(i)] = State::kOnTheWay;
    way_.push_back(i);
    for (const int next : after_[At(i)]) {
      if (state_[At(next)] == State::kOnTheWay) {
        flaws_.push_back({What::kCircle, {std::find(way_.begin(), way_.end(), next), way_.end()}, -1});
        return true;
      }
      if (state_[At(next)] == State::kNew && Walk(next)) return true;
    }
    way_.pop_back();
    state_[At(i)] = State::kDone;
    return false;
  }

  enum class State { kNew, kOnTheWay, kDone };

  const Problem& problem_;
  std::vector<Flaw> flaws_;
  std::vector<std::vector<int>> after_;
  std::vector<State> state_;
  std::vector<int> way_;
};

}  // namespace

std::vector<Flaw> FindFlaws(const Problem& problem) { return Finder(problem).Run(); }

}  // namespace congress::scheduling::solver
