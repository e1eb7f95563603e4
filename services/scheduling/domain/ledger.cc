#include "services/scheduling/domain/ledger.h"

#include "platform/civil/civil.h"

namespace congress::scheduling {
namespace {

using Difference = v1::TaskDifference;

v1::TaskVersion VersionOf(const v1::Task& task) {
  v1::TaskVersion version;
  *version.mutable_task() = task;
  *version.mutable_known_time() = task.update_time();
  version.set_account(task.account());
  version.set_change(task.change());
  version.set_reason(task.change_reason());
  return version;
}

// As a count sees it: what has not started is not there.
TaskStatus CountedOn(const v1::Task* task, absl::CivilDay day) {
  const TaskStatus status = StatusOn(task, day);
  return status == Difference::NOT_STARTED ? Difference::STATUS_UNSPECIFIED : status;
}

bool IsKnown(const google::protobuf::Timestamp& entered, absl::Time at) { return civil::FromTimestamp(entered) <= at; }

}  // namespace

std::vector<const v1::Task*> KnownAt(const Ledger& ledger, absl::Time known_at) {
  std::vector<const v1::Task*> known;
  known.reserve(ledger.tasks.size());
  for (const v1::Task& task : ledger.tasks) {
    const v1::Task* last = nullptr;
    if (IsKnown(task.update_time(), known_at)) {
      last = &task;
    } else if (const auto history = ledger.histories.find(task.name()); history != ledger.histories.end()) {
      for (const v1::Task& earlier : history->second.earlier()) {
        if (IsKnown(earlier.update_time(), known_at)) last = &earlier;
      }
    }
    known.push_back(last);
  }
  return known;
}

TaskStatus StatusOn(const v1::Task* task, absl::CivilDay day) {
  if (task == nullptr || task->cancellation().mistaken()) return Difference::STATUS_UNSPECIFIED;
  if (task->has_cancellation() && civil::FromDate(task->cancellation().from_date()) <= day)
    return Difference::CANCELLED;
  if (task->has_start_date() && civil::FromDate(task->start_date()) > day) return Difference::NOT_STARTED;
  if (task->task_class() == v1::Task::REGULAR) return Difference::REGULAR;
  if (task->has_done_date() && civil::FromDate(task->done_date()) <= day) return Difference::COMPLETED;
  if (task->has_due_date() && civil::FromDate(task->due_date()) < day) return Difference::OVERDUE;
  return Difference::CONTINUING;
}

const v1::OccurrenceEntry* EntryAt(const v1::Occurrence& occurrence, absl::Time known_at) {
  const v1::OccurrenceEntry* last = nullptr;
  for (const v1::OccurrenceEntry& entry : occurrence.entries()) {
    if (IsKnown(entry.known_time(), known_at)) last = &entry;
  }
  return last;
}

bool WasOverdue(const v1::Occurrence& occurrence, const v1::OccurrenceEntry* entry, bool on_demand,
                absl::CivilDay day) {
  if (!occurrence.has_due_date() || civil::FromDate(occurrence.due_date()) >= day) return false;
  // What a rhythm demands is known without an entry.
  if (entry == nullptr) return !on_demand;
  return !entry->has_done_date() || civil::FromDate(entry->done_date()) > day;
}

int LaterEntries(const Ledger& ledger, absl::CivilDay day, absl::Time known_at) {
  int count = 0;
  const std::vector<const v1::Task*> known = KnownAt(ledger, known_at);
  std::map<std::string, bool> on_demand;
  for (size_t i = 0; i < known.size(); ++i) {
    const v1::Task& now = ledger.tasks[i];
    on_demand[now.name()] = now.rhythm().every() == v1::Rhythm::ON_DEMAND;
    if (known[i] == &now) continue;
    TaskStatus status = CountedOn(known[i], day);
    const auto look = [&](const v1::Task& version) {
      if (IsKnown(version.update_time(), known_at)) return;
      const TaskStatus next = CountedOn(&version, day);
      count += next == status ? 0 : 1;
      status = next;
    };
    if (const auto history = ledger.histories.find(now.name()); history != ledger.histories.end()) {
      for (const v1::Task& earlier : history->second.earlier()) look(earlier);
    }
    look(now);
  }
  for (const v1::Occurrence& occurrence : ledger.occurrences) {
    const bool demanded = on_demand[occurrence.name().substr(0, occurrence.name().find("/occurrences/"))];
    bool overdue = WasOverdue(occurrence, EntryAt(occurrence, known_at), demanded, day);
    for (const v1::OccurrenceEntry& entry : occurrence.entries()) {
      if (IsKnown(entry.known_time(), known_at)) continue;
      const bool next = WasOverdue(occurrence, &entry, demanded, day);
      count += next == overdue ? 0 : 1;
      overdue = next;
    }
  }
  return count;
}

v1::Task Entered(v1::Task after, const v1::Task* before, v1::Task::Change change, const std::string& account,
                 absl::Time when, v1::TaskHistory* history) {
  if (before != nullptr) {
    v1::Task& kept = *history->add_earlier() = *before;
    kept.clear_etag();
    kept.clear_blocked_by();
  }
  after.clear_blocked_by();
  after.set_account(account);
  after.set_change(change);
  *after.mutable_update_time() = civil::ToTimestamp(when);
  if (before == nullptr) *after.mutable_create_time() = after.update_time();
  return after;
}

std::vector<v1::TaskVersion> VersionsOf(const v1::Task& task, const v1::TaskHistory& history) {
  std::vector<v1::TaskVersion> versions;
  for (const v1::Task& earlier : history.earlier()) versions.push_back(VersionOf(earlier));
  versions.push_back(VersionOf(task));
  return versions;
}

}  // namespace congress::scheduling
