// Which tasks wait for which.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"

namespace congress::scheduling {

// What a task waits for, by name.
using AfterOf = absl::FunctionRef<absl::StatusOr<std::vector<std::string>>(const std::string& task)>;

// The first cycle that is met from `start` on, in the order in which its tasks wait for each other, the first again at
// the end; empty where there is none. Each task is asked for once.
absl::StatusOr<std::vector<std::string>> CycleFrom(const std::string& start, AfterOf after_of);

// FAILED_PRECONDITION `DEPENDENCY_CYCLE` for a cycle that CycleFrom has found; OK for an empty one. `code_of` says what
// people call a task.
absl::Status RefuseCycle(const std::vector<std::string>& cycle,
                         absl::FunctionRef<std::string(const std::string& task)> code_of);

}  // namespace congress::scheduling
