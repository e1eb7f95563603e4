// A paper on its way from the message that a caller builds to one that bears a number and never changes.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/issued_paper.pb.h"
#include "congress/drafting/v1/issuing_service.pb.h"
#include "congress/drafting/v1/number_register.pb.h"
#include "platform/status/sentence.h"
#include "services/drafting/domain/act.h"

namespace congress::drafting {

// `127-QĐ/TU` of `Số 127-QĐ/TU`, as the register writes it.
std::string WithoutWord(const std::string& formatted);

// `numberSeries/{series}/papers/{number}` of an entry, and the other way round; another name as it is.
std::string PaperNameOf(std::string_view entry);
// Where what the paper says is kept.
std::string TextNameOf(std::string_view paper);
std::string EntryNameOf(std::string_view paper);

// Whether the name is that of a document of this service.
bool IsDocument(std::string_view intention);

// FAILED_PRECONDITION `INTENTION_OF_DOCUMENT` for such a name.
absl::Status RefuseForeign(const std::string& intention);

// What a call asks for, for knowing the same call again.
std::string DigestOf(const v1::IssuePaperRequest& request);

// What the request says against itself: INVALID_ARGUMENT `FIELDS_INVALID`; FAILED_PRECONDITION `SECRECY_MARK_FOUND`.
absl::Status CheckRequest(const v1::IssuePaperRequest& request, absl::CivilDay today);

// The number to ask the series for.
v1::NumberEntry WishOf(const v1::IssuePaperRequest& request);

// The paper as it is printed under the number of the entry, on the day. INVALID_ARGUMENT `FIELDS_INVALID` for the name
// of a type that has another symbol.
absl::StatusOr<paper::v1::Paper> PaperAs(const v1::NumberSeries& series, const v1::NumberEntry& entry,
                                         absl::CivilDay day, paper::v1::Paper paper);

// The paper when issuing it is begun. `before`: as it was begun already; null where it was not.
v1::IssuedPaper BeginPaper(const v1::NumberSeries& series, const v1::NumberEntry& entry, absl::CivilDay day,
                           const v1::IssuePaperRequest& request, const Act& act, const v1::IssuedPaper* before);

// Whether the call asks for what the paper is, or is to become.
bool IsSame(const v1::IssuedPaper& paper, const v1::IssuePaperRequest& request);

// Whether the call was done: the same paper was issued, whatever replaced it since. What was recalled may be issued
// anew.
bool IsDone(const v1::IssuedPaper& paper, const v1::IssuePaperRequest& request);

// Whether what became of the paper leaves its intention without one, so that it may be issued again; also when the
// request takes its place.
bool IsOver(const v1::IssuedPaper& paper, const v1::IssuePaperRequest& request);

// FAILED_PRECONDITION `PAPER_OF_ANOTHER` unless the account may go on with another message.
absl::Status CheckGoesOn(const v1::IssuedPaper& paper, const v1::IssuePaperRequest& request, const Act& act);

// FAILED_PRECONDITION, each of them.
absl::Status PaperIssued(const v1::IssuedPaper& paper);
absl::Status PaperIssued(const v1::NumberEntry& entry);
absl::Status NotInForce(const v1::IssuedPaper& paper);

// The paper, issued with these files.
v1::IssuedPaper Publish(v1::IssuedPaper paper, std::vector<v1::IssuedFile> files, const Act& act);

// The paper whose place `by` takes. `PAPER_NOT_IN_FORCE`.
absl::StatusOr<v1::IssuedPaper> SupersedeBy(v1::IssuedPaper paper, const std::string& by);

// The paper, taken back; one that is already stays as it is. `PAPER_NOT_IN_FORCE`.
absl::StatusOr<v1::IssuedPaper> Recall(v1::IssuedPaper paper, const std::string& reason, const Act& act);

// The paper that a document is issued as, with its text as it is in the revision, which has all bodies.
paper::v1::Paper DocumentPaper(const v1::Document& document, const v1::Revision& revision, const paper::v1::Form& form);

// FAILED_PRECONDITION `DOCUMENT_NOT_FINAL` unless it is at its last step.
absl::Status CheckFinal(const v1::Document& document);

// FAILED_PRECONDITION `DOCUMENT_ISSUED` when it is issued as another paper, which this one does not supersede.
absl::Status CheckNotIssued(const v1::Document& document, const v1::IssuedPaper& paper);

// What is told of a file of the paper as it was issued, or, with `altered`, of one that only calls itself so. `by`: the
// paper that took its place; null where none did.
v1::PaperVerification Tell(const v1::IssuedPaper& paper, const v1::IssuedPaper* by, bool altered,
                           const status::Teller& tell);

}  // namespace congress::drafting
