// Contents as services keep them: verified while they come in, encrypted with their owner's key, whole or an error.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "platform/content/content_store.h"
#include "platform/content/data_key.h"

namespace congress::content {

// What the sender says of a file before its bytes.
struct Announcement {
  int64_t size_bytes = 0;
  // 64 lower-case hexadecimal digits.
  std::string sha256;
  // A media type of media_type.h.
  std::string type;
};

// Holds two segments of 64 KiB during a call, whatever the length of the content. Safe for use by many threads.
class SealedContent {
 public:
  // `store` outlives the object. `limit_bytes` is the longest content that is taken.
  SealedContent(ContentStore& store, int64_t limit_bytes) : store_(store), limit_bytes_(limit_bytes) {}

  // INVALID_ARGUMENT `CONTENT_TYPE_REFUSED` or `CONTENT_TOO_LARGE` for what Put would not even begin to take.
  absl::Status Check(const Announcement& announced) const;

  // Writes what `source` gives under `id`; nothing is there unless it is what was announced. A new id for each content:
  // readers of an older one would find other bytes. Refuses type and size before it asks for a byte.
  // INVALID_ARGUMENT `CONTENT_TOO_LARGE`, `CONTENT_TYPE_REFUSED`, `CONTENT_TRUNCATED`, `CONTENT_HASH_MISMATCH`; the
  // source's own error; UNAVAILABLE `CONTENT_UNAVAILABLE`.
  absl::Status Put(const DataKey& owner_key, std::string_view id, const Announcement& announced, Source source);

  // Gives the bytes of a content of `size_bytes` from `offset` on. Each piece is proved before the sink gets it, and
  // only OK says that those were all. DATA_LOSS `CONTENT_CORRUPT` for a content that is gone, damaged, another's, or of
  // another length; the sink's own error; UNAVAILABLE `CONTENT_UNAVAILABLE`.
  absl::Status Get(const DataKey& owner_key, std::string_view id, int64_t size_bytes, int64_t offset, Sink sink);

 private:
  ContentStore& store_;
  const int64_t limit_bytes_;
};

}  // namespace congress::content
