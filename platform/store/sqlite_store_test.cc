#include "platform/store/sqlite_store.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/store/failure.h"
#include "platform/store/sqlite_schema.h"
#include "platform/store/store_conformance.h"
#include "tests/support/temporary_folder.h"

namespace congress::store {
namespace {

using support::IsOk;
using support::TemporaryFolder;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

class InMemory : public StorePlace {
 public:
  absl::StatusOr<std::unique_ptr<Store>> Open() override { return SqliteStore::Open(":memory:"); }
};

class InFile : public StorePlace {
 public:
  absl::StatusOr<std::unique_ptr<Store>> Open() override { return SqliteStore::Open(folder_.File("store.db")); }

 private:
  const TemporaryFolder folder_;
};

const Backend kMemory = {"SqliteMemory", [] { return std::make_unique<InMemory>(); }};
const Backend kFile = {"SqliteFile", [] { return std::make_unique<InFile>(); }};

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreConformance, testing::Values(kMemory, kFile), NameOf);
INSTANTIATE_TEST_SUITE_P(Sqlite, StoreSnapshots, testing::Values(kMemory, kFile), NameOf);
INSTANTIATE_TEST_SUITE_P(Sqlite, DurableStore, testing::Values(kFile), NameOf);

// What an operator reads when the store cannot open.
std::string Refusal(const std::string& path) {
  const auto store = SqliteStore::Open(path);
  EXPECT_TRUE(absl::IsFailedPrecondition(store.status())) << store.status();
  const std::string message(store.status().message());
  EXPECT_THAT(message, EndsWith("."));
  EXPECT_THAT(message, HasSubstr(path));
  EXPECT_THAT(message, Not(HasSubstr("\n")));
  EXPECT_THAT(message, Not(HasSubstr("SELECT")));
  return message;
}

void Execute(const std::string& path, const char* sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
  sqlite3_close(database);
}

std::string Bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(SqliteStore, RefusesANewerSchemaAndLeavesItAsItIs) {
  const TemporaryFolder folder;
  const std::string path = folder.File("x.db");
  ASSERT_THAT(SqliteStore::Open(path), IsOk());
  Execute(path, "UPDATE meta SET number = 2 WHERE name = 'schema'");
  const std::string before = Bytes(path);
  EXPECT_THAT(Refusal(path), HasSubstr("newer version of congress (schema 2; this one knows 1)"));
  EXPECT_EQ(Bytes(path), before);
}

TEST(SqliteStore, RefusesAFileThatIsNoDatabaseAndLeavesItAsItIs) {
  const TemporaryFolder folder;
  const std::string path = folder.File("letter.txt");
  const std::string letter(5000, 'x');
  std::ofstream(path) << letter;
  EXPECT_THAT(Refusal(path), HasSubstr("is no database"));
  EXPECT_EQ(Bytes(path), letter);
}

TEST(SqliteStore, RefusesTheDatabaseOfAnotherProgramAndLeavesItAsItIs) {
  const TemporaryFolder folder;
  const std::string path = folder.File("other.db");
  for (const char* sql : {"CREATE TABLE songs (title TEXT)", "CREATE TABLE meta (key TEXT, value TEXT)"}) {
    Execute(path, sql);
    const std::string before = Bytes(path);
    EXPECT_THAT(Refusal(path), HasSubstr("another program"));
    EXPECT_EQ(Bytes(path), before);
  }
}

TEST(SqliteStore, RefusesASecondOpenerUntilTheFirstIsGone) {
  const TemporaryFolder folder;
  const std::string path = folder.File("x.db");
  ASSERT_OK_AND_ASSIGN(auto first, SqliteStore::Open(path));
  EXPECT_THAT(Refusal(path), HasSubstr("in use by another process"));
  first.reset();
  EXPECT_THAT(SqliteStore::Open(path), IsOk());
}

TEST(SqliteStore, SaysThatAnotherProgramHoldsTheFile) {
  const TemporaryFolder folder;
  const std::string path = folder.File("x.db");
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_THAT(Refusal(path), HasSubstr("in use by another program"));
  ASSERT_EQ(sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr), SQLITE_OK);

