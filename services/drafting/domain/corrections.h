// What was corrected in the register, with its trace.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "congress/drafting/v1/number_register.pb.h"

namespace congress::drafting {

// What of the entry can be corrected.
v1::NumberEntryValues ValuesOf(const v1::NumberEntry& entry);

struct Correction {
  v1::NumberEntryValues values;
  std::string reason;
  std::string author;
  absl::Time now;
};

// The entry that says `correction.values`, with what it said before; the same values are no correction. Errors are
// those of CorrectNumberEntry but for the date beside others.
absl::StatusOr<v1::NumberEntry> Correct(const v1::NumberSeries& series, v1::NumberEntry entry,
                                        const Correction& correction);

}  // namespace congress::drafting
