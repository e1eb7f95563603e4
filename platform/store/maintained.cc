#include "platform/store/maintained.h"

#include "platform/status/status.h"

namespace congress::store {

using status::PlatformReason;

absl::Status SnapshotRunning() { return status::Unavailable(PlatformReason::SNAPSHOT_RUNNING); }
absl::Status SnapshotLost() { return status::Unavailable(PlatformReason::SNAPSHOT_LOST); }
absl::Status NotEmpty() { return status::FailedPrecondition(PlatformReason::STORE_NOT_EMPTY); }

}  // namespace congress::store
