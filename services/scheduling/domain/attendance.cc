#include "services/scheduling/domain/attendance.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/flow.h"
#include "services/scheduling/domain/level_matching.h"
#include "services/scheduling/domain/listing.h"
#include "services/scheduling/domain/meeting_states.h"
#include "services/scheduling/domain/slots.h"

namespace congress::scheduling {
namespace {

template <class Strings>
bool Contains(const Strings& strings, const std::string& wanted) {
  return std::find(strings.begin(), strings.end(), wanted) != strings.end();
}

template <class Compare>
std::vector<int> Order(size_t count, Compare compare) {
  std::vector<int> order(count);
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), compare);
  return order;
}

// The task in numbers: meetings in the order of their names, posts in the order of their ids, days in time.
class Model {
 public:
  explicit Model(const AttendanceTask& task)
      : task_(task),
        meetings_(Order(task.meetings.size(),
                        [&](int a, int b) { return task.meetings[Index(a)].name() < task.meetings[Index(b)].name(); })),
        posts_(Order(task.attendees.size(),
                     [&](int a, int b) { return task.attendees[Index(a)].post() < task.attendees[Index(b)].post(); })) {
    std::set<absl::CivilDay> days;
    for (const v1::Meeting& meeting : task.meetings) {
      for (const absl::CivilDay day : DaysOf(meeting)) days.insert(day);
      NoteBooked(meeting);
    }
    days_.assign(days.begin(), days.end());
    for (const int meeting : meetings_) occasions_.push_back(ToOccasion(task.meetings[Index(meeting)]));
  }

  LevelMatching Match() const {
    return MatchLevel(occasions_, static_cast<int>(posts_.size()), static_cast<int>(days_.size()), task_.most_steps,
                      task_.wanted);
  }

  // From the order of the model back to that of the task.
  std::vector<int> Chosen(const LevelMatching& matching) const {
    std::vector<int> chosen(meetings_.size());
    for (size_t i = 0; i < meetings_.size(); ++i) chosen[Index(meetings_[i])] = posts_[Index(matching.chosen[i])];
    return chosen;
  }

  absl::Status ExplainUncovered(const LevelMatching& matching) const {
    const std::string days = Listed(DayNames(matching.days));
    const std::string posts = Listed(PostNames(matching.people));
    std::vector<std::string> meetings;
    for (const int meeting : matching.occasions) {
      meetings.push_back(task_.meetings[Index(meetings_[Index(meeting)])].name());
    }
    const size_t missing =
        std::max<size_t>(1, matching.occasions.size() - std::min(matching.occasions.size(), matching.people.size()));
    status::Metadata metadata = {
        {"days", days}, {"posts", posts}, {"meetings", Listed(meetings)}, {"missing", StrCat(missing)}};
    if (meetings.empty()) metadata.emplace_back("cause", "exclusive");
    if (!meetings.empty() && posts.empty()) metadata.emplace_back("cause", "nobody");
    return status::FailedPrecondition(v1::ATTENDANCE_INFEASIBLE, metadata);
  }

  absl::Status ExplainUnlevel(const LevelMatching& matching) const {
    const std::string posts = Listed(PostNames(matching.people));
    std::vector<int> closed;
    for (int day = 0; day < static_cast<int>(days_.size()); ++day) {
      if (!AnyCanAttend(matching.people, day)) closed.push_back(day);
    }
    const std::string days = Listed(DayNames(closed));
    status::Metadata metadata = {
        {"posts", posts}, {"days", days}, {"least", StrCat(matching.least)}, {"most", StrCat(matching.most)}};
    if (days.empty()) metadata.emplace_back("cause", "open");
    return status::FailedPrecondition(v1::ATTENDANCE_UNLEVEL, metadata);
  }

 private:
  // Persons who chair a meeting or are required there are taken on its days.
  void NoteBooked(const v1::Meeting& meeting) {
    for (const v1::Participant& participant : meeting.participants()) {
      if (participant.role() == v1::Participant::INVITED || participant.reply() == v1::Participant::DECLINED) continue;
      for (const absl::CivilDay day : DaysOf(meeting)) booked_[{participant.post(), day}] = &meeting;
    }
  }

  bool IsCandidate(const v1::Attendee& attendee, const v1::Meeting& meeting) const {
    if (!MayAttend(attendee, meeting)) return false;
    if (KeepsItsDays(meeting, task_.today) && meeting.has_attendee() && meeting.attendee().post() != attendee.post())
      return false;
    for (const absl::CivilDay day : DaysOf(meeting)) {
      const auto booked = booked_.find({attendee.post(), day});
      if (booked != booked_.end() && booked->second != &meeting) return false;
    }
    return true;
  }

