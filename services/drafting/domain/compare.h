// Two revisions of a document, section by section and word by word.
#pragma once

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/drafting_service.pb.h"
#include "services/drafting/domain/sections.h"
#include "services/drafting/domain/text/document_text.h"

namespace congress::drafting {

// How `target` differs from `base`; both have unique section ids and all bodies. INVALID_ARGUMENT `REVISIONS_UNRELATED`
// unless they belong to one document.
absl::StatusOr<v1::CompareRevisionsResponse> Compare(const v1::Revision& base, const v1::Revision& target);

// What is compared of a revision that has all bodies.
DocumentText ComparedText(const v1::Revision& revision);

// The document of a revision.
std::string_view DocumentOf(const v1::Revision& revision);

// Ids of the sections that both have and that are held by another or stand elsewhere among those that both have; as few
// as can be.
std::set<std::string> Moved(const Sections& base, const Sections& target);

}  // namespace congress::drafting
