#include "services/scheduling/alert_service.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/alerts.h"
#include "services/scheduling/post_records.h"
#include "services/scheduling/work_records.h"

namespace congress::scheduling {
namespace {

// Whether the body owns or coordinates the task, or has it in its part of a plan.
bool Concerns(const rpc::Call& call, const v1::Task& task, const std::string& organisation) {
  const auto& coordinators = task.coordinators();
  return call.IsOf(task.owner(), organisation) || call.IsOf(task.organisation(), organisation) ||
         std::any_of(coordinators.begin(), coordinators.end(),
                     [&](const std::string& body) { return call.IsOf(body, organisation); });
}

}  // namespace

absl::StatusOr<v1::ListAlertsResponse> AlertService::ListAlerts(rpc::Call& call,
                                                                const v1::ListAlertsRequest& request) const {
  call.Filtered();
  const absl::CivilDay day = request.has_as_of() ? civil::FromDate(request.as_of()) : civil::Today(call.now());
  std::set<std::string> members;
  if (request.members() && !request.organisation().empty()) {
    ASSIGN_OR_RETURN(const auto posts, MembersOf(call, request.organisation(), day));
    members.insert(posts.begin(), posts.end());
  }
  std::set<std::string> held;
  if (!request.person().empty()) {
    ASSIGN_OR_RETURN(const auto posts, PostsOf(call, request.person(), day));
    held.insert(posts.begin(), posts.end());
  }
  const auto matches = [&](const TaskAlert& one) {
    const v1::Task& task = *one.task;
    if (!request.post().empty() && task.post() != request.post()) return false;
    if (!request.person().empty() && !held.contains(task.post())) return false;
    if (one.alert.level() < request.least()) return false;
    if (request.has_until() &&
        (!one.alert.has_day() || civil::FromDate(one.alert.day()) > civil::FromDate(request.until()))) {
      return false;
    }
    return request.organisation().empty() || members.contains(task.post()) ||
           Concerns(call, task, request.organisation());
  };
  ASSIGN_OR_RETURN(const auto plans, kPlans.LoadAll(call, "plans/"));
  // Alerts point into them.
  std::vector<Ledger> ledgers;
  ledgers.reserve(plans.size());
  std::vector<TaskAlert> all;
  for (const v1::Plan& plan : plans) {
    Ledger& ledger = ledgers.emplace_back();
    const std::string prefix = StrCat(plan.name(), "/tasks/");
    ASSIGN_OR_RETURN(ledger.tasks, kTasks.LoadAll(call, prefix));
    if (!MayReadAsParty(call, plan, call.permission())) {
      std::erase_if(ledger.tasks,
                    [&](const v1::Task& task) { return !call.Holds(call.permission(), task.organisation()); });
    }
    if (ledger.tasks.empty()) continue;
    ASSIGN_OR_RETURN(ledger.occurrences, kOccurrences.LoadAll(call, prefix));
    ASSIGN_OR_RETURN(const auto calendar, CalendarOf(call, plan));
    std::vector<TaskAlert> of_plan =
        AlertsOf(plan, ledger, calendar.has_value() ? &*calendar : nullptr, day, call.language());
    std::copy_if(of_plan.begin(), of_plan.end(), std::back_inserter(all), matches);
  }
  SortAlerts(&all);
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), all.size()));
  v1::ListAlertsResponse answer;
  for (size_t i = slice.begin; i < slice.end; ++i) *answer.add_alerts() = std::move(all[i].alert);
  answer.set_next_page_token(slice.next_page_token);
  return answer;
}

}  // namespace congress::scheduling
