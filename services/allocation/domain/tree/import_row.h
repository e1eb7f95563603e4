// One row of an import file, read by itself: what it says and what is wrong with it regardless of other rows.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/allocation/v1/organisation.pb.h"
#include "congress/allocation/v1/organisation_service.pb.h"
#include "platform/csv/csv.h"
#include "platform/status/sentence.h"

namespace congress::allocation {

// Where the columns of the file are.
struct Columns {
  int code = -1, name = -1, kind = -1, parent = -1, members = -1, members_as_of = -1, merged_from = -1, valid_from = -1;
  // Optional.
  int members_basis = -1, split_from = -1, takes_over = -1, valid_until = -1, role = -1, renamed_on = -1,
      duplicate_of = -1;
  // Optional: columns `measure:NAME`, by name.
  std::map<std::string, int> measures;
  // Of the numbers of the file.
  char decimal = 0;

  // Titles of those that are none of these.
  std::vector<std::string> ignored;

  // INVALID_ARGUMENT `CSV_MALFORMED` naming the columns that are missing.
  static absl::StatusOr<Columns> Find(const csv::Table& table);
};

struct ImportedRow {
  int line = 0;
  // Name, code, display name, kind, role, members and days; references are still codes, below. One that says when it
  // ends is ENDED until the whole says otherwise.
  v1::Organisation organisation;
  std::string parent_code;
  std::vector<std::string> merged_codes;
  std::string split_code;
  // The record that the file says this one is a duplicate of, as a list prints it.
  std::string duplicate_of;
  // First day of the name, where the row gives it.
  std::optional<absl::CivilDay> renamed_on;
  // Everything that is wrong, for the row's reason.
  std::vector<status::Sentence> errors;
  // What the preview tells without refusing the row, for the row's reason.
  std::vector<status::Sentence> notes;

  void Fault(v1::ImportRow::Finding finding, const status::Metadata& metadata = {}) {
    errors.push_back(status::Say(finding, metadata));
  }
  void Note(v1::ImportRow::Finding finding, const status::Metadata& metadata) {
    notes.push_back(status::Say(finding, metadata));
  }
};

// Most members that a row may claim, so that no sum of a plan can overflow.
inline constexpr int64_t kMostMembers = 1'000'000'000'000;

// The id made from a code: lower case, `unit-` before a digit; empty when no id can be made from it.
std::string IdFromCode(std::string_view code);

// Whether the kind is that of a unit that was merged before the file was made, such as `former-commune`.
bool IsFormerKind(std::string_view kind);

// At most `most` bytes of a text, never a part of a character.
std::string Cut(std::string_view text, size_t most);

// A value as it stands in a reason: cut where it is long.
std::string Brief(std::string_view value);

// Whether the row of a duplicate says what a list says of it. One that does not know that it is a duplicate takes the
// record for a unit.
bool IsAsListed(const ImportedRow& row, const v1::Organisation& duplicate);

// Notes a kind that is not known, once of each. Kinds are open, but rules and papers name them: a misspelt one would
// stand beside its own.
void TellUnknownKind(ImportedRow* row, std::set<std::string>* told);

ImportedRow ReadRow(const csv::Row& row, const Columns& columns);

}  // namespace congress::allocation
