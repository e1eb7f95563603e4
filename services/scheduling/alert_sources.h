// Where alerts come from: each source tells all that waits as of a day and that the caller may read.
#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "platform/rpc/call.h"
#include "services/scheduling/domain/alerts.h"

namespace congress::scheduling {

using TakeWaiting = absl::FunctionRef<void(Waiting)>;

// Tasks, their occurrences, and the days on which to ask how they go.
absl::Status TasksWaiting(rpc::Call& call, absl::CivilDay day, TakeWaiting take);
// Notices of conclusions, replies, meetings on days on which they cannot be, posts that are away, windows that close.
absl::Status MeetingsWaiting(rpc::Call& call, absl::CivilDay day, TakeWaiting take);
absl::Status FollowUpsWaiting(rpc::Call& call, absl::CivilDay day, TakeWaiting take);
// Unit approvals of which something has changed since, and conditions on personnel, as far as the caller may know of
// them.
absl::Status ApprovalsWaiting(rpc::Call& call, absl::CivilDay day, TakeWaiting take);
absl::Status FindingsWaiting(rpc::Call& call, absl::CivilDay day, TakeWaiting take);

}  // namespace congress::scheduling
