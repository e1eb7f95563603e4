// Word-processing documents as people send them back: paragraphs, items and tables as blocks of a paper, with what a
// block cannot hold told beside them. Tracked changes count as accepted. Macros, links, pictures and other parts are
// never opened. All functions are pure, and safe for concurrent use.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/paper/v1/paper.pb.h"
#include "platform/ooxml/package.h"

namespace congress::docx {

// What a block cannot hold.
enum class Unheld {
  kPicture,    // Or a drawing or another object, with the text in it.
  kFootnote,   // Or an endnote.
  kComment,    //
  kFormula,    //
  kNumbering,  // A number or sign that the word processor counts; the item has a dash for it.
  kEmphasis,   // Underlined, struck out, raised or lowered text; it is taken plain.
  kLink,       // Its words are taken.
  kTable,      // In a cell, or one whose cells do not fill its columns.
  kSymbol,     // A sign of a symbol font, or a character that texts cannot have.
  kChange,     // A tracked change of cells.
  kHidden,     // Text that is not shown; it is left out.
  kRuby,       // Words above a word; that one is taken.
  kUnknown,    // Text in an element that is none of those known here; it is left out.
};

struct Finding {
  Unheld what;
  // What it is about; empty where it is no text.
  std::string text;
};

// A paragraph, an item or a table, as the file has them one below the other.
struct Piece {
  // Small letters and digits of the id of its style, which programs write in many ways; of a table, of its first
  // paragraph.
  std::string style;
  // Names of the bookmarks that begin in it.
  std::vector<std::string> anchors;
  // A list has one item. Not set where nothing but findings is left of it.
  paper::v1::Block block;
  std::vector<Finding> findings;
};

struct Document {
  // The custom ones.
  std::map<std::string, std::string> properties;
  std::vector<Piece> pieces;
};

// Bytes of the main part, unpacked.
inline constexpr uint64_t kMostDocumentBytes = uint64_t{16} << 20;

// Refuses besides what a Package does: as `encrypted` an old or a protected file, as `macros` one that has them, as
// `damaged` what is no such document.
absl::StatusOr<Document> Read(std::string_view bytes, const ooxml::Refuse& refuse);

// The same of the parts of a file.
absl::StatusOr<Document> ReadParts(const ooxml::PartOf& part, const ooxml::Refuse& refuse);

}  // namespace congress::docx
