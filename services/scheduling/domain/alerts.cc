#include "services/scheduling/domain/alerts.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/occurrence.h"

namespace congress::scheduling {
namespace {

using Alert = alerts::v1::Alert;

constexpr int kSoonDays = 7;

}  // namespace

Alert::Level LevelOf(absl::CivilDay due, absl::CivilDay day) {
  if (due < day) return Alert::OVERDUE;
  return due <= day + kSoonDays ? Alert::DUE_SOON : Alert::OPEN;
}

std::vector<TaskAlert> AlertsOf(const v1::Plan& plan, const Ledger& ledger, const WorkingDays* calendar,
                                absl::CivilDay day, status::Language language) {
  std::map<std::string, std::vector<const v1::Occurrence*>> entered;
  for (const v1::Occurrence& occurrence : ledger.occurrences) {
    entered[occurrence.name().substr(0, occurrence.name().find("/occurrences/"))].push_back(&occurrence);
  }
  const status::Teller tell(language);
  std::vector<TaskAlert> all;
  const auto add = [&](Alert::Kind kind, const v1::Task& task, const std::string& resource,
                       const google::type::Date* due, const std::string& period) {
    TaskAlert& one = all.emplace_back();
    one.task = &task;
    one.alert.set_kind(kind);
    one.alert.set_resource(resource);
    one.alert.set_organisation(task.organisation());
    one.alert.set_post(task.post());
    one.alert.set_level(due == nullptr ? Alert::OPEN : LevelOf(civil::FromDate(*due), day));
    if (due != nullptr) *one.alert.mutable_day() = *due;
    one.alert.set_description(tell(kind, {{"code", task.code()},
                                          {"title", task.title()},
                                          {"owner", task.owner()},
                                          {"plan", plan.number()},
                                          {"period", period}}));
  };
  for (const v1::Task& task : ledger.tasks) {
    const TaskStatus status = StatusOn(&task, day);
    if (status == v1::TaskDifference::CONTINUING || status == v1::TaskDifference::OVERDUE) {
      add(Alert::TASK, task, task.name(), task.has_due_date() ? &task.due_date() : nullptr, "");
    } else if (status != v1::TaskDifference::REGULAR) {
      continue;
    } else if (task.has_rhythm()) {
      const auto dues = OccurrencesOf(task, entered[task.name()], calendar, day + kSoonDays, /*within_calendar=*/true);
      for (const v1::Occurrence& occurrence : dues.value_or(std::vector<v1::Occurrence>())) {
        if (occurrence.has_done_date() && civil::FromDate(occurrence.done_date()) <= day) continue;
        add(Alert::OCCURRENCE, task, occurrence.name(), occurrence.has_due_date() ? &occurrence.due_date() : nullptr,
            occurrence.period());
      }
    }
    if (task.has_follow_up_date() && civil::FromDate(task.follow_up_date()) <= day + kSoonDays) {
      add(Alert::TASK_FOLLOW_UP, task, task.name(), &task.follow_up_date(), "");
    }
  }
  return all;
}

void SortAlerts(std::vector<TaskAlert>* alerts) {
  const auto key = [](const TaskAlert& one) {
    return std::make_tuple(-one.alert.level(),
                           one.alert.has_day() ? civil::FromDate(one.alert.day()) : absl::CivilDay::max(),
                           one.alert.resource(), one.alert.kind());
  };
  std::sort(alerts->begin(), alerts->end(), [&](const TaskAlert& a, const TaskAlert& b) { return key(a) < key(b); });
}

}  // namespace congress::scheduling
