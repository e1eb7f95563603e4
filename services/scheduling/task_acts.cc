// What becomes of tasks and of their occurrences.
#include <algorithm>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/occurrence.h"
#include "services/scheduling/domain/rhythm.h"
#include "services/scheduling/domain/task.h"
#include "services/scheduling/post_records.h"
#include "services/scheduling/task_service.h"
#include "services/scheduling/work_records.h"

namespace congress::scheduling {
namespace {

// How far ahead occurrences are listed where nothing is said.
constexpr int kDaysAhead = 92;

absl::StatusOr<std::vector<v1::Occurrence>> AllOccurrences(rpc::Call& call, const v1::Task& task, absl::CivilDay until,
                                                           bool within_calendar) {
  ASSIGN_OR_RETURN(const auto stored, kOccurrences.LoadAll(call, StrCat(task.name(), "/occurrences/")));
  std::vector<const v1::Occurrence*> entered;
  for (const v1::Occurrence& occurrence : stored) entered.push_back(&occurrence);
  ASSIGN_OR_RETURN(const v1::Plan plan, kPlans.Load(call, PlanOf(task.name())));
  ASSIGN_OR_RETURN(const auto calendar, CalendarOf(call, plan));
  return OccurrencesOf(task, entered, calendar.has_value() ? &*calendar : nullptr, until, within_calendar);
}

// The occurrence of that period, stored or demanded by the rhythm within a year from now.
absl::StatusOr<v1::Occurrence> FindOccurrence(rpc::Call& call, const v1::Task& task, const std::string& period) {
  if (!task.has_rhythm()) {
    status::Violations violations;
    violations.Add("occurrence", v1::NO_OCCURRENCES, {{"code", task.code()}});
    return violations.ToStatus();
  }
  const std::string name = StrCat(task.name(), "/occurrences/", OccurrenceId(period));
  const auto stored = kOccurrences.Load(call, name);
  if (stored.ok() || !absl::IsNotFound(stored.status())) return stored;
  ASSIGN_OR_RETURN(const auto all,
                   AllOccurrences(call, task, civil::Today(call.now()) + 366, /*within_calendar=*/true));
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const v1::Occurrence& one) { return one.name() == name; });
  if (found == all.end()) return status::NotFound("Occurrence", name);
  return *found;
}

// Stages what is entered about an occurrence; the task stays as it is.
absl::StatusOr<v1::Task> EnterAbout(rpc::Call& call, v1::Task task, const std::string& period,
                                    std::optional<absl::CivilDay> done, const std::string& document,
                                    const std::string& reason) {
  RETURN_IF_ERROR(RequireOpen(task));
  ASSIGN_OR_RETURN(v1::Occurrence occurrence, FindOccurrence(call, task, period));
  ASSIGN_OR_RETURN(const absl::Time when, EntryTime(call, PlanOf(task.name())));
  ASSIGN_OR_RETURN(occurrence, EnterOccurrence(task, std::move(occurrence), done, document, reason,
                                               call.principal().Account(), when));
  kOccurrences.Put(call, std::move(occurrence));
  return task;
}

}  // namespace

absl::StatusOr<v1::Task> TaskService::CompleteTask(rpc::Call& call, const v1::CompleteTaskRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Task before, TaskForChange(call, request.name(), request.etag()));
  const absl::CivilDay today = civil::Today(call.now());
  const absl::CivilDay done = request.has_done_date() ? civil::FromDate(request.done_date()) : today;
  if (!request.occurrence().empty()) {
    return EnterAbout(call, before, request.occurrence(), done, request.document(), "");
  }
  ASSIGN_OR_RETURN(v1::Task task, scheduling::CompleteTask(before, done, request.document(), today));
  return Enter(call, before, std::move(task), v1::Task::COMPLETED);
}

