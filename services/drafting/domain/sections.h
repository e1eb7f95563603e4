// The sections of a document: consistent lists, edits, the digest that names a text.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/drafting/v1/document.pb.h"

namespace congress::drafting {

using Sections = google::protobuf::RepeatedPtrField<v1::Section>;
using SectionEdits = google::protobuf::RepeatedPtrField<v1::SectionEdit>;
using SectionIds = google::protobuf::RepeatedPtrField<std::string>;

// Most bytes of text, titles and ids that one revision holds, so that a commit holds it twice (as record and as the
// answer kept for its request_id) and an answer holds a comparison of two.
inline constexpr int64_t kMostDocumentBytes = int64_t{3} << 20;
// Most sections of a document.
inline constexpr int kMostSections = 500;

// INVALID_ARGUMENT: `SECTION_REPEATED`, `FIELDS_INVALID` (a section without title, too many sections),
// `DOCUMENT_TOO_LARGE`.
absl::Status CheckSections(const Sections& sections);

// Applies the edits in order; ids of sections that fall away are added to `retired`, and those that are in it cannot
// be added. FAILED_PRECONDITION `SECTION_UNKNOWN`, `SECTION_RETIRED`, `NOTHING_CHANGED`; errors of CheckSections.
absl::StatusOr<Sections> ApplyEdits(Sections sections, const SectionEdits& edits, SectionIds& retired);

// SHA-256 in lower-case hexadecimal over id, title and text of each section in order, each as a netstring, so that
// no two lists of sections share their input.
std::string Digest(const Sections& sections);

// Place of the section, -1 when there is none.
int PlaceOf(const Sections& sections, std::string_view id);

}  // namespace congress::drafting
