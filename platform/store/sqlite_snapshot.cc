#include "platform/store/sqlite_snapshot.h"

#include <string>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/escaping.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"

namespace congress::store {

absl::StatusOr<std::vector<Record>> ScanSqlite(SqliteConnection& connection, const Range& range, int limit) {
  // Without its end: SQLite would stop at any key that is not in the range, also at one that damage put there.
  ASSIGN_OR_RETURN(SqliteStatement * select,
                   connection.Prepare("SELECT key, value, revision FROM records WHERE key >= ? ORDER BY key"));
  const absl::Cleanup reset = [select] { select->Reset(); };
  select->Bind(1, range.begin);
  std::vector<Record> records;
  size_t bytes = 0;
  // The row before, and whether it is the one behind the range.
  std::string last;
  bool behind = false;
  // One statement sees one moment of the database, however long it runs.
  while (static_cast<int64_t>(records.size()) < limit) {
    ASSIGN_OR_RETURN(const bool row, select->Step());
    if (!row) break;
    const std::string_view key = select->Blob(0);
    // A damaged key keeps its place. What would go on behind it begins again before it, or leaves out what follows.
    if (key < range.begin || (!last.empty() && key <= last)) {
      return Damaged(StrCat("sqlite: the keys around '", absl::CEscape(ToAbsl(last)), "' are out of order"));
    }
    if (behind) break;
    last = key;
    behind = !range.end.empty() && key >= range.end;
    if (behind) continue;
    const std::string_view value = select->Blob(1);
    bytes += value.size();
    if (bytes > Batch::kMostBytes && !records.empty()) break;
    records.push_back({last, std::string(value), select->Number(2)});
  }
  return records;
}

absl::StatusOr<Revision> LastSequenceOfSqlite(SqliteConnection& connection) {
  ASSIGN_OR_RETURN(SqliteStatement * select, connection.Prepare("SELECT number FROM meta WHERE name = 'sequence'"));
  const absl::Cleanup reset = [select] { select->Reset(); };
  ASSIGN_OR_RETURN(const bool found, select->Step());
  if (!found) return Damaged("sqlite: meta has no sequence");
  return select->Number(0);
}

class SqliteSnapshots::View {
 public:
  explicit View(std::unique_ptr<SqliteConnection> connection) : connection_(std::move(connection)) {}
  absl::StatusOr<Revision> Begin() {
    MutexLock lock(mutex_);
    RETURN_IF_ERROR(connection_->Execute("BEGIN"));
    // The moment is that of the first read.
    return LastSequenceOfSqlite(*connection_);
  }
  absl::StatusOr<std::vector<Record>> Scan(const Range& range, int limit) {
    MutexLock lock(mutex_);
    if (connection_ == nullptr) return SnapshotLost();
    return ScanSqlite(*connection_, range, limit);
  }
  // The moment is gone.
  void End() {
    MutexLock lock(mutex_);
    connection_ = nullptr;
  }
  // The same, after which the log holds little that is not folded: done while commits still spare it, lest the next
  // one fold all of it and others wait.
  void Close() {
    MutexLock lock(mutex_);
    if (connection_ == nullptr) return;
    connection_->Execute("ROLLBACK").IgnoreError();
    connection_->Execute("PRAGMA wal_checkpoint(PASSIVE)").IgnoreError();
    connection_ = nullptr;
  }

 private:
  Mutex mutex_;
  std::unique_ptr<SqliteConnection> connection_ ABSL_GUARDED_BY(mutex_);
};

class SqliteSnapshots::Reader final : public Snapshot {
 public:
  Reader(std::shared_ptr<View> view, Revision sequence) : view_(std::move(view)), sequence_(sequence) {}
  ~Reader() override { view_->Close(); }
  Revision sequence() const override { return sequence_; }
  absl::StatusOr<std::vector<Record>> Scan(const Range& range, int limit) override { return view_->Scan(range, limit); }

 private:
  const std::shared_ptr<View> view_;
  const Revision sequence_;
};

absl::StatusOr<std::unique_ptr<Snapshot>> SqliteSnapshots::Take(std::unique_ptr<SqliteConnection> connection) {
  auto view = std::make_shared<View>(std::move(connection));
  {
    MutexLock lock(mutex_);
    if (!view_.expired()) return SnapshotRunning();
    view_ = view;
  }
  ASSIGN_OR_RETURN(const Revision sequence, view->Begin());
  return std::make_unique<Reader>(std::move(view), sequence);
}

bool SqliteSnapshots::Hold(int pages) {
  MutexLock lock(mutex_);
  const std::shared_ptr<View> view = view_.lock();
  if (view == nullptr) return false;
  if (pages < kMostPages) return true;
  view->End();
  view_.reset();
  return false;
}

}  // namespace congress::store
