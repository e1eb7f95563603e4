#include "services/scheduling/domain/schedule/release.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "services/scheduling/domain/schedule/answer.h"
#include "services/scheduling/domain/schedule/persons.h"
#include "services/scheduling/domain/schedule/policy.h"
#include "services/scheduling/domain/schedule/problem.h"
#include "services/scheduling/domain/slots.h"
#include "services/scheduling/domain/solver/verify.h"

namespace congress::scheduling {
namespace {

using Change = v1::ScheduleRelease::Change;

// Minutes from midnight.
constexpr int kNoon = 12 * 60;

Change::What WhatIsNew(const v1::Meeting& meeting) {
  if (!meeting.has_released()) return Change::ANNOUNCED;
  const bool moved = !SameSlots(meeting.slots(), meeting.released().slots());
  const bool reassigned = meeting.attendee().post() != meeting.released().attendee().post();
  if (moved && reassigned) return Change::MOVED_AND_REASSIGNED;
  if (moved) return Change::MOVED;
  if (reassigned) return Change::REASSIGNED;
  return meeting.room() != meeting.released().room() ? Change::RELOCATED : Change::WHAT_UNSPECIFIED;
}

// Who has to come, the attendee included.
std::set<std::string> BookedPosts(const v1::Meeting& meeting) {
  std::set<std::string> posts;
  for (const v1::Participant& participant : meeting.participants()) {
    if (Books(participant)) posts.insert(participant.post());
  }
  if (meeting.has_attendee()) posts.insert(meeting.attendee().post());
  return posts;
}

bool IsOverridden(const v1::ScheduleRun::Fault& fault, const std::vector<v1::ScheduleRelease::Override>& overrides) {
  return std::any_of(overrides.begin(), overrides.end(), [&](const auto& override_) {
    return override_.rule() == fault.rule() && (override_.meeting().empty() || override_.meeting() == fault.meeting());
  });
}

}  // namespace

void SetChanges(const std::vector<v1::Meeting>& meetings, v1::ScheduleRelease* release) {
  std::map<std::string, v1::ScheduleRelease::Notice> notices;
  for (const v1::Meeting& meeting : meetings) {
    const Change::What what = WhatIsNew(meeting);
    if (what == Change::WHAT_UNSPECIFIED) {
      release->set_unchanged_count(release->unchanged_count() + 1);
      continue;
    }
    Change& change = *release->add_changes();
    change.set_meeting(meeting.name());
    change.set_organisation(meeting.organisation());
    change.set_title(meeting.title());
    change.set_what(what);
    *change.mutable_slots_before() = meeting.released().slots();
    *change.mutable_slots() = meeting.slots();
    change.set_attendee_before(meeting.released().attendee().post());
    change.set_attendee(meeting.attendee().post());
    const std::set<std::string> posts = BookedPosts(meeting);
    for (const std::string& post : posts) notices[post].add_meetings(meeting.name());
    const std::string& left = change.attendee_before();
    if (!left.empty() && !posts.contains(left)) notices[left].add_meetings_left(meeting.name());
  }
  std::sort(release->mutable_changes()->begin(), release->mutable_changes()->end(),
            [](const Change& a, const Change& b) { return a.meeting() < b.meeting(); });
  for (auto& [post, notice] : notices) {
    notice.set_post(post);
    *release->add_notices() = std::move(notice);
  }
}

std::vector<v1::ScheduleRun::Fault> BlockersOf(const v1::ScheduleProblem& problem, const solver::Schedule& schedule,
                                               const v1::SchedulePolicy& policy, absl::CivilDay day,
                                               const std::set<std::string>& announced,
                                               const std::vector<v1::ScheduleRelease::Override>& overrides) {
  const std::set<v1::ScheduleRule> may_be_overridden = ReleaseBlockers(policy, day);
  v1::ScheduleProblem judged = problem;
  for (auto& setting : *judged.mutable_rules()) {
    if (may_be_overridden.contains(setting.rule())) setting.set_severity(v1::SchedulePolicy::BLOCK);
  }
  std::vector<v1::ScheduleRun::Fault> blockers;
  for (const solver::Fault& fault : solver::Verify(ToSolver(judged), schedule).faults) {
    v1::ScheduleRun::Fault told = ToFault(judged, fault);
    if (!told.meeting().empty() && !announced.contains(told.meeting())) continue;
    if (may_be_overridden.contains(told.rule()) && IsOverridden(told, overrides)) continue;
    blockers.push_back(std::move(told));
  }
  return blockers;
}

std::vector<v1::ScheduleRun::Fault> BlockersBy(v1::ScheduleRule rule, const std::set<std::string>& meetings,
                                               const v1::SchedulePolicy& policy, absl::CivilDay day,
                                               const std::vector<v1::ScheduleRelease::Override>& overrides) {
  std::vector<v1::ScheduleRun::Fault> blockers;
  const v1::SchedulePolicy::Severity severity = SeverityOn(policy, rule, day);
  if (severity != v1::SchedulePolicy::BLOCK && severity != v1::SchedulePolicy::BLOCK_RELEASE) return blockers;
  for (const std::string& meeting : meetings) {
    v1::ScheduleRun::Fault fault;
    fault.set_rule(rule);
    fault.set_meeting(meeting);
    if (severity == v1::SchedulePolicy::BLOCK_RELEASE && IsOverridden(fault, overrides)) continue;
    blockers.push_back(std::move(fault));
  }
  return blockers;
}

bool IsLongPreparation(const v1::Meeting& meeting, const v1::SchedulePolicy& policy) {
  const bool goes_on = meeting.state() != v1::Meeting::CANCELLED && meeting.state() != v1::Meeting::HELD;
  if (meeting.kind() != v1::Meeting::PREPARATORY || !goes_on) return false;
  // Each morning and each afternoon of which it takes a part.
  std::set<std::pair<absl::CivilDay, bool>> halves;
  for (const v1::Slot& slot : meeting.slots()) {
    for (const Interval& interval : IntervalsOf(slot)) {
      if (interval.from < kNoon) halves.emplace(interval.day, false);
      if (interval.to > kNoon) halves.emplace(interval.day, true);
    }
  }
  return static_cast<int>(halves.size()) > std::max(1, policy.preparatory_half_days());
}

}  // namespace congress::scheduling
