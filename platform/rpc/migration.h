// Brings the records of a keyspace to a newer schema: recorded steps, each one commit, so that it goes on after a kill,
// beside older processes that serve, and once whichever replicas begin it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "congress/store/v1/stored.pb.h"
#include "platform/rpc/index.h"
#include "platform/rpc/subject_keys.h"
#include "platform/store/schema.h"
#include "platform/store/store.h"

namespace congress::rpc {

// Under which the audit has each commit of a step: `congress.store.v1.SchemaMigration/3` leads to schema 3.
inline constexpr std::string_view kMigrationMethod = "congress.store.v1.SchemaMigration";

// Where a store says how far a step is: a SchemaMigration, there while it is under way.
inline constexpr std::string_view kMigrationKey = "s/migration";

// How far a store is.
struct MigrationState {
  // Its schema, and the oldest that a process must know.
  int schema = 0;
  int least_reader = 0;
  // The step that is under way; `to` is 0 when none is.
  store::v1::SchemaMigration step;
};
absl::StatusOr<MigrationState> MigrationStateOf(store::Store& store);
// The same for a person, as in `schema 2, on the way to 3: 1200 records looked at, 800 rewritten`.
std::string Told(const MigrationState& state);

// What a version of a service knows of its records.
struct Migration {
  std::span<const store::SchemaStep> steps;
  // Those whose index entries follow their records.
  const std::vector<const RecordType*>& types;
  // As the audit names the process: `process-drafting`.
  std::string principal;
  // What a step that seals seals, and under which keys; null: the process was given none.
  std::span<const RecordType* const> sealed = {};
  SubjectKeys* keys = nullptr;
};

// Takes the steps that the store has not had, in the order in which they are declared, until `until`. True when none is
// left. INTERNAL for steps that lead nowhere.
absl::StatusOr<bool> Migrate(store::Store& store, const Migration& migration, absl::Time until);

// One commit of it. `page`: how many records it takes at most; fewer after others have written them meanwhile.
absl::StatusOr<bool> MigrateOnce(store::Store& store, const Migration& migration, int* page);

}  // namespace congress::rpc
