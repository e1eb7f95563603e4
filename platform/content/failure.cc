#include "platform/content/failure.h"

#include "platform/content/content_store.h"
#include "platform/status/driver_text.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::content {

using status::PlatformReason;

absl::Status Unanswered(std::string_view driver_text) {
  return status::WithDriverText(status::Unavailable(PlatformReason::CONTENT_UNAVAILABLE), driver_text);
}

absl::Status Corrupt(std::string_view id, std::string_view driver_text) {
  return status::WithDriverText(
      status::Error(absl::StatusCode::kDataLoss, PlatformReason::CONTENT_CORRUPT, {{"content", std::string(id)}}),
      driver_text);
}

absl::Status Lost(std::string_view id) {
  return status::Error(absl::StatusCode::kDataLoss, PlatformReason::CONTENT_CORRUPT,
                       {{"content", std::string(id)}, {"cause", "lost"}});
}

absl::Status Missing(std::string_view id) { return status::NotFound("Content", id); }

absl::Status Truncated(int64_t came, int64_t announced) {
  return status::InvalidArgument(PlatformReason::CONTENT_TRUNCATED,
                                 {{"bytes", StrCat(came)}, {"announced_bytes", StrCat(announced)}});
}

absl::Status Overlong(int64_t announced) {
  return status::InvalidArgument(PlatformReason::CONTENT_TOO_LARGE,
                                 {{"announced_bytes", StrCat(announced)}, {"cause", "announced"}});
}

absl::Status TooLarge(int64_t announced, int64_t most) {
  return status::InvalidArgument(PlatformReason::CONTENT_TOO_LARGE,
                                 {{"announced_bytes", StrCat(announced)}, {"limit_bytes", StrCat(most)}});
}

absl::Status CheckId(std::string_view id) {
  if (IsContentId(id)) return absl::OkStatus();
  return absl::InternalError(StrCat("'", id, "' is no id of a content"));
}

}  // namespace congress::content
