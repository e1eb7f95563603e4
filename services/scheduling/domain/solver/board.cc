#include "services/scheduling/domain/solver/board.h"

#include <algorithm>

namespace congress::scheduling::solver {

Board::Board(const Model& model) : model_(model), days_(model.days()) {
  const Problem& problem = model.problem();
  for (size_t rule = 0; rule < kRules; ++rule) {
    fault_[rule] = model.blocks(static_cast<Rule>(rule)) ? 1 : 0;
    price_[rule] = model.weight(static_cast<Rule>(rule));
  }
  slots_.resize(problem.meetings.size());
  busy_.resize(problem.persons.size() * At(days_));
  in_room_.resize(problem.rooms.size() * At(days_));
  in_session_.resize(problem.groups.size() * At(days_));
  load_.resize(problem.persons.size());
  for (const Person& person : problem.persons) km_.push_back(person.km_elsewhere);
  if (model.minds_travel()) at_.resize(busy_.size());
  for (const Day& day : problem.days) on_day_.push_back(day.taken);
  for (int p = 0; p < model.persons(); ++p) {
    const Person& person = problem.persons[At(p)];
    if (!person.attends) continue;
    if (person.stands_in_for < 0 && fault_[kSpread] + price_[kSpread] > 0) travellers_.push_back(p);
    const int64_t missing = std::max(0, person.load_least);
    Note(Rule::kLoadBelow, missing);
    falling_faults_ += fault_[static_cast<size_t>(Rule::kLoadBelow)] * missing;
    falling_cost_ += price_[static_cast<size_t>(Rule::kLoadBelow)] * missing;
  }
}

int64_t Board::Spread() const {
  if (travellers_.empty()) return 0;
  if (!spread_known_) {
    int most = km_[At(travellers_.front())];
    int least = most;
    for (const int p : travellers_) {
      most = std::max(most, km_[At(p)]);
      least = std::min(least, km_[At(p)]);
    }
    const int step = model_.problem().policy.km_step;
    spread_ = (most - least + step - 1) / step;
    spread_known_ = true;
  }
  return spread_;
}

void Board::NoteAbove(Rule rule, int from, int to, int most) {
  Note(rule, std::max(0, to - most) - std::max(0, from - most));
}

void Board::Occupy(int person, int day, int by) {
  int& busy = busy_[At(person) * At(days_) + At(day)];
  NoteAbove(Rule::kBusy, busy, busy + by, 1);
  busy += by;
}

void Board::Travel(int person, int start, int days, int i, int by) {
  const int area = model_.meeting(i).area;
  for (int day = start; day < start + days; ++day) {
    std::vector<int>* const here = &at_[At(person) * At(days_) + At(day)];
    if (by < 0) here->erase(std::find(here->begin(), here->end(), i));
    if (day > 0) {
      for (const int other : *(here - 1)) {
        if (other == i) continue;
        Note(Rule::kFarApart, model_.far_apart(model_.meeting(other).area, area) ? by : 0);
        Note(Rule::kTravel, model_.travel(other, i) * by);
      }
    }
    if (day + 1 < days_) {
      for (const int other : *(here + 1)) {
        if (other == i) continue;
        Note(Rule::kFarApart, model_.far_apart(area, model_.meeting(other).area) ? by : 0);
        Note(Rule::kTravel, model_.travel(i, other) * by);
      }
    }
    if (by > 0) here->push_back(i);
  }
}

void Board::NoteOrders(int i, int by) {
  for (const int number : model_.orders(i)) {
    const Order& order = model_.problem().orders[At(number)];
    const int before = slots_[At(order.before)].start;
    const int after = slots_[At(order.after)].start;
    if (before >= 0 && after >= 0 && after < before + model_.meeting(order.before).days - 1 + order.gap) {
      Note(Rule::kOrder, by);
    }
  }
}

void Board::NoteLead(int i, int by) {
  const Slot& slot = slots_[At(i)];
  if (slot.approval >= 0 && slot.start >= 0 && slot.start < slot.approval + model_.problem().policy.lead_days) {
    Note(Rule::kLead, by);
  }
}

void Board::NoteLoad(int person, int by) {
  const Person& p = model_.problem().persons[At(person)];
  int& load = load_[At(person)];
  NoteAbove(Rule::kLoadAbove, load, load + by, p.load_most);
  const int64_t less = std::max(0, p.load_least - load - by) - std::max(0, p.load_least - load);
  Note(Rule::kLoadBelow, less);
  falling_faults_ += fault_[static_cast<size_t>(Rule::kLoadBelow)] * less;
  falling_cost_ += price_[static_cast<size_t>(Rule::kLoadBelow)] * less;
  load += by;
}

// Adds the meeting where its slot says, or takes it from there.
void Board::Place(int i, int by) {
  const Slot& slot = slots_[At(i)];
  const Meeting& meeting = model_.meeting(i);
  if (slot.start >= 0) {
    cost_ += by * model_.start_cost(i, slot.start);
    const Policy& policy = model_.problem().policy;
    for (int day = slot.start; day < slot.start + meeting.days; ++day) {
      int& count = on_day_[At(day)];
      const int taken = model_.problem().days[At(day)].taken;
      NoteAbove(Rule::kDayLevel, count, count + by, std::max(taken, policy.day_level));
      NoteAbove(Rule::kDayMost, count, count + by, std::max(taken, policy.day_most));
      count += by;
      for (const int room : meeting.rooms) {
        int& in_room = in_room_[At(room) * At(days_) + At(day)];
        NoteAbove(Rule::kRoom, in_room, in_room + by, 1);
        in_room += by;
      }
      for (const int person : meeting.required) Occupy(person, day, by);
      if (slot.attendee < 0) continue;
      Occupy(slot.attendee, day, by);
      if (model_.away(slot.attendee, day)) Note(Rule::kAway, by);
    }
    if (model_.minds_travel()) {
      for (const int person : meeting.required) Travel(person, slot.start, meeting.days, i, by);
      if (slot.attendee >= 0) Travel(slot.attendee, slot.start, meeting.days, i, by);
    }
    if (!model_.orders(i).empty()) NoteOrders(i, by);
    NoteLead(i, by);
  }
  if (slot.attendee >= 0) {
    cost_ += by * model_.attendee_cost(i, slot.attendee);
    NoteLoad(slot.attendee, by);
    km_[At(slot.attendee)] += by * meeting.km_from_centre;
    spread_known_ = false;
  }
}

void Board::SetMeeting(int i, int start, int attendee) {
  Slot& slot = slots_[At(i)];
  if (slot.start == start && slot.attendee == attendee) return;
  Place(i, -1);
  slot.start = start;
  slot.attendee = attendee;
  Place(i, 1);
}

void Board::SetApproval(int i, int day) {
  Slot& slot = slots_[At(i)];
  const int group = model_.meeting(i).group;
  if (slot.approval == day || group < 0) return;
  NoteLead(i, -1);
  for (const int by : {-1, 1}) {
    if (by > 0) slot.approval = day;
    if (slot.approval < 0) continue;
    cost_ += by * model_.approval_cost(i, slot.approval);
    int& count = in_session_[At(group) * At(days_) + At(slot.approval)];
    if (count + by == 0 || count == 0) {
      Note(Rule::kSession, by);
      Note(Rule::kAway, by * model_.members_away(group, slot.approval));
      for (const int person : model_.members(group)) Occupy(person, slot.approval, by);
    }
    NoteAbove(Rule::kSessionSize, count, count + by, model_.problem().policy.session_size);
    count += by;
  }
  NoteLead(i, 1);
}

}  // namespace congress::scheduling::solver
