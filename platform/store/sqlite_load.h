// Fills a SQLite store, a batch of records in each transaction.
#pragma once

#include <functional>
#include <memory>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "platform/store/maintained.h"
#include "platform/store/sqlite_connection.h"

namespace congress::store {

// Runs work on the connection that writes, on which nobody else does anything meanwhile.
using WithSqliteWriter = std::function<absl::Status(absl::FunctionRef<absl::Status(SqliteConnection&)>)>;

absl::StatusOr<std::unique_ptr<Load>> BeginSqliteLoad(WithSqliteWriter writer);

}  // namespace congress::store
