#include "services/scheduling/task_checks.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/dependencies.h"
#include "services/scheduling/domain/task.h"
#include "services/scheduling/post_records.h"
#include "services/scheduling/work_records.h"

namespace congress::scheduling {

absl::Status CheckNamed(rpc::Call& call, const v1::Task& task, const v1::Task& before) {
  status::Refusals refusals;
  if (!task.post().empty() && task.post() != before.post()) {
    RETURN_IF_ERROR(refusals.Note("task.post", kPosts.Read(call, task.post()).status()));
  }
  bool new_edge = false;
  for (int i = 0; i < task.after_size(); ++i) {
    const std::string& name = task.after(i);
    if (std::find(before.after().begin(), before.after().end(), name) != before.after().end()) continue;
    new_edge = true;
    if (name == task.name()) continue;
    RETURN_IF_ERROR(refusals.Note(StrCat("task.after[", i, "]"), ReadTask(call, name).status()));
  }
  RETURN_IF_ERROR(refusals.ToStatus());
  if (!new_edge) return absl::OkStatus();
  std::map<std::string, std::string> codes;
  ASSIGN_OR_RETURN(const std::vector<std::string> cycle,
                   CycleFrom(task.name(), [&](const std::string& name) -> absl::StatusOr<std::vector<std::string>> {
                     if (name == task.name()) {
                       codes[name] = task.code();
                       return std::vector<std::string>(task.after().begin(), task.after().end());
                     }
                     ASSIGN_OR_RETURN(const v1::Task other, kTasks.Load(call, name));
                     codes[name] = other.code();
                     return std::vector<std::string>(other.after().begin(), other.after().end());
                   }));
  return RefuseCycle(cycle, [&](const std::string& name) { return codes[name]; });
}

absl::StatusOr<v1::Task> CheckedTask(rpc::Call& call, const v1::Plan& plan, v1::Task task, const v1::Task& before) {
  ASSIGN_OR_RETURN(const auto calendar, CalendarOf(call, plan));
  const WorkingDays* days = calendar.has_value() ? &*calendar : nullptr;
  status::Violations violations;
  CheckTask(task, plan, days, "task", &violations);
  status::Refusals refusals;
  RETURN_IF_ERROR(refusals.Note("", violations.ToStatus()));
  RETURN_IF_ERROR(refusals.Note("", CheckNamed(call, task, before)));
  RETURN_IF_ERROR(refusals.ToStatus());
  return PlaceTask(std::move(task), plan, days);
}

}  // namespace congress::scheduling