  Occasion ToOccasion(const v1::Meeting& meeting) const {
    Occasion occasion;
    for (const absl::CivilDay date : DaysOf(meeting)) {
      const auto day = std::lower_bound(days_.begin(), days_.end(), date);
      occasion.days.push_back(static_cast<int>(day - days_.begin()));
    }
    for (size_t i = 0; i < posts_.size(); ++i) {
      const v1::Attendee& attendee = task_.attendees[Index(posts_[i])];
      if (!IsCandidate(attendee, meeting)) continue;
      occasion.candidates.push_back(static_cast<int>(i));
      if (Prefers(attendee, meeting)) occasion.preferred.push_back(static_cast<int>(i));
    }
    return occasion;
  }

  bool AnyCanAttend(const std::vector<int>& people, int day) const {
    return std::any_of(occasions_.begin(), occasions_.end(), [&](const Occasion& occasion) {
      return std::binary_search(occasion.days.begin(), occasion.days.end(), day) &&
             std::any_of(people.begin(), people.end(), [&](int person) {
               return std::binary_search(occasion.candidates.begin(), occasion.candidates.end(), person);
             });
    });
  }

  std::vector<std::string> DayNames(const std::vector<int>& days) const {
    std::vector<std::string> names;
    for (const int day : days) names.push_back(civil::Format(days_[Index(day)]));
    return names;
  }
  std::vector<std::string> PostNames(const std::vector<int>& people) const {
    std::vector<std::string> names;
    for (const int person : people) names.push_back(task_.attendees[Index(posts_[Index(person)])].post());
    return names;
  }

  const AttendanceTask& task_;
  const std::vector<int> meetings_;
  const std::vector<int> posts_;
  std::vector<absl::CivilDay> days_;
  std::vector<Occasion> occasions_;
  std::map<std::pair<std::string, absl::CivilDay>, const v1::Meeting*> booked_;
};

}  // namespace

absl::Status CheckAttendees(const std::vector<v1::Attendee>& attendees) {
  status::Violations violations;
  std::set<std::string> posts;
  for (size_t i = 0; i < attendees.size(); ++i) {
    const v1::Attendee& attendee = attendees[i];
    const std::string field = StrCat("attendees[", i, "]");
    if (!posts.insert(attendee.post()).second)
      violations.Add(field + ".post", status::PlatformFault::REPEATED, {{"value", attendee.post()}});
    for (const auto& organisation : attendee.preferred_organisations()) {
      if (Contains(attendee.forbidden_organisations(), organisation)) {
        violations.Add(field + ".preferred_organisations", v1::FORBIDDEN_TOO, {{"value", organisation}});
      }
    }
    for (const auto& area : attendee.preferred_areas()) {
      if (Contains(attendee.forbidden_areas(), area)) {
        violations.Add(field + ".preferred_areas", v1::FORBIDDEN_TOO, {{"value", area}});
      }
    }
  }
  return violations.ToStatus();
}

bool Prefers(const v1::Attendee& attendee, const v1::Meeting& meeting) {
  return Contains(attendee.preferred_organisations(), meeting.organisation()) ||
         (!meeting.travel_area().empty() && Contains(attendee.preferred_areas(), meeting.travel_area()));
}

bool MayAttend(const v1::Attendee& attendee, const v1::Meeting& meeting) {
  if (Contains(attendee.forbidden_organisations(), meeting.organisation())) return false;
  if (!meeting.travel_area().empty() && Contains(attendee.forbidden_areas(), meeting.travel_area())) return false;
  for (const absl::CivilDay day : DaysOf(meeting)) {
    for (const auto& unavailable : attendee.unavailable_dates()) {
      if (day == civil::FromDate(unavailable)) return false;
    }
  }
  return true;
}

absl::StatusOr<std::vector<int>> AssignAttendees(const AttendanceTask& task) {
  if (task.meetings.empty()) return std::vector<int>();
  const Model model(task);
  const LevelMatching matching = model.Match();
  switch (matching.outcome) {
    case LevelMatching::Outcome::kFound:
      return model.Chosen(matching);
    case LevelMatching::Outcome::kUncovered:
      return model.ExplainUncovered(matching);
    case LevelMatching::Outcome::kUnlevel:
      return model.ExplainUnlevel(matching);
    case LevelMatching::Outcome::kGaveUp:
      break;
  }
  RETURN_IF_ERROR(matching.unwanted);
  return status::Error(absl::StatusCode::kResourceExhausted, v1::SEARCH_EXHAUSTED,
                       {{"steps", StrCat(task.most_steps)}, {"cause", "attendance"}});
}

}  // namespace congress::scheduling
