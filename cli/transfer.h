// Files that go over the line in pieces, and go on where they were cut.
#pragma once

#include <cstdint>
#include <fstream>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "cli/progress_line.h"

namespace congress::cli {

// How often a transfer that was cut is taken up again.
inline constexpr int kMostAttempts = 5;
// What a transfer may take where the user says nothing: 64 MiB over a slow line.
inline constexpr double kTransferSeconds = 900;

bool IsCut(const absl::Status& status);
// Before the next attempt.
void PauseAfter(int attempt);
void ShowShare(ProgressLine& line, int64_t done, int64_t all);

// Makes the file `target` of what `receive` appends: all from `done` bytes on, which it moves on. It is asked again
// when it was cut. Nothing is at `target` unless all came and `check` agrees. The exit status.
int FetchFile(const std::string& target, absl::FunctionRef<absl::Status(std::ofstream& file, int64_t* done)> receive,
              absl::FunctionRef<absl::Status()> check);

}  // namespace congress::cli
