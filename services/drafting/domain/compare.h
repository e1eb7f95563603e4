// Two revisions of a document, section by section.
#pragma once

#include "absl/status/statusor.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/drafting_service.pb.h"

namespace congress::drafting {

// How `target` differs from `base`; both have unique section ids. INVALID_ARGUMENT `REVISIONS_UNRELATED` unless they
// belong to one document.
absl::StatusOr<v1::CompareRevisionsResponse> Compare(const v1::Revision& base, const v1::Revision& target);

}  // namespace congress::drafting
