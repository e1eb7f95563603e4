// What goes wrong with a content, as its statuses.
#pragma once

#include <cstdint>
#include <string_view>

#include "absl/status/status.h"

namespace congress::content {

// UNAVAILABLE `CONTENT_UNAVAILABLE` with google.rpc.RetryInfo: the store does not answer or does not let us in.
absl::Status Unanswered(std::string_view driver_text);

// DATA_LOSS `CONTENT_CORRUPT`: what lies there is not what was written. `Lost`: nothing lies there any more.
absl::Status Corrupt(std::string_view id, std::string_view driver_text);
absl::Status Lost(std::string_view id);

// NOT_FOUND `RESOURCE_NOT_FOUND`.
absl::Status Missing(std::string_view id);

// INVALID_ARGUMENT `CONTENT_TRUNCATED`: only `came` of the `announced` bytes came.
absl::Status Truncated(int64_t came, int64_t announced);
// INVALID_ARGUMENT `CONTENT_TOO_LARGE`: more came than the `announced` bytes.
absl::Status Overlong(int64_t announced);
// INVALID_ARGUMENT `CONTENT_TOO_LARGE`: `announced` is more than `most` bytes.
absl::Status TooLarge(int64_t announced, int64_t most);

// INTERNAL for what is no id.
absl::Status CheckId(std::string_view id);

}  // namespace congress::content
