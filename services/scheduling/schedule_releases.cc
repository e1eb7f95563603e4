#include "services/scheduling/schedule_releases.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "absl/strings/str_join.h"
#include "congress/scheduling/v1/reason.pb.h"
#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "platform/paper/paper.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/approval_schedule.h"
#include "services/scheduling/approval_sessions.h"
#include "services/scheduling/domain/meeting_states.h"
#include "services/scheduling/domain/schedule/release.h"
#include "services/scheduling/domain/schedule/release_paper.h"
#include "services/scheduling/meeting_records.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/schedule_inputs.h"
#include "services/scheduling/shown_meetings.h"

namespace congress::scheduling {
namespace {

using Overrides = std::vector<v1::ScheduleRelease::Override>;

constexpr size_t kMostTold = 10;

absl::Status Blocked(const std::vector<v1::ScheduleRun::Fault>& blockers) {
  std::vector<std::string> told;
  for (const v1::ScheduleRun::Fault& fault : blockers) {
    if (told.size() == kMostTold) break;
    std::string about = v1::ScheduleRule_Name(fault.rule());
    if (!fault.meeting().empty()) about += " " + fault.meeting();
    if (!fault.post().empty()) about += " " + fault.post();
    if (fault.has_date()) about += " " + civil::Format(fault.date());
    told.push_back(std::move(about));
  }
  return status::FailedPrecondition(
      v1::RELEASE_BLOCKED, {{"blockers", absl::StrJoin(told, "; ")}, {"blocker_count", StrCat(blockers.size())}});
}

// The release and those before it, the oldest first.
absl::StatusOr<std::vector<v1::ScheduleRelease>> UpTo(rpc::Call& call,
                                                      const rpc::Repository<v1::ScheduleRelease>& releases,
                                                      const v1::ScheduleRelease& last) {
  const std::string prefix = last.name().substr(0, last.name().rfind('/') + 1);
  ASSIGN_OR_RETURN(auto all, releases.LoadAll(call, prefix));
  std::erase_if(all, [&](const v1::ScheduleRelease& one) { return one.name() > last.name(); });
  return all;
}

// Which of the meetings that the releases announced were cancelled before the last of them; one that was cancelled
// later still was to be held by it. Meetings that were ever announced are never deleted.
absl::StatusOr<std::set<std::string>> CancelledBefore(rpc::Call& call,
                                                      const std::vector<v1::ScheduleRelease>& releases) {
  const absl::Time then = civil::FromTimestamp(releases.back().create_time());
  std::set<std::string> cancelled;
  for (const v1::ScheduleRelease& release : releases) {
    for (const auto& change : release.changes()) {
      ASSIGN_OR_RETURN(const v1::Meeting meeting, kMeetings.Load(call, change.meeting()));
      const bool off = std::any_of(meeting.notes().begin(), meeting.notes().end(), [&](const v1::Note& note) {
        return note.state() == v1::Meeting::State_Name(v1::Meeting::CANCELLED) &&
               civil::FromTimestamp(note.time()) <= then;
      });
      if (off) cancelled.insert(meeting.name());
    }
  }
  return cancelled;
}

absl::StatusOr<bool> IsOfGrassroots(rpc::Call& call, const v1::Meeting& meeting) {
  if (meeting.window().empty()) return false;
  ASSIGN_OR_RETURN(const v1::Window window, kWindows.Load(call, meeting.window()));
  return window.level() == v1::Window::GRASSROOTS;
}

// The preparatory sessions of units whose congresses are among the meetings, those that the policy finds too long.
absl::StatusOr<std::vector<v1::ScheduleRun::Fault>> LongPreparations(rpc::Call& call, const v1::SchedulePolicy& policy,
                                                                     absl::CivilDay day,
                                                                     const std::vector<v1::Meeting>& meetings,
                                                                     const std::string& congress,
                                                                     const Overrides& overrides) {
  std::set<std::string> units;
  for (const v1::Meeting& meeting : meetings) units.insert(meeting.organisation());
  ASSIGN_OR_RETURN(const auto sessions, MeetingsForDecision(call, [&](const v1::Meeting& meeting) {
                     return meeting.congress() == congress && units.contains(meeting.organisation()) &&
                            IsLongPreparation(meeting, policy);
                   }));
  std::set<std::string> broken;
  for (const v1::Meeting& session : sessions) {
    ASSIGN_OR_RETURN(const bool grassroots, IsOfGrassroots(call, session));
    if (!grassroots) broken.insert(session.name());
  }
  return BlockersBy(v1::PREPARATORY_LONG, broken, policy, day, overrides);
}

// Those of the meetings that have to be approved and are not, as blockers. Documents and personnel count together, so
// that who sees the documents alone would learn of the personnel by the difference: where it counts at all, it is
// judged for the cleared only, whatever the answer would be.
absl::StatusOr<std::vector<v1::ScheduleRun::Fault>> WaitingFor(rpc::Call& call, const v1::SchedulePolicy& policy,
                                                               absl::CivilDay day,
                                                               const std::vector<v1::Meeting>& meetings,
                                                               const Overrides& overrides) {
  std::set<std::string> judged;
  for (const v1::Meeting& meeting : meetings) {
    if (meeting.organisation() != policy.organisation()) judged.insert(meeting.name());
  }
  if (!BlockersBy(v1::NOT_APPROVED, judged, policy, day, overrides).empty()) RETURN_IF_ERROR(RequireSight(call));
  ASSIGN_OR_RETURN(std::set<std::string> unapproved, UnapprovedAmong(call, meetings));
  std::erase_if(unapproved, [&](const std::string& name) { return !judged.contains(name); });
  return BlockersBy(v1::NOT_APPROVED, unapproved, policy, day, overrides);
}

// That a congress was announced although it is not approved tells of the personnel to who sees that the documents are.
v1::ScheduleRelease AsSeen(const rpc::Call& call, v1::ScheduleRelease release) {
  if (IsCleared(call)) return release;
  auto& overrides = *release.mutable_overrides();
  overrides.erase(
      std::remove_if(overrides.begin(), overrides.end(),
                     [](const v1::ScheduleRelease::Override& one) { return one.rule() == v1::NOT_APPROVED; }),
      overrides.end());
  return release;
}

}  // namespace

absl::Status CheckAnnounceable(rpc::Call& call, const v1::Meeting& meeting) {
  const bool is_congress = meeting.kind() == v1::Meeting::CONGRESS;
  if (meeting.congress().empty() || (!is_congress && meeting.kind() != v1::Meeting::PREPARATORY)) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const bool grassroots, IsOfGrassroots(call, meeting));
  const absl::CivilDay today = civil::Today(call.now());
  ASSIGN_OR_RETURN(const auto policies,
                   kSchedulePolicies.LoadAll(call, StrCat(meeting.congress(), "/schedulePolicies/")));
  for (const v1::SchedulePolicy& policy : policies) {
    std::vector<v1::ScheduleRun::Fault> blockers;
    if (is_congress) {
      ASSIGN_OR_RETURN(blockers, WaitingFor(call, policy, today, {meeting}, {}));
    } else if (!grassroots && IsLongPreparation(meeting, policy)) {
      blockers = BlockersBy(v1::PREPARATORY_LONG, {meeting.name()}, policy, today, {});
    }
    if (!blockers.empty()) return Blocked(blockers);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ScheduleRelease> ScheduleReleases::Release(rpc::Call& call,
                                                              const v1::ReleaseScheduleRequest& request) const {
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  ASSIGN_OR_RETURN(const v1::SchedulePolicy policy, ReadPolicyOf(call, request.parent(), request.policy()));
  const absl::CivilDay from = request.has_from_date() ? civil::FromDate(request.from_date()) : civil::Today(call.now());
  // All that stands is judged together; those that were asked for are announced.
  ASSIGN_OR_RETURN(const Standing standing, LoadStanding(call, policy, from));
  std::set<std::string> announced;
  for (const auto& meeting : standing.problem.meetings()) announced.insert(meeting.meeting());
  announced.insert(standing.going_on.begin(), standing.going_on.end());
  status::Refusals refusals;
  for (int i = 0; i < request.meetings_size(); ++i) {
    const std::string& wanted = request.meetings(i);
    if (announced.contains(wanted)) continue;
    absl::Status refused = kMeetings.Load(call, wanted).status();
    if (refused.ok()) refused = status::FailedPrecondition(v1::NOT_IN_SCHEDULE, {{"meeting", wanted}});
    RETURN_IF_ERROR(refusals.Note(StrCat("meetings[", i, "]"), refused));
  }
  RETURN_IF_ERROR(refusals.ToStatus());
  if (request.meetings_size() > 0) announced = {request.meetings().begin(), request.meetings().end()};

  const std::string prefix = StrCat(request.parent(), "/scheduleReleases/");
  ASSIGN_OR_RETURN(const auto before, releases_.LoadAll(call, prefix));
  v1::ScheduleRelease release;
  release.set_name(CountedName(prefix, before.size() + 1));
  release.set_organisation(policy.organisation());
  release.set_policy(policy.name());
  *release.mutable_overrides() = request.overrides();
  release.set_note(request.note());
  release.set_released_by(call.principal().Account());
  *release.mutable_create_time() = civil::ToTimestamp(call.now());
  std::vector<v1::Meeting> meetings;
  for (const std::string& name : announced) {
    ASSIGN_OR_RETURN(v1::Meeting meeting, kMeetings.Load(call, name));
    meetings.push_back(std::move(meeting));
  }
  SetChanges(meetings, &release);
  const Overrides overrides(request.overrides().begin(), request.overrides().end());
  auto blockers = BlockersOf(standing.problem, standing.schedule, policy, from, announced, overrides);
  ASSIGN_OR_RETURN(auto waiting, WaitingFor(call, policy, from, meetings, overrides));
  std::move(waiting.begin(), waiting.end(), std::back_inserter(blockers));
  ASSIGN_OR_RETURN(auto long_sessions, LongPreparations(call, policy, from, meetings, request.parent(), overrides));
  std::move(long_sessions.begin(), long_sessions.end(), std::back_inserter(blockers));
  if (request.validate_only()) {
    for (auto& blocker : blockers) *release.add_blockers() = std::move(blocker);
    release.clear_name();
    DescribeFaults(call.language(), release.mutable_blockers());
    return release;
  }
  if (!blockers.empty()) return Blocked(blockers);
  const Doer doer = DoerOf(call);
  for (v1::Meeting& meeting : meetings) {
    ASSIGN_OR_RETURN(v1::Meeting after, scheduling::Release(meeting, release.name(), doer));
    *after.mutable_update_time() = civil::ToTimestamp(call.now());
    kMeetings.Put(call, std::move(after));
  }
  return releases_.PutNew(call, std::move(release));
}

absl::StatusOr<v1::ScheduleRelease> ScheduleReleases::Get(rpc::Call& call,
                                                          const v1::GetScheduleReleaseRequest& request) const {
  ASSIGN_OR_RETURN(v1::ScheduleRelease release, releases_.Get(call, request.name()));
  return AsSeen(call, std::move(release));
}

absl::StatusOr<v1::ListScheduleReleasesResponse> ScheduleReleases::List(
    rpc::Call& call, const v1::ListScheduleReleasesRequest& request) const {
  call.Filtered();
  ASSIGN_OR_RETURN(auto releases, releases_.LoadAll(call, StrCat(request.parent(), "/scheduleReleases/")));
  std::erase_if(releases, [&](const auto& release) { return !call.Holds(call.permission(), release.organisation()); });
  std::reverse(releases.begin(), releases.end());
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), releases.size()));
  v1::ListScheduleReleasesResponse answer;
  for (size_t i = slice.begin; i < slice.end; ++i) *answer.add_releases() = AsSeen(call, std::move(releases[i]));
  answer.set_next_page_token(slice.next_page_token);
  return answer;
}

