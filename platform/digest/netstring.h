// Texts one after the other so that no two different lists of them make the same bytes: what digests are taken over.
#pragma once

#include <string>
#include <string_view>

#include "platform/status/strings.h"

namespace congress::digest {

// `<length in bytes>:<bytes>,`.
inline std::string Netstring(std::string_view text) { return StrCat(text.size(), ":", text, ","); }

}  // namespace congress::digest
