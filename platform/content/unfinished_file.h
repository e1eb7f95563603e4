// A file that is being written, and what a killed writer left of one.
#pragma once

#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace congress::content {

// Gone with the object unless it was named. Holds a lock that ends with its process, however that ends.
class UnfinishedFile {
 public:
  // In the folder open as `folder`, which outlives the object.
  static absl::StatusOr<UnfinishedFile> Create(int folder);

  UnfinishedFile(UnfinishedFile&& other) noexcept;
  UnfinishedFile& operator=(UnfinishedFile&&) = delete;
  ~UnfinishedFile();

  absl::Status Write(std::string_view bytes);
  // Flushes the bytes, gives the file its name, in the place of what bore it, and flushes the folder.
  absl::Status Name(std::string_view name);

 private:
  UnfinishedFile(int folder, int file, std::string name) : folder_(folder), file_(file), name_(std::move(name)) {}

  int folder_;
  int file_;
  // Empty once it has its own.
  std::string name_;
};

// Removes what writers left that are gone.
absl::Status RemoveUnfinished(int folder);

// The names in the folder, in no order; a status when it cannot be read.
absl::Status EachName(int folder, absl::FunctionRef<void(std::string_view)> take);

// CONTENT_UNAVAILABLE with what the operating system said of `what`, by errno.
absl::Status SystemFailure(std::string_view what);

}  // namespace congress::content
