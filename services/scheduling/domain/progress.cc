#include "services/scheduling/domain/progress.h"

#include <algorithm>
#include <tuple>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/order.h"
#include "services/scheduling/domain/occurrence.h"

namespace congress::scheduling {
namespace {

using Difference = v1::TaskDifference;

constexpr int kMostOccurrences = 1000;

absl::Time EndOf(absl::CivilDay day) { return absl::FromCivil(day + 1, civil::Zone()) - absl::Nanoseconds(1); }

bool SameDate(const google::type::Date& a, const google::type::Date& b) {
  return a.year() == b.year() && a.month() == b.month() && a.day() == b.day();
}

// Why the second shows the task differently, whose statuses differ.
Difference::Cause CauseOf(const v1::Task* before, TaskStatus was, const v1::Task& after, TaskStatus is,
                          absl::CivilDay first_day) {
  if (after.cancellation().mistaken()) return Difference::ENTERED_BY_MISTAKE;
  if (before == nullptr) {
    const bool counted = StatusOn(&after, first_day) != Difference::NOT_STARTED;
    return counted ? Difference::ADDED_LATER : Difference::ADDED;
  }
  if (is == Difference::CANCELLED) return Difference::CANCELLED_SINCE;
  // Also of one that had been entered as a mistake.
  if (was == Difference::CANCELLED || was == Difference::STATUS_UNSPECIFIED) return Difference::REOPENED;
  if (was == Difference::NOT_STARTED || is == Difference::NOT_STARTED) {
    return SameDate(before->start_date(), after.start_date()) ? Difference::STARTED : Difference::START_CHANGED;
  }
  if (was == Difference::REGULAR || is == Difference::REGULAR) return Difference::RECLASSIFIED;
  if (is == Difference::COMPLETED) {
    const bool by_then = civil::FromDate(after.done_date()) <= first_day;
    if (by_then && before->has_done_date()) return Difference::DONE_DATE_CORRECTED;
    return by_then ? Difference::COMPLETION_ENTERED_LATER : Difference::COMPLETED_SINCE;
  }
  if (was == Difference::COMPLETED)
    return after.has_done_date() ? Difference::DONE_DATE_CORRECTED : Difference::REOPENED;
  return SameDate(before->due_date(), after.due_date()) ? Difference::BECAME_OVERDUE : Difference::DUE_CHANGED;
}

}  // namespace

absl::Time KnowledgeOf(absl::CivilDay as_of, const v1::ProgressReport* report, absl::Time plan_entered,
                       absl::Time now) {
  if (report != nullptr) return civil::FromTimestamp(report->known_time());
  return std::min(now, EndOf(std::max(as_of, civil::Today(plan_entered))));
}

v1::ProgressCounts CountTasks(const std::vector<const v1::Task*>& tasks, absl::CivilDay as_of,
                              std::string_view organisation) {
  int counts[Difference::Status_MAX + 1] = {};
  for (const v1::Task* task : tasks) {
    if (task == nullptr || (!organisation.empty() && task->organisation() != organisation)) continue;
    ++counts[StatusOn(task, as_of)];
  }
  v1::ProgressCounts counted;
  counted.set_regular_count(counts[Difference::REGULAR]);
  counted.set_completed_count(counts[Difference::COMPLETED]);
  counted.set_continuing_count(counts[Difference::CONTINUING] + counts[Difference::OVERDUE]);
  counted.set_overdue_count(counts[Difference::OVERDUE]);
  counted.set_not_started_count(counts[Difference::NOT_STARTED]);
  counted.set_cancelled_count(counts[Difference::CANCELLED]);
  counted.set_total_count(counted.regular_count() + counted.completed_count() + counted.continuing_count());
  return counted;
}

PlanState StateAt(const Ledger& ledger, const ProgressMoment& moment) {
  PlanState state{.tasks = KnownAt(ledger, moment.known_at)};
  state.overdue = OverdueOccurrences(ledger, state.tasks, moment.calendar, moment.as_of, moment.known_at);
  return state;
}

v1::ProgressCounts CountPlan(const PlanState& state, absl::CivilDay as_of, std::string_view organisation) {
  v1::ProgressCounts counts = CountTasks(state.tasks, as_of, organisation);
  const auto counted = std::count_if(state.overdue.begin(), state.overdue.end(), [&](const v1::Occurrence& occurrence) {
    return organisation.empty() || occurrence.organisation() == organisation;
  });
  counts.set_overdue_occurrence_count(static_cast<int>(counted));
  return counts;
}

v1::GetPlanProgressResponse MeasureProgress(const std::vector<const v1::Task*>& tasks, absl::CivilDay as_of,
                                            status::Language language) {
  const v1::ProgressCounts counts = CountTasks(tasks, as_of);
  std::vector<const v1::Task*> overdue;
  std::copy_if(tasks.begin(), tasks.end(), std::back_inserter(overdue),
               [&](const v1::Task* task) { return StatusOn(task, as_of) == Difference::OVERDUE; });
  std::sort(overdue.begin(), overdue.end(), [](const v1::Task* a, const v1::Task* b) {
    return std::make_tuple(civil::FromDate(a->due_date()), a->name()) <
           std::make_tuple(civil::FromDate(b->due_date()), b->name());
  });

  v1::GetPlanProgressResponse progress;
  *progress.mutable_as_of() = civil::ToDate(as_of);
  progress.set_total_count(counts.total_count());
  progress.set_regular_count(counts.regular_count());
  progress.set_completed_count(counts.completed_count());
  progress.set_continuing_count(counts.continuing_count());
  progress.set_not_started_count(counts.not_started_count());
  progress.set_cancelled_count(counts.cancelled_count());
  for (const v1::Task* task : overdue) *progress.add_overdue_tasks() = *task;
  progress.set_summary(
      status::Teller(language)(v1::GetPlanProgressResponse::COUNTS, {{"day", civil::Format(as_of)},
                                                                     {"total", StrCat(counts.total_count())},
                                                                     {"regular", StrCat(counts.regular_count())},
                                                                     {"completed", StrCat(counts.completed_count())},
                                                                     {"continuing", StrCat(counts.continuing_count())},
                                                                     {"overdue", StrCat(overdue.size())}}));
  return progress;
}

v1::GetPlanProgressResponse MeasureProgress(const std::vector<v1::Task>& tasks, absl::CivilDay as_of,
                                            status::Language language) {
  std::vector<const v1::Task*> all;
  all.reserve(tasks.size());
  for (const v1::Task& task : tasks) all.push_back(&task);
  return MeasureProgress(all, as_of, language);
}

v1::GetPlanProgressResponse MeasurePlan(const v1::Plan& plan, const Ledger& ledger, const ProgressMoment& moment,
                                        status::Language language) {
  PlanState state = StateAt(ledger, moment);
  v1::GetPlanProgressResponse progress = MeasureProgress(state.tasks, moment.as_of, language);
  *progress.mutable_known_at() = civil::ToTimestamp(moment.known_at);
  progress.set_later_entry_count(LaterEntries(ledger, moment.as_of, moment.known_at));
  for (v1::PartyProgress& party : CountParties(plan, state, moment.as_of)) *progress.add_parties() = std::move(party);
  progress.set_overdue_occurrence_count(static_cast<int>(state.overdue.size()));
  if (state.overdue.empty()) return progress;
  const std::string late = status::Teller(language)(v1::GetPlanProgressResponse::OCCURRENCES,
                                                    {{"occurrences", StrCat(state.overdue.size())}});
  progress.set_summary(StrCat(progress.summary(), " ", late));
  for (v1::Occurrence& occurrence : state.overdue) {
    if (progress.overdue_occurrences_size() == kMostOccurrences) break;
    *progress.add_overdue_occurrences() = std::move(occurrence);
  }
  return progress;
}

std::vector<v1::PartyProgress> CountParties(const v1::Plan& plan, const PlanState& state, absl::CivilDay as_of) {
  std::vector<v1::PartyProgress> parties;
  if (plan.partners().empty()) return parties;
  const auto add = [&](const std::string& organisation) {
    v1::PartyProgress& party = parties.emplace_back();
    party.set_organisation(organisation);
    *party.mutable_counts() = CountPlan(state, as_of, organisation);
  };
  add(plan.organisation());
  for (const std::string& partner : plan.partners()) add(partner);
  return parties;
}

absl::StatusOr<v1::ComparePlanProgressResponse> CompareProgress(const Ledger& ledger, const ProgressMoment& first,
                                                                const ProgressMoment& second) {
  status::Violations violations;
  if (second.as_of < first.as_of) violations.Add("after.as_of", v1::SECOND_BEFORE_FIRST);
  if (second.known_at < first.known_at) violations.Add("after.known_at", v1::SECOND_BEFORE_FIRST);
  RETURN_IF_ERROR(violations.ToStatus());
  const PlanState then = StateAt(ledger, first);
  const PlanState later = StateAt(ledger, second);
  const std::vector<const v1::Task*>& before = then.tasks;
  const std::vector<const v1::Task*>& after = later.tasks;
  v1::ComparePlanProgressResponse comparison;
  *comparison.mutable_before() = CountPlan(then, first.as_of);
  *comparison.mutable_after() = CountPlan(later, second.as_of);
  std::vector<std::pair<std::string, Difference>> differences;
  for (size_t i = 0; i < ledger.tasks.size(); ++i) {
    const TaskStatus was = StatusOn(before[i], first.as_of);
    const TaskStatus is = StatusOn(after[i], second.as_of);
    if (was == is || after[i] == nullptr) continue;
    auto& [key, difference] = differences.emplace_back();
    key = text::NaturalKey(after[i]->code());
    *difference.mutable_task() = *after[i];
    difference.set_before(was);
    difference.set_after(is);
    difference.set_cause(CauseOf(before[i], was, *after[i], is, first.as_of));
  }
  std::stable_sort(differences.begin(), differences.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [key, difference] : differences) *comparison.add_differences() = std::move(difference);
  return comparison;
}

}  // namespace congress::scheduling