absl::StatusOr<v1::Task> TaskService::CancelTask(rpc::Call& call, const v1::CancelTaskRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Task before, TaskForChange(call, request.name(), request.etag()));
  const absl::CivilDay from = request.has_from_date() ? civil::FromDate(request.from_date()) : civil::Today(call.now());
  ASSIGN_OR_RETURN(v1::Task task, scheduling::CancelTask(before, request.reason(), from, request.mistaken()));
  return Enter(call, before, std::move(task), v1::Task::CANCELLED, request.reason());
}

absl::StatusOr<v1::Task> TaskService::ReopenTask(rpc::Call& call, const v1::ReopenTaskRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Task before, TaskForChange(call, request.name(), request.etag()));
  if (!request.occurrence().empty()) {
    return EnterAbout(call, before, request.occurrence(), std::nullopt, "", request.reason());
  }
  ASSIGN_OR_RETURN(v1::Task task, scheduling::ReopenTask(before));
  // The calendar may have been corrected while it was done.
  ASSIGN_OR_RETURN(const v1::Plan plan, kPlans.Load(call, PlanOf(task.name())));
  ASSIGN_OR_RETURN(const auto calendar, CalendarOf(call, plan));
  task = Reckon(std::move(task), calendar.has_value() ? &*calendar : nullptr);
  return Enter(call, before, std::move(task), v1::Task::REOPENED, request.reason());
}

absl::StatusOr<v1::Task> TaskService::ClaimTask(rpc::Call& call, const v1::ClaimTaskRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Task before, TaskForChange(call, request.name(), request.etag()));
  RETURN_IF_ERROR(kPosts.Read(call, request.post()).status());
  ASSIGN_OR_RETURN(v1::Task task, scheduling::ClaimTask(before, request.post()));
  return Enter(call, before, std::move(task), v1::Task::CLAIMED);
}

absl::StatusOr<v1::Task> TaskService::ReleaseTask(rpc::Call& call, const v1::ReleaseTaskRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Task before, TaskForChange(call, request.name(), request.etag()));
  // Nobody has it in hand as it is.
  if (before.post().empty()) return before;
  v1::Task task = before;
  task.clear_post();
  return Enter(call, before, std::move(task), v1::Task::GIVEN_BACK);
}

absl::StatusOr<v1::Occurrence> TaskService::CreateOccurrence(rpc::Call& call,
                                                             const v1::CreateOccurrenceRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Task task, TaskForChange(call, request.parent(), ""));
  if (task.rhythm().every() != v1::Rhythm::ON_DEMAND) {
    return status::FailedPrecondition(v1::TASK_NOT_ON_DEMAND, {{"name", task.name()}, {"code", task.code()}});
  }
  v1::Occurrence occurrence = request.occurrence();
  const std::string id = OccurrenceId(occurrence.period());
  status::Violations violations;
  if (id.empty()) violations.Add("occurrence.period", v1::CODE_LENGTH, {{"code", occurrence.period()}});
  RETURN_IF_ERROR(violations.ToStatus());
  occurrence.set_name(StrCat(task.name(), "/occurrences/", id));
  occurrence.set_organisation(task.organisation());
  ASSIGN_OR_RETURN(const absl::Time when, EntryTime(call, PlanOf(task.name())));
  v1::OccurrenceEntry& entry = *occurrence.add_entries();
  *entry.mutable_known_time() = civil::ToTimestamp(when);
  entry.set_account(call.principal().Account());
  return kOccurrences.Create(call, std::move(occurrence));
}

absl::StatusOr<v1::ListOccurrencesResponse> TaskService::ListOccurrences(
    rpc::Call& call, const v1::ListOccurrencesRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Task task, ReadTask(call, request.parent()));
  const absl::CivilDay until =
      request.has_until() ? civil::FromDate(request.until()) : civil::Today(call.now()) + kDaysAhead;
  ASSIGN_OR_RETURN(auto all, AllOccurrences(call, task, until, /*within_calendar=*/!request.has_until()));
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), all.size()));
  v1::ListOccurrencesResponse answer;
  for (size_t i = slice.begin; i < slice.end; ++i) *answer.add_occurrences() = std::move(all[i]);
  answer.set_next_page_token(slice.next_page_token);
  return answer;
}

}  // namespace congress::scheduling
