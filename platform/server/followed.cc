#include "platform/server/followed.h"

#include <filesystem>
#include <set>
#include <utility>

#include "platform/server/listener.h"
#include "platform/status/strings.h"
#include "platform/telemetry/log.h"

namespace congress::server {

Followed::Followed(std::string what, std::vector<std::string> paths, std::function<absl::Status()> take)
    : what_(std::move(what)), paths_(std::move(paths)), take_(std::move(take)), seen_(Content()) {}

void Followed::Look() {
  std::string content = Content();
  if (content == seen_) return;
  seen_ = std::move(content);
  const absl::Status taken = take_();
  telemetry::Log(taken.ok() ? telemetry::Level::kInfo : telemetry::Level::kError,
                 taken.ok() ? StrCat("changed files taken: ", what_) : StrCat("changed files refused: ", what_),
                 taken.ok()
                     ? telemetry::Fields{}
                     : telemetry::Fields{{"cause", std::string(taken.message())}, {"kept", "what was there before"}});
}

std::string Followed::Content() const {
  std::set<std::string> files;
  for (const std::string& path : paths_) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) files.insert(path);
    for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
      if (!entry.is_directory(error)) files.insert(entry.path().string());
    }
  }
  std::string content;
  for (const std::string& file : files) {
    const auto bytes = ReadFile(file);
    content += StrCat(file, "\n", bytes.ok() ? StrCat(bytes->size(), "\n", *bytes) : "unreadable\n");
  }
  return content;
}

}  // namespace congress::server
