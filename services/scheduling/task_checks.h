// What a task names must be there, and no task may wait for itself.
#pragma once

#include "absl/status/status.h"
#include "congress/scheduling/v1/task.pb.h"
#include "platform/rpc/call.h"

namespace congress::scheduling {

// NOT_FOUND for a post or a task to wait for that `task` newly names and that the caller may not read;
// FAILED_PRECONDITION `DEPENDENCY_CYCLE`. What it was decided by must still hold at the commit.
absl::Status CheckNamed(rpc::Call& call, const v1::Task& task, const v1::Task& before);

// The task as one of its plan, all of it checked. INVALID_ARGUMENT `FIELDS_INVALID` and what CheckNamed refuses.
absl::StatusOr<v1::Task> CheckedTask(rpc::Call& call, const v1::Plan& plan, v1::Task task, const v1::Task& before);

}  // namespace congress::scheduling
