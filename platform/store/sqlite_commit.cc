#include "platform/store/sqlite_commit.h"

#include <sqlite3.h>

#include <string>

#include "absl/cleanup/cleanup.h"
#include "platform/failpoint/failpoint.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/store/failure.h"

namespace congress::store {
namespace {

absl::Status Expect(SqliteStatement& select, std::string_view key, Revision expected) {
  const absl::Cleanup reset = [&select] { select.Reset(); };
  select.Bind(1, key);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  return (found ? select.Number(0) : kAbsent) == expected ? absl::OkStatus() : Conflict(key);
}

// Everything the batch demands of the records as they are before it.
absl::Status ExpectAll(SqliteConnection& connection, const Batch& batch) {
  ASSIGN_OR_RETURN(SqliteStatement * select, connection.Prepare("SELECT revision FROM records WHERE key = ?"));
  for (const Write& write : batch.writes) {
    if (write.expected) RETURN_IF_ERROR(Expect(*select, write.key, *write.expected));
  }
  for (const Check& check : batch.checks) RETURN_IF_ERROR(Expect(*select, check.key, check.expected));
  if (batch.guard) RETURN_IF_ERROR(Expect(*select, batch.guard->key, batch.guard->expected));
  return absl::OkStatus();
}

absl::StatusOr<Revision> NextSequence(SqliteConnection& connection, const Batch& batch) {
  ASSIGN_OR_RETURN(
      SqliteStatement * update,
      connection.Prepare("UPDATE meta SET number = max(number + 1, ?) WHERE name = 'sequence' RETURNING number"));
  const absl::Cleanup reset = [update] { update->Reset(); };
  update->Bind(1, batch.jump_to.value_or(kAbsent));
  ASSIGN_OR_RETURN(bool row, update->Step());
  if (!row) return Damaged("sqlite: meta has no sequence");
  const Revision sequence = update->Number(0);
  while (row) {
    ASSIGN_OR_RETURN(row, update->Step());
  }
  if (sequence <= batch.floor) return Behind(sequence - 1, batch.floor);
  if (batch.jump_to && sequence != *batch.jump_to) return absl::InternalError("an epoch cannot begin in the past");
  return sequence;
}

absl::Status WriteAll(SqliteConnection& connection, const Batch& batch, Revision sequence) {
  ASSIGN_OR_RETURN(SqliteStatement * put,
                   connection.Prepare("INSERT INTO records (key, value, revision) VALUES (?, ?, ?) ON CONFLICT (key) "
                                      "DO UPDATE SET value = excluded.value, revision = excluded.revision"));
  ASSIGN_OR_RETURN(SqliteStatement * remove, connection.Prepare("DELETE FROM records WHERE key = ?"));
  const auto store = [put, sequence](std::string_view key, std::string_view value) {
    put->Bind(1, key);
    put->Bind(2, value);
    put->Bind(3, sequence);
    return put->Run();
  };
  for (const Write& write : batch.writes) {
    if (write.value) {
      RETURN_IF_ERROR(store(write.key, *write.value));
    } else {
      remove->Bind(1, write.key);
      RETURN_IF_ERROR(remove->Run());
    }
  }
  for (const Append& append : batch.appends) {
    RETURN_IF_ERROR(store(AppendKey(append.log, sequence), append.value));
  }
  return absl::OkStatus();
}

absl::Status Run(SqliteConnection& connection, std::string_view sql) {
  ASSIGN_OR_RETURN(SqliteStatement * statement, connection.Prepare(sql));
  return statement->Run();
}

// Adds one batch to the transaction, or leaves it as it was.
absl::StatusOr<Committed> Add(SqliteConnection& connection, const Batch& batch) {
  RETURN_IF_ERROR(ExpectAll(connection, batch));
  RETURN_IF_ERROR(Run(connection, "SAVEPOINT one"));
  absl::Cleanup take_back = [&connection] {
    // Where SQLite has rolled back everything by itself this fails, and that is fine.
    Run(connection, "ROLLBACK TO one").IgnoreError();
    Run(connection, "RELEASE one").IgnoreError();
  };
  ASSIGN_OR_RETURN(const Revision sequence, NextSequence(connection, batch));
  if (Fails("sqlite.write")) return Unanswered("sqlite: a failpoint");
  RETURN_IF_ERROR(WriteAll(connection, batch, sequence));
  RETURN_IF_ERROR(Run(connection, "RELEASE one"));
  std::move(take_back).Cancel();
  return Committed{sequence};
}

// A flush that failed leaves the commit's frames in the log: a crash before the next commit would bring them back.
absl::Status Finish(SqliteConnection& connection) {
  if (Fails("sqlite.flush")) return Unanswered("sqlite: a failpoint");
  const absl::Status status = Run(connection, "COMMIT");
  if (status.ok() && Fails("sqlite.flushed")) return OutcomeUnknown("sqlite: a failpoint");
  if (status.ok() || connection.LastCode() != SQLITE_IOERR) return status;
  return OutcomeUnknown(DriverText(status));
}

// OK with the outcomes of all in place; else nothing was committed, unless the outcome is unknown.
absl::Status CommitGroup(SqliteConnection& connection, std::span<SqliteCommit* const> group) {
  RETURN_IF_ERROR(Run(connection, "BEGIN IMMEDIATE"));
  absl::Cleanup roll_back = [&connection] { Run(connection, "ROLLBACK").IgnoreError(); };
  bool changed = false;
  for (SqliteCommit* commit : group) {
    commit->outcome = Add(connection, commit->batch);
    changed |= commit->outcome.ok();
    // A full disk, for one, takes all back.
    if (!connection.in_transaction()) return commit->outcome.status();
  }
  if (!changed) return absl::OkStatus();
  RETURN_IF_ERROR(Finish(connection));
  std::move(roll_back).Cancel();
  return absl::OkStatus();
}

}  // namespace

void CommitToSqlite(SqliteConnection& connection, std::span<SqliteCommit* const> group) {
  const absl::Status status = CommitGroup(connection, group);
  if (status.ok()) return;
  if (group.size() == 1 || status::ReasonOf(status) == "COMMIT_OUTCOME_UNKNOWN") {
    for (SqliteCommit* commit : group) commit->outcome = status;
    return;
  }
  // One that does not fit must not take the others with it.
  for (SqliteCommit* const& commit : group) CommitToSqlite(connection, std::span(&commit, 1));
}

}  // namespace congress::store
