// One commit as one SQLite transaction.
#pragma once

#include "absl/status/statusor.h"
#include "platform/store/sqlite_connection.h"
#include "platform/store/store.h"

namespace congress::store {

// Store::Commit on a connection that nobody else uses meanwhile.
absl::StatusOr<Committed> CommitToSqlite(SqliteConnection& connection, const Batch& batch);

}  // namespace congress::store
