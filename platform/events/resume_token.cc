#include "platform/events/resume_token.h"

#include "absl/strings/escaping.h"
#include "congress/events/v1/event.pb.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::events {
namespace {

// Stores are in their first epoch until one is restored.
constexpr int64_t kEpoch = 1;

}  // namespace

std::string ResumeTokenAt(std::string_view service, store::Revision sequence) {
  v1::ResumeToken token;
  token.set_epoch(kEpoch);
  token.set_sequence(sequence);
  token.set_service(std::string(service));
  return absl::WebSafeBase64Escape(token.SerializeAsString());
}

absl::StatusOr<store::Revision> SequenceOf(std::string_view service, std::string_view resume_token,
                                           store::Revision newest) {
  std::string bytes;
  v1::ResumeToken token;
  if (!absl::WebSafeBase64Unescape(ToAbsl(resume_token), &bytes) || !token.ParseFromString(bytes) ||
      token.epoch() != kEpoch || token.service() != service || token.sequence() < 0 || token.sequence() > newest) {
    return status::InvalidArgument(status::PlatformReason::RESUME_TOKEN_INVALID);
  }
  return token.sequence();
}

}  // namespace congress::events
