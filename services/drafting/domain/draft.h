// A document's text: the first revision and those that follow.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/document_template.pb.h"
#include "congress/drafting/v1/drafting_service.pb.h"
#include "services/drafting/domain/act.h"
#include "services/drafting/domain/sections.h"

namespace congress::drafting {

// A document and the revision that a change made of it.
struct Draft {
  v1::Document document;
  v1::Revision revision;
};

// Makes a document named `<parent>/documents/<id>` with its first revision. `document_template` is null when sections
// and steps are given inline. Errors are those of CreateDocument.
absl::StatusOr<Draft> BeginDocument(const v1::CreateDocumentRequest& request,
                                    const v1::DocumentTemplate* document_template, const Act& act);

// Name of a revision of the document.
std::string RevisionName(const v1::Document& document, int number);

// The revision before one and that itself, whose changes are to be taken back.
struct Taken {
  const v1::Revision& before;
  const v1::Revision& after;
};

// Applies the edits to the text of `base`, and merges the result with `last`, the document's last revision, where that
// is another. Errors are those of ReviseDocument.
absl::StatusOr<Draft> Revise(v1::Document document, const v1::Revision& base, const v1::Revision& last,
                             const v1::ReviseDocumentRequest& request, const History& history, const Act& act);

// Makes `sections`, the last revision's with other wording, the next revision. Errors are those of
// MergeOpinionWordings.
absl::StatusOr<Draft> TakeWordings(v1::Document document, const v1::Revision& last, Sections sections,
                                   const std::vector<std::string>& answers, const std::string& note, const Act& act);

// Takes back what one revision changed. Errors are those of RevertRevision.
absl::StatusOr<Draft> Revert(v1::Document document, const Taken& taken, const v1::Revision& last,
                             const v1::RevertRevisionRequest& request, const History& history, const Act& act);

// Takes over title, dependencies and assignments as `changed` has them. `last` is the document's last revision.
// INVALID_ARGUMENT `FIELDS_INVALID`; FAILED_PRECONDITION `SECTION_UNKNOWN`.
absl::StatusOr<v1::Document> CheckUpdated(v1::Document changed, const v1::Revision& last, absl::Time now);

// FAILED_PRECONDITION `DOCUMENT_FROZEN` at a step whose text cannot be changed.
absl::Status RefuseFrozen(const v1::Document& document);

// Whether the document may get another title: FAILED_PRECONDITION `DOCUMENT_FROZEN`, `TITLE_SIGNED`.
absl::Status CheckTitleFree(const v1::Document& document, bool approved = false);

}  // namespace congress::drafting
