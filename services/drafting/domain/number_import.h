// An old register that is taken over: what each row says beside what is there, and what lies between.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "congress/drafting/v1/number_import.pb.h"
#include "congress/drafting/v1/number_register.pb.h"

namespace congress::drafting {

// As many numbers as one table may leave out; each is a record of the same commit as its rows.
inline constexpr int64_t kMostLeftOut = 500;

// By number.
using Entries = std::map<int64_t, v1::NumberEntry>;

// The entry of a document that the row says. INVALID_ARGUMENT as ReadNumber and CheckEntry refuse;
// FAILED_PRECONDITION `DATE_OUTSIDE_TERM`.
absl::StatusOr<v1::NumberEntry> EntryOf(const v1::NumberSeries& series, const v1::OldNumber& row,
                                        const std::string& number_import, absl::Time now);

// Whether the entry that is there says the same as `said`, so that the row changes nothing; false when it can become
// `said`, because its record was lost or its import undone. FAILED_PRECONDITION `NUMBER_TAKEN` otherwise.
absl::StatusOr<bool> SaysSame(const v1::NumberEntry& known, const v1::NumberEntry& said);

// The numbers that neither the register nor the table has, from the lowest that is next or in the table up to the
// highest that was given or is in it.
std::vector<int64_t> LeftOut(const Entries& known, const Entries& said, int64_t next);

// FAILED_PRECONDITION `GAP_TOO_LARGE` when they are more than one table may leave out.
absl::Status CheckLeftOut(const std::vector<int64_t>& left_out);

// The entry of a number that was left out.
v1::NumberEntry OpenEntry(const v1::NumberSeries& series, int64_t number, const std::string& number_import,
                          const std::string& reason, absl::Time now);

// FAILED_PRECONDITION `IMPORT_IN_USE` when the entry was changed since the import brought it.
absl::Status CheckAsImported(const v1::NumberEntry& entry, const v1::NumberImport& imported);
// The same for what is built on it.
absl::Status UsedByOthers(const v1::NumberEntry& entry);

// The entry of an import that was undone.
v1::NumberEntry Withdrawn(v1::NumberEntry entry, const std::string& reason, absl::Time now);

}  // namespace congress::drafting
