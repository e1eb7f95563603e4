#include "platform/store/sqlite_store.h"

#include <sys/stat.h>

#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/time/clock.h"
#include "platform/failpoint/failpoint.h"
#include "platform/status/macros.h"
#include "platform/store/failure.h"
#include "platform/store/sqlite_commit.h"
#include "platform/store/sqlite_load.h"
#include "platform/store/sqlite_schema.h"

namespace congress::store {
namespace {

// More readers than this at once are served, but their connections are not kept.
constexpr size_t kIdleReaders = 8;

// How often it is tried to empty the log of commits.
constexpr int kMostPurges = 100;
// From so many pages on the log of commits is folded into the file, as SQLite itself would do it.
constexpr int kFoldPages = 1000;
// From so many on commits wait until it begins anew, lest it grow for ever under those who never pause (64 MiB).
constexpr int kMostPages = 16'000;
// How long a fold takes no notice of what grows.
constexpr absl::Duration kFoldRound = absl::Seconds(1);

// An absent record has the revision kAbsent.
absl::StatusOr<Record> ReadOne(SqliteConnection& connection, std::string_view key) {
  ASSIGN_OR_RETURN(SqliteStatement * select, connection.Prepare("SELECT value, revision FROM records WHERE key = ?"));
  const absl::Cleanup reset = [select] { select->Reset(); };
  select->Bind(1, key);
  ASSIGN_OR_RETURN(const bool found, select->Step());
  if (!found) return Record{std::string(key), "", kAbsent};
  return Record{std::string(key), std::string(select->Blob(0)), select->Number(1)};
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteStore>> SqliteStore::Open(const std::string& path) {
  FileLock lock;
  if (path != ":memory:") {
    ASSIGN_OR_RETURN(lock, FileLock::Acquire(path + ".lock", SqliteFileName(path)));
  }
  ASSIGN_OR_RETURN(auto writer, OpenSqliteStore(path));
  return std::unique_ptr<SqliteStore>(new SqliteStore(path, std::move(lock), std::move(writer)));
}

SqliteStore::SqliteStore(std::string path, FileLock lock, std::unique_ptr<SqliteConnection> writer)
    : path_(std::move(path)),
      lock_(std::move(lock)),
      writer_(std::move(writer)),
      groups_([this](std::span<SqliteCommit* const> group) { CommitGroup(group); }) {
  if (in_memory()) return;
  struct stat file = {};
  if (stat(path_.c_str(), &file) == 0) {
    device_ = file.st_dev;
    inode_ = file.st_ino;
    size_ = file.st_size;
  }
  writer_->OnLogGrown([this](int pages) {
    log_pages_ = pages;
    if (pages >= kFoldPages) folding_.Wake();
  });
  folder_ = std::jthread([this](const std::stop_token& stop) { Fold(stop); });
}

absl::Status SqliteStore::IsInPlace() const {
  if (in_memory()) return absl::OkStatus();
  struct stat file = {};
  // It was seen before the file is looked at, and SQLite makes no file smaller that is not vacuumed.
  off_t known = size_;
  if (stat(path_.c_str(), &file) != 0 || file.st_dev != device_ || file.st_ino != inode_) {
    return Refused(SqliteFileName(path_) +
                   " was deleted or replaced under the running service; put it back and start again.");
  }
  if (file.st_size < known) {
    return Refused(SqliteFileName(path_) +
                   " was cut under the running service; put it back or restore a backup, and start again.");
  }
  while (known < file.st_size && !size_.compare_exchange_weak(known, file.st_size)) {
  }
  // Of the log that SQLite keeps beside it from the first commit to the last close: what is committed into one that was
  // deleted is gone with a kill. SQLite closes it whole, so whoever stops now loses nothing.
  uint64_t log = 0;
  const bool has_log = stat((path_ + "-wal").c_str(), &file) == 0;
  if (has_log && log_inode_.compare_exchange_strong(log, file.st_ino)) return absl::OkStatus();
  if (has_log ? log == file.st_ino : log_inode_ == 0) return absl::OkStatus();
  return Refused(
      SqliteFileName(path_) +
      " has lost its log ('-wal'), which was deleted or replaced under the running service; what was committed "
      "is saved by its end, so start again.");
}

void SqliteStore::Fold(const std::stop_token& stop) {
  auto connection = SqliteConnection::Open(path_, /*create=*/false);
  while (!stop.stop_requested()) {
    folding_.Wait(stop, kFoldRound);
    if (log_pages_ < kFoldPages || Fails("sqlite.fold")) continue;
    // What is not folded now is folded the next time; nobody waits for it.
    if (connection.ok()) (*connection)->Execute("PRAGMA wal_checkpoint(PASSIVE)").IgnoreError();
  }
}

absl::StatusOr<std::unique_ptr<SqliteConnection>> SqliteStore::TakeReader() {
  {
    MutexLock lock(pooling_);
    if (!idle_readers_.empty()) {
      auto reader = std::move(idle_readers_.back());
      idle_readers_.pop_back();
      return reader;
    }
  }
  ASSIGN_OR_RETURN(auto reader, SqliteConnection::Open(path_, /*create=*/false));
  RETURN_IF_ERROR(reader->Execute("PRAGMA trusted_schema = OFF; PRAGMA query_only = ON"));
  return reader;
}

void SqliteStore::GiveBack(std::unique_ptr<SqliteConnection> reader) {
  MutexLock lock(pooling_);
  if (idle_readers_.size() < kIdleReaders) idle_readers_.push_back(std::move(reader));
}

template <class Work>
auto SqliteStore::Read(Work work) {
  using Result = decltype(work(*writer_));
  if (in_memory()) {
    MutexLock lock(writing_);
    return work(*writer_);
  }
  auto reader = TakeReader();
  if (!reader.ok()) return Result(reader.status());
  Result result = work(**reader);
  // A connection that failed is not trusted with the next read.
  if (result.ok() || absl::IsNotFound(result.status())) GiveBack(*std::move(reader));
  return result;
}

absl::StatusOr<Record> SqliteStore::Get(std::string_view key) {
  ASSIGN_OR_RETURN(Record record, Read([key](SqliteConnection& connection) { return ReadOne(connection, key); }));
  if (record.revision == kAbsent) return absl::NotFoundError("No such record.");
  return record;
}

absl::StatusOr<std::vector<Record>> SqliteStore::GetAll(std::span<const std::string> keys) {
  return Read([keys](SqliteConnection& connection) -> absl::StatusOr<std::vector<Record>> {
    // One moment for all of them; the memory store has but one connection, which is held already.
    const bool snapshot = keys.size() > 1;
    if (snapshot) RETURN_IF_ERROR(connection.Execute("SAVEPOINT reading"));
    const absl::Cleanup release = [&] {
      if (snapshot) connection.Execute("RELEASE reading").IgnoreError();
    };
    std::vector<Record> records;
    size_t bytes = 0;
    for (const std::string& key : keys) {
      ASSIGN_OR_RETURN(Record record, ReadOne(connection, key));
      bytes += record.value.size();
      if (bytes > Batch::kMostBytes && !records.empty()) break;
      records.push_back(std::move(record));
    }
    return records;
  });
}

absl::StatusOr<std::vector<Record>> SqliteStore::Scan(const Range& range, int limit) {
  return Read([&](SqliteConnection& connection) { return ScanSqlite(connection, range, limit); });
}

absl::StatusOr<Committed> SqliteStore::Commit(const Batch& batch) {
  RETURN_IF_ERROR(batch.Validate());
  SqliteCommit commit{.batch = batch, .bytes = batch.Bytes()};
  groups_.Do(commit);
  return std::move(commit.outcome);
}

void SqliteStore::CommitGroup(std::span<SqliteCommit* const> group) {
  if (const absl::Status placed = IsInPlace(); !placed.ok()) {
    for (SqliteCommit* commit : group) commit->outcome = placed;
    return;
  }
  MutexLock lock(writing_);
  if (log_pages_ >= kMostPages && checks_ == 0 && !snapshots_.Hold(log_pages_)) {
    writer_->Execute("PRAGMA wal_checkpoint(RESTART)").IgnoreError();
  }
  CommitToSqlite(*writer_, group);
}

absl::StatusOr<Revision> SqliteStore::LastSequence() {
  RETURN_IF_ERROR(IsInPlace());
  return Read(LastSequenceOfSqlite);
}

absl::StatusOr<std::vector<SelfFault>> SqliteStore::Examine() {
  // The log of commits cannot begin anew before the end of the check, and no commit shall wait for that.
  ++checks_;
  const absl::Cleanup done = [this] { --checks_; };
  return Read([](SqliteConnection& connection) -> absl::StatusOr<std::vector<SelfFault>> {
    ASSIGN_OR_RETURN(SqliteStatement * check, connection.Prepare("PRAGMA quick_check(20)"));
    const absl::Cleanup reset = [check] { check->Reset(); };
    std::vector<SelfFault> faults;
    while (true) {
      const auto row = check->Step();
      // Some damage ends the check itself.
      if (absl::IsDataLoss(row.status())) faults.push_back({.damage = true, .said = DriverText(row.status())});
      if (absl::IsDataLoss(row.status()) || (row.ok() && !*row)) return faults;
      RETURN_IF_ERROR(row.status());
      if (check->Blob(0) != "ok") faults.push_back({.damage = true, .said = std::string(check->Blob(0))});
    }
  });
}

absl::Status SqliteStore::Purge() {
  // Deleted records are overwritten in the file (`secure_delete`), but the log has the pages of before.
  const auto fold = [this]() -> absl::StatusOr<bool> {
    const MutexLock lock(writing_);
    ASSIGN_OR_RETURN(SqliteStatement * statement, writer_->Prepare("PRAGMA wal_checkpoint(TRUNCATE)"));
    const absl::Cleanup reset = [statement] { statement->Reset(); };
    ASSIGN_OR_RETURN(const bool row, statement->Step());
    return !row || statement->Number(0) == 0;
  };
  // The thread that folds, or a reader, has it for a moment.
  for (int tries = 0; tries < kMostPurges; ++tries) {
    ASSIGN_OR_RETURN(const bool folded, fold());
    if (folded) return absl::OkStatus();
    absl::SleepFor(absl::Milliseconds(10));
  }
  return Unanswered("sqlite: the log of commits is being read");
}

absl::StatusOr<std::unique_ptr<Snapshot>> SqliteStore::TakeSnapshot() {
  ASSIGN_OR_RETURN(auto own, SqliteConnection::Open(path_, /*create=*/false));
  if (in_memory()) {
    // Nothing can read the one connection's memory beside it, so the moment is a copy.
    MutexLock lock(writing_);
    RETURN_IF_ERROR(own->CopyFrom(*writer_));
  }
  return snapshots_.Take(std::move(own));
}

absl::StatusOr<std::unique_ptr<Load>> SqliteStore::BeginLoad() {
  return BeginSqliteLoad([this](absl::FunctionRef<absl::Status(SqliteConnection&)> work) {
    MutexLock lock(writing_);
    return work(*writer_);
  });
}

}  // namespace congress::store
