#include "services/scheduling/domain/alerts.h"

#include <algorithm>
#include <map>

#include "platform/alerts/alerts.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/occurrence.h"

namespace congress::scheduling {
namespace {

using Alert = alerts::v1::Alert;

std::optional<absl::CivilDay> DayIf(bool is_set, const google::type::Date& date) {
  return is_set ? std::optional(civil::FromDate(date)) : std::nullopt;
}

Alert::Kind AlertKindOf(v1::FollowUp::Kind kind) {
  switch (kind) {
    case v1::FollowUp::INSPECTION:
      return Alert::INSPECTION_FINDING;
    case v1::FollowUp::AUDIT:
      return Alert::AUDIT_FINDING;
    default:
      return Alert::DIFFICULTY;
  }
}

}  // namespace

std::vector<Waiting> AlertsOf(const v1::Plan& plan, const Ledger& ledger, const WorkingDays* calendar,
                              absl::CivilDay day, status::Language language) {
  auto entered = ByTask(ledger.occurrences);
  const status::Teller tell(language);
  std::vector<Waiting> all;
  const auto add = [&](Alert::Kind kind, const v1::Task& task, const std::string& resource,
                       std::optional<absl::CivilDay> due, const std::string& period) {
    Waiting& one = all.emplace_back();
    one.alert = alerts::AlertOn(kind, resource, task.organisation(), due, day);
    one.alert.set_post(task.post());
    one.alert.set_description(tell(kind, {{"code", task.code()},
                                          {"title", task.title()},
                                          {"owner", task.owner()},
                                          {"plan", plan.number()},
                                          {"period", period}}));
    one.bodies.push_back(task.owner());
    one.bodies.insert(one.bodies.end(), task.coordinators().begin(), task.coordinators().end());
  };
  for (const v1::Task& task : ledger.tasks) {
    const TaskStatus status = StatusOn(&task, day);
    if (status == v1::TaskDifference::CONTINUING || status == v1::TaskDifference::OVERDUE) {
      add(Alert::TASK, task, task.name(), DayIf(task.has_due_date(), task.due_date()), "");
    } else if (status != v1::TaskDifference::REGULAR) {
      continue;
    } else if (task.has_rhythm()) {
      const auto dues =
          OccurrencesOf(task, entered[task.name()], calendar, day + alerts::kSoonDays, /*within_calendar=*/true);
      for (const v1::Occurrence& occurrence : dues.value_or(std::vector<v1::Occurrence>())) {
        if (occurrence.has_done_date() && civil::FromDate(occurrence.done_date()) <= day) continue;
        add(Alert::OCCURRENCE, task, occurrence.name(), DayIf(occurrence.has_due_date(), occurrence.due_date()),
            occurrence.period());
      }
    }
    if (task.has_follow_up_date() && civil::FromDate(task.follow_up_date()) <= day + alerts::kSoonDays) {
      add(Alert::TASK_FOLLOW_UP, task, task.name(), civil::FromDate(task.follow_up_date()), "");
    }
  }
  return all;
}

std::optional<Waiting> AlertOf(const v1::FollowUp& follow_up, const std::string& unit, absl::CivilDay day,
                               status::Language language) {
  if (follow_up.state() != v1::FollowUp::OPEN) return std::nullopt;
  Waiting waiting;
  waiting.alert = alerts::AlertOn(AlertKindOf(follow_up.kind()), follow_up.name(), follow_up.organisation(),
                                  DayIf(follow_up.has_due_date(), follow_up.due_date()), day);
  waiting.alert.set_description(
      status::Teller(language)(waiting.alert.kind(), {{"unit", unit}, {"title", follow_up.title()}}));
  if (follow_up.supporter().find("/posts/") != std::string::npos) {
    waiting.alert.set_post(follow_up.supporter());
  } else {
    waiting.bodies.push_back(follow_up.supporter());
  }
  return waiting;
}

std::optional<Waiting> AlertOf(const v1::UnitApproval& seen, const std::string& unit, absl::CivilDay day,
                               status::Language language) {
  if (seen.state() != v1::UnitApproval::STALE) return std::nullopt;
  std::optional<absl::CivilDay> changed;
  for (const v1::ApprovalSubject* subject : {&seen.documents(), &seen.personnel()}) {
    if (!subject->changed_since()) continue;
    const absl::CivilDay on = civil::Today(civil::FromTimestamp(subject->change_time()));
    changed = changed.has_value() ? std::min(*changed, on) : on;
  }
  Waiting waiting;
  waiting.alert = alerts::AlertOn(Alert::APPROVAL_STALE, seen.name(), seen.organisation(), changed, day);
  waiting.alert.set_description(status::Teller(language)(Alert::APPROVAL_STALE, {{"organisation", unit}}));
  return waiting;
}

std::vector<Waiting> ConditionsOf(const v1::UnitApproval& seen, const std::string& unit, absl::CivilDay day,
                                  status::Language language) {
  std::vector<Waiting> all;
  for (const v1::ApprovalCondition& condition : seen.personnel().conditions()) {
    if (condition.has_met_date()) continue;
    Waiting& one = all.emplace_back();
    one.alert = alerts::AlertOn(Alert::APPROVAL_CONDITION, seen.name(), seen.organisation(),
                                DayIf(condition.has_due_date(), condition.due_date()), day);
    one.alert.set_description(status::Teller(language)(Alert::APPROVAL_CONDITION, {{"organisation", unit}}));
    if (!condition.owner().empty()) one.bodies.push_back(condition.owner());
  }
  return all;
}

std::optional<Waiting> AlertOf(const v1::FigureFinding& finding, absl::CivilDay day, status::Language language) {
  if (finding.state() != v1::FigureFinding::OPEN) return std::nullopt;
  Waiting waiting;
  waiting.alert = alerts::AlertOn(Alert::FIGURE_FINDING, finding.name(), finding.organisation(), std::nullopt, day);
  waiting.alert.set_description(status::Teller(language)(waiting.alert.kind(), {{"finding", finding.description()}}));
  return waiting;
}

}  // namespace congress::scheduling
