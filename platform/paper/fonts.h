// The fonts of PDF: Liberation Serif in four faces, compiled in.
#pragma once

#include <pango/pango.h>

#include "absl/status/statusor.h"

namespace congress::paper {

// A map of these fonts alone, whatever the machine has, for one thread at a time; the caller unrefs it. INTERNAL when
// the fonts cannot be given to fontconfig.
absl::StatusOr<PangoFontMap*> NewFontMap();

}  // namespace congress::paper
