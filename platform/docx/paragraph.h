// A paragraph of a DOCX file: runs of text, and what it is.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "platform/docx/docx.h"
#include "platform/docx/styles.h"

namespace congress::docx {

// Words above words that hold words above words.
inline constexpr int kMostDepth = 64;

struct Run {
  std::string text;
  bool bold = false;
  bool italic = false;
  // What the paragraph is cited by.
  bool label = false;
};

struct Paragraph {
  std::string style;
  std::vector<std::string> anchors;
  std::vector<Run> runs;
  std::vector<Finding> findings;
  // Whether it is numbered by the word processor, and how deep.
  bool numbered = false;
  int level = 0;
  std::string align;
  // Whether its end was removed: it goes on in the next one.
  bool joins = false;
  // Whether text of it was removed.
  bool had_more = false;

  std::string Text() const;
};

// `node` is the paragraph.
Paragraph ReadParagraph(const pugi::xml_node& node, const Styles& styles);

// Puts `before`, whose end was removed, to the front.
void Join(Paragraph before, Paragraph* paragraph);

// As a piece of the document.
Piece PieceOf(Paragraph paragraph);

using Spans = google::protobuf::RepeatedPtrField<paper::v1::Span>;

// Neighbouring runs of one emphasis are one span.
void AddSpans(const std::vector<Run>& runs, size_t begin, Spans* spans);

// Small letters and digits of the id of a style.
std::string StyleKey(std::string_view id);

// Tells of the text that an element holds of which nothing is known.
void TellUnknown(const pugi::xml_node& node, std::vector<Finding>* findings);

// What a finding tells of a text: its beginning.
std::string Beginning(std::string_view text);

}  // namespace congress::docx
