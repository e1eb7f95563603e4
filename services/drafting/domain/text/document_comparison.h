// What changed between two revisions of a document: sections, pieces, words.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/drafting/domain/text/document_text.h"
#include "services/drafting/domain/text/range.h"
#include "services/drafting/domain/text/word_diff.h"

namespace congress::drafting {

enum class PieceFate { kKept, kChanged, kRemoved, kAdded, kMovedFrom, kMovedTo };

struct ComparedPiece {
  PieceFate fate;
  // Places in the base's and the target's section; empty where it is not there. A piece that has moved stands twice, as
  // kMovedFrom where it was and as kMovedTo where it is now. Of a paragraph that was split, or joined from several, one
  // side has several places; a kParagraphBreak stands between them in the runs, in one that was added or removed.
  Range base;
  Range target;
  // From 1, the same for both ends of a move; 0 where nothing moved.
  int move = 0;
  // Of kMovedFrom all is kept; of kMovedTo what changed on the way.
  std::vector<Run> runs;
};

struct ComparedSection {
  std::string_view id;
  // Places among the base's and the target's sections.
  std::optional<size_t> base;
  std::optional<size_t> target;
  // Whether it is not in order with the sections that stayed.
  bool moved = false;
  std::vector<Run> title;
  std::vector<ComparedPiece> pieces;
};

// The sections of the target in order; a removed one follows the one that it followed in the base. Runs refer to the
// documents, which outlive them.
struct DocumentComparison {
  std::vector<ComparedSection> sections;
  // Texts of split and joined paragraphs, for their runs; copies share them.
  std::shared_ptr<const std::deque<std::string>> joined;
};

// Sections are the same by id. A changed block is removed and added as a whole. Words that only disturb between changes
// are marked with them (CleanUp) as long as all changed paragraphs together have at most 23 marked words for 20 that
// are the fewest. Takes time in proportion to the texts, whatever they hold.
DocumentComparison CompareDocuments(const DocumentText& base, const DocumentText& target);

// Words in removed and added runs; a move marks none but those that changed on the way.
int64_t CountMarkedWords(const DocumentComparison& comparison);

}  // namespace congress::drafting
