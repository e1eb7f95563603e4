// State secrets: what of them may be kept here at all.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "congress/drafting/v1/secrecy.pb.h"
#include "services/drafting/domain/sections.h"

namespace congress::drafting {

// INVALID_ARGUMENT `CONTENT_CLASSIFIED` for Mật and above: such content never lies on a networked service.
absl::Status RefuseClassified(v1::Secrecy secrecy);

// FAILED_PRECONDITION `SECRECY_MARK_FOUND` where one of the first lines of a body is a mark such as TỐI MẬT or has one
// that signs set off, as do `TỐI MẬT - Báo cáo` and `Độ mật: Mật`, or a heading that is not in `before` bears one as a
// title does. Bodies that are not new are not there.
absl::Status RefuseMarked(const Sections& sections, const Sections& before);

// FAILED_PRECONDITION `SECRECY_MARK_FOUND` where a mark is set off in a title or abstract: by signs, or in capitals
// among words that are not. BẢO MẬT and Bí mật are none.
absl::Status RefuseMarkedTitle(std::string_view title);

// The same where one of the first lines of what somebody wrote is a mark, or has one that signs set off.
absl::Status RefuseMarkedText(std::string_view text);

// Whether the grade is Mật or above.
bool IsClassified(v1::Secrecy secrecy);

}  // namespace congress::drafting
