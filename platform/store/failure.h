// What a backend answers when it cannot answer: a fixed sentence for the caller, the driver's own words for the log.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "platform/status/driver_text.h"

namespace congress::store {

using status::DriverText;
using status::kDriverTextPayload;

// UNAVAILABLE `STORE_UNAVAILABLE` with google.rpc.RetryInfo: no answer, and nothing was written.
absl::Status Unanswered(std::string_view driver_text);

// UNAVAILABLE `COMMIT_OUTCOME_UNKNOWN` with google.rpc.RetryInfo: the batch was written or not.
absl::Status OutcomeUnknown(std::string_view driver_text);

// FAILED_PRECONDITION `STORE_REFUSED`: the store is not the one that it should be. `finding`: the line for the
// operator.
absl::Status Refused(std::string_view finding);

// The same for a store, called `label`, in which damage was found before it was served.
absl::Status RefusedAsDamaged(std::string_view label, const absl::Status& damage);

// DATA_LOSS `STORE_DAMAGED`: what was read is not what a store writes.
absl::Status Damaged(std::string_view driver_text);

// DATA_LOSS `RECORD_DAMAGED`: what lies at `key` is not what was written there.
absl::Status DamagedRecord(std::string_view key, std::string_view driver_text);
// The key of the record that is damaged; empty for any other status.
std::string DamagedKey(const absl::Status& status);

// Whether the system's `error` says that the disk is full.
bool IsFullDisk(int error);

// What a file that cannot be opened is to who opens a store, `what` and the system's words in one sentence: UNAVAILABLE
// on a full disk, which may get room, FAILED_PRECONDITION otherwise.
absl::Status CannotOpen(std::string_view what, int error);

}  // namespace congress::store
