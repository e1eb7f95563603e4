// What a plan was computed from, as one canonical text and its hash, so that anyone can check it.
#pragma once

#include <string>

#include "congress/allocation/v1/allocation_plan.pb.h"

namespace congress::allocation {

// One line per fact, `field=value`, each ended by LF: first `congress.allocation.inputs/1`, then organisation, as_of
// and cap, then the fields of each target, then those of the rule set, in the order of the proto (path, `[index]` for
// repeated ones; unset fields, etag and times left out), then per line, in the order of codes, its organisation, code,
// name, kind, members, day of count and merged units. Text is C-escaped.
std::string CanonicalInputs(const v1::AllocationPlan& plan);

// SHA-256 of it, in hexadecimal.
std::string HashInputs(const v1::AllocationPlan& plan);

}  // namespace congress::allocation
