// What goes wrong with a bundle, as its statuses.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "congress/bundle/v1/reason.pb.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::bundle {

// INVALID_ARGUMENT `BUNDLE_MALFORMED`, `BUNDLE_TOO_LARGE`; `cause`: as the reasons say.
inline absl::Status Malformed(std::string_view cause) {
  return status::InvalidArgument(v1::BUNDLE_MALFORMED, {{"cause", std::string(cause)}});
}
inline absl::Status TooLarge(std::string_view cause, int64_t limit) {
  return status::InvalidArgument(v1::BUNDLE_TOO_LARGE, {{"cause", std::string(cause)}, {"limit", StrCat(limit)}});
}

// DATA_LOSS `FILE_NOT_AS_LISTED`.
inline absl::Status NotAsListed(std::string_view name) {
  return status::Error(absl::StatusCode::kDataLoss, v1::FILE_NOT_AS_LISTED, {{"name", std::string(name)}});
}

}  // namespace congress::bundle
