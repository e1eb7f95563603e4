// A section's body as it is compared and merged: emphasis and what a paragraph is cited by are marks within its text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/drafting/domain/body.h"
#include "services/drafting/domain/text/document_text.h"
#include "services/drafting/domain/text/word_diff.h"

namespace congress::drafting {

// A piece for each block.
std::vector<Piece> PiecesOf(const Body& body);

// Back again; marks that a merge has parted are mended.
Body BodyOf(const std::vector<Piece>& pieces);

// What a comparison of two paragraphs says, as paragraphs with their changes marked: several where one was split or
// joined. Kept words bear `kept`; with MOVED_HERE removed ones are left out, as they stand where the text came from.
std::vector<paper::v1::Paragraph> MarkedParagraphs(const std::vector<Run>& runs,
                                                   paper::v1::Change kept = paper::v1::CHANGE_UNSPECIFIED);

// The text of a piece, or of a part of it, without the marks.
std::string WithoutMarks(std::string_view text);

// The texts of the pieces without the marks, each in lines of its own.
std::string TextOf(const std::vector<Piece>& pieces);

}  // namespace congress::drafting
