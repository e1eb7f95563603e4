// The days on which steps are planned to be reached, how they are changed, and how late a document is.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/drafting_service.pb.h"
#include "services/drafting/domain/act.h"

namespace congress::drafting {

using PlannedSteps = google::protobuf::RepeatedPtrField<v1::PlannedStep>;

// Gives steps their days; others keep theirs. FAILED_PRECONDITION `STEP_UNKNOWN`, INVALID_ARGUMENT `PLAN_OUT_OF_ORDER`.
absl::Status SetPlan(const PlannedSteps& planned, v1::Document& document);

// The same for a document that has begun, with what was planned before kept. FAILED_PRECONDITION `STEP_REACHED`
// besides.
absl::StatusOr<v1::Document> Replan(v1::Document document, const PlannedSteps& planned, const std::string& reason,
                                    const Act& act);

// Days from the planned to the actual day of the step at `place`, or to `today` while it is to come; 0 where it is in
// time, not planned or left out.
int DaysLate(const v1::Document& document, int place, absl::CivilDay today);

// Place of the step after the present one that is the most late; -1 while none is.
int LatestPlace(const v1::Document& document, absl::CivilDay today);

}  // namespace congress::drafting
