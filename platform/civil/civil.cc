#include "platform/civil/civil.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "platform/status/strings.h"

namespace congress::civil {

namespace {

// 9999-12-31.
constexpr int kLastSerial = 2'958'465;

}  // namespace

absl::TimeZone Zone() { return absl::FixedTimeZone(7 * 60 * 60); }

absl::CivilDay Today(absl::Time time) { return absl::ToCivilDay(time, Zone()); }

bool IsValid(const google::type::Date& date) {
  if (date.year() < 1 || date.year() > 9999 || date.month() < 1 || date.month() > 12 || date.day() < 1) return false;
  const absl::CivilDay day(date.year(), date.month(), date.day());
  return day.month() == date.month() && day.day() == date.day();
}

bool IsPartial(const google::type::Date& date) {
  return date.year() >= 1 && date.year() <= 9999 && date.month() >= 0 && date.month() <= 12 && date.day() == 0;
}

absl::CivilDay FromDate(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

google::type::Date ToDate(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

absl::CivilDay FirstDay(const google::type::Date& date) {
  return absl::CivilDay(date.year(), std::max(date.month(), 1), std::max(date.day(), 1));
}

absl::CivilDay LastDay(const google::type::Date& date) {
  if (date.month() == 0) return absl::CivilDay(date.year(), 12, 31);
  return date.day() == 0 ? absl::CivilDay(absl::CivilMonth(date.year(), date.month()) + 1) - 1 : FromDate(date);
}

std::string Format(absl::CivilDay day) { return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day()); }

std::string Format(const google::type::Date& date) {
  if (IsValid(date)) return Format(FromDate(date));
  if (!IsPartial(date)) return "";
  return date.month() == 0 ? absl::StrFormat("%04d", date.year())
                           : absl::StrFormat("%04d-%02d", date.year(), date.month());
}

std::string Format(absl::Time time) { return absl::FormatTime("%Y-%m-%d %H:%M:%S", time, Zone()); }

std::string FormatUtc(absl::Time time) { return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone()); }

absl::StatusOr<absl::CivilDay> Parse(std::string_view text) {
  absl::CivilDay day;
  if (text.size() == 10 && absl::ParseCivilTime(ToAbsl(text), &day) && Format(day) == text) return day;
  return absl::InvalidArgumentError(StrCat("'", text.substr(0, 40), "' is no date of the form 2025-10-01"));
}

absl::StatusOr<google::type::Date> ParseDate(std::string_view text, bool may_be_partial) {
  const auto day = Parse(text);
  if (day.ok()) return ToDate(*day);
  if (!may_be_partial) return day.status();
  const size_t slash = text.find('/');
  const std::string turned = slash == text.npos
                                 ? std::string(text)
                                 : StrCat(text.substr(slash + 1), slash == 1 ? "-0" : "-", text.substr(0, slash));
  google::type::Date date;
  absl::CivilMonth month;
  absl::CivilYear year;
  if (absl::ParseCivilTime(turned, &month)) {
    date.set_year(static_cast<int>(month.year()));
    date.set_month(month.month());
  } else if (absl::ParseCivilTime(turned, &year)) {
    date.set_year(static_cast<int>(year.year()));
  }
  if (!IsPartial(date) || Format(date) != turned) return day.status();
  return date;
}

std::optional<absl::CivilDay> FromSerial(std::string_view digits) {
  int day = 0;
  if (!absl::SimpleAtoi(ToAbsl(digits), &day) || day < 1 || day > kLastSerial) return std::nullopt;
  // Day 60 is the 29th of February 1900, which never was.
  if (day == 60) return std::nullopt;
  return absl::CivilDay(1899, 12, day < 60 ? 31 : 30) + day;
}

bool IsLikelySerial(std::string_view text) {
  return text.size() == 5 && text >= "20000" && text < "80000" && FromSerial(text).has_value();
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  const int64_t seconds = absl::ToUnixSeconds(time);
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return timestamp;
}

absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

}  // namespace congress::civil
