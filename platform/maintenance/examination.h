// `congressctl doctor` as one service does it: its records, its store, and what the process stands on.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "congress/backup/v1/backup.pb.h"
#include "platform/maintenance/report.h"
#include "platform/maintenance/subject.h"
#include "platform/status/wanted.h"

namespace congress::maintenance {

// Tells what it finds and at last the sums. What keeps it from looking is a finding; it ends early only with what
// `wanted` or the report says.
absl::Status Examine(const Subject& subject, absl::Time now, const status::Wanted& wanted, Report& report);

// Bytes that are free where the folder lies; nothing for no folder.
std::optional<int64_t> FreeDiskBytes(const std::string& folder);

}  // namespace congress::maintenance
