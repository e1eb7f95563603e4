// Letters for which the fonts of PDF have no glyph. A box in a name is no name.
#pragma once

#include <set>

#include "absl/status/status.h"

namespace congress::paper {

// INVALID_ARGUMENT `LETTERS_NOT_IN_PDF` when there are some.
absl::Status RequireLetters(const std::set<char32_t>& lacking);

}  // namespace congress::paper
