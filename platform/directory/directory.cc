#include "platform/directory/directory.h"

#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::directory {

std::string EntryKey(std::string_view name) { return StrCat(kEntries, name); }

absl::Status Unknown(std::string_view organisation) {
  return status::Error(absl::StatusCode::kNotFound, status::PlatformReason::ORGANISATION_UNKNOWN,
                       {{"organisation", std::string(organisation)}});
}

}  // namespace congress::directory
