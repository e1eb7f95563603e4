// Comparing and merging reports of 60,000 words, read from files, beside git: `git diff --word-diff` of the same two
// files and `git merge-file` of the same three with a word a line. Git's times include the start of its process.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "services/drafting/domain/text/document_comparison.h"
#include "services/drafting/domain/text/three_way_merge.h"
#include "services/drafting/testing/prose.h"
#include "tests/bench/text_growth.h"
#include "tests/support/temporary_folder.h"

namespace congress {
namespace {

using drafting::sample::Paragraph;
using drafting::sample::Prose;

constexpr size_t kWords = 60'000;
constexpr size_t kPercent = 5;
constexpr int kRounds = 15;
constexpr double kCompareBound = 1.5;
constexpr double kMergeBound = 3;
constexpr double kMarksBound = 1.2;

std::string Content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void Write(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

// A section with a paragraph for each line.
drafting::DocumentText Read(const std::string& path) {
  const std::string text = Content(path);
  drafting::DocumentText document;
  document.sections.push_back({"a", "", 1, {}});
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    document.sections[0].pieces.push_back({text.substr(at, end - at), ""});
    at = end + 1;
  }
  return document;
}

std::string AWordALine(std::string text) {
  std::replace(text.begin(), text.end(), ' ', '\n');
  return text;
}

// Milliseconds of each, the median of some rounds in turn.
struct Times {
  double ours;
  double gits;
};

Times Medians(const std::function<void()>& ours, const std::function<void()>& gits) {
  std::vector<double> times[2];
  for (int round = 0; round < kRounds; ++round) {
    for (const bool git : {false, true}) {
      const auto begun = std::chrono::steady_clock::now();
      (git ? gits : ours)();
      const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begun;
      times[git ? 1 : 0].push_back(took.count());
    }
  }
  for (auto& each : times) std::nth_element(each.begin(), each.begin() + kRounds / 2, each.end());
  return {times[0][kRounds / 2], times[1][kRounds / 2]};
}

// What a command prints. Both `git diff` and `git merge-file` end with a number above 0 where there is a difference.
std::string Output(const std::string& command) {
  FILE* pipe = popen(command.c_str(), "r");
  std::string output;
  char bytes[65536];
  for (size_t size = 0; (size = std::fread(bytes, 1, sizeof bytes, pipe)) > 0;) output.append(bytes, size);
  if (const int status = pclose(pipe); WEXITSTATUS(status) > 127 || output.empty()) {
    std::fputs("text_bench: git is needed to compare with\n", stderr);
    std::exit(1);
  }
  return output;
}

// Words in the lines that begin with + or -, behind the first hunk's heading.
int64_t MarkedByGit(const std::string& base, const std::string& target) {
  const std::string output = Output("git diff --no-index --word-diff=porcelain " + base + " " + target);
  std::string_view rest = output;
  rest.remove_prefix(std::min(rest.size(), rest.find("\n@@") + 1));
  int64_t words = 0;
  while (!rest.empty()) {
    const size_t end = std::min(rest.size(), rest.find('\n'));
    if (rest.front() == '+' || rest.front() == '-') words += drafting::CountWords(rest.substr(1, end - 1));
    rest.remove_prefix(std::min(rest.size(), end + 1));
  }
  return words;
}

// Prints a line and says whether the bound is kept.
bool Within(const char* what, double ours, double gits, double bound, const char* unit) {
  const double ratio = ours / gits;
  std::printf("%s: %.1f %s, git's %.1f, ratio %.2f (at most %.1f)%s\n", what, ours, unit, gits, ratio, bound,
              ratio > bound ? ", above it" : "");
  return ratio <= bound;
}

bool Compare(const std::string& what, const std::string& base, const std::string& target) {
  size_t runs = 0;
  const Times times = Medians(
      [&] {
        const drafting::DocumentText from = Read(base);
        const drafting::DocumentText to = Read(target);
        for (const auto& section : drafting::CompareDocuments(from, to).sections) {
          for (const auto& piece : section.pieces) runs += piece.runs.size();
        }
      },
      [&] { Output("git diff --no-index --word-diff " + base + " " + target); });
  if (runs == 0) return false;
  const bool fast = Within(("compare, " + what).c_str(), times.ours, times.gits, kCompareBound, "ms");
  const drafting::DocumentText from = Read(base);
  const drafting::DocumentText to = Read(target);
  const int64_t marked = drafting::CountMarkedWords(drafting::CompareDocuments(from, to));
  return Within(("marked, " + what).c_str(), static_cast<double>(marked),
                static_cast<double>(MarkedByGit(base, target)), kMarksBound, "words") &&
         fast;
}

bool Merge(const support::TemporaryFolder& folder, const std::vector<std::string>& texts) {
  const std::vector<std::string> names = {folder.File("base"), folder.File("ours"), folder.File("theirs")};
  for (size_t i = 0; i < names.size(); ++i) {
    Write(names[i], texts[i]);
    Write(names[i] + ".words", AWordALine(texts[i]));
  }
  const std::string git = "git merge-file -p " + names[1] + ".words " + names[0] + ".words " + names[2] + ".words";
  size_t clashes = 0;
  const Times times = Medians(
      [&] {
        const auto base = Read(names[0]);
        const auto ours = Read(names[1]);
        const auto theirs = Read(names[2]);
        clashes =
            drafting::Merge(base.sections[0].pieces, ours.sections[0].pieces, theirs.sections[0].pieces).clashes.size();
      },
      [&] { Output(git + " 2> /dev/null"); });
  const std::string merged = Output(git + " 2> /dev/null");
  int conflicts = 0;
  for (size_t at = merged.find("<<<<<<<"); at != merged.npos; at = merged.find("<<<<<<<", at + 1)) ++conflicts;
  std::printf("merge: %zu clashes, git's %d conflicts\n", clashes, conflicts);
  return Within("merge, 5 % of words on either side", times.ours, times.gits, kMergeBound, "ms");
}

int Run() {
  // Nobody's settings of git make a difference.
  setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
  setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
  const support::TemporaryFolder folder;
  Prose prose(2025);
  const std::vector<Paragraph> report = prose.Report(kWords);
  const std::string base = folder.File("report");
  const std::string words = folder.File("words");
  const std::string paragraphs = folder.File("paragraphs");
  const std::string with_words = drafting::sample::TextOf(prose.WithWordsChanged(report, kPercent));
  Write(base, drafting::sample::TextOf(report));
  Write(words, with_words);
  Write(paragraphs, drafting::sample::TextOf(prose.WithParagraphsChanged(report, kPercent)));
  std::printf("%zu words in %zu paragraphs; medians of %d\n", kWords, report.size(), kRounds);
  bool kept = Compare("5 % of words", base, words);
  kept = Compare("5 % of paragraphs", base, paragraphs) && kept;
  kept = Merge(folder, {drafting::sample::TextOf(report), with_words,
                        drafting::sample::TextOf(prose.WithWordsChanged(report, kPercent))}) &&
         kept;
  kept = drafting::GrowsInProportion() && kept;
  return kept ? 0 : 1;
}

}  // namespace
}  // namespace congress

int main() { return congress::Run(); }