  ASSERT_OK_AND_ASSIGN(const auto store, SqliteStore::Open(path));
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  const Batch batch = {.writes = {{"a", "one", kAbsent}}};
  const auto refused = store->Commit(batch);
  EXPECT_THAT(refused, support::StatusIs(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_THAT(DriverText(refused.status()), HasSubstr("locked"));
  EXPECT_TRUE(absl::IsNotFound(store->Get("a").status()));
  ASSERT_EQ(sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_THAT(store->Commit(batch), IsOk());
  sqlite3_close(other);
}

TEST(SqliteStore, RefusesAPathThatCannotBe) {
  const TemporaryFolder folder;
  EXPECT_THAT(Refusal(folder.File("none/x.db")), HasSubstr("No such file"));
  std::ofstream(folder.File("file")) << "x";
  EXPECT_THAT(Refusal(folder.File("file/x.db")), HasSubstr("Not a directory"));
  std::filesystem::create_directory(folder.File("folder.db"));
  Refusal(folder.File("folder.db"));
}

TEST(SqliteStore, RefusesAFolderWithoutRights) {
  const TemporaryFolder folder;
  const std::string path = folder.File("x.db");
  ASSERT_EQ(chmod(folder.path().c_str(), 0555), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    // Root may write everywhere, so the attempt is nobody's.
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(2);
    const auto store = SqliteStore::Open(path);
    const bool clear = absl::IsFailedPrecondition(store.status()) &&
                       store.status().message().find("Permission denied") != absl::string_view::npos;
    _exit(clear ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  chmod(folder.path().c_str(), 0755);
}

TEST(SqliteStore, OneOfAGroupThatConflictsFailsAlone) {
  ASSERT_OK_AND_ASSIGN(const auto connection, OpenSqliteStore(":memory:"));
  const Batch first = {.writes = {{"a", "one", kAbsent}}, .appends = {{"log", "first"}}};
  const Batch conflicting = {.writes = {{"b", "x", kAbsent}, {"a", "x", kAbsent}}, .appends = {{"log", "second"}}};
  const Batch dependent = {.writes = {{"a", "three", 1}}, .appends = {{"log", "third"}}};
  SqliteCommit one{.batch = first};
  SqliteCommit two{.batch = conflicting};
  SqliteCommit three{.batch = dependent};
  SqliteCommit* const group[] = {&one, &two, &three};
  CommitToSqlite(*connection, group);
  ASSERT_THAT(one.outcome, IsOk());
  EXPECT_EQ(one.outcome->sequence, 1);
  EXPECT_EQ(ConflictingKey(two.outcome.status()), "a");
  ASSERT_THAT(three.outcome, IsOk());
  EXPECT_EQ(three.outcome->sequence, 2);
  EXPECT_FALSE(connection->in_transaction());
}

// A disk whose flushes of the log fail while `broken`.
class FaultyDisk {
 public:
  FaultyDisk() {
    disk_ = *Real();
    disk_.zName = "faulty";
    disk_.xOpen = [](sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
      const int code = Real()->xOpen(Real(), name, file, flags, out);
      if (code == SQLITE_OK && (flags & SQLITE_OPEN_WAL) != 0) {
        real_sync = file->pMethods->xSync;
        methods = *file->pMethods;
        methods.xSync = [](sqlite3_file* one, int how) { return broken ? SQLITE_IOERR_FSYNC : real_sync(one, how); };
        file->pMethods = &methods;
      }
      return code;
    };
    sqlite3_vfs_register(&disk_, 1);
  }
  ~FaultyDisk() {
    sqlite3_vfs_register(Real(), 1);
    sqlite3_vfs_unregister(&disk_);
    broken = false;
  }

  inline static bool broken = false;

 private:
  static sqlite3_vfs* Real() { return sqlite3_vfs_find("unix"); }
  inline static int (*real_sync)(sqlite3_file*, int) = nullptr;
  inline static sqlite3_io_methods methods;
  sqlite3_vfs disk_;
};

TEST(SqliteStore, AfterAFailedFlushNobodyOfTheGroupIsToldYesOrNo) {
  const TemporaryFolder folder;
  const FaultyDisk disk;
  ASSERT_OK_AND_ASSIGN(const auto connection, OpenSqliteStore(folder.File("x.db")));
  const Batch a = {.writes = {{"a", "one", kAbsent}}};
  const Batch b = {.writes = {{"b", "one", kAbsent}}};
  SqliteCommit one{.batch = a};
  SqliteCommit two{.batch = b};
  SqliteCommit conflicting{.batch = a};
  SqliteCommit* const group[] = {&one, &two, &conflicting};
  FaultyDisk::broken = true;
  CommitToSqlite(*connection, group);
  FaultyDisk::broken = false;
  for (const SqliteCommit* commit : group) {
    EXPECT_THAT(commit->outcome, support::StatusIs(absl::StatusCode::kUnavailable, "COMMIT_OUTCOME_UNKNOWN"));
  }
  // What comes next stands on what is there.
  SqliteCommit again{.batch = a};
  SqliteCommit* const next[] = {&again};
  CommitToSqlite(*connection, next);
  ASSERT_THAT(again.outcome, IsOk());
  EXPECT_EQ(again.outcome->sequence, 1);
}

TEST(SqliteStore, FoldsItsLogWhileItServes) {
  const TemporaryFolder folder;
  const std::string path = folder.File("x.db");
  ASSERT_OK_AND_ASSIGN(const auto store, SqliteStore::Open(path));
  const std::string value(40'000, 'v');
  // Some 12 MiB, a third of which the log never needs.
  for (int i = 0; i < 300; ++i) {
    ASSERT_THAT(store->Commit({.writes = {{absl::StrCat("key/", i), value, std::nullopt}}}), IsOk());
  }
  for (int i = 0; i < 200 && std::filesystem::file_size(path) < 8'000'000; ++i) absl::SleepFor(absl::Milliseconds(10));
  EXPECT_GE(std::filesystem::file_size(path), 8'000'000U);
}

TEST(SqliteStore, TakesNothingMoreOnceItsFileIsSmaller) {
  for (const bool folded : {false, true}) {
    for (const int left_percent : {0, 50, 99, 100}) {
      SCOPED_TRACE(absl::StrCat(folded, " ", left_percent));
      const TemporaryFolder folder;
      const std::string path = folder.File("x.db");
      ASSERT_OK_AND_ASSIGN(auto store, SqliteStore::Open(path));
      ASSERT_THAT(store->Commit({.writes = {{"a", std::string(100'000, 'v')}}}), IsOk());
      if (folded) {
        store = nullptr;
        ASSERT_OK_AND_ASSIGN(store, SqliteStore::Open(path));
      }
      const auto size = std::filesystem::file_size(path);
      std::filesystem::resize_file(path, size * static_cast<unsigned>(left_percent) / 100);
      const absl::Status committed = store->Commit({.writes = {{"b", "1"}}}).status();
      if (left_percent == 100) {
        EXPECT_THAT(committed, IsOk());
        continue;
      }
      for (const absl::Status& status : {committed, store->LastSequence().status()}) {
        EXPECT_THAT(status, support::StatusIs(absl::StatusCode::kFailedPrecondition, "STORE_REFUSED"));
        EXPECT_THAT(DriverText(status), HasSubstr("was cut under the running service; put it back"));
      }
    }
  }
}

TEST(SqliteStore, ACopyMadeWhileItServesIsOneMomentOfIt) {
  const TemporaryFolder folder;
  const std::string path = folder.File("x.db");
  ASSERT_OK_AND_ASSIGN(const auto store, SqliteStore::Open(path));
  std::atomic<bool> copied = false;
  std::jthread writer([&] {
    for (int i = 0; i < 20 || !copied; ++i) {
      ASSERT_THAT(store->Commit({.writes = {{"count", absl::StrCat(i), std::nullopt}}, .appends = {{"log", "x"}}}),
                  IsOk());
    }
  });
  while (store->LastSequence().value_or(0) < 10) absl::SleepFor(absl::Milliseconds(1));
  Execute(path, absl::StrCat("VACUUM INTO '", folder.File("copy.db"), "'").c_str());
  copied = true;
  writer.join();
  ASSERT_OK_AND_ASSIGN(const auto copy, SqliteStore::Open(folder.File("copy.db")));
  ASSERT_OK_AND_ASSIGN(const Revision last, copy->LastSequence());
  EXPECT_GE(last, 10);
  ASSERT_OK_AND_ASSIGN(const auto log, copy->Scan(Range::Prefix("log/"), 1'000'000));
  EXPECT_EQ(static_cast<Revision>(log.size()), last);
  EXPECT_EQ(copy->Get("count")->revision, last);
}

TEST(SqliteStore, TellsADamagedPageFromAnAbsentRecord) {
  const TemporaryFolder folder;
  const std::string path = folder.File("x.db");
  {
    ASSERT_OK_AND_ASSIGN(const auto store, SqliteStore::Open(path));
    for (int i = 0; i < 40; ++i) {
      const Batch batch = {.writes = {{"key/" + std::to_string(i), std::string(1000, 'v'), std::nullopt}}};
      ASSERT_THAT(store->Commit(batch), IsOk());
    }
  }
  {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(0, std::ios::end);
    const auto size = static_cast<size_t>(file.tellp());
    // All pages but the first two, which hold the schema and meta.
    file.seekp(std::streamoff{2} * 4096);
    file << std::string(size - size_t{2} * 4096, '\xa5');
  }
  ASSERT_OK_AND_ASSIGN(const auto store, SqliteStore::Open(path));
  const auto read = store->Get("key/7");
  EXPECT_THAT(read, support::StatusIs(absl::StatusCode::kDataLoss, "STORE_DAMAGED"));
  EXPECT_THAT(std::string(read.status().message()), Not(HasSubstr("malformed")));
}

// Commits in a loop and reports each acknowledged number through `pipe`, until it is killed.
[[noreturn]] void CommitForever(const std::string& path, int pipe) {
  auto store = SqliteStore::Open(path);
  if (!store.ok()) _exit(1);
  while (true) {
    const auto last = (*store)->LastSequence();
    const std::string number = std::to_string(last.value_or(0) + 1);
    const auto committed =
        (*store)->Commit({.writes = {{"n/" + number, number, kAbsent}}, .appends = {{"log", number}}});
    if (!committed.ok() || write(pipe, &committed->sequence, sizeof(Revision)) != sizeof(Revision)) _exit(1);
  }
}

TEST(SqliteStore, HasEveryAcknowledgedCommitAfterItsProcessWasKilled) {
  const TemporaryFolder folder;
  const std::string path = folder.File("x.db");
  Revision acknowledged = 0;
  for (int round = 0; round < 5; ++round) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) CommitForever(path, ends[1]);
    close(ends[1]);
    for (int i = 0; i < 7 + 5 * round; ++i) {
      ASSERT_EQ(read(ends[0], &acknowledged, sizeof(acknowledged)), static_cast<ssize_t>(sizeof(acknowledged)));
    }
    kill(child, SIGKILL);
    ASSERT_EQ(waitpid(child, nullptr, 0), child);
    Revision late = 0;
    while (read(ends[0], &late, sizeof(late)) == static_cast<ssize_t>(sizeof(late))) acknowledged = late;
    close(ends[0]);

    ASSERT_OK_AND_ASSIGN(const auto store, SqliteStore::Open(path));
    ASSERT_OK_AND_ASSIGN(const Revision last, store->LastSequence());
    // The commit under way at the kill may be there, wholly.
    EXPECT_GE(last, acknowledged);
    EXPECT_LE(last, acknowledged + 1);
    for (Revision sequence = 1; sequence <= last; ++sequence) {
      ASSERT_OK_AND_ASSIGN(const Record record, store->Get("n/" + std::to_string(sequence)));
      EXPECT_EQ(record.revision, sequence);
      ASSERT_THAT(store->Get(AppendKey("log", sequence)), IsOk());
    }
  }
  EXPECT_GE(acknowledged, 5 * 7);
}

}  // namespace
}  // namespace congress::store
