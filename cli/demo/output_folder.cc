#include "cli/demo/output_folder.h"

#include <filesystem>
#include <fstream>

#include "cli/output.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {

absl::StatusOr<OutputFolder> OutputFolder::Open(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return absl::InvalidArgumentError(StrCat("cannot make the folder '", path, "': ", error.message()));
  return OutputFolder(path);
}

absl::Status OutputFolder::Write(const std::string& name, std::string_view content) const {
  const std::string path = StrCat(path_, "/", name);
  const std::string unfinished = StrCat(path, ".part");
  std::ofstream file(unfinished, std::ios::binary);
  file << ForTarget(std::string(content), path) << std::flush;
  std::error_code error;
  if (file) std::filesystem::rename(unfinished, path, error);
  if (!file || error) return absl::InvalidArgumentError(StrCat("cannot write the file '", path, "'"));
  return absl::OkStatus();
}

}  // namespace congress::cli::demo
