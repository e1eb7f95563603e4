// What a backup of one store takes beside `cp` and `sync` of its file, and how fast others commit meanwhile. Ratios are
// of one run; where a copy is faster than any disk, its ratio is not judged. Argument: MiB of records, 300 unless
// given.
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/backup/back_up.h"
#include "platform/backup/backup_file.h"
#include "platform/backup/keys.h"
#include "platform/backup/restore.h"
#include "platform/store/open.h"
#include "platform/store/stretch.h"
#include "tests/support/redis_server.h"
#include "tests/support/temporary_folder.h"

namespace congress {
namespace {

using store::Batch;

constexpr int kWriters = 8;
// MiB a second from which on a copy shows how fast the memory is, and not the disk.
constexpr double kMemoryRate = 500;

void Check(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "backup_bench: %s\n", status.ToString().c_str());
  std::exit(1);
}

double Seconds(absl::Time since) { return absl::ToDoubleSeconds(absl::Now() - since); }

// 600 bytes, half of which say nothing new.
std::string ValueOf(unsigned number) {
  std::string value(300, 'r');
  unsigned state = number * 2654435761u + 1;
  while (value.size() < 600) value.push_back(static_cast<char>((state = state * 1664525u + 1013904223u) >> 24));
  return value;
}

int64_t Fill(store::Store& store, int mebibytes) {
  const int64_t records = (int64_t{mebibytes} << 20) / 620;
  for (int64_t i = 0; i < records;) {
    Batch batch;
    batch.appends = {{"log/audit", std::string(250, 'a')}};
    for (; i < records && batch.writes.size() < 5000; ++i) {
      batch.writes.push_back({.key = absl::StrCat("r/", i), .value = ValueOf(static_cast<unsigned>(i))});
    }
    Check(store.Commit(batch).status());
  }
  return records;
}

// Commits a second by several threads while `work` runs; they overwrite records and append to a log.
double RateWhile(store::Store& store, int64_t records, const std::function<void()>& work) {
  std::atomic<bool> stop = false;
  std::atomic<int64_t> done = 0;
  const absl::Time begin = absl::Now();
  {
    std::vector<std::jthread> writers;
    for (int thread = 0; thread < kWriters; ++thread) {
      writers.emplace_back([&, thread] {
        for (int64_t i = thread; !stop; i += kWriters) {
          Check(
              store
                  .Commit({.writes = {{.key = absl::StrCat("r/", i * 7919 % records), .value = std::string(600, 'w')}},
                           .appends = {{"log/audit", std::string(250, 'a')}}})
                  .status());
          ++done;
        }
      });
    }
    work();
    stop = true;
  }
  return static_cast<double>(done) / Seconds(begin);
}

const backup::KeyPair& Keys() {
  static const backup::KeyPair& keys = *new backup::KeyPair(backup::NewKeyPair());
  return keys;
}

void BackUpTo(const std::string& path, store::Store& store) {
  const auth::Signer signer("process-bench", *auth::GenerateKey());
  const backup::Subject subject{.service = "bench",
                                .keyspace = "bench",
                                .version = "",
                                .store = store,
                                .signer = signer,
                                .recipient = Keys().public_key};
  backup::FileWriter file(path);
  Check(backup::BackUp(
      subject, {}, absl::Now(), [] { return absl::OkStatus(); },
      [&](const backup::v1::DownloadBackupResponse& piece) {
        file.Add(piece);
        return absl::OkStatus();
      }));
  if (!file.Close()) Check(absl::DataLossError("not written"));
}

// Into an empty store at `url`.
void RestoreFrom(const std::string& path, const std::string& url) {
  backup::FileReader file(path);
  backup::v1::DownloadBackupResponse piece;
  while (file.Next(&piece).value_or(false)) {
  }
  backup::v1::Manifest manifest;
  if (!manifest.ParseFromString(piece.manifest().manifest())) Check(absl::DataLossError("no manifest"));
  const auto open = [&](const std::string&) { return store::Open(url, "restored"); };
  Check(backup::Restore({path, {manifest}}, nullptr, Keys(), {.open = open}).status());
}

void Measure(const char* name, const std::string& url, const std::string& copied,
             const support::TemporaryFolder& folder, int mebibytes) {
  auto opened = store::Open(url, "bench");
  Check(opened.status());
  store::Store& store = **opened;
  const int64_t records = Fill(store, mebibytes);
  absl::Time begin = absl::Now();
  Check(store::FindDamaged(store).status());
  std::printf("%-8s a look at every record, as before it is served: %6.2f s\n", name, Seconds(begin));
  begin = absl::Now();
  BackUpTo(folder.File("backup"), store);
  const double alone = Seconds(begin);
  std::printf("%-8s backup of %d MiB, %lld records: %6.2f s\n", name, mebibytes, static_cast<long long>(records),
              alone);
  begin = absl::Now();
  RestoreFrom(folder.File("backup"), copied.empty() ? url : absl::StrCat("sqlite:", folder.File("restored.db")));
  const double restored = Seconds(begin);
  std::printf("%-8s restore: %6.2f s\n", name, restored);
  if (!copied.empty()) {
    begin = absl::Now();
    const std::string command = absl::StrCat("cp ", copied, " ", folder.File("copy"), " && sync ", folder.File("copy"));
    if (std::system(command.c_str()) != 0) std::exit(1);
    const double copy = Seconds(begin);
    const double rate = static_cast<double>(std::filesystem::file_size(copied) >> 20) / copy;
    std::printf("%-8s cp and sync: %6.2f s; the backup takes %.2f x that, the restore %.2f x (at most 3)%s\n", name,
                copy, alone / copy, restored / copy, rate > kMemoryRate ? ", not judged" : "");
  }
  const double without = RateWhile(store, records, [] { absl::SleepFor(absl::Seconds(3)); });
  double under_load = 0;
  const double with = RateWhile(store, records, [&] {
    begin = absl::Now();
    BackUpTo(folder.File("backup"), store);
    under_load = Seconds(begin);
  });
  std::printf("%-8s commits: %.0f/s without, %.0f/s during a backup of %.2f s: %.2f x (at least 0.67)\n", name, without,
              with, under_load, with / without);
}

int Main(int argc, char** argv) {
  const int mebibytes = argc > 1 ? std::atoi(argv[1]) : 300;
  const support::TemporaryFolder folder;
  Measure("SQLite", absl::StrCat("sqlite:", folder.File("bench.db")), folder.File("bench.db"), folder, mebibytes);
  const support::RedisServer redis;
  Measure("Redis", redis.url(), "", folder, mebibytes / 3);
  return 0;
}

}  // namespace
}  // namespace congress

int main(int argc, char** argv) { return congress::Main(argc, argv); }
