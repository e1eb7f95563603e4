// To whom the accounts of tests belong.
#pragma once

#include <string>
#include <string_view>

#include "platform/status/strings.h"

namespace congress::support {

// Unless told otherwise each account is another person's.
inline std::string PersonOf(std::string_view subject) { return StrCat("persons/account-", subject); }

}  // namespace congress::support
