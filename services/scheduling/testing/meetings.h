// A meeting and who changes it, for tests of the domain.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "services/scheduling/domain/meeting.h"
#include "services/scheduling/testing/days.h"

namespace congress::scheduling::sample {

inline constexpr char kOffice[] = "organisations/province/posts/";

// The congress of `organisations/unit-1`.
inline v1::Meeting Placed(const std::vector<absl::CivilDay>& days) {
  v1::Meeting meeting;
  meeting.set_name("meetings/x-unit-1");
  meeting.set_organisation("organisations/unit-1");
  meeting.set_congress("congresses/x");
  meeting.set_kind(v1::Meeting::CONGRESS);
  meeting.set_state(v1::Meeting::PLANNED);
  meeting.set_attended(true);
  meeting.set_title("Đại hội Đảng bộ phường Thành Vinh");
  return MoveMeeting(std::move(meeting), "congresses/x/windows/w", days);
}

// The post `id` of the province's office.
inline v1::Participant* Add(v1::Meeting* meeting, const std::string& id, v1::Participant::Role role) {
  v1::Participant* participant = meeting->add_participants();
  participant->set_post(kOffice + id);
  participant->set_role(role);
  return participant;
}

// Noon of `day`.
inline Doer Clerk(absl::CivilDay day = kToday) {
  return {.account = "accounts/an",
          .person = "persons/an",
          .now = absl::FromCivil(absl::CivilHour(day.year(), day.month(), day.day(), 12), civil::Zone())};
}

inline v1::Slot PartOf(absl::CivilDay day, v1::Slot::Part part) {
  v1::Slot slot;
  *slot.mutable_date() = civil::ToDate(day);
  slot.set_part(part);
  return slot;
}

// From `start` to `end`, in minutes.
inline v1::Slot Hours(absl::CivilDay day, int start, int end) {
  v1::Slot slot = PartOf(day, v1::Slot::HOURS);
  slot.mutable_start()->set_hours(start / 60);
  slot.mutable_start()->set_minutes(start % 60);
  slot.mutable_end()->set_hours(end / 60);
  slot.mutable_end()->set_minutes(end % 60);
  return slot;
}

}  // namespace congress::scheduling::sample
