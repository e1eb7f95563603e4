// A document as it is compared and merged: sections of paragraphs and blocks.
#pragma once

#include <string>
#include <vector>

namespace congress::drafting {

// A paragraph, or a block that is compared as a whole, such as a table or a list. Two pieces are the same when both
// fields are.
struct Piece {
  // Of a block: what is shown of it.
  std::string text;
  // Empty for a paragraph; of a block all that makes it what it is, as bytes.
  std::string block;

  bool is_block() const { return !block.empty(); }
  friend bool operator==(const Piece&, const Piece&) = default;
};

struct SectionText {
  // Unique in its document, and the same in all of its revisions.
  std::string id;
  std::string title;
  int level = 1;
  std::vector<Piece> pieces;
};

struct DocumentText {
  std::vector<SectionText> sections;
};

}  // namespace congress::drafting
