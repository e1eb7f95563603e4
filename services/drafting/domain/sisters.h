// What a document waits for: how far other documents of its congress must have come.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/readiness.pb.h"

namespace congress::drafting {

// The other documents that count: those that are named, and those of the same organisation of a kind that is needed.
using Sisters = std::vector<v1::Document>;

// Whether the step at `place`, or one before it, waits for something.
bool Waits(const v1::Document& document, int place);

// Whether what `document` waits for at any of its steps may be `other`.
bool WaitsFor(const v1::Document& document, const v1::Document& other);

// FAILED_PRECONDITION `DEPENDENCY_NOT_READY` unless all that the step at `place` and those before it wait for is there.
absl::Status CheckSisters(const v1::Document& document, int place, const Sisters& sisters);

// What of it is not there, in the order of the rules.
std::vector<v1::DependencyBehind> Behind(const v1::Document& document, int place, const Sisters& sisters);

// Whether the document may depend on what it names. FAILED_PRECONDITION `STEP_UNKNOWN` for a step that the document or
// the other one does not have, INVALID_ARGUMENT `FIELDS_INVALID` for the first step, for itself and for documents of
// other congresses; FAILED_PRECONDITION `DEPENDENCY_CYCLE`. `others`: all documents of the congress but this.
absl::Status CheckDependencies(const v1::Document& document, const Sisters& others);

}  // namespace congress::drafting
