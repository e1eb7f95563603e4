// Tasks from a table.
#include <algorithm>
#include <map>
#include <set>

#include "platform/civil/civil.h"
#include "platform/rpc/organisations.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/tables/tables.h"
#include "services/scheduling/domain/dependencies.h"
#include "services/scheduling/domain/task.h"
#include "services/scheduling/domain/task_import.h"
#include "services/scheduling/post_records.h"
#include "services/scheduling/task_service.h"
#include "services/scheduling/work_records.h"

namespace congress::scheduling {
namespace {

// One page of the rows of a preview.
absl::Status AddRows(const TaskImport& import, const rpc::PageRequest& page, status::Language language,
                     v1::ImportTasksResponse* response) {
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(page, import.rows.size()));
  for (size_t i = slice.begin; i < slice.end; ++i) {
    v1::ImportRow& row = *response->add_rows() = import.rows[i];
    row.set_reason(import.reasons[i].In(language));
  }
  response->set_next_page_token(slice.next_page_token);
  return absl::OkStatus();
}

void SetCounts(const TaskImport& import, v1::ImportTasksResponse* response) {
  response->set_new_count(import.new_count);
  response->set_changed_count(import.changed_count);
  response->set_unchanged_count(import.unchanged_count);
  response->set_error_count(import.error_count);
  *response->mutable_ignored_columns() = {import.ignored_columns.begin(), import.ignored_columns.end()};
}

// The tasks with what the file makes of them, as far as the plan goes, wait for none of themselves.
absl::Status CheckOrder(rpc::Call& call, const std::string& plan, const TaskImport& import) {
  const bool orders =
      std::any_of(import.tasks.begin(), import.tasks.end(), [](const v1::Task& task) { return !task.after().empty(); });
  if (!orders) return absl::OkStatus();
  ASSIGN_OR_RETURN(auto all, kTasks.LoadAll(call, StrCat(plan, "/tasks/")));
  std::map<std::string, v1::Task> by_name;
  for (v1::Task& task : all) by_name[task.name()] = std::move(task);
  for (const v1::Task& task : import.tasks) by_name[task.name()] = task;
  for (const v1::Task& task : import.tasks) {
    ASSIGN_OR_RETURN(const auto cycle,
                     CycleFrom(task.name(), [&](const std::string& name) -> absl::StatusOr<std::vector<std::string>> {
                       if (!by_name.contains(name)) {
                         ASSIGN_OR_RETURN(by_name[name], kTasks.Load(call, name));
                       }
                       const auto& after = by_name[name].after();
                       return std::vector<std::string>(after.begin(), after.end());
                     }));
    RETURN_IF_ERROR(RefuseCycle(cycle, [&](const std::string& name) { return by_name[name].code(); }));
  }
  return absl::OkStatus();
}

// What rows may name: tasks of the plan, posts and organisations, those that are there.
absl::StatusOr<std::set<std::string>> KnownNames(rpc::Call& call, const csv::Table& table, const v1::Plan& plan) {
  std::set<std::string> known;
  const NamesInTable named = NamedIn(table, plan);
  for (const std::string& name : named.tasks) {
    const auto task = ReadTask(call, name);
    if (task.ok()) known.insert(name);
    if (!task.ok() && !absl::IsNotFound(task.status())) return task.status();
  }
  for (const std::string& name : named.posts) {
    const auto post = kPosts.Load(call, name);
    if (post.ok() && call.Holds(kPosts.read_permission(), post->organisation())) known.insert(name);
    if (!post.ok() && !absl::IsNotFound(post.status())) return post.status();
  }
  for (const std::string& name : named.organisations) {
    const absl::Status there = call.RequireKnown(name);
    if (there.ok()) known.insert(name);
    if (!there.ok() && !absl::IsNotFound(there)) return there;
  }
  return known;
}

}  // namespace

absl::StatusOr<v1::ImportTasksResponse> TaskService::ImportTasks(rpc::Call& call,
                                                                 const v1::ImportTasksRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Plan plan, ReadPlan(call, request.parent(), kPlans.read_permission()));
  if (!MayReadAsParty(call, plan, call.permission())) RETURN_IF_ERROR(call.Require(plan.organisation()));
  ASSIGN_OR_RETURN(const csv::Table table, tables::Read(request.csv(), {.sheet = request.sheet()}));
  std::vector<v1::Task> stored;
  for (const std::string& name : TasksIn(table, plan)) {
    auto task = kTasks.Load(call, name);
    if (absl::IsNotFound(task.status())) continue;
    if (!task.ok()) return task.status();
    stored.push_back(*std::move(task));
  }
  ASSIGN_OR_RETURN(const std::set<std::string> known, KnownNames(call, table, plan));
  ASSIGN_OR_RETURN(TaskImport import, ReadTasks(table, plan, stored, civil::Today(call.now()), known));
  v1::ImportTasksResponse response;
  std::set<std::string> organisations;
  for (const v1::Task& task : import.tasks) organisations.insert(task.organisation());
  if (organisations.empty()) {
    // Nothing to do is shown to whoever may import a part of the plan.
    const std::vector<std::string> parties = PartiesOf(plan);
    organisations.insert(*std::find_if(parties.begin(), parties.end(),
                                       [&](const std::string& party) { return call.Holds(call.permission(), party); }));
  }
  for (const std::string& organisation : organisations) RETURN_IF_ERROR(call.Require(organisation));
  if (!request.validate_only()) {
    RETURN_IF_ERROR(RejectErrors(import));
    RETURN_IF_ERROR(CheckOrder(call, plan.name(), import));
  }
  std::map<std::string, const v1::Task*> before;
  for (const v1::Task& task : stored) before[task.name()] = &task;
  for (const v1::Task& task : import.tasks) {
    const auto known_task = before.find(task.name());
    if (known_task == before.end()) {
      RETURN_IF_ERROR(EnterNew(call, task).status());
      continue;
    }
    const bool completes = task.has_done_date() && !known_task->second->has_done_date();
    RETURN_IF_ERROR(
        Enter(call, *known_task->second, task, completes ? v1::Task::COMPLETED : v1::Task::CHANGED).status());
  }
  ASSIGN_OR_RETURN(const auto refused, rpc::RefusedRecords(call));
  RefuseTasks(refused, plan, &import);
  SetCounts(import, &response);
  if (import.error_count == 0 && !request.validate_only()) return response;
  // The rows are told; the Gate shall not tell again of what nobody will write.
  call.changes().Discard();
  if (!request.validate_only()) return RejectErrors(import);
  RETURN_IF_ERROR(AddRows(import, rpc::PageOf(request), call.language(), &response));
  return response;
}

}  // namespace congress::scheduling
