// A revision as a paper: clean, or with what changed since another one marked.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/paper/v1/form.pb.h"
#include "congress/paper/v1/paper.pb.h"
#include "platform/paper/build.h"
#include "platform/status/sentence.h"

namespace congress::drafting {

// What a DOCX file says of itself, by which it is known when it comes back.
inline constexpr char kDocumentProperty[] = "congress-document";
inline constexpr char kRevisionProperty[] = "congress-revision";
inline constexpr char kDigestProperty[] = "congress-sha256";

// By what a section is found in such a file: no bookmark has a dash, or more than 40 characters.
std::string AnchorOf(std::string_view section);
// Whether it is the anchor of some section.
bool IsSectionAnchor(std::string_view anchor);

// Its sections, each with its anchor.
void AddSections(const v1::Revision& revision, paper::Blocks* blocks);

struct PrintedRevision {
  const v1::Document& document;
  // With all bodies.
  const v1::Revision& revision;
  // With all bodies; null for a clean print.
  const v1::Revision* base = nullptr;
  bool draft_mark = true;
};

paper::v1::Paper RevisionPaper(const PrintedRevision& printed, const paper::v1::Form& form, status::Language language);

// What was made of it. FAILED_PRECONDITION `PRINT_TOO_LARGE`.
absl::StatusOr<std::string> FittingPrint(std::string content);

}  // namespace congress::drafting
