// The dates of a series' documents beside the order of their numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "congress/drafting/v1/number_register.pb.h"
#include "congress/drafting/v1/stored.pb.h"
#include "platform/status/sentence.h"

namespace congress::drafting {

// A document that is dated before one with a lower number (`before`), or after one with a higher.
struct Disorder {
  int64_t number = 0;
  absl::CivilDay date;
  int64_t other = 0;
  absl::CivilDay other_date;
  bool before = false;

  bool operator==(const Disorder&) const = default;
};

// The dates of the entries that are on documents, in the order of their numbers.
v1::NumberDates DatesOf(const std::string& series, const std::vector<v1::NumberEntry>& entries);

// Sets the date of the document with the number.
void SetDate(v1::NumberDates* dates, int64_t number, absl::CivilDay day);
// Forgets it; nothing where there is none.
void DropDate(v1::NumberDates* dates, int64_t number);

// What is wrong when the document with `number` is dated `day` beside all others: the one that contradicts most.
std::optional<Disorder> DisorderAt(const v1::NumberDates& dates, int64_t number, absl::CivilDay day);

// The documents that are dated before one with a lower number, the first `most`.
std::vector<Disorder> Disorders(const v1::NumberDates& dates, size_t most);

// FAILED_PRECONDITION `DATE_OUT_OF_SEQUENCE` where the series refuses what is out of order.
absl::Status CheckOrder(const v1::NumberSeries& series, const std::optional<Disorder>& disorder);

// FAILED_PRECONDITION `DATE_OUTSIDE_TERM` when a document of the series is dated outside its term.
absl::Status CheckAllInTerm(const v1::NumberSeries& series, const v1::NumberDates& dates);

// What is told of it.
v1::NumberFinding FindingOf(const std::string& series, const Disorder& disorder, const status::Teller& tell);

// As many as are told of one series.
inline constexpr size_t kMostFindings = 1000;

// What is to be looked at in the series on `today`, by number: dates out of order, and what is reserved though the term
// is over.
std::vector<v1::NumberFinding> FindingsOf(const v1::NumberSeries& series, const std::vector<v1::NumberEntry>& entries,
                                          absl::CivilDay today, const status::Teller& tell);

// What the sentences of a disorder are filled in with.
status::Metadata MetadataOf(const Disorder& disorder);

}  // namespace congress::drafting
