#include "platform/store/sqlite_load.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "platform/status/macros.h"
#include "platform/store/failure.h"
#include "platform/store/sqlite_schema.h"
#include "platform/store/sqlite_snapshot.h"

namespace congress::store {
namespace {

// All or nothing of `work`.
absl::Status InTransaction(SqliteConnection& connection, absl::FunctionRef<absl::Status()> work) {
  RETURN_IF_ERROR(connection.Execute("BEGIN IMMEDIATE"));
  absl::Cleanup roll_back = [&connection] { connection.Execute("ROLLBACK").IgnoreError(); };
  RETURN_IF_ERROR(work());
  RETURN_IF_ERROR(connection.Execute("COMMIT"));
  std::move(roll_back).Cancel();
  return absl::OkStatus();
}

absl::Status SetNumber(SqliteConnection& connection, std::string_view sql, int64_t number) {
  ASSIGN_OR_RETURN(SqliteStatement * update, connection.Prepare(sql));
  update->Bind(1, number);
  return update->Run();
}

absl::Status SetSchema(SqliteConnection& connection, int64_t schema) {
  return SetNumber(connection, "UPDATE meta SET number = ? WHERE name = 'schema'", schema);
}

// STORE_NOT_EMPTY once something was committed.
absl::Status ExpectNoCommit(SqliteConnection& connection) {
  ASSIGN_OR_RETURN(const Revision last, LastSequenceOfSqlite(connection));
  return last == 0 ? absl::OkStatus() : NotEmpty();
}

// Has everything that was written so far on the disk.
absl::Status Flush(SqliteConnection& connection) {
  RETURN_IF_ERROR(connection.Execute("PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)"));
  const std::string path = connection.path();
  if (path.empty()) return absl::OkStatus();
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool flushed = file >= 0 && fsync(file) == 0;
  const int error = errno;
  if (file >= 0) close(file);
  return flushed ? absl::OkStatus() : Unanswered(std::generic_category().message(error));
}

class SqliteLoad final : public Load {
 public:
  explicit SqliteLoad(WithSqliteWriter writer) : writer_(std::move(writer)) {}

  absl::Status Add(std::span<const Record> records) override {
    return writer_([&](SqliteConnection& connection) {
      return InTransaction(connection, [&]() -> absl::Status {
        ASSIGN_OR_RETURN(SqliteStatement * put,
                         connection.Prepare("INSERT INTO records (key, value, revision) VALUES (?, ?, ?)"));
        for (const Record& record : records) {
          put->Bind(1, record.key);
          put->Bind(2, record.value);
          put->Bind(3, record.revision);
          RETURN_IF_ERROR(put->Run());
        }
        return absl::OkStatus();
      });
    });
  }

  absl::Status Finish(Revision sequence) override {
    return writer_([&](SqliteConnection& connection) -> absl::Status {
      RETURN_IF_ERROR(Flush(connection));
      return InTransaction(connection, [&]() -> absl::Status {
        RETURN_IF_ERROR(ExpectNoCommit(connection));
        RETURN_IF_ERROR(SetNumber(connection, "UPDATE meta SET number = ? WHERE name = 'sequence'", sequence));
        return SetSchema(connection, kSqliteSchema);
      });
    });
  }

 private:
  const WithSqliteWriter writer_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Load>> BeginSqliteLoad(WithSqliteWriter writer) {
  const absl::Status begun = writer([](SqliteConnection& connection) -> absl::Status {
    const absl::Status marked = InTransaction(connection, [&]() -> absl::Status {
      RETURN_IF_ERROR(ExpectNoCommit(connection));
      return SetSchema(connection, kUnfinishedLoad);
    });
    RETURN_IF_ERROR(marked);
    // Nobody reads it before Finish, which flushes all at once.
    return connection.Execute("PRAGMA synchronous = OFF");
  });
  if (!begun.ok()) return begun;
  return std::make_unique<SqliteLoad>(std::move(writer));
}

}  // namespace congress::store
