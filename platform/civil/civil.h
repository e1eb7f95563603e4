// Civil days of Asia/Ho_Chi_Minh, in which deadlines are judged.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"

namespace congress::civil {

// Asia/Ho_Chi_Minh: UTC+7 without daylight saving, so that no time zone files are needed.
absl::TimeZone Zone();

// The civil day that it is at `time`.
absl::CivilDay Today(absl::Time time);

// Whether the date is a whole day of the calendar (year 1 to 9999, month and day set).
bool IsValid(const google::type::Date& date);

// Whether the date is a year alone, or a month of a year: of some people no more of their birth is known.
bool IsPartial(const google::type::Date& date);

// The day; `date` must be valid.
absl::CivilDay FromDate(const google::type::Date& date);
google::type::Date ToDate(absl::CivilDay day);

// The first and the last day that it may be; `date` must be valid or partial.
absl::CivilDay FirstDay(const google::type::Date& date);
absl::CivilDay LastDay(const google::type::Date& date);

// `2025-10-01`.
std::string Format(absl::CivilDay day);
// The same, or `1975-03` or `1975` where no more is known; nothing for what is no date.
std::string Format(const google::type::Date& date);
// As a clock in Viet Nam shows it: `2025-10-01 16:30:00`.
std::string Format(absl::Time time);
// For programs: `2025-10-01T09:30:00Z`.
std::string FormatUtc(absl::Time time);
// Reads `2025-10-01`; INVALID_ARGUMENT otherwise.
absl::StatusOr<absl::CivilDay> Parse(std::string_view text);
// The same as a date; where it may be partial also `1975`, `1975-03` and, as people write it, `03/1975`.
absl::StatusOr<google::type::Date> ParseDate(std::string_view text, bool may_be_partial);

// The day that a spreadsheet shows for this number, days counted from 1900; nothing for what is none of 1900 to 9999.
std::optional<absl::CivilDay> FromSerial(std::string_view digits);
// Whether the text is a number that only a day of 1954 to 2118 makes likely.
bool IsLikelySerial(std::string_view text);

google::protobuf::Timestamp ToTimestamp(absl::Time time);
absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp);

}  // namespace congress::civil
