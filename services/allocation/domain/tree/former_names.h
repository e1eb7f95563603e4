// Names that an organisation bore, and until when.
#pragma once

#include <optional>

#include "absl/time/civil_time.h"
#include "congress/allocation/v1/organisation.pb.h"
#include "platform/status/sentence.h"

namespace congress::allocation {

// Gives `organisation`, which is `old` as an import lays it anew, the former names of `old`, and one more where its
// name changed: until `renamed_on`, or `today` without it. A name that would have held on no day is not kept. Where the
// name did not change, `renamed_on` corrects the day of the last change. Returns what is wrong with the day, or
// nothing.
std::optional<status::Sentence> KeepFormerNames(const v1::Organisation& old, std::optional<absl::CivilDay> renamed_on,
                                                absl::CivilDay today, v1::Organisation* organisation);

}  // namespace congress::allocation
