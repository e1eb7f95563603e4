// All that was ever entered of the tasks of a plan, and what of it was known at a time.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "congress/scheduling/v1/progress.pb.h"
#include "congress/scheduling/v1/task.pb.h"

namespace congress::scheduling {

using TaskStatus = v1::TaskDifference::Status;

struct Ledger {
  // As they are now.
  std::vector<v1::Task> tasks;
  // What they were before, by name; a task that was never changed has none.
  std::map<std::string, v1::TaskHistory> histories;
  // Those of which something was entered.
  std::vector<v1::Occurrence> occurrences;
};

// Each task of the ledger as it was known at that time, in the order of its tasks; null where it was not entered yet.
std::vector<const v1::Task*> KnownAt(const Ledger& ledger, absl::Time known_at);

// What a report of that day makes of the task; STATUS_UNSPECIFIED for none and for one entered by mistake.
TaskStatus StatusOn(const v1::Task* task, absl::CivilDay day);

// The entry about an occurrence that was the last at that time; null: none was.
const v1::OccurrenceEntry* EntryAt(const v1::Occurrence& occurrence, absl::Time known_at);

// Whether it was due before the day and not done by then, as the entry, which may be null, says.
bool WasOverdue(const v1::Occurrence& occurrence, const v1::OccurrenceEntry* entry, bool on_demand, absl::CivilDay day);

// How many entries after `known_at` would have the day counted otherwise.
int LaterEntries(const Ledger& ledger, absl::CivilDay day, absl::Time known_at);

// The task as it becomes by an entry: `before` is kept in `history`, which may be empty.
v1::Task Entered(v1::Task after, const v1::Task* before, v1::Task::Change change, const std::string& account,
                 absl::Time when, v1::TaskHistory* history);

// All versions of the task, the oldest first.
std::vector<v1::TaskVersion> VersionsOf(const v1::Task& task, const v1::TaskHistory& history);

}  // namespace congress::scheduling
