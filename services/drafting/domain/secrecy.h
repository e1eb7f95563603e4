// State secrets: what of them may be kept here at all.
#pragma once

#include "absl/status/status.h"
#include "congress/drafting/v1/secrecy.pb.h"

namespace congress::drafting {

// INVALID_ARGUMENT `CONTENT_CLASSIFIED` for Mật and above: such content never lies on a networked service.
absl::Status RefuseClassified(v1::Secrecy secrecy);

// Whether the grade is Mật or above.
bool IsClassified(v1::Secrecy secrecy);

}  // namespace congress::drafting
