// The content store: files of any length by their ids, streamed and never whole in memory. It keeps bytes as they are;
// SealedContent, through which services use it, encrypts them and finds every damage.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace congress::content {

// Fills some of `room`, which is never empty, and says how many bytes; 0 at the end and ever after.
using Source = absl::FunctionRef<absl::StatusOr<size_t>(std::span<char> room)>;

// Takes the next bytes, which stay valid until it returns. A status that is not OK ends the read with that status.
using Sink = absl::FunctionRef<absl::Status(std::string_view bytes)>;

struct StoredContent {
  std::string id;
  int64_t size_bytes = 0;
  // When it was written, by the clock of the store: whole seconds on object storage.
  absl::Time written;
};

// Names a content: 1 to 100 characters of a-z, 0-9 and '-', beginning with a letter or digit. Ids become names of files
// and objects.
bool IsContentId(std::string_view id);

// Whether a file of the id may be one of this service: ids are the service's name and a UUID, or, as of files that
// older versions kept, have no name. The services of a suite keep their files in one store.
bool MayBeOf(std::string_view service, std::string_view id);

// Files of one suite. Safe for use by many threads and processes. What a driver said travels as the status's driver
// text (platform/status/driver_text.h). An id that is none is INTERNAL.
class ContentStore {
 public:
  virtual ~ContentStore() = default;

  // Writes exactly `size_bytes` from `source`, in the place of what bore the id. Whole and durable when it returns OK;
  // before, and after any error, readers find what was there before. INVALID_ARGUMENT `CONTENT_TRUNCATED` or
  // `CONTENT_TOO_LARGE` for a source of another length; the source's own error; UNAVAILABLE `CONTENT_UNAVAILABLE`
  // when the store does not take it, and then it may yet have been written.
  virtual absl::Status Put(std::string_view id, int64_t size_bytes, Source source) = 0;

  // Gives the bytes from `offset` on; none when `offset` is the length or more. NOT_FOUND `RESOURCE_NOT_FOUND` when
  // there is no such content, the sink's own error, UNAVAILABLE `CONTENT_UNAVAILABLE` when the store breaks off: only
  // after OK were those all.
  virtual absl::Status Get(std::string_view id, int64_t offset, Sink sink) = 0;

  // Deletes the content; OK when there is none.
  virtual absl::Status Delete(std::string_view id) = 0;

  // At most `limit` contents (1 to 1,000) whose ids come after `after`, in byte order; none when no more follow.
  virtual absl::StatusOr<std::vector<StoredContent>> List(std::string_view after, int limit) = 0;

  static constexpr int kMostListed = 1000;
};

}  // namespace congress::content
