// One JSON object per line on stderr. Confidential content never goes here: names and reasons only.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace congress::telemetry {

enum class Level { kDebug, kInfo, kWarning, kError };

using Fields = std::vector<std::pair<std::string_view, std::string>>;

// Lines below `level` are dropped from now on; kInfo at first.
void SetLevel(Level level);
// Whether lines of this level are written.
bool Logs(Level level);
// Reads `debug`, `info`, `warning`, `error`; false for anything else.
bool ParseLevel(std::string_view text, Level* level);
// The process's name in every line.
void SetProcess(std::string_view name);

// Writes one line; safe for many threads.
void Log(Level level, std::string_view message, const Fields& fields = {});

}  // namespace congress::telemetry
