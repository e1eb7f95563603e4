// What the meetings of a process came to: recorded, corrected, settled.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/dossiers/domain/process.h"

namespace congress::dossiers {

// The process as it stands afterwards, and the results that are new or changed; the new one comes first.
struct Recorded {
  v1::PersonnelProcess process;
  std::vector<v1::StepResult> results;
};

// Records the result of the step whose turn it is. `FIELDS_INVALID`; FAILED_PRECONDITION `PROCESS_NOT_RUNNING`,
// `STEP_OUT_OF_ORDER`, `TIE_OPEN`, `STEP_CLOSED`, `TALLIES_DIFFER`, `SURPLUS_EXCEEDED` and those of CheckBallots.
absl::StatusOr<Recorded> RecordResult(Proceeding proceeding, std::string_view step_id, v1::StepResult result,
                                      const Actor& actor);

// Puts `result` in the place of the one of the name, about the same persons. Besides those of RecordResult
// `RESULT_NOT_IN_FORCE`, and `LATER_STEP_DEPENDS` where others are chosen or tied now and a ballot or settlement came
// after; with `void_later` those fall away.
absl::StatusOr<Recorded> CorrectResult(Proceeding proceeding, std::string_view name, v1::StepResult result,
                                       const std::string& reason, bool void_later, const Actor& actor);

// Settles a tie or a lack, in the place of a settlement after which nothing was recorded. `FIELDS_INVALID` for somebody
// who is not tied and for more than there are places;
// `PROCESS_NOT_RUNNING`, `STEP_OUT_OF_ORDER` where there is nothing to settle.
absl::StatusOr<v1::PersonnelProcess> Settle(Proceeding proceeding, std::string_view step_id, v1::Settlement settlement,
                                            const Actor& actor);

// Says which minutes the result has. `RESULT_NOT_IN_FORCE`, `MINUTES_PRESENT`; `FIELDS_INVALID` for what is no SHA-256.
absl::StatusOr<v1::StepResult> AttachMinutes(v1::StepResult result, const v1::StepMinutes& minutes);

}  // namespace congress::dossiers
