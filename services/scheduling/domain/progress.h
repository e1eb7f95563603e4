// How far a plan is done: "19 = 2 + 6 + 11" as of a day, as it was known at a time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "congress/scheduling/v1/progress_service.pb.h"
#include "congress/scheduling/v1/task_service.pb.h"
#include "platform/status/sentence.h"
#include "services/scheduling/domain/ledger.h"
#include "services/scheduling/domain/working_days.h"

namespace congress::scheduling {

// A day, and what was known of it.
struct ProgressMoment {
  absl::CivilDay as_of;
  absl::Time known_at;
  // By which occurrences were reckoned then; may be null. Days that it does not cover have none.
  const WorkingDays* calendar = nullptr;
};

// A plan as it was known.
struct PlanState {
  // As the ledger's tasks; null where one was not entered yet.
  std::vector<const v1::Task*> tasks;
  // Occurrences of regular tasks that were due before the day and not done.
  std::vector<v1::Occurrence> overdue = {};
};
PlanState StateAt(const Ledger& ledger, const ProgressMoment& moment);

// What a report of the day knows where nothing else is asked: what the recorded `report` of that day did, if there is
// one; otherwise what was entered by the end of the day or of that on which the plan was entered, at most `now`.
absl::Time KnowledgeOf(absl::CivilDay as_of, const v1::ProgressReport* report, absl::Time plan_entered, absl::Time now);

// Counts the tasks as of the end of `as_of`, null ones left out; the three classes add up to the whole. An empty
// `organisation` counts all, another one its own.
v1::ProgressCounts CountTasks(const std::vector<const v1::Task*>& tasks, absl::CivilDay as_of,
                              std::string_view organisation = "");

// The same with the overdue occurrences, which are counted beside the tasks.
v1::ProgressCounts CountPlan(const PlanState& state, absl::CivilDay as_of, std::string_view organisation = "");

// The tasks' counts as an answer with its sentence. A task is overdue when it still continues and its due date lies
// before that day.
v1::GetPlanProgressResponse MeasureProgress(const std::vector<const v1::Task*>& tasks, absl::CivilDay as_of,
                                            status::Language language);
// The same of tasks as they are.
v1::GetPlanProgressResponse MeasureProgress(const std::vector<v1::Task>& tasks, absl::CivilDay as_of,
                                            status::Language language);

// The whole answer about a plan: with overdue occurrences, later entries and the counts of each party.
v1::GetPlanProgressResponse MeasurePlan(const v1::Plan& plan, const Ledger& ledger, const ProgressMoment& moment,
                                        status::Language language);

// The counts of each party of a joint programme; none for a plan without partners.
std::vector<v1::PartyProgress> CountParties(const v1::Plan& plan, const PlanState& state, absl::CivilDay as_of);

// INVALID_ARGUMENT `FIELDS_INVALID` when the second is before the first.
absl::StatusOr<v1::ComparePlanProgressResponse> CompareProgress(const Ledger& ledger, const ProgressMoment& first,
                                                                const ProgressMoment& second);

}  // namespace congress::scheduling
