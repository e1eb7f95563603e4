#include "services/scheduling/domain/task.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "absl/strings/ascii.h"
#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/order.h"

namespace congress::scheduling {
namespace {

constexpr size_t kMostIdLength = 63;

bool IsAlnum(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); }

absl::Status Regular(const v1::Task& task) {
  return status::FailedPrecondition(v1::TASK_REGULAR,
                                    StrCat("Task ", task.code(), " is regular; it has no end to complete."),
                                    {{"name", task.name()}});
}

}  // namespace

absl::StatusOr<std::string> TaskId(std::string_view code) {
  std::string id;
  for (const char c : code) {
    if (!IsAlnum(c) && std::string_view("._/-").find(c) == std::string_view::npos) {
      return absl::InvalidArgumentError(
          StrCat("the code '", code, "' holds other signs than letters without diacritics, digits and ._/-"));
    }
    if (IsAlnum(c)) {
      id.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
    } else if (!id.empty() && id.back() != '-') {
      id.push_back('-');
    }
  }
  while (!id.empty() && id.back() == '-') id.pop_back();
  if (!id.empty() && absl::ascii_isdigit(static_cast<unsigned char>(id[0]))) id = "task-" + id;
  if (id.empty() || id.size() > kMostIdLength) {
    return absl::InvalidArgumentError(StrCat("the code '", code, "' leaves no id of 1 to 63 characters"));
  }
  return id;
}

absl::Status CheckTask(const v1::Task& task) {
  status::Violations violations;
  if (const auto id = TaskId(task.code()); !id.ok()) violations.Add("task.code", std::string(id.status().message()));
  if (task.title().empty()) violations.Add("task.title", "is required");
  if (task.owner().empty()) violations.Add("task.owner", "is required");
  if (task.task_class() == v1::Task::CLASS_UNSPECIFIED) violations.Add("task.task_class", "is required");
  if (!violations.empty()) return violations.ToStatus();
  if (task.task_class() == v1::Task::REGULAR && task.has_done_date()) return Regular(task);
  return absl::OkStatus();
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
  if (task.has_done_date()) {
    const std::string date = civil::Format(civil::FromDate(task.done_date()));
    return status::FailedPrecondition(v1::TASK_COMPLETED, StrCat("Task ", task.code(), " was completed on ", date, "."),
                                      {{"name", task.name()}, {"done_date", date}});
  }
  if (done > today) {
    return status::FailedPrecondition(
        v1::DONE_IN_FUTURE,
        StrCat("Today is ", civil::Format(today), "; a task cannot be completed on ", civil::Format(done), "."),
        {{"name", task.name()}, {"done_date", civil::Format(done)}, {"today", civil::Format(today)}});
  }
  *task.mutable_done_date() = civil::ToDate(done);
  if (!document.empty()) task.set_document(std::string(document));
  return task;
}

}  // namespace congress::scheduling
