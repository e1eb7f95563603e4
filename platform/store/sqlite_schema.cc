#include "platform/store/sqlite_schema.h"

#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "platform/status/macros.h"
#include "platform/store/maintained.h"

namespace congress::store {
namespace {

constexpr char kTables[] = R"(
  BEGIN IMMEDIATE;
  CREATE TABLE meta (name TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE records (key BLOB PRIMARY KEY, value BLOB NOT NULL, revision INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO meta VALUES ('schema', 1), ('sequence', 0);
  COMMIT)";

enum class Content { kEmpty, kStore, kForeign };

absl::StatusOr<int64_t> Number(SqliteConnection& connection, std::string_view sql) {
  ASSIGN_OR_RETURN(SqliteStatement * statement, connection.Prepare(sql));
  ASSIGN_OR_RETURN(const bool row, statement->Step());
  const int64_t number = row ? statement->Number(0) : 0;
  statement->Reset();
  return number;
}

absl::StatusOr<Content> ContentOf(SqliteConnection& connection) {
  ASSIGN_OR_RETURN(const int64_t tables, Number(connection, "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"));
  if (tables == 0) return Content::kEmpty;
  ASSIGN_OR_RETURN(const int64_t ours, Number(connection,
                                              "SELECT count(*) FROM sqlite_schema WHERE name = 'meta' AND sql LIKE "
                                              "'CREATE TABLE meta (name TEXT PRIMARY KEY, number INTEGER NOT NULL)%'"));
  return ours == 1 ? Content::kStore : Content::kForeign;
}

std::string Why(const std::string& path, int code) {
  // A file or folder without rights shows itself under several codes, so the system is asked.
  const bool exists = access(path.c_str(), F_OK) == 0;
  if (exists && access(path.c_str(), R_OK | W_OK) != 0) {
    return absl::StrCat(" may not be written: ", std::generic_category().message(errno), ".");
  }
  switch (code) {
    case SQLITE_NOTADB:
      return " is no database; name another file or folder, or restore it from a backup if it was one.";
    case SQLITE_CORRUPT:
      return " is damaged; restore it from a backup.";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return " is in use by another program; stop that one first.";
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return " may not be written.";
    case SQLITE_FULL:
      return " cannot grow: the disk is full.";
    default:
      return absl::StrCat(" cannot be opened: ", sqlite3_errstr(code), ".");
  }
}

// Turns off what a store never needs, makes each commit durable before it returns and overwrites what is deleted.
absl::Status Configure(SqliteConnection& connection, const std::string& path) {
  RETURN_IF_ERROR(
      connection.Execute("PRAGMA trusted_schema = OFF; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
                         "PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864"));
  if (path == ":memory:") return absl::OkStatus();
  ASSIGN_OR_RETURN(SqliteStatement * journal, connection.Prepare("PRAGMA journal_mode = WAL"));
  ASSIGN_OR_RETURN(const bool row, journal->Step());
  const bool is_wal = row && journal->Blob(0) == "wal";
  journal->Reset();
  if (is_wal) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      SqliteFileName(path), " lies on a file system without shared memory (a network share?); use a local disk."));
}

absl::Status Prepare(SqliteConnection& connection, const std::string& path) {
  ASSIGN_OR_RETURN(const Content content, ContentOf(connection));
  if (content == Content::kForeign) {
    return absl::FailedPreconditionError(absl::StrCat(SqliteFileName(path), " is the database of another program."));
  }
  if (content == Content::kStore) {
    ASSIGN_OR_RETURN(const int64_t schema, Number(connection, "SELECT number FROM meta WHERE name = 'schema'"));
    if (schema == kUnfinishedLoad) {
      return absl::FailedPreconditionError(absl::StrCat(SqliteFileName(path), kUnfinishedLoadSentence));
    }
    if (schema > kSqliteSchema) {
      return absl::FailedPreconditionError(
          absl::StrCat(SqliteFileName(path), " was written by a newer version of congress (schema ", schema,
                       "; this one knows ", kSqliteSchema, "); start that version or restore an older backup."));
    }
  }
  RETURN_IF_ERROR(Configure(connection, path));
  return content == Content::kEmpty ? connection.Execute(kTables) : absl::OkStatus();
}

}  // namespace

std::string SqliteFileName(const std::string& path) { return absl::StrCat("The store ", path); }

absl::StatusOr<std::unique_ptr<SqliteConnection>> OpenSqliteStore(const std::string& path) {
  auto connection = SqliteConnection::Open(path, /*create=*/true);
  if (!connection.ok()) {
    return absl::FailedPreconditionError(absl::StrCat(SqliteFileName(path), Why(path, SQLITE_CANTOPEN)));
  }
  const absl::Status prepared = Prepare(**connection, path);
  if (prepared.ok() || absl::IsFailedPrecondition(prepared)) {
    if (!prepared.ok()) return prepared;
    return connection;
  }
  const bool full = (*connection)->LastWasFullDisk();
  const std::string why = absl::StrCat(SqliteFileName(path), Why(path, full ? SQLITE_FULL : (*connection)->LastCode()));
  return full ? absl::UnavailableError(why) : absl::FailedPreconditionError(why);
}

}  // namespace congress::store
