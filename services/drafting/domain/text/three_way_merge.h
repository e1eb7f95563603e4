// Two changes of one section put together.
#pragma once

#include <cstddef>
#include <vector>

#include "services/drafting/domain/text/document_text.h"

namespace congress::drafting {

// What the two sides made differently of one stretch of the base. Of words within a paragraph each list holds the
// stretch that clashes as the text of one piece, or of several where a side split it; else whole pieces, none where a
// side has none.
struct Clash {
  // Place in the base of its first piece, or of the piece before which both sides put theirs.
  size_t base_piece;
  std::vector<Piece> base;
  std::vector<Piece> ours;
  std::vector<Piece> theirs;
  friend bool operator==(const Clash&, const Clash&) = default;
};

struct Merged {
  // With the base's stretch where there is a clash.
  std::vector<Piece> pieces;
  std::vector<Clash> clashes;
};

// The changes of both sides in one text. Changes merge if they do not touch: those of different pieces, those of
// different sentences of one paragraph, those of one sentence that keep a word of the base between them. The same
// change on both sides is made once. What one side changed in a paragraph goes with it where the other has moved it.
// What both changed differently clashes, as does what one changed or moved and the other removed, what both moved to
// different places, two different insertions at one place, and blocks that both changed.
//
// Merge(base, x, base), Merge(base, base, x) and Merge(base, x, x) are x.
// Which side is called ours changes nothing but the names in a clash.
Merged Merge(const std::vector<Piece>& base, const std::vector<Piece>& ours, const std::vector<Piece>& theirs);

}  // namespace congress::drafting
