#include "services/scheduling/domain/schedule/input.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_join.h"
#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/keys.h"
#include "services/scheduling/domain/meeting.h"
#include "services/scheduling/domain/schedule/days.h"
#include "services/scheduling/domain/schedule/loads.h"
#include "services/scheduling/domain/schedule/persons.h"
#include "services/scheduling/domain/schedule/plane.h"
#include "services/scheduling/domain/schedule/policy.h"
#include "services/scheduling/domain/schedule/problem.h"
#include "services/scheduling/domain/solver/flaws.h"

namespace congress::scheduling {
namespace {

using absl::CivilDay;
using Problem = v1::ScheduleProblem;

// Kilometres that count once where a policy says nothing.
constexpr int kDefaultStep = 50;

CivilDay FirstDayOf(const v1::Meeting& meeting) { return civil::FromDate(meeting.slots(0).date()); }

class Builder {
 public:
  explicit Builder(const ScheduleInput& input) : input_(input), others_(input.others) {}

  absl::StatusOr<v1::ScheduleProblem> Build() {
    for (const v1::Window& window : input_.windows) windows_[window.name()] = &window;
    Divide();
    if (meetings_.empty()) return status::FailedPrecondition(v1::NOTHING_TO_PLACE, {});
    RETURN_IF_ERROR(SetDays());
    LeavePinnedOffDays();
    if (meetings_.empty()) return status::FailedPrecondition(v1::NOTHING_TO_PLACE, {});
    for (size_t i = 0; i < meetings_.size(); ++i) numbers_[meetings_[i].name()] = static_cast<int>(i);
    SetTaken();
    SetPolicy();
    SetRooms();
    SetGroups();
    persons_.emplace(input_, *days_, groups_, meetings_, others_, &problem_);
    for (const v1::Meeting& meeting : meetings_) RETURN_IF_ERROR(AddMeeting(meeting));
    SetLoads(input_, {meetings_, others_, groups_, *persons_}, &problem_);
    SetOrders();
    RETURN_IF_ERROR(CheckFlaws());
    return std::move(problem_);
  }

 private:
  // Those that can be placed, in the order of their names; the rest is taken as it is.
  void Divide() {
    for (const v1::Meeting& meeting : input_.meetings) {
      if (meeting.state() == v1::Meeting::CANCELLED) continue;
      const bool begun = meeting.slots_size() > 0 && HasBegun(FirstDayOf(meeting), input_);
      if (begun || meeting.state() == v1::Meeting::HELD || !IsPlaced(meeting)) {
        others_.push_back(meeting);
      } else {
        meetings_.push_back(meeting);
      }
    }
    std::sort(meetings_.begin(), meetings_.end(), [](const auto& a, const auto& b) { return a.name() < b.name(); });
  }
  // What is pinned where no day is any more has no other place: a run takes it as it is.
  void LeavePinnedOffDays() {
    std::vector<v1::Meeting> placed;
    for (v1::Meeting& meeting : meetings_) {
      const bool off = meeting.pinned() && days_->OffDayOf(meeting.slots()).has_value();
      if (off && input_.stands) meeting.set_pinned(false);
      (off && !input_.stands ? others_ : placed).push_back(std::move(meeting));
    }
    meetings_ = std::move(placed);
  }

  // The days within which a meeting may lie.
  struct Span {
    CivilDay first;
    CivilDay last;
  };
  static Span WholeOf(const v1::Window& window) {
    return {civil::FromDate(window.first_day()), civil::FromDate(window.last_day())};
  }
  absl::StatusOr<Span> SpanOf(const v1::Meeting& meeting) const {
    const auto window = windows_.find(meeting.window());
    if (window == windows_.end()) return status::FailedPrecondition(v1::WINDOW_MISSING, {{"meeting", meeting.name()}});
    Span span = WholeOf(*window->second);
    if (meeting.has_earliest()) span.first = std::max(span.first, civil::FromDate(meeting.earliest()));
    if (meeting.has_latest()) span.last = std::min(span.last, civil::FromDate(meeting.latest()));
    return span;
  }