absl::StatusOr<v1::ExportScheduleReleaseResponse> ScheduleReleases::Export(
    rpc::Call& call, const v1::ExportScheduleReleaseRequest& request) const {
  ASSIGN_OR_RETURN(const v1::ScheduleRelease release, releases_.Get(call, request.name()));
  ASSIGN_OR_RETURN(auto releases, UpTo(call, releases_, release));
  for (v1::ScheduleRelease& one : releases) one = AsSeen(call, std::move(one));
  ASSIGN_OR_RETURN(const auto cancelled, CancelledBefore(call, releases));
  v1::ExportScheduleReleaseResponse response;
  *response.mutable_paper() =
      ScheduleReleasePaper(releases, cancelled, NamesFor(call), request.form(), call.language());
  ASSIGN_OR_RETURN(paper::File file, request.workbook()
                                         ? paper::RenderWorkbook(response.paper())
                                         : paper::Render(response.paper(), request.paper_format(), layout_));
  response.set_content_type(file.media_type);
  response.set_file_name(StrCat("schedule-release", file.extension));
  response.set_content(std::move(file.content));
  return response;
}

absl::StatusOr<std::string> ScheduleReleases::MadeBy(rpc::Call& call, const std::string& policy) const {
  ASSIGN_OR_RETURN(const auto releases, LoadCounted(call, releases_, StrCat(CongressOf(policy), "/scheduleReleases/")));
  const auto found = std::find_if(releases.begin(), releases.end(),
                                  [&](const v1::ScheduleRelease& one) { return one.policy() == policy; });
  return found == releases.end() ? "" : found->name();
}

}  // namespace congress::scheduling
