// Files that nobody but their owner reads: keys, tokens, the configuration.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace congress::cli {

// A file's content. INVALID_ARGUMENT when it cannot be read, or when others than its owner may read or change it.
absl::StatusOr<std::string> ReadPrivate(const std::string& path);

// Writes the file by rename, so that a reader sees all of it or none, with the mode 0600. INVALID_ARGUMENT naming it
// when that fails.
absl::Status WritePrivate(const std::string& path, std::string_view text);

// As WritePrivate, with the mode given and only where no such file is: nobody's key is written over.
absl::Status WriteNew(const std::string& path, std::string_view text, int mode);

}  // namespace congress::cli
