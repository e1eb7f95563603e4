// How records lie in a keyspace, by number, and the steps by which a newer version changes that while older ones serve.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/store/store.h"

namespace congress::store {

// The schema before the first step: 2 has envelopes and indexes. 1 never said so.
inline constexpr int kSchema = 2;
// The oldest that this version reads.
inline constexpr int kOldestSchema = 2;
// The oldest version that reads what this one writes.
inline constexpr int kLeastReader = 2;

// One step of a keyspace's schema. What it changes takes two steps, in two versions of the program:
//   expand     adds the new form beside the old one. `least_reader` stays as it is, so older processes go on reading
//              and writing. The version that declares it writes both forms and reads each: a process of the version
//              before may write the old one alone at any time.
//   contract   takes the old form away. `least_reader` is the schema of the expanding step: older processes are shut
//              out before its first record, so that it meets no old form which is not expanded. The version that
//              declares it reads the new form alone, and serves once the step is done.
// docs/decisions/2026-11-29-schema-steps.md says why.
struct SchemaStep {
  // The schema that it leads to, from the one before.
  int to = 0;
  // The oldest schema that a process must know to go on beside it; never less than that of the step before.
  int least_reader = kLeastReader;
  // Keys that it concerns, such as RecordKey("Person", "").
  std::string prefix;
  // The value that a record has from then on; none where it has it already, as after this or any later step. DATA_LOSS
  // for a value that cannot be read: the record stays as it is and is counted.
  std::function<absl::StatusOr<std::optional<std::string>>(const Record&)> rewrite = nullptr;
  // Further records, none of which is there before, that a record becomes which is rewritten; null: none. They have no
  // indexes.
  std::function<absl::StatusOr<std::vector<Write>>(const Record&)> beside = nullptr;
  // In place of `rewrite`: graded fields are sealed, and the keys of files move to where those of subjects lie
  // (platform/rpc/sealing.h).
  bool seals = false;
};

// Behind it no record has graded fields in plain. Older versions would not find them, and are shut out.
inline SchemaStep SealingStep(int to) { return {.to = to, .least_reader = to, .prefix = "r/", .seals = true}; }

// What a version of the program knows.
struct Schema {
  // As it makes new stores.
  int newest = kSchema;
  // From which its steps lead there.
  int oldest = kOldestSchema;
  // Of stores that it has made or brought up to date.
  int least_reader = kLeastReader;
};

// `steps`: one after the other, each leading one further.
Schema SchemaOf(std::span<const SchemaStep> steps);

}  // namespace congress::store
