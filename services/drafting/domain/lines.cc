#include "services/drafting/domain/lines.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace congress::drafting {
namespace {

using Lines = std::vector<std::string_view>;

// The search keeps a row of furthest points for each number of edits, so this bounds its memory to 4 MB.
constexpr int kMostEdits = 1000;

Lines Split(std::string_view text) {
  Lines lines;
  if (text.empty()) return lines;
  for (size_t end = text.find('\n'); end != text.npos; end = text.find('\n')) {
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  lines.push_back(text);
  return lines;
}

// The places at which a shortest edit script keeps a line, as pairs (base, target) in order; nothing when it has more
// than kMostEdits edits. `base` and `target` are the stretches that differ at both ends.
class ShortestEdit {
 public:
  ShortestEdit(const Lines& base, const Lines& target)
      : base_(base), target_(target), n_(static_cast<int>(base.size())), m_(static_cast<int>(target.size())) {}

  std::optional<std::vector<std::pair<int, int>>> Kept() {
    for (int edits = 0; edits <= std::min(kMostEdits, n_ + m_); ++edits) {
      // Row `edits` holds the furthest base line reached on each diagonal -edits, -edits+2, … edits.
      rows_.emplace_back(static_cast<size_t>(edits) + 1);
      for (int diagonal = -edits; diagonal <= edits; diagonal += 2) {
        int x = Entry(edits, diagonal);
        while (x < n_ && x - diagonal < m_ && Same(x, x - diagonal)) ++x;
        At(edits, diagonal) = x;
        if (diagonal == n_ - m_ && x >= n_) return Trace(edits);
      }
    }
    return std::nullopt;
  }

 private:
  int& At(int edits, int diagonal) {
    return rows_[static_cast<size_t>(edits)][static_cast<size_t>((diagonal + edits) / 2)];
  }
  bool Same(int x, int y) const { return base_[static_cast<size_t>(x)] == target_[static_cast<size_t>(y)]; }

  // Whether the best way onto the diagonal with that many edits adds a line (comes from the diagonal above).
  bool ComesByAdding(int edits, int diagonal) {
    if (diagonal == -edits) return true;
    if (diagonal == edits) return false;
    return At(edits - 1, diagonal - 1) < At(edits - 1, diagonal + 1);
  }

  // Where the diagonal is entered: after one more edit, before any kept line.
  int Entry(int edits, int diagonal) {
    if (edits == 0) return 0;
    return ComesByAdding(edits, diagonal) ? At(edits - 1, diagonal + 1) : At(edits - 1, diagonal - 1) + 1;
  }

  std::vector<std::pair<int, int>> Trace(int edits) {
    std::vector<std::pair<int, int>> kept;
    int diagonal = n_ - m_;
    for (; edits >= 0; --edits) {
      const int entry = Entry(edits, diagonal);
      for (int x = At(edits, diagonal); x > entry; --x) kept.emplace_back(x - 1, x - 1 - diagonal);
      if (edits > 0) diagonal += ComesByAdding(edits, diagonal) ? 1 : -1;
    }
    std::reverse(kept.begin(), kept.end());
    return kept;
  }

  const Lines& base_;
  const Lines& target_;
  const int n_;
  const int m_;
  std::vector<std::vector<int>> rows_;
};

// Collects lines into runs of one fate.
class Runs {
 public:
  void Add(v1::LineRun::Fate fate, std::string_view line) {
    if (runs_.empty() || runs_[runs_.size() - 1].fate() != fate) {
      v1::LineRun& run = *runs_.Add();
      run.set_fate(fate);
      run.set_base_line(base_line_);
      run.set_target_line(target_line_);
    }
    v1::LineRun& run = runs_[runs_.size() - 1];
    if (run.line_count() > 0) run.mutable_text()->push_back('\n');
    run.mutable_text()->append(line);
    run.set_line_count(run.line_count() + 1);
    if (fate != v1::LineRun::ADDED) ++base_line_;
    if (fate != v1::LineRun::REMOVED) ++target_line_;
  }

  LineRuns Take() { return std::move(runs_); }

 private:
  LineRuns runs_;
  int base_line_ = 1;
  int target_line_ = 1;
};

}  // namespace

LineRuns CompareLines(std::string_view base, std::string_view target) {
  const Lines from = Split(base);
  const Lines to = Split(target);
  const auto [from_differs, to_differs] = std::mismatch(from.begin(), from.end(), to.begin(), to.end());
  auto from_end = from.end();
  auto to_end = to.end();
  while (from_end != from_differs && to_end != to_differs && *(from_end - 1) == *(to_end - 1)) {
    --from_end;
    --to_end;
  }
  const Lines removed(from_differs, from_end);
  const Lines added(to_differs, to_end);
  auto kept = ShortestEdit(removed, added).Kept().value_or(std::vector<std::pair<int, int>>());
  // A last pair behind both ends flushes what is left.
  kept.emplace_back(static_cast<int>(removed.size()), static_cast<int>(added.size()));
  Runs runs;
  for (auto line = from.begin(); line != from_differs; ++line) runs.Add(v1::LineRun::KEPT, *line);
  size_t x = 0;
  size_t y = 0;
  for (const auto& [base_line, target_line] : kept) {
    for (; x < static_cast<size_t>(base_line); ++x) runs.Add(v1::LineRun::REMOVED, removed[x]);
    for (; y < static_cast<size_t>(target_line); ++y) runs.Add(v1::LineRun::ADDED, added[y]);
    if (x < removed.size() && y < added.size()) runs.Add(v1::LineRun::KEPT, removed[x]);
    ++x;
    ++y;
  }
  for (auto line = from_end; line != from.end(); ++line) runs.Add(v1::LineRun::KEPT, *line);
  return runs.Take();
}

}  // namespace congress::drafting
