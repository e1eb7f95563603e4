// The log of changes in every keyspace: what Watch tells of.
#pragma once

#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/rpc/call.h"
#include "platform/store/store.h"

namespace congress::rpc {

inline constexpr std::string_view kEventLog = "log/event";
// Where the log says up to which commit it was shortened.
inline constexpr std::string_view kEventLogStart = "s/events";
// How long events are kept.
inline constexpr absl::Duration kEventsLive = absl::Hours(24 * 30);

// Looks up whose the resources were that the call changes without having read them by name: events tell it.
absl::Status CompleteChanges(Call& call);

// What is told of the changes; none when they concern nobody's resource.
std::optional<store::Append> EventsOf(const Changes& changes, absl::Time now);

// Number of the last commit whose events are gone.
absl::StatusOr<store::Revision> EventsDeletedThrough(store::Store& store);

// Stages the deletion of some events that have outlived their time. False when there are none.
absl::StatusOr<bool> StageOutlivedEvents(Call& call);

}  // namespace congress::rpc
