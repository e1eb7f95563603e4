// Two revisions of a document, section by section.
#pragma once

#include "absl/status/statusor.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/drafting_service.pb.h"

namespace congress::drafting {

// How `target` differs from `base`, for any two lists of sections with unique ids.
v1::CompareRevisionsResponse Compare(const v1::Revision& base, const v1::Revision& target);

}  // namespace congress::drafting
