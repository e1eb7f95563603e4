// Errors as programs read them, and what is no error of a call but still not what was asked for.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace congress::cli {

// What kind of an end a status is: USAGE (the command line or a file that it names is wrong), TIE (the rules leave open
// who gets a seat), UNREACHABLE (no answer; trying again may help), FAILED (what was to be checked does not hold) or
// REFUSED (the server said no).
std::string KindOf(const absl::Status& status);

// The error as JSON: `kind`, `code`, `reason`, `domain`, `message` in the user's language, `metadata`,
// `fieldViolations`, `retryAfterSeconds`, `details` (those of the suite's own types, with `@type`).
std::string ErrorAsJson(const absl::Status& status);

// Calls `visit` for each detail of a type of the suite's own, such as MergeConflict.
void ForEachOwnDetail(const absl::Status& status, absl::FunctionRef<void(const google::protobuf::Message&)> visit);

// Whether an answer says that what was asked for does not hold, though the call was answered: rows that cannot be
// taken, a check that failed, a tie. Its message says so in the user's language.
absl::Status VerdictOf(const google::protobuf::Message& answer);

// A tie that is left open, for KindOf.
absl::Status OpenTieError(const std::string& message);

}  // namespace congress::cli
