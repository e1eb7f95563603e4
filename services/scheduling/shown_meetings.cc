#include "services/scheduling/shown_meetings.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "congress/store/v1/stored.pb.h"
#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/store/identified_store.h"
#include "services/scheduling/domain/calendar_entries.h"
#include "services/scheduling/domain/meeting.h"
#include "services/scheduling/domain/meeting_states.h"
#include "services/scheduling/domain/post.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/post_records.h"

namespace congress::scheduling {
namespace {

// The memberships of the body that the caller may read.
absl::StatusOr<std::vector<v1::Membership>> MembershipsOf(rpc::Call& call, const std::string& body) {
  ASSIGN_OR_RETURN(auto memberships, kMemberships.LoadAll(call, StrCat(body, "/memberships/")));
  std::erase_if(memberships, [&](const v1::Membership& one) {
    return !call.Holds(kMemberships.read_permission(), one.organisation());
  });
  return memberships;
}

bool ConcernsBody(const rpc::Call& call, const v1::Meeting& shown, const std::string& body,
                  const std::vector<v1::Membership>& memberships) {
  if (call.IsOf(shown.organisation(), body)) return true;
  const std::vector<absl::CivilDay> days = DaysOf(shown);
  return std::any_of(memberships.begin(), memberships.end(), [&](const v1::Membership& one) {
    return Involves(shown, one.post()) &&
           std::any_of(days.begin(), days.end(), [&](absl::CivilDay day) { return GoesOnOn(one, day); });
  });
}

// What is shown of a meeting in which none takes part for whom the calendar is, and one did: to who is told of the
// post.
std::optional<v1::Meeting> LeftBy(const rpc::Call& call, std::string_view permission, const v1::Meeting& meeting,
                                  const v1::Meeting& shown, const MeetingChoice& choice,
                                  const std::vector<v1::Membership>& memberships) {
  std::set<std::string> posts;
  if (!choice.post.empty()) {
    if (Involves(shown, choice.post)) return std::nullopt;
    if (choice.holds_post || call.Holds(permission, OrganisationOf(choice.post))) posts.insert(choice.post);
  } else if (!choice.body.empty() && !ConcernsBody(call, shown, choice.body, memberships)) {
    for (const v1::Membership& one : memberships) {
      if (call.Holds(permission, OrganisationOf(one.post()))) posts.insert(one.post());
    }
  }
  return AsLeft(meeting, posts);
}

}  // namespace

absl::StatusOr<ShownMeetings> MeetingsToShow(rpc::Call& call, std::string_view permission,
                                             const MeetingChoice& choice) {
  ASSIGN_OR_RETURN(auto meetings, kMeetings.LoadAll(call, "meetings/"));
  ASSIGN_OR_RETURN(auto deleted, kDeletedMeetings.LoadAll(call, "meetings/"));
  const bool places = !choice.followed && call.Holds("scheduling.meetings.place", auth::kProvince);
  // One that was deleted is shown until another of its name is.
  std::set<std::string> names;
  for (const v1::Meeting& meeting : meetings) {
    if (places || IsShownToPosts(meeting)) names.insert(meeting.name());
  }
  for (v1::DeletedMeeting& one : deleted) {
    if (!names.contains(one.name())) meetings.push_back(std::move(*one.mutable_meeting()));
  }
  std::vector<v1::Membership> memberships;
  if (!choice.body.empty()) {
    ASSIGN_OR_RETURN(memberships, MembershipsOf(call, choice.body));
  }
  ShownMeetings answer;
  for (const v1::Meeting& meeting : meetings) {
    if (!choice.congress.empty() && meeting.congress() != choice.congress) continue;
    if (!IsShownToPosts(meeting) && !places) continue;
    if (!call.IsOf(meeting.organisation(), choice.organisation)) continue;
    const v1::Meeting shown = AsShown(meeting);
    const bool with_post = choice.post.empty() || Involves(shown, choice.post);
    if (auto left = LeftBy(call, permission, meeting, shown, choice, memberships)) {
      answer.meetings.push_back(*std::move(left));
      continue;
    }
    if (!(choice.holds_post && with_post) && !MayRead(call, meeting, permission)) continue;
    if (with_post && (choice.body.empty() || ConcernsBody(call, shown, choice.body, memberships))) {
      answer.meetings.push_back(ForReader(call, meeting));
    } else {
      ++answer.others;
    }
  }
  return answer;
}

absl::StatusOr<std::vector<std::string>> MembersToShow(rpc::Call& call, const std::string& body) {
  std::vector<std::string> members;
  if (body.empty()) return members;
  ASSIGN_OR_RETURN(const auto memberships, MembershipsOf(call, body));
  const absl::CivilDay today = civil::Today(call.now());
  for (const v1::Membership& one : memberships) {
    if (GoesOnOn(one, today)) members.push_back(one.post());
  }
  return members;
}

std::function<std::string(const std::string&)> NamesFor(rpc::Call& call, const std::vector<v1::Meeting>& meetings) {
  std::map<std::string, std::string> titles;
  const auto note = [&](const v1::Participant& one) {
    if (!one.title().empty()) titles.emplace(one.post(), one.title());
  };
  for (const v1::Meeting& meeting : meetings) {
    for (const v1::Participant& participant : meeting.participants()) note(participant);
    if (meeting.has_attendee()) note(meeting.attendee());
  }
  return [&call, titles = std::move(titles)](const std::string& name) -> std::string {
    if (name.find("/posts/") != std::string::npos) {
      const auto post = kPosts.Load(call, name);
      if (post.ok()) return post->title();
      const auto told = titles.find(name);
      return told == titles.end() ? name : told->second;
    }
    if (name.find("/rooms/") == std::string::npos) return call.NameOf(name);
    const auto room = kRooms.Load(call, name);
    return room.ok() ? room->display_name() : name;
  };
}

absl::StatusOr<std::string> SuiteOf(rpc::Call& call) {
  const auto record = call.store().Get(store::kFormatKey);
  if (absl::IsNotFound(record.status())) return "";
  RETURN_IF_ERROR(record.status());
  store::v1::StoreFormat format;
  return format.ParseFromString(record->value) ? format.suite_id() : "";
}

}  // namespace congress::scheduling
