// The recorded steps of a preparation. Pure.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "congress/preparation/v1/congress.pb.h"
#include "congress/preparation/v1/preparation.pb.h"
#include "platform/status/sentence.h"

namespace congress::preparation {

// INVALID_ARGUMENT `DATES_REVERSED` when a last day lies before its first, `OUTSIDE_WINDOW` when the congress meets on
// a day outside its window.
absl::Status CheckDates(const v1::Congress& congress);

// In whose name the steps are done.
struct Starter {
  std::string account;
  std::string person;  // Empty when the account's token names none.
};

// A preparation that is about to begin: all steps pending but `congress`, which the start itself records.
// INVALID_ARGUMENT `STEP_DUPLICATED` when two steps would bear one id.
absl::StatusOr<v1::Preparation> Plan(const v1::Congress& congress, const v1::Scope& scope, std::string_view uid,
                                     const Starter& starter, absl::Time now);

// The first step that is not done; null when all are.
const v1::Step* NextStep(const v1::Preparation& preparation);

// Records that `step` made `resource`; the preparation is done with its last step.
v1::Preparation Done(v1::Preparation preparation, std::string_view step, std::string_view resource, absl::Time now);

// Records a refusal, in Vietnamese where it tells it and in English; the preparation is blocked until it is resumed.
v1::Preparation Blocked(v1::Preparation preparation, std::string_view step, const absl::Status& refusal,
                        absl::Time now);

// Makes a blocked preparation run again, in the name of who says so, with the congress as it is now when the refused
// step is certain to have made nothing, else with the very request that it made before. FAILED_PRECONDITION
// `PREPARATION_NOT_BLOCKED` otherwise.
absl::StatusOr<v1::Preparation> Resume(v1::Preparation preparation, const v1::Congress& congress,
                                       const Starter& starter, absl::Time now);

// Records of a step why it was refused.
void Refuse(const absl::Status& refusal, v1::Step* step);

// Title and detail in this language; neither is stored so.
void Tell(status::Language language, v1::Step* step);

// The preparation with titles and details in this language; neither is stored so.
v1::Preparation Told(v1::Preparation preparation, status::Language language);

}  // namespace congress::preparation
