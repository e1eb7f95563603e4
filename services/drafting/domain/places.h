// Where a document stands among its steps, whose places are counted from 0.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "congress/drafting/v1/document.pb.h"

namespace congress::drafting {

// The step at which the document stands.
const v1::DocumentStep& CurrentStep(const v1::Document& document);

// Place of the step with this id; -1 when there is none.
int PlaceOfStep(const v1::Document& document, const std::string& id);

// The step with this id; null when there is none.
v1::DocumentStep* FindStep(v1::Document& document, const std::string& id);

// Place of the step that follows, the first of several that may; -1 at the last.
int NextPlace(const v1::Document& document);

// Whose sign-offs and approvals it waits for: those of the next step and, at its last step until it is issued, of that
// one. -1 once it is issued.
int AwaitedPlace(const v1::Document& document);

// Whether the document stands at its last step.
bool IsFinal(const v1::Document& document);

// Whether its text cannot be changed at the present step.
bool IsFrozen(const v1::Document& document);

// FAILED_PRECONDITION `STEP_UNKNOWN`.
absl::Status StepUnknown(const std::string& step);

}  // namespace congress::drafting
