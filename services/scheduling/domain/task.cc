#include "services/scheduling/domain/task.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "absl/strings/ascii.h"
#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/order.h"

namespace congress::scheduling {
namespace {

constexpr size_t kMostIdLength = 63;

bool IsAlnum(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); }

absl::Status Regular(const v1::Task& task) {
  return status::FailedPrecondition(v1::TASK_REGULAR, {{"name", task.name()}, {"code", task.code()}});
}

absl::Status Completed(const v1::Task& task) {
  const std::string date = civil::Format(civil::FromDate(task.done_date()));
  return status::FailedPrecondition(v1::TASK_COMPLETED,
                                    {{"name", task.name()}, {"code", task.code()}, {"done_date", date}});
}

absl::Status Cancelled(const v1::Task& task) {
  const std::string date = civil::Format(civil::FromDate(task.cancellation().from_date()));
  return status::FailedPrecondition(v1::TASK_CANCELLED,
                                    {{"name", task.name()}, {"code", task.code()}, {"from_date", date}});
}

// Makes the id of a code; FIELD_FAULT_UNSPECIFIED when the code is fit.
v1::FieldFault MakeId(std::string_view code, std::string* id) {
  for (const char c : code) {
    if (!IsAlnum(c) && std::string_view("._/-").find(c) == std::string_view::npos) return v1::CODE_SIGNS;
    if (IsAlnum(c)) {
      id->push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
    } else if (!id->empty() && id->back() != '-') {
      id->push_back('-');
    }
  }
  while (!id->empty() && id->back() == '-') id->pop_back();
  if (!id->empty() && absl::ascii_isdigit(static_cast<unsigned char>(id->front()))) *id = "task-" + *id;
  return id->empty() || id->size() > kMostIdLength ? v1::CODE_LENGTH : v1::FIELD_FAULT_UNSPECIFIED;
}

// The calendar is needed where working days count.
absl::StatusOr<absl::CivilDay> DueBy(const v1::DueRule& rule, const WorkingDays* calendar) {
  const absl::CivilDay anchor = civil::FromDate(rule.anchor());
  if (rule.working_days()) return calendar->Add(anchor, rule.days());
  return anchor + rule.days();
}

}  // namespace

absl::StatusOr<std::string> TaskId(std::string_view code) {
  std::string id;
  const v1::FieldFault fault = MakeId(code, &id);
  if (fault == v1::FIELD_FAULT_UNSPECIFIED) return id;
  status::Violations violations;
  violations.Add("task.code", fault, {{"code", std::string(code)}});
  return violations.ToStatus();
}

std::optional<status::Sentence> FaultOfCode(std::string_view code) {
  std::string id;
  const v1::FieldFault fault = MakeId(code, &id);
  if (fault == v1::FIELD_FAULT_UNSPECIFIED) return std::nullopt;
  return status::Say(fault, {{"code", std::string(code)}});
}

std::vector<std::string> PartiesOf(const v1::Plan& plan) {
  std::vector<std::string> parties = {plan.organisation()};
  parties.insert(parties.end(), plan.partners().begin(), plan.partners().end());
  return parties;
}

void CheckTask(const v1::Task& task, const v1::Plan& plan, const WorkingDays* calendar, std::string_view path,
               status::Violations* violations) {
  const auto field = [&](std::string_view name) { return StrCat(path, ".", name); };
  if (const auto fault = FaultOfCode(task.code())) violations->Add(field("code"), *fault);
  if (task.title().empty()) violations->Add(field("title"), status::PlatformFault::REQUIRED);
  if (task.owner().empty()) violations->Add(field("owner"), status::PlatformFault::REQUIRED);
  if (task.task_class() == v1::Task::CLASS_UNSPECIFIED) {
    violations->Add(field("task_class"), status::PlatformFault::REQUIRED);
  }
  if (task.has_rhythm() && task.task_class() != v1::Task::REGULAR) violations->Add(field("rhythm"), v1::ONLY_REGULAR);
  const std::vector<std::string> parties = PartiesOf(plan);
  const std::string& party = task.organisation();
  if (!party.empty() && std::find(parties.begin(), parties.end(), party) == parties.end()) {
    violations->Add(field("organisation"), v1::NOT_A_PARTY, {{"organisation", party}});
  }
  if (calendar != nullptr) return;
  if (task.rhythm().working_days()) violations->Add(field("rhythm"), v1::CALENDAR_NEEDED);
  if (task.due_rule().working_days()) violations->Add(field("due_rule"), v1::CALENDAR_NEEDED);
}

