// The days of a series' term, and what may be dated in it.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/drafting/v1/number_register.pb.h"
#include "congress/drafting/v1/number_register_service.pb.h"
#include "platform/status/sentence.h"

namespace congress::drafting {

// First day of the term of a committee that a congress elected: the day after the closing, or that of its first plenum
// where this is inside the congress (36-HD/VPTW §II.1.3).
absl::CivilDay FirstDayOfTerm(absl::CivilDay closing, std::optional<absl::CivilDay> plenum);

// The series to make, with the first day that the request's congress gives it. INVALID_ARGUMENT `FIELDS_INVALID`.
absl::StatusOr<v1::NumberSeries> WithTerm(v1::NumberSeries series, const v1::CreateNumberSeriesRequest& request);

// INVALID_ARGUMENT `FIELDS_INVALID` when the last day is before the first.
absl::Status CheckTermDays(const v1::NumberSeries& series);

// The series of the term before as it ends when `series` begins; of one that ends earlier already nothing changes.
// FAILED_PRECONDITION `SERIES_NOT_PRECEDING`.
absl::StatusOr<v1::NumberSeries> EndedBy(v1::NumberSeries preceding, const v1::NumberSeries& series,
                                         const v1::CreateNumberSeriesRequest& request);

// FAILED_PRECONDITION `DATE_OUTSIDE_TERM` for a document with this number.
absl::Status CheckInTerm(const v1::NumberSeries& series, const std::string& formatted, absl::CivilDay day);

// The finding `TERM_OVER` for a number that is reserved on `today`; none while the term lasts.
std::optional<v1::NumberFinding> TermOver(const v1::NumberSeries& series, const std::string& entry,
                                          absl::CivilDay today, const status::Teller& tell);

}  // namespace congress::drafting
