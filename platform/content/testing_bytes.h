// Bytes of tests, and ways to put them into a store and to read them back.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "platform/content/content_store.h"

namespace congress::content {

// `size` bytes that look like none of their neighbours and are the same in each run.
inline std::string SomeBytes(size_t size) {
  std::string bytes(size, '\0');
  uint32_t state = 12345;
  for (char& byte : bytes) {
    state = state * 1'664'525 + 1'013'904'223;
    byte = static_cast<char>(state >> 24);
  }
  return bytes;
}

// A Source of `bytes` that gives at most `piece` of them at once and then ends with `end`.
class BytesSource {
 public:
  explicit BytesSource(std::string_view bytes, size_t piece = SIZE_MAX, absl::Status end = absl::OkStatus())
      : bytes_(bytes), piece_(piece), end_(std::move(end)) {}

  absl::StatusOr<size_t> operator()(std::span<char> room) const {
    if (bytes_.empty() && !end_.ok()) return end_;
    const size_t count = std::min({room.size(), bytes_.size(), piece_});
    std::copy_n(bytes_.begin(), count, room.begin());
    bytes_.remove_prefix(count);
    return count;
  }
  size_t left() const { return bytes_.size(); }

 private:
  // absl::FunctionRef calls everything as const.
  mutable std::string_view bytes_;
  size_t piece_;
  absl::Status end_;
};

inline absl::Status PutBytes(ContentStore& store, std::string_view id, std::string_view bytes, int64_t size_bytes) {
  BytesSource source(bytes);
  return store.Put(id, size_bytes, source);
}

inline std::string ReadBytes(ContentStore& store, std::string_view id, int64_t offset = 0) {
  std::string bytes;
  const absl::Status read = store.Get(id, offset, [&bytes](std::string_view piece) {
    bytes += piece;
    return absl::OkStatus();
  });
  return read.ok() ? bytes : "(" + absl::StatusCodeToString(read.code()) + ")";
}

}  // namespace congress::content
