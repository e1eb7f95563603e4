// A zip file read back, for tests of what the suite writes.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace congress::support {

// Its parts by their paths. INVALID_ARGUMENT for what is no zip file or has a path twice.
absl::StatusOr<std::map<std::string, std::string>> Unzip(std::string_view bytes);

}  // namespace congress::support
