// A lock that one process holds on a file, given up when the process ends, however it ends.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace congress::store {

class FileLock {
 public:
  // Creates `path` where needed and locks it. FAILED_PRECONDITION in one sentence when another holder lives, in
  // this process too, or when the file cannot be made; UNAVAILABLE when the disk is full. `what` is named in that
  // sentence.
  static absl::StatusOr<FileLock> Acquire(const std::string& path, const std::string& what);

  FileLock() = default;
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_ = -1;
};

}  // namespace congress::store
