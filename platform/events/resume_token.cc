#include "platform/events/resume_token.h"

#include "absl/strings/escaping.h"
#include "congress/events/v1/event.pb.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::events {
std::string ResumeTokenAt(std::string_view service, store::Revision sequence) {
  v1::ResumeToken token;
  token.set_sequence(sequence);
  token.set_service(std::string(service));
  return absl::WebSafeBase64Escape(token.SerializeAsString());
}

absl::StatusOr<store::Revision> SequenceOf(std::string_view service, std::string_view resume_token,
                                           store::Revision newest) {
  std::string bytes;
  v1::ResumeToken token;
  if (!absl::WebSafeBase64Unescape(ToAbsl(resume_token), &bytes) || !token.ParseFromString(bytes) ||
      token.service() != service || token.sequence() < 0 || token.sequence() > newest) {
    return status::InvalidArgument(status::PlatformReason::RESUME_TOKEN_INVALID);
  }
  // What it was told of may never have happened.
  if (store::EpochOf(token.sequence()) != store::EpochOf(newest)) {
    return status::Error(absl::StatusCode::kOutOfRange, status::PlatformReason::RESUME_TOKEN_OUTLIVED);
  }
  return token.sequence();
}

}  // namespace congress::events
