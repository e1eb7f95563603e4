// Which types of files are taken, and how each begins.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace congress::content {

// INVALID_ARGUMENT `CONTENT_TYPE_REFUSED` for a media type that is not taken.
absl::Status CheckMediaType(std::string_view type);

// INVALID_ARGUMENT `CONTENT_TYPE_REFUSED`, `cause` `bytes`, when a file of that type cannot begin so. `first_bytes` are
// at least 8, or the whole file.
absl::Status CheckFirstBytes(std::string_view type, std::string_view first_bytes);

// Whether files of the type are ZIP files.
bool IsZipType(std::string_view type);

// INVALID_ARGUMENT `CONTENT_TYPE_REFUSED`, `cause` `bytes`: the file is not what its type says.
absl::Status OtherThan(std::string_view type);

// All that are taken, separated by commas.
std::string MediaTypes();

}  // namespace congress::content
