// Any bytes as three revisions of a section: comparing two gives both back to the byte, merging one change is that
// change, and merging two is the same from either side.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "services/drafting/domain/text/document_comparison.h"
#include "services/drafting/domain/text/split_paragraphs.h"
#include "services/drafting/domain/text/three_way_merge.h"
#include "services/drafting/testing/marked.h"

namespace {

using namespace congress::drafting;
using sample::Without;

// Splits the input at bytes 0 into revisions, those at line breaks into pieces; a piece that begins with `|` is a
// block.
std::vector<SectionText> Revisions(std::string_view input) {
  std::vector<SectionText> revisions;
  for (int i = 0; i < 3; ++i) {
    const size_t end = std::min(input.size(), input.find('\0'));
    std::string_view text = input.substr(0, end);
    input.remove_prefix(std::min(input.size(), end + 1));
    SectionText section{"a", std::string(text.substr(0, 10)), 1, {}};
    while (!text.empty()) {
      const size_t line = std::min(text.size(), text.find('\n'));
      const std::string piece(text.substr(0, line));
      section.pieces.push_back({piece, piece.starts_with('|') ? piece : ""});
      text.remove_prefix(std::min(text.size(), line + 1));
    }
    revisions.push_back(std::move(section));
  }
  return revisions;
}

void Require(bool holds) {
  if (!holds) std::abort();
}

void CheckComparison(const SectionText& base, const SectionText& target) {
  const DocumentText from{{base}};
  const DocumentText to{{target}};
  const DocumentComparison comparison = CompareDocuments(from, to);
  Require(comparison.sections.size() == 1);
  size_t next_base = 0;
  size_t next_target = 0;
  for (const ComparedPiece& piece : comparison.sections[0].pieces) {
    if (!piece.base.empty()) {
      Require(piece.base.begin == next_base &&
              Without(piece.runs, Fate::kAdded) == JoinedText(base.pieces, piece.base));
      next_base = piece.base.end;
    }
    if (!piece.target.empty()) {
      Require(piece.target.begin == next_target &&
              Without(piece.runs, Fate::kRemoved) == JoinedText(target.pieces, piece.target));
      next_target = piece.target.end;
    }
  }
  Require(next_base == base.pieces.size() && next_target == target.pieces.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::vector<SectionText> revisions = Revisions({reinterpret_cast<const char*>(data), size});
  CheckComparison(revisions[0], revisions[1]);
  const auto& base = revisions[0].pieces;
  const auto& x = revisions[1].pieces;
  const auto& y = revisions[2].pieces;
  Require(Merge(base, x, base).pieces == x && Merge(base, base, x).pieces == x && Merge(base, x, x).pieces == x);
  const Merged merged = Merge(base, x, y);
  Merged reverse = Merge(base, y, x);
  for (Clash& clash : reverse.clashes) std::swap(clash.ours, clash.theirs);
  Require(merged.pieces == reverse.pieces && merged.clashes == reverse.clashes);
  return 0;
}
