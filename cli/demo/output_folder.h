// The folder that takes the results.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace congress::cli::demo {

class OutputFolder {
 public:
  // Makes the folder when missing. INVALID_ARGUMENT when that cannot be done.
  static absl::StatusOr<OutputFolder> Open(const std::string& path);

  // Writes a file by rename, so that it is there whole or not at all; CSV as congressctl writes it, for Excel.
  absl::Status Write(const std::string& name, std::string_view content) const;
  const std::string& path() const { return path_; }

 private:
  explicit OutputFolder(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

}  // namespace congress::cli::demo
