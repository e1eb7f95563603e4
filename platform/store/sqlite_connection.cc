#include "platform/store/sqlite_connection.h"

#include <sqlite3.h>

#include "absl/strings/str_cat.h"
#include "platform/store/failure.h"

namespace congress::store {
namespace {

// Long enough for a backup tool to let go of the file, short enough for a caller who waits.
constexpr int kBusyMilliseconds = 2000;

// Whether waiting does not help. A file that was cut has no tables any more, or ends before the page that is read.
bool IsDamage(sqlite3* database) {
  const int code = sqlite3_extended_errcode(database);
  return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB || code == SQLITE_IOERR_SHORT_READ ||
         (code == SQLITE_ERROR && std::string_view(sqlite3_errmsg(database)).starts_with("no such table"));
}

absl::Status Failure(sqlite3* database) {
  const std::string text =
      absl::StrCat("sqlite: ", sqlite3_errmsg(database), " (code ", sqlite3_extended_errcode(database), ")");
  return IsDamage(database) ? Damaged(text) : Unanswered(text);
}

}  // namespace

SqliteStatement::~SqliteStatement() { sqlite3_finalize(statement_); }

void SqliteStatement::Bind(int parameter, std::string_view blob) {
  // A null pointer would bind NULL in place of an empty blob.
  sqlite3_bind_blob64(statement_, parameter, blob.data() == nullptr ? "" : blob.data(), blob.size(), SQLITE_STATIC);
}

void SqliteStatement::Bind(int parameter, int64_t number) { sqlite3_bind_int64(statement_, parameter, number); }

std::string_view SqliteStatement::Blob(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return bytes == nullptr ? std::string_view()
                          : std::string_view(static_cast<const char*>(bytes), static_cast<size_t>(size));
}

int64_t SqliteStatement::Number(int column) const { return sqlite3_column_int64(statement_, column); }

absl::StatusOr<bool> SqliteStatement::Step() {
  switch (sqlite3_step(statement_)) {
    case SQLITE_ROW:
      return true;
    case SQLITE_DONE:
      return false;
    default:
      return Failure(sqlite3_db_handle(statement_));
  }
}

void SqliteStatement::Reset() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

absl::Status SqliteStatement::Run() {
  absl::StatusOr<bool> row = true;
  while (row.ok() && *row) row = Step();
  Reset();
  return row.status();
}

absl::StatusOr<std::unique_ptr<SqliteConnection>> SqliteConnection::Open(const std::string& path, bool create) {
  sqlite3* database = nullptr;
  // One thread at a time uses a connection, so SQLite needs no mutex of its own.
  const int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | (create ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(path.c_str(), &database, flags, nullptr);
  if (database == nullptr) return Unanswered("sqlite: no memory for a connection");
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection(database));
  if (code != SQLITE_OK) return Failure(database);
  sqlite3_busy_timeout(database, kBusyMilliseconds);
  return connection;
}

SqliteConnection::~SqliteConnection() {
  statements_.clear();
  sqlite3_close_v2(database_);
}

absl::StatusOr<SqliteStatement*> SqliteConnection::Prepare(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) return found->second.get();
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                      &statement, nullptr);
  if (code != SQLITE_OK) return Failure(database_);
  return (statements_[sql] = std::make_unique<SqliteStatement>(statement)).get();
}

absl::Status SqliteConnection::Execute(const char* sql) {
  return sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) == SQLITE_OK ? absl::OkStatus() : Failure(database_);
}

absl::Status SqliteConnection::CopyFrom(SqliteConnection& other) {
  sqlite3_backup* copy = sqlite3_backup_init(database_, "main", other.database_, "main");
  if (copy != nullptr) sqlite3_backup_step(copy, -1);
  return copy != nullptr && sqlite3_backup_finish(copy) == SQLITE_OK ? absl::OkStatus() : Failure(database_);
}

std::string SqliteConnection::path() const {
  const char* path = sqlite3_db_filename(database_, "main");
  return path == nullptr ? "" : path;
}

bool SqliteConnection::in_transaction() const { return sqlite3_get_autocommit(database_) == 0; }

void SqliteConnection::OnLogGrown(std::function<void(int)> then) {
  log_grown_ = std::move(then);
  // Takes the place of SQLite's own, which folds within the commit.
  sqlite3_wal_hook(
      database_,
      [](void* self, sqlite3*, const char*, int pages) {
        static_cast<SqliteConnection*>(self)->log_grown_(pages);
        return SQLITE_OK;
      },
      this);
}

bool SqliteConnection::LastWasFullDisk() const {
  return LastCode() == SQLITE_FULL || (LastCode() == SQLITE_IOERR && IsFullDisk(sqlite3_system_errno(database_)));
}

int SqliteConnection::LastCode() const { return sqlite3_errcode(database_) & 0xff; }

}  // namespace congress::store