  absl::Status SetDays() {
    std::optional<Span> whole;
    std::set<std::string> calendars;
    for (const v1::Meeting& meeting : meetings_) {
      ASSIGN_OR_RETURN(const Span span, SpanOf(meeting));
      if (!whole.has_value()) whole = span;
      *whole = {std::min(whole->first, span.first), std::max(whole->last, span.last)};
      calendars.insert(windows_.at(meeting.window())->calendar());
    }
    const auto calendar = std::find_if(input_.calendars.begin(), input_.calendars.end(),
                                       [&](const auto& known) { return known.name() == *calendars.begin(); });
    if (calendars.size() > 1 || calendar == input_.calendars.end()) {
      return status::FailedPrecondition(v1::CALENDARS_DIFFER, {{"calendars", absl::StrJoin(calendars, ", ")}});
    }
    calendar_.emplace(*calendar);
    CivilDay first = whole->first;
    for (const v1::Meeting& meeting : meetings_) {
      if (NeedsApproval(meeting) && meeting.has_papers_date()) {
        first = std::min(first, civil::FromDate(meeting.papers_date()));
      }
      // What is planned earlier than it need be stands there all the same.
      const auto plan = input_.approvals.find(meeting.name());
      if (NeedsApproval(meeting) && plan != input_.approvals.end()) first = std::min(first, plan->second.day);
    }
    const bool approves =
        std::any_of(meetings_.begin(), meetings_.end(), [&](const auto& m) { return NeedsApproval(m); });
    if (approves) {
      const int before = input_.policy.papers_working_days() + input_.policy.lead_working_days();
      ASSIGN_OR_RETURN(const CivilDay ahead, calendar_->Add(whole->first, -before));
      first = std::min(first, ahead);
    }
    first = std::max(first, input_.from);
    if (first > whole->last) {
      return status::FailedPrecondition(v1::NO_DAYS_LEFT, {{"meeting", meetings_.front().name()}});
    }
    ASSIGN_OR_RETURN(auto days, calendar_->Within(first, whole->last));
    if (days.empty()) return status::FailedPrecondition(v1::NO_DAYS_LEFT, {{"meeting", meetings_.front().name()}});
    for (size_t k = 0; k < days.size(); ++k) {
      Problem::Day& day = *problem_.add_days();
      *day.mutable_date() = civil::ToDate(days[k]);
      if (k > 0) day.set_days_off_before(static_cast<int>(days[k] - days[k - 1] - 1));
      day.set_after_break(day.days_off_before() > 0);
    }
    problem_.set_calendar(calendar->name());
    days_.emplace(std::move(days));
    return absl::OkStatus();
  }
  void SetTaken() {
    for (const v1::Meeting& other : others_) {
      if (other.kind() != v1::Meeting::CONGRESS) continue;
      for (const int day : days_->TakenBy(other)) {
        problem_.mutable_days(day)->set_taken(problem_.days(day).taken() + 1);
      }
    }
  }

  void SetPolicy() {
    const v1::SchedulePolicy& policy = input_.policy;
    for (Problem::Setting& setting : SettingsOn(policy, input_.from)) *problem_.add_rules() = std::move(setting);
    problem_.set_papers_days(policy.papers_working_days());
    problem_.set_lead_days(policy.lead_working_days());
    problem_.set_session_size(policy.session_size());
    problem_.set_day_level(policy.day_level());
    problem_.set_day_most(policy.day_most());
    problem_.set_km_step(policy.km_step() > 0 ? policy.km_step() : kDefaultStep);
  }

  void SetRooms() {
    std::map<std::string, std::set<int>> closed;
    for (const v1::Meeting& meeting : meetings_) {
      if (!meeting.room().empty()) closed[meeting.room()];
    }
    for (const v1::Meeting& other : others_) {
      if (const auto room = closed.find(other.room()); room != closed.end()) room->second.merge(days_->TakenBy(other));
    }
    for (const v1::Room& room : input_.rooms) {
      const auto known = closed.find(room.name());
      if (known == closed.end()) continue;
      for (const auto& closure : room.closed())
        known->second.merge(days_->Between(closure.first_day(), closure.last_day()));
    }
    for (const auto& [name, days] : closed) {
      rooms_[name] = problem_.rooms_size();
      Problem::Room& room = *problem_.add_rooms();
      room.set_room(name);
      room.mutable_closed_days()->Assign(days.begin(), days.end());
    }
  }

  bool NeedsApproval(const v1::Meeting& meeting) const {
    const auto plan = input_.approvals.find(meeting.name());
    return !meeting.approval_group().empty() && !input_.unapproved.contains(meeting.name()) &&
           (plan == input_.approvals.end() || !plan->second.approved);
  }

  void SetGroups() {
    std::set<std::string> groups;
    for (const v1::Meeting& meeting : meetings_) {
      if (!meeting.approval_group().empty()) groups.insert(meeting.approval_group());
    }
    for (const std::string& group : groups) {
      groups_[group] = problem_.groups_size();
      problem_.add_groups()->set_organisation(group);
    }
  }

