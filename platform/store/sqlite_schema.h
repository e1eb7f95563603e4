// The tables of a SQLite store and the checks before a file is taken for one.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "platform/store/sqlite_connection.h"

namespace congress::store {

// Version of the tables.
inline constexpr int64_t kSqliteSchema = 1;

// Opens `path` for writing, as a store of this program's schema; a new or empty file becomes one, anything else stays
// as it is. FAILED_PRECONDITION in one sentence for the operator: a newer schema, another program's database, no
// database, no rights, a file in use. UNAVAILABLE, said in the same way, when the disk is full.
absl::StatusOr<std::unique_ptr<SqliteConnection>> OpenSqliteStore(const std::string& path);

// `path` for messages.
std::string SqliteFileName(const std::string& path);

}  // namespace congress::store
