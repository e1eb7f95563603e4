// The named steps of a document: which rules make sense, which step may follow.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/drafting_service.pb.h"
#include "platform/status/sentence.h"

namespace congress::drafting {

using StepRules = google::protobuf::RepeatedPtrField<v1::StepRule>;
using PlannedSteps = google::protobuf::RepeatedPtrField<v1::PlannedStep>;

// The document's present step in words, such as `Bước 3/6: Lấy ý kiến các cấp`; it is not stored.
std::string ProgressOf(const v1::Document& document, status::Language language);

// INVALID_ARGUMENT `STEPS_INCONSISTENT` unless ids are unique, `next` names later steps only, every step can be
// reached from the first, and the last does not wait for a round: then every path leads to the last step and no step
// is ever gone back.
absl::Status CheckSteps(const StepRules& rules);

// Gives the document the steps and puts it at the first, reached `today`. The rules must be consistent.
// FAILED_PRECONDITION `STEP_UNKNOWN` and INVALID_ARGUMENT `PLAN_OUT_OF_ORDER` speak of the plan.
absl::Status BeginSteps(const StepRules& rules, const PlannedSteps& planned, absl::CivilDay today,
                        v1::Document& document);

// Takes the document to `step`, reached on `actual`.
// FAILED_PRECONDITION `STEP_UNKNOWN`, `STEP_OUT_OF_ORDER`, `ROUND_NOT_CLOSED`, `DATE_OUT_OF_ORDER`.
absl::StatusOr<v1::Document> AdvanceStep(v1::Document document, const std::string& step, absl::CivilDay actual,
                                         absl::Time now);

// The step at which the document stands.
const v1::DocumentStep& CurrentStep(const v1::Document& document);

// The step with this id; null when there is none.
v1::DocumentStep* FindStep(v1::Document& document, const std::string& id);

// Whether the document stands at its last step.
bool IsFinal(const v1::Document& document);

}  // namespace congress::drafting
