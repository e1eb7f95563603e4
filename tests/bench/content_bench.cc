// What keeping a file of 64 MiB costs, beside `cp` and `sha256sum` of the same file: sealed into a folder, which
// hashes, encrypts and flushes it, and back; and the memory that this takes.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "platform/content/file_content.h"
#include "platform/content/sealed_content.h"
#include "platform/content/testing_bytes.h"
#include "platform/content/testing_memory.h"
#include "platform/digest/sha256.h"
#include "tests/support/temporary_folder.h"

namespace congress {
namespace {

using content::Announcement;
using content::DataKey;
using content::FileContent;
using content::SealedContent;
using support::TemporaryFolder;

constexpr size_t kBytes = size_t{64} << 20;
constexpr int kRounds = 9;
constexpr double kBound = 0.5;
// MiB.
constexpr double kMostMemory = 4;

void Check(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "content_bench: %s\n", status.ToString().c_str());
  std::exit(1);
}

void Run(const std::string& command) {
  if (std::system(command.c_str()) != 0) Check(absl::InternalError(command));
}

// Milliseconds that `work` takes, the median of some rounds.
double Median(const std::function<void()>& work) {
  std::vector<double> times;
  for (int round = 0; round < kRounds; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - begin;
    times.push_back(taken.count());
  }
  std::nth_element(times.begin(), times.begin() + kRounds / 2, times.end());
  return times[kRounds / 2];
}

void Print(const char* what, double milliseconds, double yardstick) {
  const double ratio = yardstick / milliseconds;
  std::printf("%-34s %6.1f ms  %5.0f MiB/s  %.2f x cp + sha256sum (at least %.1f)%s\n", what, milliseconds,
              64'000.0 / milliseconds, ratio, kBound, ratio < kBound ? ", below it" : "");
}

void Bench() {
  const TemporaryFolder folder;
  const std::string file = folder.File("a.pdf");
  const Announcement announced = [&file] {
    const std::string bytes = "%PDF-" + content::SomeBytes(kBytes - 5);
    std::ofstream(file, std::ios::binary) << bytes;
    return Announcement{static_cast<int64_t>(kBytes), digest::Sha256Hex(bytes), "application/pdf"};
  }();
  const double copy = Median([&] { Run("cp " + file + " " + folder.File("copy")); });
  const double hash = Median([&] { Run("sha256sum " + file + " > /dev/null"); });
  std::printf("64 MiB, medians of %d: cp %.1f ms, sha256sum %.1f ms\n", kRounds, copy, hash);

  auto store = FileContent::Open(folder.File("content"));
  Check(store.status());
  SealedContent sealed(**store, kBytes);
  const DataKey key = DataKey::Random();
  const auto put = [&] {
    const int source = open(file.c_str(), O_RDONLY | O_CLOEXEC);
    Check(sealed.Put(key, "a", announced, [source](std::span<char> room) -> absl::StatusOr<size_t> {
      return static_cast<size_t>(read(source, room.data(), room.size()));
    }));
    close(source);
  };
  Print("hashed, sealed, flushed", Median(put), copy + hash);
  const auto get = [&] {
    const int target = open(folder.File("back").c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    Check(sealed.Get(key, "a", kBytes, 0, [target](std::string_view bytes) {
      return write(target, bytes.data(), bytes.size()) < 0 ? absl::InternalError("write") : absl::OkStatus();
    }));
    close(target);
  };
  Print("read back into a file", Median(get), copy + hash);
  const content::MemoryPeak peak;
  put();
  get();
  const auto beyond = static_cast<double>(peak.KilobytesBeyond()) / 1024;
  std::printf("%-34s %6.2f MiB of memory (at most %.0f)%s\n", "sealed and read back", beyond, kMostMemory,
              beyond > kMostMemory ? ", above it" : "");
  Run("cmp " + file + " " + folder.File("back"));
}

}  // namespace
}  // namespace congress

int main() {
  congress::Bench();
  return 0;
}
