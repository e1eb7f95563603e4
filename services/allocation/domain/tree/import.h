// The import of organisations: what each row of a file does to the tree, and the tree that results.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/allocation/v1/organisation.pb.h"
#include "congress/allocation/v1/organisation_service.pb.h"
#include "platform/csv/csv.h"
#include "platform/status/sentence.h"

namespace congress::allocation {

struct Import {
  // One per row, in the order of the file.
  std::vector<v1::ImportRow> rows;
  // Of each row what its `reason` is to say, in either language.
  std::vector<status::Sentence> reasons;
  // Counts, and the columns that are passed over.
  v1::ImportOrganisationsResponse counts;
  // Organisations to write: new and changed ones, those that a merger closes included. Only when there is no error.
  std::vector<v1::Organisation> writes;
};

// Lays the rows over the existing tree and works out mergers and splits anew. A changed name holds from `today` on
// where the row gives no day. The same file again gives no writes. INVALID_ARGUMENT `CSV_MALFORMED` only for the
// header; what is wrong with rows is in `reasons`.
absl::StatusOr<Import> PlanImport(const csv::Table& table, const std::vector<v1::Organisation>& existing,
                                  absl::CivilDay today);

// INVALID_ARGUMENT `IMPORT_REJECTED` with the count and the first 32 rows in error; OK when there is none.
absl::Status RefuseErrors(const Import& import);

}  // namespace congress::allocation
