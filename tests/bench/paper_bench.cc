// What a paper costs as a file, beside its bounds: Nghệ An's decision and a report of 60,000 words.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <vector>

#include "platform/paper/paper.h"
#include "platform/paper/testing_paper.h"

namespace congress::paper {
namespace {

using Render = absl::StatusOr<std::string> (*)(const v1::Paper&, const Layout&);

// The median, after a first run that loads the fonts and is told apart. The file is kept where one is named.
void Measure(const char* what, Render render, const v1::Paper& paper, int runs, double bound, const std::string& file) {
  std::vector<double> times;
  size_t bytes = 0;
  for (int run = 0; run <= runs; ++run) {
    const auto begin = std::chrono::steady_clock::now();
    const auto made = render(paper, Layout::Default());
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
    if (!made.ok()) {
      std::fprintf(stderr, "paper_bench: %s\n", std::string(made.status().message()).c_str());
      std::exit(1);
    }
    bytes = made->size();
    if (!file.empty()) std::ofstream(file) << *made;
  }
  const double first = times.front();
  times.erase(times.begin());
  std::sort(times.begin(), times.end());
  const double median = times[times.size() / 2];
  std::printf("%s: median %.1f ms of %d, first %.1f ms, %zu KiB; bound %.0f ms, ratio %.2f\n", what, median, runs,
              first, bytes / 1024, bound, median / bound);
}

// Most memory that the process has had, in MiB.
long MostMemory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

int Run(const std::string& folder) {
  const auto file = [&](const char* name) { return folder.empty() ? "" : folder + "/" + name; };
  const v1::Paper decision = DecisionOn(136);
  Measure("decision on 136 units, DOCX", RenderDocx, decision, 21, 50, file("decision.docx"));
  Measure("decision on 136 units, PDF", RenderPdf, decision, 21, 300, file("decision.pdf"));
  const v1::Paper report = ReportOf(60'000);
  Measure("report of 60,000 words, PDF", RenderPdf, report, 5, 3'000, file("report.pdf"));
  std::printf("most memory of all these: %ld MiB; bound 100 MiB\n", MostMemory());
  return 0;
}

}  // namespace
}  // namespace congress::paper

// With a folder, the files are kept there to be looked at.
int main(int count, char** arguments) { return congress::paper::Run(count > 1 ? arguments[1] : ""); }
