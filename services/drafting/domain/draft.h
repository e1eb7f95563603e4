// A document's text: the first revision and those that follow.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/document_template.pb.h"
#include "congress/drafting/v1/drafting_service.pb.h"

namespace congress::drafting {

// A document and the revision that a change made of it.
struct Draft {
  v1::Document document;
  v1::Revision revision;
};

// Makes a document named `<parent>/documents/<id>` with its first revision. `document_template` is null when sections
// and steps are given inline. Errors are those of CreateDocument.
absl::StatusOr<Draft> BeginDocument(const v1::CreateDocumentRequest& request,
                                    const v1::DocumentTemplate* document_template, const std::string& author,
                                    absl::Time now);

// Applies the edits to the text of `last`, the document's last revision. Errors are those of ReviseDocument.
absl::StatusOr<Draft> Revise(v1::Document document, const v1::Revision& last, const v1::ReviseDocumentRequest& request,
                             const std::string& author, absl::Time now);

}  // namespace congress::drafting
