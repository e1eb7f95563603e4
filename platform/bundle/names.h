// Paths of files in a bundle: the same file on every system, and none outside of the folder that it is unpacked in.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace congress::bundle {

inline constexpr size_t kMostNameBytes = 200;

// The paths of one bundle. Two that a person or a system takes for one (case, normal form and what else
// text::IdentityKey folds) are one, and no file is another's folder.
class Names {
 public:
  // INVALID_ARGUMENT `FILE_NAME_INVALID`: `taken`, or `form` for a path that is not relative, steps out of its folder,
  // has an empty part, or has what Windows refuses, no one sees, or a command takes for an option; and for one that is
  // no text in normal form C or longer than kMostNameBytes.
  absl::Status Add(std::string_view name);
  // A folder, without the `/` at its end.
  absl::Status AddFolder(std::string_view name);

 private:
  absl::Status AddFoldersOf(std::string_view name);

  // By key.
  std::map<std::string, std::string, std::less<>> files_;
  std::map<std::string, std::string, std::less<>> folders_;
};

}  // namespace congress::bundle
