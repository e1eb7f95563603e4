// Numbers as people write them in their language.
#pragma once

#include <string>
#include <string_view>

#include "platform/status/sentence.h"

namespace congress::status {

// 1234567.5 as people write it: 1,234,567.5, in Vietnamese 1.234.567,5. A sign stays, and so does what is no number.
std::string Grouped(std::string_view number, Language language);

}  // namespace congress::status
