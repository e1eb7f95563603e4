// One SQLite connection and its prepared statements, with absl::Status for SQLite's codes.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

struct sqlite3;
struct sqlite3_stmt;

namespace congress::store {

// A prepared statement. Text and blobs that are bound or read are borrowed: they live until Reset.
class SqliteStatement {
 public:
  explicit SqliteStatement(sqlite3_stmt* statement) : statement_(statement) {}
  ~SqliteStatement();
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;

  // Parameters count from 1, columns from 0.
  void Bind(int parameter, std::string_view blob);
  void Bind(int parameter, int64_t number);
  std::string_view Blob(int column) const;
  int64_t Number(int column) const;

  // True with a row, false at the end.
  absl::StatusOr<bool> Step();
  // Ends the statement and, for one that reads, its view of the database.
  void Reset();
  // Steps to the end and resets.
  absl::Status Run();

 private:
  sqlite3_stmt* const statement_;
};

// Used by one thread at a time.
class SqliteConnection {
 public:
  // Opens `path`, creating it when `create` is set.
  static absl::StatusOr<std::unique_ptr<SqliteConnection>> Open(const std::string& path, bool create);
  ~SqliteConnection();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  // The statement for `sql`, prepared at its first use. `sql` must outlive the connection: a literal.
  absl::StatusOr<SqliteStatement*> Prepare(std::string_view sql);
  // Prepares, runs to the end and keeps nothing.
  absl::Status Execute(const char* sql);
  // Takes on all that is in `other`, in place of what was here.
  absl::Status CopyFrom(SqliteConnection& other);
  // The file; empty when it is in memory.
  std::string path() const;
  // Whether a transaction is open; some failures end it.
  bool in_transaction() const;
  // Tells `then` after each commit how many pages the log of commits has, and leaves it to others to fold them into the
  // file.
  void OnLogGrown(std::function<void(int)> then);
  // SQLite's primary code of the last failure, such as SQLITE_NOTADB.
  int LastCode() const;
  // Whether that was for want of room on the disk, which SQLite shows under several codes.
  bool LastWasFullDisk() const;

 private:
  explicit SqliteConnection(sqlite3* database) : database_(database) {}

  sqlite3* const database_;
  std::map<std::string_view, std::unique_ptr<SqliteStatement>> statements_;
  std::function<void(int)> log_grown_;
};

}  // namespace congress::store