  absl::Status AddMeeting(const v1::Meeting& meeting) {
    ASSIGN_OR_RETURN(const Span span, SpanOf(meeting));
    Problem::Meeting& made = *problem_.add_meetings();
    made.set_meeting(meeting.name());
    made.set_organisation(meeting.organisation());
    made.set_days(meeting.slots_size() > 0 ? meeting.slots_size() : std::max(1, meeting.days()));
    made.set_earliest(days_->FirstFrom(span.first));
    made.set_latest(days_->LastUpTo(span.last));
    made.set_window(WindowOf(meeting));
    if (meeting.has_earliest()) made.set_own_earliest(days_->FirstFrom(civil::FromDate(meeting.earliest())));
    // One behind all days is none of theirs.
    if (meeting.has_latest() && civil::FromDate(meeting.latest()) <= days_->all().back()) {
      made.set_own_latest(days_->LastUpTo(civil::FromDate(meeting.latest())));
    }
    made.set_attended(meeting.attended() && !input_.policy.attending_body().empty());
    SetUnavailable(meeting, &made);
    if (!meeting.approval_group().empty()) made.set_area(groups_.at(meeting.approval_group()));
    RETURN_IF_ERROR(SetApproval(meeting, &made));
    if (!meeting.room().empty()) made.add_rooms(rooms_.at(meeting.room()));
    for (const v1::Participant& participant : meeting.participants()) {
      if (Books(participant)) made.add_required(persons_->NumberOf(participant.post()));
    }
    const std::string kind = input_.kind_of ? input_.kind_of(meeting.organisation()) : "";
    for (const auto& rank : input_.policy.ranks()) {
      if (rank.organisation_kind() == kind) made.set_rank(rank.least_rank());
    }
    if (input_.policy.has_centre() && meeting.has_place()) {
      const PlanePoint point = OnPlane(input_.policy.centre(), meeting.place());
      made.set_x_km(point.x_km);
      made.set_y_km(point.y_km);
      made.set_km_from_centre(Distance(point));
    }
    SetBase(meeting, &made);
    if (made.latest() - made.earliest() + 1 < made.days()) {
      return status::FailedPrecondition(v1::NO_DAYS_LEFT, {{"meeting", meeting.name()}});
    }
    return absl::OkStatus();
  }

  // The number of its window, which is added where it is not there yet.
  int WindowOf(const v1::Meeting& meeting) {
    const auto [known, fresh] = window_numbers_.try_emplace(meeting.window(), problem_.windows_size());
    if (!fresh) return known->second;
    const Span whole = WholeOf(*windows_.at(meeting.window()));
    Problem::Days& window = *problem_.add_windows();
    window.set_window(meeting.window());
    window.set_earliest(days_->FirstFrom(whole.first));
    window.set_latest(days_->LastUpTo(whole.last));
    return known->second;
  }
  static void NotBefore(int day, Problem::Meeting* made) {
    made->set_earliest(std::max(made->earliest(), day));
    made->set_own_earliest(std::max(made->own_earliest(), day));
  }

  void SetUnavailable(const v1::Meeting& meeting, Problem::Meeting* made) const {
    std::set<int> unavailable;
    for (const auto& date : meeting.unavailable_dates()) {
      if (const auto day = days_->NumberOf(civil::FromDate(date)); day.has_value()) unavailable.insert(*day);
    }
    for (const auto& closure : windows_.at(meeting.window())->closed()) {
      const bool concerned = closure.areas_size() == 0 ||
                             std::any_of(closure.areas().begin(), closure.areas().end(), [&](const auto& area) {
                               return text::IdentityKey(area) == text::IdentityKey(meeting.travel_area());
                             });
      if (concerned) unavailable.merge(days_->Between(closure.first_day(), closure.last_day()));
    }
    made->mutable_unavailable_days()->Assign(unavailable.begin(), unavailable.end());
  }

  absl::Status SetApproval(const v1::Meeting& meeting, Problem::Meeting* made) const {
    const auto plan = input_.approvals.find(meeting.name());
    if (!NeedsApproval(meeting)) {
      if (plan == input_.approvals.end()) return absl::OkStatus();
      // What is approved already still has its lead.
      ASSIGN_OR_RETURN(const CivilDay first, calendar_->Add(plan->second.day, input_.policy.lead_working_days()));
      NotBefore(days_->FirstFrom(first), made);
      return absl::OkStatus();
    }
    made->set_group(groups_.at(meeting.approval_group()));
    // Papers without a day are there; those from before the first day have lain since then.
    made->set_papers_day(-input_.policy.papers_working_days());
    if (meeting.has_papers_date()) {
      const CivilDay ready = civil::FromDate(meeting.papers_date());
      ASSIGN_OR_RETURN(const int since, calendar_->Count(ready, days_->all().front()));
      made->set_papers_day(ready <= days_->all().front() ? -since : days_->FirstFrom(ready));
    }
    if (plan == input_.approvals.end()) return absl::OkStatus();
    if (const auto day = days_->NumberOf(plan->second.day); day.has_value()) {
      made->mutable_base()->set_approval(*day);
      made->set_approval_hold(plan->second.fixed ? Problem::FIXED : Problem::RELEASED);
    }
    return absl::OkStatus();
  }

