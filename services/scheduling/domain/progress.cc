#include "services/scheduling/domain/progress.h"

#include <algorithm>
#include <tuple>

#include "platform/civil/civil.h"
#include "platform/status/strings.h"

namespace congress::scheduling {

v1::GetPlanProgressResponse MeasureProgress(const std::vector<v1::Task>& tasks, absl::CivilDay as_of,
                                            status::Language language) {
  int regular = 0;
  int completed = 0;
  int continuing = 0;
  std::vector<const v1::Task*> overdue;
  for (const v1::Task& task : tasks) {
    if (task.task_class() == v1::Task::REGULAR) {
      ++regular;
    } else if (task.has_done_date() && civil::FromDate(task.done_date()) <= as_of) {
      ++completed;
    } else {
      ++continuing;
      if (task.has_due_date() && civil::FromDate(task.due_date()) < as_of) overdue.push_back(&task);
    }
  }
  std::sort(overdue.begin(), overdue.end(), [](const v1::Task* a, const v1::Task* b) {
    return std::make_tuple(civil::FromDate(a->due_date()), a->name()) <
           std::make_tuple(civil::FromDate(b->due_date()), b->name());
  });

  v1::GetPlanProgressResponse progress;
  *progress.mutable_as_of() = civil::ToDate(as_of);
  progress.set_total_count(static_cast<int>(tasks.size()));
  progress.set_regular_count(regular);
  progress.set_completed_count(completed);
  progress.set_continuing_count(continuing);
  for (const v1::Task* task : overdue) *progress.add_overdue_tasks() = *task;
  progress.set_summary(
      status::Teller(language)(v1::GetPlanProgressResponse::COUNTS, {{"day", civil::Format(as_of)},
                                                                     {"total", StrCat(tasks.size())},
                                                                     {"regular", StrCat(regular)},
                                                                     {"completed", StrCat(completed)},
                                                                     {"continuing", StrCat(continuing)},
                                                                     {"overdue", StrCat(overdue.size())}}));
  return progress;
}

}  // namespace congress::scheduling
