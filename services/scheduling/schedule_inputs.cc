#include "services/scheduling/schedule_inputs.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_format.h"
#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/repository.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/approval_schedule.h"
#include "services/scheduling/approval_sessions.h"
#include "services/scheduling/domain/meeting.h"
#include "services/scheduling/domain/schedule/standing.h"
#include "services/scheduling/meeting_records.h"
#include "services/scheduling/post_records.h"

namespace congress::scheduling {
namespace {

// Whether any of its days is the first that counts or one behind it; hours across midnight reach the next day.
bool ReachesInto(const v1::Meeting& meeting, absl::CivilDay from) {
  return std::any_of(meeting.slots().begin(), meeting.slots().end(),
                     [&](const v1::Slot& slot) { return civil::FromDate(slot.date()) + 1 >= from; });
}

// A congress that has begun and has days ahead: nobody places it, and its days ahead may have been put off.
bool GoesOn(const v1::Meeting& meeting, const ScheduleInput& input) {
  if (meeting.state() == v1::Meeting::CANCELLED || meeting.state() == v1::Meeting::HELD) return false;
  if (meeting.slots().empty() || !IsPlaced(meeting)) return false;
  const auto& last = meeting.slots(meeting.slots_size() - 1).date();
  return HasBegun(civil::FromDate(meeting.slots(0).date()), input) && civil::FromDate(last) >= input.from;
}

}  // namespace

std::string CountedName(const std::string& prefix, size_t number) {
  return StrCat(prefix, absl::StrFormat("%06d", number));
}

absl::StatusOr<v1::SchedulePolicy> ReadPolicyOf(rpc::Call& call, const std::string& congress, const std::string& name) {
  status::Violations violations;
  if (!name.starts_with(congress + "/")) violations.Add("policy", v1::OF_OTHER_CONGRESS);
  RETURN_IF_ERROR(violations.ToStatus());
  return kSchedulePolicies.Read(call, name);
}

absl::Status CheckScheduled(rpc::Call& call, const std::string& congress,
                            const google::protobuf::RepeatedPtrField<std::string>& meetings) {
  status::Refusals refusals;
  for (int i = 0; i < meetings.size(); ++i) {
    const auto meeting = kMeetings.Load(call, meetings[i]);
    absl::Status refused = meeting.status();
    if (meeting.ok() && (meeting->congress() != congress || !IsPlaced(*meeting))) {
      refused = status::FailedPrecondition(v1::NOT_IN_SCHEDULE, {{"meeting", meetings[i]}});
    }
    RETURN_IF_ERROR(refusals.Note(StrCat("meetings[", i, "]"), refused));
  }
  return refusals.ToStatus();
}

absl::StatusOr<ScheduleInput> LoadInput(rpc::Call& call, v1::SchedulePolicy policy, absl::CivilDay from,
                                        const std::vector<std::string>& wanted) {
  const std::string congress = CongressOf(policy.name());
  ScheduleInput input;
  input.policy = std::move(policy);
  input.from = from;
  input.from_today = from == civil::Today(call.now());
  const std::set<std::string_view> chosen(wanted.begin(), wanted.end());
  ASSIGN_OR_RETURN(auto meetings, kMeetings.LoadAll(call, "meetings/"));
  std::set<std::string> bodies = {input.policy.attending_body()};
  for (v1::Meeting& meeting : meetings) {
    const bool is_ours = meeting.congress() == congress && meeting.kind() == v1::Meeting::CONGRESS;
    if (is_ours && (chosen.empty() || chosen.contains(meeting.name()))) {
      if (!meeting.approval_group().empty()) bodies.insert(meeting.approval_group());
      input.meetings.push_back(std::move(meeting));
    } else if (meeting.state() != v1::Meeting::CANCELLED && (is_ours || ReachesInto(meeting, from))) {
      input.others.push_back(std::move(meeting));
    }
  }
  ASSIGN_OR_RETURN(input.windows, kWindows.LoadAll(call, StrCat(congress, "/windows/")));
  std::set<std::string> calendars;
  for (const v1::Window& window : input.windows) calendars.insert(window.calendar());
  for (const std::string& name : calendars) {
    ASSIGN_OR_RETURN(v1::Calendar calendar, kCalendars.Load(call, name));
    input.calendars.push_back(std::move(calendar));
  }
  RETURN_IF_ERROR(AddApprovals(call, congress, &input));
  bodies.erase("");
  for (const std::string& body : bodies) {
    ASSIGN_OR_RETURN(auto members, kMemberships.LoadAll(call, StrCat(body, "/memberships/")));
    std::move(members.begin(), members.end(), std::back_inserter(input.memberships));
  }
  ASSIGN_OR_RETURN(input.posts, kPosts.LoadAll(call, "organisations/"));
  ASSIGN_OR_RETURN(input.rooms, kRooms.LoadAll(call, "organisations/"));
  input.kind_of = [&call](const std::string& name) {
    const directory::Organisation* known = call.Known(name);
    return known == nullptr ? std::string() : known->kind;
  };
  return input;
}

absl::StatusOr<Standing> LoadStanding(rpc::Call& call, v1::SchedulePolicy policy, absl::CivilDay from) {
  ASSIGN_OR_RETURN(ScheduleInput input, LoadInput(call, std::move(policy), from, {}));
  KeepWhatStands(&input);
  Standing standing;
  for (const v1::Meeting& meeting : input.meetings) {
    if (GoesOn(meeting, input)) standing.going_on.push_back(meeting.name());
  }
  absl::StatusOr<v1::ScheduleProblem> problem = BuildProblem(input);
  const bool nothing_else = status::ReasonOf(problem.status()) == v1::Reason_Name(v1::NOTHING_TO_PLACE);
  if (nothing_else && !standing.going_on.empty()) return standing;
  ASSIGN_OR_RETURN(standing.problem, std::move(problem));
  standing.schedule = StandingSchedule(input.meetings, &standing.problem);
  return standing;
}

void DescribeFaults(status::Language language, google::protobuf::RepeatedPtrField<v1::ScheduleRun::Fault>* faults) {
  for (v1::ScheduleRun::Fault& fault : *faults) fault.set_description(status::Say(fault.rule()).In(language));
}

}  // namespace congress::scheduling
