#include "platform/rpc/event_log.h"

#include "absl/strings/numbers.h"
#include "congress/events/v1/event.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/repository.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::rpc {
namespace {

using events::v1::Event;

// Deletions of one commit.
constexpr int kEventsSweptAtOnce = 500;

Event::Change ChangeOf(const Changes::Staged& staged) {
  if (!staged.write.value.has_value()) return Event::DELETED;
  return staged.is_new() ? Event::CREATED : Event::UPDATED;
}

}  // namespace

absl::Status CompleteChanges(Call& call) {
  const std::vector<std::string> keys = call.changes().UnreadKeys();
  if (keys.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto records, StoredRecords(call, keys));
  for (const store::Record& record : records) call.changes().SetPrevious(record);
  return absl::OkStatus();
}

std::optional<store::Append> EventsOf(const Changes& changes, absl::Time now) {
  events::v1::EventRecord record;
  for (const auto& [key, staged] : changes.staged()) {
    if (staged.name.empty() || staged.type == nullptr) continue;
    auto& entry = *record.add_entries();
    entry.set_name(staged.name);
    entry.set_change(ChangeOf(staged));
    entry.set_organisation(staged.write.organisation);
    entry.set_previous_organisation(staged.previous_organisation);
    entry.set_read_permission(staged.type->read_permission());
    entry.set_grade(staged.seen_from);
  }
  if (record.entries().empty()) return std::nullopt;
  *record.mutable_time() = civil::ToTimestamp(now);
  return store::Append{std::string(kEventLog), record.SerializeAsString()};
}

absl::StatusOr<store::Revision> EventsDeletedThrough(store::Store& store) {
  const auto record = store.Get(kEventLogStart);
  if (absl::IsNotFound(record.status())) return 0;
  RETURN_IF_ERROR(record.status());
  events::v1::EventLogStart start;
  if (!start.ParseFromString(record->value)) return Corrupt(kEventLogStart);
  return start.deleted_through();
}

absl::StatusOr<bool> StageOutlivedEvents(Call& call) {
  const store::Range log = store::Range::Prefix(StrCat(kEventLog, "/"));
  ASSIGN_OR_RETURN(const auto records, call.store().Scan(log, kEventsSweptAtOnce));
  int64_t last = 0;
  for (const store::Record& record : records) {
    events::v1::EventRecord events;
    // One that cannot be read has no time, so it goes with those around it.
    if (events.ParseFromString(record.value) && civil::FromTimestamp(events.time()) + kEventsLive > call.now()) break;
    if (!absl::SimpleAtoi(ToAbsl(record.key).substr(kEventLog.size() + 1), &last)) return Corrupt(record.key);
    call.changes().Put({.key = record.key}, "");
  }
  if (last == 0) return false;
  events::v1::EventLogStart start;
  start.set_deleted_through(last);
  call.changes().Put({.key = std::string(kEventLogStart), .value = start.SerializeAsString()}, "");
  return true;
}

}  // namespace congress::rpc
