#include "platform/telemetry/log.h"

#include <unistd.h>

#include <array>
#include <atomic>

#include "absl/strings/str_format.h"
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

// The JSON with all that a terminal obeys, or that changes the order of letters, written as escapes. Controls below
// 0x20 are so already.
std::string ForTerminals(std::string_view json) {
  std::string safe;
  safe.reserve(json.size());
  const auto at = [&](size_t i) { return i < json.size() ? static_cast<unsigned char>(json[i]) : 0U; };
  for (size_t i = 0; i < json.size(); ++i) {
    if (at(i) == 0x7f) {
      safe += "\\u007f";
      continue;
    }
    const bool c1 = at(i) == 0xc2 && at(i + 1) < 0xa0;
    const unsigned point = at(i) == 0xe2 ? (at(i) & 0xfU) << 12U | (at(i + 1) & 0x3fU) << 6U | (at(i + 2) & 0x3fU) : 0;
    const bool turns = point == 0x200e || point == 0x200f || (point >= 0x2028 && point <= 0x202e) ||
                       (point >= 0x2066 && point <= 0x2069);
    if (!c1 && !turns) {
      safe += json[i];
      continue;
    }
    absl::StrAppendFormat(&safe, "\\u%04x", turns ? point : at(i + 1));
    i += turns ? 2 : 1;
  }
  return safe;
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
  const std::string text = ForTerminals(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)) + "\n";
  [[maybe_unused]] const auto written = write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace congress::telemetry
