// The sections of a document: a consistent tree, edits, the digest that names a text. Sections know the digest of their
// body; the body itself is there only where it is new.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/drafting/v1/document.pb.h"
#include "services/drafting/domain/body.h"

namespace congress::drafting {

using Sections = google::protobuf::RepeatedPtrField<v1::Section>;
using SectionEdits = google::protobuf::RepeatedPtrField<v1::SectionEdit>;
using SectionIds = google::protobuf::RepeatedPtrField<std::string>;

// Most bytes of text, titles and ids that one revision holds, so that a commit holds it twice (as record and as the
// answer kept for its request_id) and an answer holds a comparison of two.
inline constexpr int64_t kMostDocumentBytes = int64_t{3} << 20;
// Most sections of a document, and most levels of them.
inline constexpr int kMostSections = 500;
inline constexpr int kMostLevels = 8;

// What was: revisions without bodies, and bodies by their digest. For what is not there a status to hand on.
struct History {
  std::function<absl::StatusOr<v1::Revision>(const std::string& name)> revision;
  std::function<absl::StatusOr<Body>(const std::string& sha256)> body;
};

// What the section says: its own body where that is new, otherwise that of the history.
absl::StatusOr<Body> BodyOfSection(const v1::Section& section, const History& history);

// INVALID_ARGUMENT: `SECTION_REPEATED`, `FIELDS_INVALID` (a section without title or in a wrong place, too many or too
// deep ones), `DOCUMENT_TOO_LARGE`.
absl::Status CheckSections(const Sections& sections);

// Applies the edits in order; ids of sections that fall away are added to `retired`, and those that are in it can only
// be restored. FAILED_PRECONDITION `SECTION_UNKNOWN`, `SECTION_RETIRED`, `NOTHING_CHANGED`; errors of CheckSections and
// of TakeBody; INVALID_ARGUMENT `FIELDS_INVALID`, `REVISIONS_UNRELATED` for a place or a revision that cannot be.
absl::StatusOr<Sections> ApplyEdits(Sections sections, const SectionEdits& edits, const History& history,
                                    SectionIds& retired);

// As document.proto says of Revision.sha256.
std::string Digest(const Sections& sections);

// Place of the section, -1 when there is none.
int PlaceOf(const Sections& sections, std::string_view id);

// Behind the section at `place` and all that it holds.
int EndOf(const Sections& sections, int place);

// Id of the section of the same parent that stands before that at `place`; empty when it is the first.
std::string BeforeIt(const Sections& sections, int place);

// Brings the section at `from`, with what it holds, under `parent`, behind `after` or to the front.
absl::Status Place(Sections& sections, int from, const std::string& parent, const std::string& after);

}  // namespace congress::drafting
