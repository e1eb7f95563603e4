// Sign-offs of a document's text: who may give them, which hold, which are missing.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/drafting_service.pb.h"
#include "services/drafting/domain/act.h"

namespace congress::drafting {

// Whether the sign-off counts for the text that the document has: it is of this text, was not withdrawn, and its giver
// is no author of it, unless authors may.
bool IsInForce(const v1::Document& document, const v1::SignOff& signoff);

// What the step at `place` asks for and the document's text does not have, in the order of its rule.
std::vector<v1::MissingSignOff> MissingSignOffs(const v1::Document& document, int place);

// FAILED_PRECONDITION `SIGNOFF_MISSING` unless the text has what the step at `place` asks for.
absl::Status CheckSigned(const v1::Document& document, int place);

// Signs the text of `document`. FAILED_PRECONDITION `TEXT_NOT_CURRENT`, `STEP_UNKNOWN`, `SIGNOFF_NOT_ASKED`,
// `SIGNED_ALREADY`; PERMISSION_DENIED `REVIEWER_IS_AUTHOR`.
absl::StatusOr<v1::Document> SignText(v1::Document document, const v1::SignOffDocumentRequest& request, const Act& act);

// Takes the sign-off of the person of `act` back. FAILED_PRECONDITION `SIGNOFF_NOT_GIVEN`.
absl::StatusOr<v1::Document> WithdrawSigned(v1::Document document, const v1::WithdrawSignOffRequest& request,
                                            const Act& act);

// Notes that the person wrote what is new in the text: with others who did since the last milestone. `frozen`: the text
// before was a milestone's.
void NoteAuthor(const std::string& person, bool frozen, v1::Document* document);

}  // namespace congress::drafting
