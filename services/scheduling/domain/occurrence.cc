#include "services/scheduling/domain/occurrence.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/rhythm.h"

namespace congress::scheduling {
namespace {

absl::CivilDay BeginOf(const v1::Task& task) {
  if (task.rhythm().has_first_day()) return civil::FromDate(task.rhythm().first_day());
  if (task.has_start_date()) return civil::FromDate(task.start_date());
  return civil::Today(civil::FromTimestamp(task.create_time()));
}

bool IsEarlier(const v1::Occurrence& a, const v1::Occurrence& b) {
  return std::make_tuple(civil::FromDate(a.due_date()), a.name()) <
         std::make_tuple(civil::FromDate(b.due_date()), b.name());
}

}  // namespace

absl::StatusOr<std::vector<v1::Occurrence>> OccurrencesOf(const v1::Task& task,
                                                          const std::vector<const v1::Occurrence*>& entered,
                                                          const WorkingDays* calendar, absl::CivilDay until,
                                                          bool within_calendar) {
  absl::CivilDay first = BeginOf(task);
  if (within_calendar && task.rhythm().working_days() && calendar != nullptr) {
    // Whole periods only: of others the working days are not known.
    const Period begin = PeriodOf(task.rhythm().every(), calendar->first_day());
    const Period end = PeriodOf(task.rhythm().every(), calendar->last_day());
    first = std::max(first, begin.first < calendar->first_day() ? begin.last + 1 : begin.first);
    until = std::min(until, end.last > calendar->last_day() ? end.first - 1 : end.last);
  }
  ASSIGN_OR_RETURN(const std::vector<Due> dues, DueBetween(task.rhythm(), calendar, first, until));
  std::map<std::string, v1::Occurrence> all;
  for (const Due& due : dues) {
    v1::Occurrence occurrence;
    occurrence.set_name(StrCat(task.name(), "/occurrences/", OccurrenceId(due.period)));
    occurrence.set_organisation(task.organisation());
    occurrence.set_period(due.period);
    *occurrence.mutable_due_date() = civil::ToDate(due.day);
    all[occurrence.name()] = std::move(occurrence);
  }
  // What was entered keeps the day that it had then.
  for (const v1::Occurrence* occurrence : entered) {
    if (!occurrence->has_due_date() || civil::FromDate(occurrence->due_date()) <= until) {
      all[occurrence->name()] = *occurrence;
    }
  }
  std::vector<v1::Occurrence> sorted;
  for (auto& [name, occurrence] : all) sorted.push_back(std::move(occurrence));
  std::sort(sorted.begin(), sorted.end(), IsEarlier);
  return sorted;
}

std::map<std::string, std::vector<const v1::Occurrence*>> ByTask(const std::vector<v1::Occurrence>& occurrences) {
  std::map<std::string, std::vector<const v1::Occurrence*>> entered;
  for (const v1::Occurrence& occurrence : occurrences) {
    entered[occurrence.name().substr(0, occurrence.name().find("/occurrences/"))].push_back(&occurrence);
  }
  return entered;
}

std::vector<v1::Occurrence> OverdueOccurrences(const Ledger& ledger, const std::vector<const v1::Task*>& known,
                                               const WorkingDays* calendar, absl::CivilDay day, absl::Time known_at) {
  auto entered = ByTask(ledger.occurrences);
  std::vector<v1::Occurrence> overdue;
  for (const v1::Task* task : known) {
    if (task == nullptr || !task->has_rhythm() || StatusOn(task, day) != v1::TaskDifference::REGULAR) continue;
    const bool on_demand = task->rhythm().every() == v1::Rhythm::ON_DEMAND;
    const auto occurrences = OccurrencesOf(*task, entered[task->name()], calendar, day - 1, /*within_calendar=*/true);
    if (!occurrences.ok()) continue;
    for (const v1::Occurrence& occurrence : *occurrences) {
      const v1::OccurrenceEntry* entry = EntryAt(occurrence, known_at);
      if (!WasOverdue(occurrence, entry, on_demand, day)) continue;
      // As it was known: neither done nor shown by a document.
      v1::Occurrence open = occurrence;
      open.clear_done_date();
      open.clear_document();
      open.clear_entries();
      overdue.push_back(std::move(open));
    }
  }
  std::stable_sort(overdue.begin(), overdue.end(), IsEarlier);
  return overdue;
}

absl::StatusOr<v1::Occurrence> EnterOccurrence(const v1::Task& task, v1::Occurrence occurrence,
                                               std::optional<absl::CivilDay> done, std::string_view document,
                                               std::string_view reason, const std::string& account, absl::Time now) {
  if (done.has_value() && occurrence.has_done_date()) {
    return status::FailedPrecondition(v1::TASK_COMPLETED,
                                      {{"name", occurrence.name()},
                                       {"code", task.code()},
                                       {"done_date", civil::Format(civil::FromDate(occurrence.done_date()))}});
  }
  if (!done.has_value() && !occurrence.has_done_date()) {
    return status::FailedPrecondition(v1::TASK_OPEN, {{"name", occurrence.name()}, {"code", task.code()}});
  }
  if (done.has_value() && *done > civil::Today(now)) {
    return status::FailedPrecondition(v1::DONE_IN_FUTURE, {{"name", occurrence.name()},
                                                           {"done_date", civil::Format(*done)},
                                                           {"today", civil::Format(civil::Today(now))}});
  }
  v1::OccurrenceEntry& entry = *occurrence.add_entries();
  *entry.mutable_known_time() = civil::ToTimestamp(now);
  entry.set_account(account);
  entry.set_document(std::string(document));
  entry.set_reason(std::string(reason));
  occurrence.clear_done_date();
  occurrence.set_document(std::string(document));
  if (done.has_value()) {
    *entry.mutable_done_date() = civil::ToDate(*done);
    *occurrence.mutable_done_date() = entry.done_date();
  }
  return occurrence;
}

}  // namespace congress::scheduling