absl::StatusOr<v1::Task> PlaceTask(v1::Task task, const v1::Plan& plan, const WorkingDays* calendar) {
  if (task.organisation().empty()) task.set_organisation(plan.organisation());
  if (task.task_class() == v1::Task::REGULAR && task.has_done_date()) return Regular(task);
  if (!task.has_due_rule()) return task;
  ASSIGN_OR_RETURN(const absl::CivilDay due, DueBy(task.due_rule(), calendar));
  *task.mutable_due_date() = civil::ToDate(due);
  return task;
}

bool CountsWorkingDays(const v1::Task& task) { return task.rhythm().working_days() || task.due_rule().working_days(); }

v1::Task Reckon(v1::Task task, const WorkingDays* calendar) {
  if (!task.has_due_rule() || (task.due_rule().working_days() && calendar == nullptr)) return task;
  const auto due = DueBy(task.due_rule(), calendar);
  if (due.ok()) *task.mutable_due_date() = civil::ToDate(*due);
  return task;
}

absl::Status RequireOpen(const v1::Task& task) {
  if (task.has_cancellation()) return Cancelled(task);
  return task.has_done_date() ? Completed(task) : absl::OkStatus();
}

bool IsSettled(const v1::Task& task) {
  return task.task_class() == v1::Task::REGULAR || task.has_done_date() || task.has_cancellation();
}

void SortByCode(std::vector<v1::Task>* tasks) {
  std::map<std::string, std::string> keys;
  for (const v1::Task& task : *tasks) keys.emplace(task.code(), text::NaturalKey(task.code()));
  std::sort(tasks->begin(), tasks->end(), [&](const v1::Task& a, const v1::Task& b) {
    return std::tie(keys.at(a.code()), a.name()) < std::tie(keys.at(b.code()), b.name());
  });
}

absl::StatusOr<v1::Task> CompleteTask(v1::Task task, absl::CivilDay done, std::string_view document,
                                      absl::CivilDay today) {
  if (task.task_class() == v1::Task::REGULAR) return Regular(task);
  RETURN_IF_ERROR(RequireOpen(task));
  if (done > today) {
    return status::FailedPrecondition(
        v1::DONE_IN_FUTURE,
        {{"name", task.name()}, {"done_date", civil::Format(done)}, {"today", civil::Format(today)}});
  }
  *task.mutable_done_date() = civil::ToDate(done);
  if (!document.empty()) task.set_document(std::string(document));
  return task;
}

absl::StatusOr<v1::Task> CancelTask(v1::Task task, std::string_view reason, absl::CivilDay from, bool mistaken) {
  if (task.has_cancellation()) return Cancelled(task);
  // What was done stays done, unless there never was such a task.
  if (task.has_done_date() && !mistaken) return Completed(task);
  v1::Cancellation& cancellation = *task.mutable_cancellation();
  cancellation.set_reason(std::string(reason));
  *cancellation.mutable_from_date() = civil::ToDate(from);
  cancellation.set_mistaken(mistaken);
  return task;
}

absl::StatusOr<v1::Task> ReopenTask(v1::Task task) {
  if (task.has_cancellation()) {
    task.clear_cancellation();
  } else if (task.has_done_date()) {
    task.clear_done_date();
  } else {
    return status::FailedPrecondition(v1::TASK_OPEN, {{"name", task.name()}, {"code", task.code()}});
  }
  return task;
}

absl::StatusOr<v1::Task> ClaimTask(v1::Task task, const std::string& post) {
  RETURN_IF_ERROR(RequireOpen(task));
  if (!task.post().empty() && task.post() != post) {
    return status::FailedPrecondition(v1::TASK_CLAIMED,
                                      {{"name", task.name()}, {"code", task.code()}, {"post", task.post()}});
  }
  task.set_post(post);
  return task;
}

}  // namespace congress::scheduling
