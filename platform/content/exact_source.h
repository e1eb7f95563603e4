// A source that must give as many bytes as were announced.
#pragma once

#include <cstdint>
#include <span>

#include "absl/status/statusor.h"
#include "platform/content/content_store.h"
#include "platform/content/failure.h"
#include "platform/status/macros.h"

namespace congress::content {

// The bytes that complete the size are given only after the source has said that none follow, so whoever stops at an
// error never has a whole content of a source that went on.
class ExactSource {
 public:
  ExactSource(Source source, int64_t size_bytes) : source_(source), size_(size_bytes), left_(size_bytes) {}

  // As a Source; `CONTENT_TRUNCATED` or `CONTENT_TOO_LARGE` when the source has another length.
  absl::StatusOr<size_t> Read(std::span<char> room) {
    if (left_ == 0 && size_ > 0) return size_t{0};
    ASSIGN_OR_RETURN(const size_t count, source_(room));
    if (static_cast<int64_t>(count) > left_) return Overlong(size_);
    if (count == 0 && left_ > 0) return Truncated(size_ - left_, size_);
    left_ -= static_cast<int64_t>(count);
    if (left_ == 0 && size_ > 0) {
      char more = 0;
      ASSIGN_OR_RETURN(const size_t further, source_({&more, 1}));
      if (further > 0) return Overlong(size_);
    }
    return count;
  }

  int64_t left() const { return left_; }

 private:
  Source source_;
  const int64_t size_;
  int64_t left_;
};

}  // namespace congress::content
