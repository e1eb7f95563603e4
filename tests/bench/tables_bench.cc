// Reading a CSV of 100,000 rows beside Python's csv module reading the same file into lists.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "platform/csv/csv.h"
#include "platform/status/strings.h"
#include "tests/support/temporary_folder.h"

namespace congress {
namespace {

constexpr int kRows = 100'000;
constexpr int kRounds = 5;

std::string File() {
  std::string file =
      csv::Line({"code", "name", "kind", "parent", "members", "members_as_of", "merged_from", "valid_from"});
  for (int i = 0; i < kRows; ++i) {
    file += csv::Line({StrCat(10'000 + i), StrCat("Đảng bộ xã \"số ", i, "\", mới"), "commune", "province",
                       StrCat(100 + i % 900), "2025-06-30", i % 3 == 0 ? "cu-1;cu-2" : "", "2025-07-01"});
  }
  return file;
}

// The best of some rounds, in milliseconds.
template <class Work>
double Best(const Work& work) {
  double best = 1e9;
  for (int round = 0; round < kRounds; ++round) {
    const auto begun = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begun;
    best = std::min(best, took.count());
  }
  return best;
}

int Run() {
  const std::string bytes = File();
  const support::TemporaryFolder folder;
  const std::string path = folder.path() + "/table.csv";
  std::ofstream(path, std::ios::binary) << bytes;
  const double ours = Best([&] {
    const auto table = csv::Parse(bytes);
    if (!table.ok() || table->rows.size() != kRows) std::abort();
  });
  const std::string script = StrCat("python3 -c \"import csv,io,time\ntext=open('", path,
                                    "',encoding='utf-8',newline='').read()\nbest=9e9\nfor _ in range(", kRounds,
                                    "):\n  t=time.perf_counter(); rows=list(csv.reader(io.StringIO(text,newline=''))); "
                                    "best=min(best,time.perf_counter()-t)\n"
                                    "assert len(rows)==",
                                    kRows + 1, "\nprint(best*1000)\"");
  FILE* python = popen(script.c_str(), "r");
  double theirs = 0;
  if (python == nullptr || std::fscanf(python, "%lf", &theirs) != 1 || pclose(python) != 0) {
    std::fputs("tables_bench: python3 is needed to compare with\n", stderr);
    return 1;
  }
  std::printf("CSV of %d rows, %zu bytes: %.0f ms; Python's csv: %.0f ms; ratio %.2f (at least 1 is claimed)\n", kRows,
              bytes.size(), ours, theirs, theirs / ours);
  return theirs >= ours ? 0 : 1;
}

}  // namespace
}  // namespace congress

int main() { return congress::Run(); }
