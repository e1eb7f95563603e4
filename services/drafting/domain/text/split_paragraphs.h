// Paragraphs that were split in several or joined to one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/drafting/domain/text/document_text.h"
#include "services/drafting/domain/text/piece_matching.h"
#include "services/drafting/domain/text/word_overlap.h"

namespace congress::drafting {

// Stands between two paragraphs of one text: U+2029, which no kept text holds (platform/text makes a line break of it).
inline constexpr std::string_view kParagraphBreak = "\u2029";

// The texts of some paragraphs, with a break between any two, and back.
std::string JoinedText(const std::vector<Piece>& pieces, const Range& range);
std::vector<Piece> SplitText(std::string_view text);

// The words of some paragraphs as those of one; `text` becomes the text that they refer to, and outlives them.
TokenText JoinedWords(const std::vector<MatchedPiece>& pieces, const Range& range, std::string& text);

// Fills `in_place` from the partners. A paragraph without a partner is taken in beside one that was changed, and gets
// the same partner, if that keeps two thirds of its words: the changed one was split, or joined from several. On one
// side only, and kMostParts at most.
void ListInPlace(MatchedLane& lane, WordOverlap& overlap);

inline constexpr size_t kMostParts = 8;

}  // namespace congress::drafting
