#include "services/drafting/domain/secrecy.h"

#include "congress/drafting/v1/reason.pb.h"
#include "platform/status/status.h"

namespace congress::drafting {

bool IsClassified(v1::Secrecy secrecy) { return secrecy != v1::SECRECY_UNSPECIFIED; }

absl::Status RefuseClassified(v1::Secrecy secrecy) {
  if (!IsClassified(secrecy)) return absl::OkStatus();
  return status::InvalidArgument(v1::CONTENT_CLASSIFIED, {{"secrecy", v1::Secrecy_Name(secrecy)}});
}

}  // namespace congress::drafting
