// The number register: series that never give the same number, and what becomes of a number.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "congress/drafting/v1/number_register.pb.h"
#include "congress/drafting/v1/number_register_service.pb.h"
#include "congress/drafting/v1/stored.pb.h"

namespace congress::drafting {

// INVALID_ARGUMENT `SYMBOL_INVALID`.
absl::Status CheckSeries(const v1::NumberSeries& series);

// The series with its symbols as the Party writes them.
v1::NumberSeries Canonical(v1::NumberSeries series);

// Name of the record of all series of the printed issuer and symbol in the term, in whatever spelling, whichever
// organisation keeps them.
std::string TermSeriesName(const v1::NumberSeries& series);
// Adds `series` to its term. FAILED_PRECONDITION `SERIES_OVERLAP` when the type has a series, or when a common series
// would stand beside one by type: both would give the same number to one type.
absl::StatusOr<v1::TermSeries> Claim(v1::TermSeries term, const v1::NumberSeries& series);

// Whether `name` is formed as what a number is for. INVALID_ARGUMENT `INTENTION_INVALID`.
absl::Status CheckIntentionName(const std::string& name);

// What a reservation asks for, checked and completed with the series' type. Errors are those of ReserveNumber.
absl::StatusOr<v1::NumberEntry> CheckWish(const v1::NumberSeries& series, v1::NumberEntry wish);

// What an entry may say of a document, whatever its number: INVALID_ARGUMENT `FIELDS_INVALID`, `CONTENT_CLASSIFIED`,
// `HOLDER_MISSING`, `SYMBOL_INVALID`; FAILED_PRECONDITION `TYPE_NOT_IN_SERIES`. `path`: where the request has the
// title.
absl::StatusOr<v1::NumberEntry> CheckEntry(const v1::NumberSeries& series, v1::NumberEntry wish, std::string_view path);

// The entry in the place of `number`, with what of the series stands in it.
v1::NumberEntry EntryAt(const v1::NumberSeries& series, v1::NumberEntry entry, int64_t number, absl::Time now);

// `numberSeries/{series}/entries/000127`.
std::string EntryName(const std::string& series, int64_t number);

// FAILED_PRECONDITION `NUMBER_NOT_RESERVED`.
absl::Status NotReserved(const v1::NumberEntry& entry);

// FAILED_PRECONDITION `NUMBER_NOT_ASSIGNED`.
absl::Status NotAssigned(const v1::NumberEntry& entry);

// When a number is reserved at `now` whose predecessor was at `last`: never before that, since replicas' clocks differ
// and a call that waited for its turn is dated by its beginning. FAILED_PRECONDITION `CLOCK_BEHIND` when that explains
// it no more.
absl::StatusOr<absl::Time> ReserveTime(const v1::NumberSeries& series, absl::Time last, absl::Time now);

// The checked wish as the entry with this number, such as `Số 127-QĐ/TU`.
v1::NumberEntry Reserve(const v1::NumberSeries& series, v1::NumberEntry wish, int64_t number, const std::string& author,
                        absl::Time now);

// As many numbers as are lost in one call: far more than are given between two backups.
inline constexpr int64_t kMostLostAtOnce = 2000;

// FAILED_PRECONDITION `GAP_TOO_LARGE` when there are more between.
absl::Status CheckGap(int64_t next, int64_t last);
// The same for `numbers` that are between `first` and `last`, of which `most` may be.
absl::Status CheckGap(int64_t first, int64_t last, int64_t numbers, int64_t most);

// FAILED_PRECONDITION `SERIES_WAITS`.
absl::Status Waits(const v1::NumberCounter& counter, const std::string& series);

// The entries of the numbers from `next` to `last`, whose records were lost.
std::vector<v1::NumberEntry> Lost(const v1::NumberSeries& series, int64_t next, int64_t last, const std::string& reason,
                                  absl::Time now);

// FAILED_PRECONDITION `INTENTION_TAKEN` unless the entry that the intention has serves the wish as well.
absl::Status CheckSameWish(const v1::NumberEntry& entry, const v1::NumberEntry& wish);

// The entry as borne by a document. FAILED_PRECONDITION `NUMBER_NOT_RESERVED` unless it is reserved, its record was
// lost, or it is assigned to the same document with the same date already; then it is returned as it is.
// INVALID_ARGUMENT for a lost one without its document.
absl::StatusOr<v1::NumberEntry> Assign(v1::NumberEntry entry, const v1::AssignNumberRequest& request, absl::Time now);

// The entry, given up. FAILED_PRECONDITION `NUMBER_NOT_RESERVED`.
absl::StatusOr<v1::NumberEntry> Void(v1::NumberEntry entry, const std::string& reason, absl::Time now);

// Whether no issued document bears the number and it is voided or was reserved at least `days` days before `as_of`.
bool IsGap(const v1::NumberEntry& entry, absl::CivilDay as_of, int days);
// Days from the reservation to `as_of`.
int DaysSinceReservation(const v1::NumberEntry& entry, absl::CivilDay as_of);

// Writes the sums of the series into the answer.
void SumUp(const std::vector<v1::NumberEntry>& entries, v1::ListNumberGapsResponse& response);

}  // namespace congress::drafting