  // Where the meeting stands, or for what is released where it was announced.
  void SetBase(const v1::Meeting& meeting, Problem::Meeting* made) const {
    const bool is_released = meeting.has_released() && meeting.state() != v1::Meeting::POSTPONED && !meeting.pinned();
    const auto& slots = is_released ? meeting.released().slots() : meeting.slots();
    const v1::Participant& attendee = is_released ? meeting.released().attendee() : meeting.attendee();
    const Problem::Hold hold = meeting.pinned() ? Problem::FIXED : Problem::RELEASED;
    const bool holds = meeting.pinned() || is_released;
    if (!slots.empty()) {
      if (const auto off = days_->OffDayOf(slots); off.has_value()) {
        *made->mutable_off_day() = civil::ToDate(*off);
      } else {
        made->mutable_base()->set_start(*days_->NumberOf(civil::FromDate(slots.Get(0).date())));
      }
      if (holds) made->set_start_hold(hold);
    }
    const int person = persons_->NumberOf(attendee.post());
    if (made->attended() && person >= 0 && attendee.reply() != v1::Participant::DECLINED) {
      made->mutable_base()->set_attendee(person);
      if (holds) made->set_attendee_hold(hold);
    }
  }

  void Before(const std::string& before, int after, int gap) {
    if (const auto known = numbers_.find(before); known != numbers_.end()) {
      Problem::Order& order = *problem_.add_orders();
      order.set_before(known->second);
      order.set_after(after);
      order.set_gap(gap);
      return;
    }
    const auto other = std::find_if(others_.begin(), others_.end(), [&](const auto& m) { return m.name() == before; });
    if (other == others_.end() || other->slots_size() == 0) return;
    const CivilDay last = civil::FromDate(other->slots(other->slots_size() - 1).date());
    NotBefore(days_->LastUpTo(last) + gap, problem_.mutable_meetings(after));
  }
  v1::Window::Level LevelOf(const v1::Meeting& meeting) const {
    const auto window = windows_.find(meeting.window());
    return window == windows_.end() ? v1::Window::LEVEL_UNSPECIFIED : window->second->level();
  }
  void SetOrders() {
    for (size_t i = 0; i < meetings_.size(); ++i) {
      for (const std::string& before : meetings_[i].after()) Before(before, static_cast<int>(i), 1);
      for (const auto& order : input_.policy.orders()) {
        if (order.after() != LevelOf(meetings_[i])) continue;
        for (const auto* list : {&meetings_, &others_}) {
          for (const v1::Meeting& before : *list) {
            if (before.kind() != v1::Meeting::CONGRESS || LevelOf(before) != order.before()) continue;
            Before(before.name(), static_cast<int>(i), order.gap_working_days());
          }
        }
      }
    }
  }

  absl::Status CheckFlaws() const {
    for (const solver::Flaw& flaw : solver::FindFlaws(ToSolver(problem_))) {
      std::vector<std::string> names;
      for (const int number : flaw.meetings) names.push_back(problem_.meetings(number).meeting());
      if (flaw.what == solver::Flaw::What::kCircle) {
        return status::FailedPrecondition(v1::MEETINGS_IN_A_CIRCLE, {{"meetings", absl::StrJoin(names, ", ")}});
      }
      return status::FailedPrecondition(v1::NO_DAYS_LEFT, {{"meeting", absl::StrJoin(names, ", ")}});
    }
    return absl::OkStatus();
  }

  const ScheduleInput& input_;
  std::vector<v1::Meeting> meetings_;
  std::vector<v1::Meeting> others_;
  std::map<std::string, const v1::Window*> windows_;
  std::optional<WorkingDays> calendar_;
  std::optional<ScheduleDays> days_;
  std::map<std::string, int> numbers_, rooms_, groups_, window_numbers_;
  std::optional<SchedulePersons> persons_;
  Problem problem_;
};

}  // namespace

absl::StatusOr<v1::ScheduleProblem> BuildProblem(const ScheduleInput& input) { return Builder(input).Build(); }

}  // namespace congress::scheduling
