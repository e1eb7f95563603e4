// The rules of steps: which make sense together, and what holds although a rule does not say it.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "congress/drafting/v1/document_template.pb.h"

namespace congress::drafting {

using StepRules = google::protobuf::RepeatedPtrField<v1::StepRule>;

// INVALID_ARGUMENT `STEPS_INCONSISTENT` unless there are two steps at least, ids are unique, `next` names later steps
// only, every step can be reached from the first, the last does not wait for a round and is not signed by authors
// alone, the first asks for nothing, and none waits for documents of `kind`, which is the document's own: then every
// path leads to the last step, and nobody gets there alone.
absl::Status CheckSteps(const StepRules& rules, const std::string& kind);

// INVALID_ARGUMENT `STEPS_INCONSISTENT` for a step that does not name who approves, where nobody stands above.
absl::Status ApproverMissing(const v1::StepRule& rule);

// Makes the last step freeze and, where it asks for no sign-off, ask for one by a `reviewer`.
void CompleteLast(v1::StepRule* last);

}  // namespace congress::drafting
