#include "services/scheduling/domain/meeting_alerts.h"

#include <algorithm>
#include <utility>

#include "platform/alerts/alerts.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/affected.h"
#include "services/scheduling/domain/booking.h"
#include "services/scheduling/domain/meeting.h"
#include "services/scheduling/domain/post.h"
#include "services/scheduling/domain/slots.h"

namespace congress::scheduling {
namespace {

using Alert = alerts::v1::Alert;

// `participant`: whom it is about; null: nobody.
Waiting MeetingAlert(Alert::Kind kind, const v1::Meeting& meeting, const v1::Participant* participant,
                     std::optional<absl::CivilDay> due, absl::CivilDay day, status::Language language) {
  Waiting waiting;
  waiting.alert = alerts::AlertOn(kind, meeting.name(), meeting.organisation(), due, day);
  std::string told;
  if (participant != nullptr) {
    const std::string& post = participant->post();
    waiting.alert.set_post(post);
    waiting.bodies.push_back(post.substr(0, post.find("/posts/")));
    told = participant->title().empty() ? post : participant->title();
  }
  waiting.alert.set_description(status::Teller(language)(kind, {{"meeting", meeting.title()}, {"participant", told}}));
  return waiting;
}

// Those who have to be there and have not said that they will not.
std::vector<const v1::Participant*> Expected(const v1::Meeting& meeting) {
  std::vector<const v1::Participant*> expected;
  const auto add = [&](const v1::Participant& one) {
    const bool needed = one.role() != v1::Participant::INVITED && one.reply() != v1::Participant::DECLINED;
    if (needed && !HasStandIn(meeting, one.post())) expected.push_back(&one);
  };
  if (meeting.has_attendee()) add(meeting.attendee());
  for (const v1::Participant& participant : meeting.participants()) add(participant);
  return expected;
}

}  // namespace

Waiting NoticeAlert(const v1::Meeting& meeting, std::optional<absl::CivilDay> due, absl::CivilDay day,
                    status::Language language) {
  return MeetingAlert(Alert::CONCLUSION, meeting, nullptr, due, day, language);
}

std::vector<Waiting> RepliesDue(const v1::Meeting& meeting, absl::CivilDay day, status::Language language) {
  std::vector<Waiting> due;
  if (meeting.state() != v1::Meeting::RELEASED || !IsAhead(meeting, day)) return due;
  for (const v1::Participant* one : Expected(meeting)) {
    if (one->reply() != v1::Participant::REPLY_UNSPECIFIED) continue;
    due.push_back(MeetingAlert(Alert::MEETING_REPLY, meeting, one, DaysOf(meeting).front(), day, language));
  }
  return due;
}

Waiting WrongDayAlert(Alert::Kind kind, const v1::Meeting& meeting, absl::CivilDay wrong, absl::CivilDay day,
                      status::Language language) {
  return MeetingAlert(kind, meeting, nullptr, wrong, day, language);
}

std::vector<Waiting> PostsAway(const v1::Meeting& meeting,
                               const std::function<const v1::Post*(const std::string&)>& find, absl::CivilDay day,
                               status::Language language) {
  std::vector<Waiting> away;
  if (!IsAhead(meeting, day)) return away;
  const std::vector<Booking> bookings = BookingsOf(meeting);
  for (const v1::Participant* one : Expected(meeting)) {
    const v1::Post* post = find(one->post());
    if (post == nullptr) continue;
    const auto missed = std::find_if(bookings.begin(), bookings.end(), [&](const Booking& booking) {
      return booking.what == one->post() && booking.day >= day && IsAway(*post, booking);
    });
    if (missed != bookings.end())
      away.push_back(MeetingAlert(Alert::POST_AWAY, meeting, one, missed->day, day, language));
  }
  return away;
}

std::optional<Waiting> ClosingAlert(const v1::Window& window, const std::vector<v1::Meeting>& meetings,
                                    absl::CivilDay day, status::Language language) {
  const absl::CivilDay last = civil::FromDate(window.last_day());
  if (last > day + alerts::kSoonDays) return std::nullopt;
  const auto left = std::count_if(meetings.begin(), meetings.end(), [&](const v1::Meeting& meeting) {
    return meeting.kind() == v1::Meeting::CONGRESS && meeting.window() == window.name() &&
           meeting.state() != v1::Meeting::HELD && meeting.state() != v1::Meeting::CANCELLED;
  });
  if (left == 0) return std::nullopt;
  const status::Teller tell(language);
  Waiting waiting;
  waiting.alert = alerts::AlertOn(Alert::WINDOW_CLOSING, window.name(), window.organisation(), last, day);
  waiting.alert.set_description(tell(waiting.alert.kind(), {{"count", StrCat(left)}, {"level", tell(window.level())}}));
  return waiting;
}

}  // namespace congress::scheduling
