#include "services/drafting/domain/docx_sections.h"

#include "absl/strings/str_replace.h"
#include "platform/docx/paragraph.h"
#include "platform/paper/flow.h"
#include "platform/status/strings.h"
#include "platform/text/clean.h"
#include "services/drafting/domain/body.h"
#include "services/drafting/domain/revision_paper.h"

namespace congress::drafting {
namespace {

using paper::v1::Block;
using Placing = v1::UnplacedPart;

Placing::Cause CauseOf(docx::Unheld what) {
  switch (what) {
    case docx::Unheld::kPicture:
      return Placing::PICTURE;
    case docx::Unheld::kFootnote:
      return Placing::FOOTNOTE;
    case docx::Unheld::kComment:
      return Placing::COMMENT;
    case docx::Unheld::kFormula:
      return Placing::FORMULA;
    case docx::Unheld::kNumbering:
      return Placing::NUMBERING;
    case docx::Unheld::kEmphasis:
      return Placing::EMPHASIS;
    case docx::Unheld::kLink:
      return Placing::LINK;
    case docx::Unheld::kTable:
      return Placing::TABLE;
    case docx::Unheld::kSymbol:
      return Placing::SYMBOL;
    case docx::Unheld::kChange:
      return Placing::CHANGE;
    case docx::Unheld::kHidden:
      return Placing::HIDDEN;
    case docx::Unheld::kRuby:
      return Placing::RUBY;
    case docx::Unheld::kUnknown:
      return Placing::UNKNOWN;
  }
  return Placing::CAUSE_UNSPECIFIED;
}

std::string PlainText(const Block& block) {
  Body alone;
  *alone.Add() = block;
  return TextOf(alone);
}

class Parter {
 public:
  Parter(const Sections& sections, const std::set<std::string>& form_styles, std::vector<Unplaced>* unplaced)
      : form_styles_(form_styles), unplaced_(unplaced) {
    for (const v1::Section& section : sections) ids_.emplace(AnchorOf(section.id()), section.id());
  }

  void Add(const docx::Piece& piece) {
    const bool is_title = Begin(piece);
    for (const docx::Finding& finding : piece.findings) Tell(CauseOf(finding.what), finding.text);
    if (is_title || piece.block.block_case() == Block::BLOCK_NOT_SET) return;
    // The marks of its end may be lost.
    if (current_ != nullptr && form_styles_.contains(piece.style)) Leave();
    if (current_ == nullptr) return AddOutside(piece);
    std::vector<Block>& blocks = current_->blocks;
    if (piece.block.has_list() && !blocks.empty() && blocks.back().has_list()) {
      blocks.back().mutable_list()->MergeFrom(piece.block.list());
    } else {
      blocks.push_back(piece.block);
    }
  }

  FileSections Finish() { return std::move(sections_); }

 private:
  // Whether the piece is the heading of a section that begins with it.
  bool Begin(const docx::Piece& piece) {
    bool is_title = false;
    for (const std::string& anchor : piece.anchors) {
      if (anchor == paper::kEndAnchor) Leave();
      if (!IsSectionAnchor(anchor)) continue;
      const auto found = ids_.find(anchor);
      if (found == ids_.end()) {
        unplaced_->push_back({Placing::SECTION_UNKNOWN, id_, Told(piece), docx::Beginning(anchor)});
      } else if (sections_.by_id.contains(found->second)) {
        unplaced_->push_back({Placing::SECTION_REPEATED, found->second, Told(piece), ""});
      } else if (!is_title) {
        id_ = found->second;
        current_ = &sections_.by_id[id_];
        sections_.order.push_back(id_);
        const std::string title = absl::StrReplaceAll(PlainText(piece.block), {{"\n", " "}});
        current_->title = text::CleanOrDrop(text::Kind::kLine, title);
        is_title = true;
      }
    }
    return is_title;
  }

  void Leave() {
    current_ = nullptr;
    id_.clear();
  }

  void AddOutside(const docx::Piece& piece) {
    if (!form_styles_.contains(piece.style) && !Told(piece).empty()) Tell(Placing::OUTSIDE, Told(piece));
  }

  static std::string Told(const docx::Piece& piece) { return docx::Beginning(PlainText(piece.block)); }

  void Tell(Placing::Cause cause, std::string text) { unplaced_->push_back({cause, id_, std::move(text), ""}); }

  const std::set<std::string>& form_styles_;
  std::vector<Unplaced>* const unplaced_;
  std::map<std::string, std::string> ids_;
  FileSections sections_;
  FileSection* current_ = nullptr;
  std::string id_;
};

}  // namespace

status::Sentence SayUnheld(const docx::Finding& finding) {
  return status::Say(CauseOf(finding.what), {{"text", finding.text}});
}

FileSections SectionsOf(const docx::Document& file, const Sections& sections, const std::set<std::string>& form_styles,
                        std::vector<Unplaced>* unplaced) {
  Parter parter(sections, form_styles, unplaced);
  for (const docx::Piece& piece : file.pieces) parter.Add(piece);
  return parter.Finish();
}

}  // namespace congress::drafting
