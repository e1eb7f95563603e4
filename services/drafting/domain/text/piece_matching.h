// Which pieces of two texts are one piece, in its place, moved or changed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "services/drafting/domain/text/document_text.h"
#include "services/drafting/domain/text/lexicon.h"
#include "services/drafting/domain/text/range.h"

namespace congress::drafting {

// The pieces of one section in two revisions; either list may be empty.
struct Lane {
  std::vector<const Piece*> base;
  std::vector<const Piece*> target;
};

struct Partner {
  size_t lane;
  size_t piece;
  // Whether it is not in order with those of its lane that have partners which are not moved, or in another lane.
  bool moved;
};

// A piece with what it was matched to, if anything. The words are read unless it was matched to its equal in place.
struct MatchedPiece {
  const Piece* piece;
  // Equal for equal pieces.
  uint32_t identity = 0;
  std::optional<Partner> partner = std::nullopt;
  std::optional<TokenText> words = std::nullopt;
};

// Pieces that stayed in their place: one and its equal; or a paragraph and what it became, of which one side may have
// several that the other has as one.
struct InPlace {
  Range base;
  Range target;
  bool equal;
};

struct MatchedLane {
  std::vector<MatchedPiece> base;
  std::vector<MatchedPiece> target;
  // In order on both sides. All pieces beside them have no partner or have moved.
  std::vector<InPlace> in_place;
};

// In this order: equal pieces of a lane in order (as many as possible); equal pieces elsewhere, each of them there
// once, with those beside them; paragraphs that share most of their words and a sequence of three that nobody else has;
// in a gap that is left, paragraphs that share a quarter of their words; parts of a split or joined paragraph beside
// the part that was matched. A piece counts as moved only if it has at least kLeastMovedWords, or
// kLeastMovedChangedWords and two thirds of its words where it was changed: to be told of a move that is none costs a
// reader more than to be told of one less. The lexicon outlives the result, and so do the pieces.
std::vector<MatchedLane> MatchPieces(const std::vector<Lane>& lanes, Lexicon& lexicon);

inline constexpr int64_t kLeastMovedWords = 4;
inline constexpr int64_t kLeastMovedChangedWords = 8;

}  // namespace congress::drafting
