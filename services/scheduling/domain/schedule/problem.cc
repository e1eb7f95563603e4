#include "services/scheduling/domain/schedule/problem.h"

#include <vector>

#include "services/scheduling/domain/schedule/policy.h"

namespace congress::scheduling {
namespace {

using Problem = v1::ScheduleProblem;

template <class Field>
std::vector<int> Numbers(const Field& field) {
  return {field.begin(), field.end()};
}

solver::Severity ToSeverity(v1::SchedulePolicy::Severity severity) {
  switch (severity) {
    case v1::SchedulePolicy::BLOCK:
      return solver::Severity::kBlock;
    case v1::SchedulePolicy::WARN:
    case v1::SchedulePolicy::BLOCK_RELEASE:
      return solver::Severity::kWarn;
    default:
      return solver::Severity::kIgnore;
  }
}

solver::Hold ToHold(Problem::Hold hold) {
  switch (hold) {
    case Problem::RELEASED:
      return solver::Hold::kReleased;
    case Problem::FIXED:
      return solver::Hold::kPinned;
    default:
      return solver::Hold::kFree;
  }
}

solver::Person ToPerson(const Problem::Person& person) {
  solver::Person made;
  made.post = person.post();
  if (person.has_area()) made.area = person.area();
  made.rank = person.rank();
  made.away = Numbers(person.away_days());
  made.forbidden = Numbers(person.forbidden_meetings());
  made.preferred = Numbers(person.preferred_meetings());
  made.load_least = person.least();
  if (person.has_most()) made.load_most = person.most();
  if (person.has_stands_in_for()) made.stands_in_for = person.stands_in_for();
  made.attends = person.attends();
  made.km_elsewhere = person.km_elsewhere();
  return made;
}

solver::Meeting ToMeeting(const Problem::Meeting& meeting) {
  solver::Meeting made;
  made.unit = meeting.meeting();
  made.days = meeting.days();
  if (meeting.has_area()) made.area = meeting.area();
  made.rank = meeting.rank();
  made.earliest = meeting.earliest();
  made.latest = meeting.latest();
  if (meeting.has_window()) made.window = meeting.window();
  made.own_earliest = meeting.own_earliest();
  if (meeting.has_own_latest()) made.own_latest = meeting.own_latest();
  made.unavailable = Numbers(meeting.unavailable_days());
  if (meeting.has_group()) made.group = meeting.group();
  made.papers_ready = meeting.papers_day();
  made.attended = meeting.attended();
  made.required = Numbers(meeting.required());
  made.rooms = Numbers(meeting.rooms());
  made.km_from_centre = meeting.km_from_centre();
  made.x_km = meeting.x_km();
  made.y_km = meeting.y_km();
  made.base = ToSlot(meeting.base());
  made.approval_hold = ToHold(meeting.approval_hold());
  made.start_hold = ToHold(meeting.start_hold());
  made.attendee_hold = ToHold(meeting.attendee_hold());
  return made;
}

template <class Rows>
void AddRows(const std::vector<std::vector<int64_t>>& prices, Rows* rows) {
  for (const std::vector<int64_t>& row : prices) rows->Add()->mutable_prices()->Assign(row.begin(), row.end());
}

template <class Rows>
std::vector<std::vector<int64_t>> PricesOf(const Rows& rows) {
  std::vector<std::vector<int64_t>> prices;
  for (const auto& row : rows) prices.emplace_back(row.prices().begin(), row.prices().end());
  return prices;
}

}  // namespace

solver::Problem ToSolver(const v1::ScheduleProblem& problem) {
  solver::Problem made;
  solver::Policy& policy = made.policy;
  for (const Problem::Setting& setting : problem.rules()) {
    policy[SolverRule(setting.rule())] = {ToSeverity(setting.severity()), setting.weight()};
  }
  policy.papers_days = problem.papers_days();
  policy.lead_days = problem.lead_days();
  policy.session_size = problem.session_size();
  policy.day_level = problem.day_level();
  policy.day_most = problem.day_most();
  policy.km_step = problem.km_step();
  for (const Problem::Day& day : problem.days()) {
    made.days.push_back({day.closed(), day.after_break(), day.taken(), day.days_off_before()});
  }
  for (const Problem::Days& window : problem.windows()) made.windows.push_back({window.earliest(), window.latest()});
  for (const Problem::Room& room : problem.rooms()) made.rooms.push_back({room.room(), Numbers(room.closed_days())});
  for (const Problem::Person& person : problem.persons()) made.persons.push_back(ToPerson(person));
  for (const Problem::Group& group : problem.groups()) made.groups.push_back({Numbers(group.members())});
  for (const Problem::Meeting& meeting : problem.meetings()) made.meetings.push_back(ToMeeting(meeting));
  for (const Problem::Order& order : problem.orders()) {
    made.orders.push_back({order.before(), order.after(), order.gap()});
  }
  for (const Problem::FarApart& pair : problem.far_apart()) {
    made.far_apart.emplace_back(pair.first_area(), pair.second_area());
  }
  return made;
}

v1::ScheduleProblem::Place ToPlace(const solver::Slot& slot) {
  v1::ScheduleProblem::Place place;
  if (slot.approval >= 0) place.set_approval(slot.approval);
  if (slot.start >= 0) place.set_start(slot.start);
  if (slot.attendee >= 0) place.set_attendee(slot.attendee);
  return place;
}

solver::Slot ToSlot(const v1::ScheduleProblem::Place& place) {
  return {.approval = place.has_approval() ? place.approval() : -1,
          .start = place.has_start() ? place.start() : -1,
          .attendee = place.has_attendee() ? place.attendee() : -1};
}

v1::ScheduleCertificate ToMessage(const solver::Certificate& certificate) {
  v1::ScheduleCertificate message;
  message.set_of_faults(certificate.ask == solver::Ask::kFaults);
  message.set_scale(certificate.scale);
  message.mutable_place()->Assign(certificate.place.begin(), certificate.place.end());
  message.mutable_present()->Assign(certificate.present.begin(), certificate.present.end());
  AddRows(certificate.room, message.mutable_rooms());
  AddRows(certificate.person, message.mutable_persons());
  AddRows(certificate.session, message.mutable_sessions());
  message.mutable_loads()->Assign(certificate.load.begin(), certificate.load.end());
  message.mutable_kilometres()->Assign(certificate.km.begin(), certificate.km.end());
  return message;
}

solver::Certificate ToCertificate(const v1::ScheduleCertificate& message) {
  solver::Certificate certificate;
  certificate.ask = message.of_faults() ? solver::Ask::kFaults : solver::Ask::kCost;
  certificate.scale = message.scale();
  certificate.place = {message.place().begin(), message.place().end()};
  certificate.present = {message.present().begin(), message.present().end()};
  certificate.room = PricesOf(message.rooms());
  certificate.person = PricesOf(message.persons());
  certificate.session = PricesOf(message.sessions());
  certificate.load = {message.loads().begin(), message.loads().end()};
  certificate.km = {message.kilometres().begin(), message.kilometres().end()};
  return certificate;
}

}  // namespace congress::scheduling
