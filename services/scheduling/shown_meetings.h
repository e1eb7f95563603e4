// Which meetings calendars show to whom, and what things are called in them.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "platform/rpc/call.h"

namespace congress::scheduling {

// Which meetings are asked for; what is empty asks for all.
struct MeetingChoice {
  std::string congress = {};
  std::string organisation = {};
  std::string post = {};
  // The body's own, and those in which a post takes part that sits in it on a day of the meeting.
  std::string body = {};
  // Whether the caller holds the post, and so sees all in which it takes part.
  bool holds_post = false;
  // It is asked for again and again by programs that keep what they were shown: nobody is then shown what is not
  // announced, as what is changed before that is cancelled nowhere.
  bool followed = false;
};

struct ShownMeetings {
  std::vector<v1::Meeting> meetings;
  // Those that only the post and the body keep out.
  int others = 0;
};

// Those of the choice that the caller holds `permission` for. Before it is announced, a schedule is nobody's but theirs
// who make it: meetings of a congress are then shown to who may place them alone.
absl::StatusOr<ShownMeetings> MeetingsToShow(rpc::Call& call, std::string_view permission, const MeetingChoice& choice);

// The posts that sit in the body today, as far as the caller may read it.
absl::StatusOr<std::vector<std::string>> MembersToShow(rpc::Call& call, const std::string& body);

// What people call an organisation, a room or a post; a post as the meetings have it, where it has no record. Lives as
// long as the call.
std::function<std::string(const std::string&)> NamesFor(rpc::Call& call, const std::vector<v1::Meeting>& meetings = {});

// What identifies the installation; empty for a store that nobody has named.
absl::StatusOr<std::string> SuiteOf(rpc::Call& call);

}  // namespace congress::scheduling
