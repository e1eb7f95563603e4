#include "platform/telemetry/log.h"

#include <unistd.h>

#include <array>
#include <atomic>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "nlohmann/json.hpp"

namespace congress::telemetry {
namespace {

constexpr std::array<std::string_view, 4> kLevels = {"debug", "info", "warning", "error"};
std::atomic<Level> least{Level::kInfo};
std::string& ProcessName() {
  static std::string& name = *new std::string("congress");
  return name;
}

}  // namespace

void SetLevel(Level level) { least = level; }

bool Logs(Level level) { return level >= least; }

bool ParseLevel(std::string_view text, Level* level) {
  for (size_t i = 0; i < kLevels.size(); ++i) {
    if (kLevels[i] != text) continue;
    *level = static_cast<Level>(i);
    return true;
  }
  return false;
}

void SetProcess(std::string_view name) { ProcessName() = std::string(name); }

void Log(Level level, std::string_view message, const Fields& fields) {
  if (level < least) return;
  nlohmann::ordered_json line;
  line["time"] = absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::Now(), absl::UTCTimeZone());
  line["level"] = kLevels[static_cast<size_t>(level)];
  line["process"] = ProcessName();
  line["message"] = message;
  for (const auto& [key, value] : fields) line[std::string(key)] = value;
  // One write call, so that lines of several threads do not mix.
  const std::string text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  [[maybe_unused]] const auto written = write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace congress::telemetry
