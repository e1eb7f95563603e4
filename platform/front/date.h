// The Date of answers.
#pragma once

#include <string_view>

namespace congress::front {

// Now, as HTTP writes it: `Tue, 01 Dec 2026 12:00:00 GMT`. Good until this thread asks again.
std::string_view DateNow();

}  // namespace congress::front
