// The way of a document through its steps: begin, go on, go back, and the texts that are frozen on the way.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/drafting/v1/document.pb.h"
#include "services/drafting/domain/act.h"
#include "services/drafting/domain/approval.h"
#include "services/drafting/domain/places.h"
#include "services/drafting/domain/plan.h"
#include "services/drafting/domain/round.h"
#include "services/drafting/domain/sisters.h"
#include "services/drafting/domain/step_rules.h"

namespace congress::drafting {

// Gives the document, which has its first revision, the steps and puts it at the first, reached `today`. The rules must
// be consistent. FAILED_PRECONDITION `STEP_UNKNOWN` and INVALID_ARGUMENT `PLAN_OUT_OF_ORDER` speak of the plan.
absl::Status BeginSteps(const StepRules& rules, const PlannedSteps& planned, absl::CivilDay today,
                        v1::Document& document);

// Whether the document is submitted by reaching the step at `place`: to who signs or approves it, or to the end.
bool IsSubmitted(const v1::Document& document, int place);

// Nothing is submitted or issued while opinions are out, at whatever step they were asked for. `left`: those of rounds
// that are over. FAILED_PRECONDITION `ROUND_NOT_CLOSED`, `OPINIONS_UNDISPOSED`.
absl::Status CheckNoOpinionOut(const v1::Document& document, const OpinionsLeft& left);

// The same of what reaches its end, for which also each opinion was answered. FAILED_PRECONDITION as CheckNoOpinionOut,
// `OPINIONS_NOT_CARRIED`, `DISPOSITIONS_UNPUBLISHED`.
absl::Status CheckAllAnswered(const v1::Document& document, const OpinionsLeft& left);

// Takes the document to `step`, reached on `actual`. FAILED_PRECONDITION `STEP_UNKNOWN`, `STEP_OUT_OF_ORDER`,
// `SIGNOFF_MISSING`, `APPROVAL_MISSING`, `DEPENDENCY_NOT_READY`, `DATE_OUT_OF_ORDER` and as CheckNoOpinionOut, of the
// last step as CheckAllAnswered.
absl::StatusOr<v1::Document> AdvanceStep(v1::Document document, const std::string& step, absl::CivilDay actual,
                                         const Act& act, const Sisters& sisters, const Approvals& approvals = {},
                                         const OpinionsLeft& left = {});

// Takes the document back to `step`, reached anew today. FAILED_PRECONDITION `STEP_UNKNOWN`, `STEP_NOT_EARLIER`,
// `ROUND_NOT_CLOSED` (one is open at the present step), `DOCUMENT_ISSUED`.
absl::StatusOr<v1::Document> ReturnStep(v1::Document document, const std::string& step, const std::string& reason,
                                        const Act& act);

// FAILED_PRECONDITION `DOCUMENT_ISSUED`.
absl::Status DocumentIssued(const v1::Document& document);

// The number of the draft that the last revision is.
int DraftOf(const v1::Document& document);

// The number of the draft that the revision is, or that it was changed for.
int DraftOf(const v1::Document& document, const v1::Revision& revision);

// Whether the last milestone is of the text that the document has.
bool IsMilestone(const v1::Document& document);

}  // namespace congress::drafting
