// What is told of a backup that is not whole.
#pragma once

#include <string>
#include <string_view>

#include "platform/status/status.h"

namespace congress::backup {

// DATA_LOSS `BACKUP_DAMAGED`; `cause`: as the reason says.
inline absl::Status Damaged(std::string_view cause, std::string_view service) {
  return status::Error(absl::StatusCode::kDataLoss, status::PlatformReason::BACKUP_DAMAGED,
                       {{"cause", std::string(cause)}, {"service", std::string(service)}});
}

// DATA_LOSS `BACKUP_INCOMPLETE`.
inline absl::Status Incomplete(std::string_view service) {
  return status::Error(absl::StatusCode::kDataLoss, status::PlatformReason::BACKUP_INCOMPLETE,
                       {{"service", std::string(service)}});
}

}  // namespace congress::backup
