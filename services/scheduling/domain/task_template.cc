#include "services/scheduling/domain/task_template.h"

#include <map>
#include <string>
#include <utility>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/dependencies.h"
#include "services/scheduling/domain/task.h"

namespace congress::scheduling {

absl::Status CheckTemplate(const v1::TaskTemplate& task_template) {
  status::Violations violations;
  // Items by the ids of their codes: `I.1` and `i-1` make one task.
  std::map<std::string, const v1::TemplateTask*> items;
  for (int i = 0; i < task_template.items_size(); ++i) {
    const v1::TemplateTask& item = task_template.items(i);
    const std::string field = StrCat("task_template.items[", i, "]");
    if (const auto fault = FaultOfCode(item.code())) {
      violations.Add(field + ".code", *fault);
    } else if (!items.emplace(*TaskId(item.code()), &item).second) {
      violations.Add(field + ".code", status::PlatformFault::REPEATED, {{"value", item.code()}});
    }
    if (item.has_rhythm() && item.task_class() != v1::Task::REGULAR) {
      violations.Add(field + ".rhythm", v1::ONLY_REGULAR);
    }
  }
  const auto known = [&](const std::string& code) {
    const auto id = TaskId(code);
    return id.ok() && items.contains(*id);
  };
  for (int i = 0; i < task_template.items_size(); ++i) {
    for (const std::string& code : task_template.items(i).after()) {
      if (!known(code))
        violations.Add(StrCat("task_template.items[", i, "].after"), v1::ITEM_UNKNOWN, {{"code", code}});
    }
  }
  RETURN_IF_ERROR(violations.ToStatus());
  for (const auto& [start, item] : items) {
    ASSIGN_OR_RETURN(const auto cycle,
                     CycleFrom(start, [&](const std::string& id) -> absl::StatusOr<std::vector<std::string>> {
                       std::vector<std::string> after;
                       for (const std::string& code : items.at(id)->after()) after.push_back(*TaskId(code));
                       return after;
                     }));
    RETURN_IF_ERROR(RefuseCycle(cycle, [&](const std::string& id) { return items.at(id)->code(); }));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::Task>> TasksOf(const v1::TaskTemplate& task_template, const v1::Plan& plan,
                                              absl::CivilDay anchor, const WorkingDays* calendar,
                                              std::string_view code_prefix) {
  std::vector<v1::Task> tasks;
  status::Violations violations;
  const auto name_of = [&](const std::string& code) {
    return StrCat(plan.name(), "/tasks/", TaskId(StrCat(code_prefix, code)).value_or(""));
  };
  for (const v1::TemplateTask& item : task_template.items()) {
    v1::Task& task = tasks.emplace_back();
    task.set_name(name_of(item.code()));
    task.set_code(StrCat(code_prefix, item.code()));
    task.set_title(item.title());
    task.set_owner(item.owner());
    task.set_task_class(item.task_class());
    task.set_source(task_template.name());
    if (item.task_class() == v1::Task::ONE_OFF) {
      *task.mutable_due_rule()->mutable_anchor() = civil::ToDate(anchor);
      task.mutable_due_rule()->set_days(item.offset());
      task.mutable_due_rule()->set_working_days(item.working_days());
    }
    if (item.has_rhythm()) *task.mutable_rhythm() = item.rhythm();
    for (const std::string& code : item.after()) task.add_after(name_of(code));
    CheckTask(task, plan, calendar, StrCat("tasks[", tasks.size() - 1, "]"), &violations);
  }
  RETURN_IF_ERROR(violations.ToStatus());
  for (v1::Task& task : tasks) {
    ASSIGN_OR_RETURN(task, PlaceTask(std::move(task), plan, calendar));
  }
  return tasks;
}

}  // namespace congress::scheduling
