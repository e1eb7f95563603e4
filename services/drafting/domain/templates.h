// What a template must be before documents are made from it.
#pragma once

#include "absl/status/status.h"
#include "congress/drafting/v1/document_template.pb.h"

namespace congress::drafting {

// INVALID_ARGUMENT `STEPS_INCONSISTENT`, `SECTION_REPEATED`, `SYMBOL_INVALID`.
absl::Status CheckTemplate(const v1::DocumentTemplate& document_template);

}  // namespace congress::drafting
