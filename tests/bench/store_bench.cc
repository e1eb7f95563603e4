// What commits cost when many wait at once, beside one at a time, beside raw SQLite in batches of the same size, and
// beside redis-benchmark with the same script; then the same through the API. Ratios are of one run. Where a flush
// takes less than a millisecond they are printed and not judged: there is nothing to share.
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "congress/dossiers/v1/person_service.grpc.pb.h"
#include "congress/drafting/v1/number_register_service.grpc.pb.h"
#include "platform/store/open.h"
#include "platform/store/redis_commit.h"
#include "platform/store/redis_scripts.h"
#include "tests/support/redis_server.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

namespace congress {
namespace {

using store::Batch;

constexpr int kMany = 64;
constexpr std::chrono::seconds kTime(2);
bool judged = true;

void Check(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "store_bench: %s\n", status.ToString().c_str());
  std::exit(1);
}

// Times a second that `work` is done by `threads` at once. It is told which thread and how often before.
double Rate(int threads, const std::function<void(int, int)>& work) {
  std::atomic<int> done = 0;
  const auto begin = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> all;
    for (int thread = 0; thread < threads; ++thread) {
      all.emplace_back([&, thread] {
        for (int i = 0; std::chrono::steady_clock::now() - begin < kTime; ++i) {
          work(thread, i);
          ++done;
        }
      });
    }
  }
  return done / std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void Print(const char* what, double rate, double other, const char* unit, double bound) {
  const double ratio = rate / other;
  std::printf("%-46s %9.0f/s  %6.2f x %s (at least %.1f)%s\n", what, rate, ratio, unit, bound,
              ratio >= bound ? ""
              : judged       ? ", below it"
                             : ", not judged");
}

// What a call commits: a record, its index entry, and what audit and events tell of it.
Batch CommitOf(int thread, int i) {
  static std::atomic<int> round = 0;
  const std::string key = absl::StrCat(thread, "/", i, "/", ++round);
  return {.writes = {{.key = absl::StrCat("r/", key), .value = std::string(600, 'r'), .expected = store::kAbsent},
                     {.key = absl::StrCat("i/", key), .value = std::string(20, 'i')}},
          .appends = {{"log/audit", std::string(250, 'a')}, {"log/events", std::string(150, 'e')}}};
}

double RateOf(store::Store& store, int threads) {
  return Rate(threads, [&](int thread, int i) { Check(store.Commit(CommitOf(thread, i)).status()); });
}

// Milliseconds of one flush of a small append.
double FlushMilliseconds(const std::string& folder) {
  const int file = open(absl::StrCat(folder, "/flush").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  const std::string page(4096, 'x');
  constexpr int kFlushes = 100;
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < kFlushes; ++i) {
    if (write(file, page.data(), page.size()) < 0 || fdatasync(file) != 0) Check(absl::InternalError("no flush"));
  }
  close(file);
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count() / kFlushes;
}

// The same rows by SQLite alone, `batch` commits in each transaction.
double RawSqlite(const std::string& path, int batch) {
  sqlite3* database = nullptr;
  sqlite3_open(path.c_str(), &database);
  const auto execute = [&](const char* sql) {
    if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
      Check(absl::InternalError(sqlite3_errmsg(database)));
    }
  };
  execute(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
      "CREATE TABLE records (key BLOB PRIMARY KEY, value BLOB NOT NULL, revision INTEGER NOT NULL) WITHOUT ROWID");
  sqlite3_stmt* put = nullptr;
  sqlite3_prepare_v2(database, "INSERT INTO records VALUES (?, ?, ?)", -1, &put, nullptr);
  int sequence = 0;
  const auto insert = [&](const std::string& key, const std::string& value) {
    sqlite3_bind_blob(put, 1, key.data(), static_cast<int>(key.size()), SQLITE_STATIC);
    sqlite3_bind_blob(put, 2, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
    sqlite3_bind_int(put, 3, sequence);
    sqlite3_step(put);
    sqlite3_reset(put);
  };
  const double transactions = Rate(1, [&](int, int) {
    execute("BEGIN IMMEDIATE");
    for (int i = 0; i < batch; ++i) {
      const Batch one = CommitOf(0, i);
      ++sequence;
      for (const store::Write& write : one.writes) insert(write.key, *write.value);
      for (const store::Append& append : one.appends) insert(store::AppendKey(append.log, sequence), append.value);
    }
    execute("COMMIT");
  });
  sqlite3_finalize(put);
  sqlite3_close(database);
  return transactions * batch;
}

std::string Quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

// What redis-benchmark does a second of the commit script, each call with a key and an id of its own.
double RedisBenchmark(const support::RedisServer& server) {
  Batch batch = CommitOf(0, 0);
  batch.writes[0].key = "r/__rand_int__";
  batch.writes[0].expected.reset();
  batch.writes[1].key = "i/__rand_int__";
  const store::RedisCommitArguments arguments(batch, "__rand_int__", {});
  std::string command =
      absl::StrCat("redis-benchmark -s ", server.socket(), " -c ", kMany, " -n 20000 -r 1000000000 --csv EVAL ",
                   Quoted(store::CommitScript().text), " 1 '{congress:bench}:'");
  for (const std::string_view argument : arguments.all()) absl::StrAppend(&command, " ", Quoted(argument));
  FILE* const pipe = popen(absl::StrCat(command, " 2>/dev/null").c_str(), "r");
  std::string output;
  for (char buffer[256]; fgets(buffer, sizeof(buffer), pipe) != nullptr;) output = buffer;
  pclose(pipe);
  // "name","requests a second",…
  const size_t comma = output.find("\",\"");
  return comma == std::string::npos ? 0 : std::atof(output.c_str() + comma + 3);
}

void BenchStores() {
  const support::TemporaryFolder folder;
  const double flush = FlushMilliseconds(folder.path());
  judged = flush >= 1;
  std::printf("a flush takes %.2f ms\n", flush);
  auto sqlite = store::OpenIdentified(absl::StrCat("sqlite:", folder.File("x.db")), {.keyspace = "bench"});
  Check(sqlite.status());
  Check((*sqlite)->Initialise(absl::Now()));
  RateOf(**sqlite, kMany);
  const double one = RateOf(**sqlite, 1);
  const double many = RateOf(**sqlite, kMany);
  std::printf("%-46s %9.0f/s\n", "SQLite, one in flight", one);
  Print("SQLite, 64 in flight", many, one, "one in flight", 10);
  Print("SQLite, 64 in flight", many, RawSqlite(folder.File("raw.db"), kMany), "raw SQLite in batches of 64", 0.5);

  const support::RedisServer server;
  const support::TemporaryFolder redis_folder;
  auto redis = store::OpenIdentified(server.url(), {.keyspace = "bench", .witness = redis_folder.path()});
  Check(redis.status());
  Check((*redis)->Initialise(absl::Now()));
  RateOf(**redis, kMany);
  const double shared = RateOf(**redis, kMany);
  std::printf("%-46s %9.0f/s\n", "Redis, one in flight", RateOf(**redis, 1));
  Print("Redis, 64 in flight", shared, RedisBenchmark(server), "redis-benchmark at 64", 0.6);
}

void BenchCalls() {
  support::Suite suite({.shape = support::Shape::kOneProcess, .store = "", .log_level = "info"});
  const auto persons = dossiers::v1::PersonService::NewStub(suite.channel());
  std::atomic<int> count = 0;
  const auto create = [&](int, int) {
    dossiers::v1::CreatePersonRequest request;
    request.set_person_id(absl::StrCat("p-", ++count));
    request.mutable_person()->set_organisation("organisations/province");
    request.mutable_person()->set_display_name("Nguyễn Thị Mẫu");
    dossiers::v1::Person person;
    const auto status = persons->CreatePerson(suite.Admin().get(), request, &person);
    if (!status.ok()) Check(absl::InternalError(status.error_message()));
  };
  Rate(kMany, create);
  const double one = Rate(1, create);
  std::printf("%-46s %9.0f/s\n", "calls, one in flight", one);
  Print("calls on distinct records, 64 in flight", Rate(kMany, create), one, "one in flight", 5);

  const auto register_ = drafting::v1::NumberRegisterService::NewStub(suite.channel());
  drafting::v1::CreateNumberSeriesRequest series;
  series.set_number_series_id("qd");
  series.mutable_number_series()->set_organisation("organisations/province");
  series.mutable_number_series()->set_issuer("Tỉnh ủy Mẫu");
  series.mutable_number_series()->set_document_type("QĐ");
  series.mutable_number_series()->set_issuer_symbol("TU");
  series.mutable_number_series()->set_term("2025-2030");
  drafting::v1::NumberSeries made;
  const auto created = register_->CreateNumberSeries(suite.Admin().get(), series, &made);
  if (!created.ok()) Check(absl::InternalError(created.error_message()));
  std::atomic<int> refused = 0;
  const auto reserve = [&](int, int) {
    drafting::v1::ReserveNumberRequest request;
    request.set_parent(made.name());
    request.mutable_number_entry()->set_document_type("QĐ");
    request.mutable_number_entry()->set_title("Quyết định mẫu");
    request.mutable_number_entry()->set_intention(absl::StrCat("bench/", ++count));
    drafting::v1::NumberEntry entry;
    if (!register_->ReserveNumber(suite.Admin().get(), request, &entry).ok()) ++refused;
  };
  const double alone = Rate(1, reserve);
  std::printf("%-46s %9.0f/s\n", "one series, one in flight", alone);
  const double hot = Rate(kMany, reserve);
  Print("one series, 64 in flight", hot, alone, "one in flight", 0.8);
  std::printf("%-46s %9d refused\n", "one series, 64 in flight", refused.load());
}

}  // namespace
}  // namespace congress

int main() {
  congress::BenchStores();
  congress::BenchCalls();
}
