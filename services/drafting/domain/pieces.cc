#include "services/drafting/domain/pieces.h"

#include <utility>

#include "absl/strings/str_join.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/text/split_paragraphs.h"

namespace congress::drafting {
namespace {

// Of the private use area, which no text of a request has (platform/text/clean.h). Each is three bytes of UTF-8.
constexpr std::string_view kBold = "\uE001";
constexpr std::string_view kNotBold = "\uE002";
constexpr std::string_view kItalic = "\uE003";
constexpr std::string_view kNotItalic = "\uE004";
// Behind the label of a paragraph, which follows the mark of its role: the first of them with the number added.
constexpr std::string_view kAfterLabel = "\uE005";
constexpr std::string_view kFirstRole = "\uE010";
constexpr std::string_view kLastMark = "\uE03F";
constexpr size_t kMarkSize = 3;

bool IsMark(std::string_view text, size_t at) {
  return text.size() - at >= kMarkSize && text.substr(at, 2) == kBold.substr(0, 2) && text[at + 2] >= kBold[2] &&
         text[at + 2] <= kLastMark[2];
}

std::string Marked(const paper::v1::Paragraph& paragraph) {
  std::string text;
  if (paragraph.role() != paper::v1::Paragraph::ROLE_UNSPECIFIED || !paragraph.label().empty()) {
    text = std::string(kFirstRole);
    text.back() = static_cast<char>(text.back() + paragraph.role());
    text += StrCat(paragraph.label(), kAfterLabel);
  }
  for (const paper::v1::Span& span : paragraph.spans()) {
    text += StrCat(span.bold() ? kBold : "", span.italic() ? kItalic : "", span.text(), span.italic() ? kNotItalic : "",
                   span.bold() ? kNotBold : "");
  }
  return text;
}

paper::v1::Paragraph Unmarked(std::string_view text) {
  paper::v1::Paragraph paragraph;
  bool bold = false;
  bool italic = false;
  std::string pending;
  const auto flush = [&] {
    if (pending.empty()) return;
    paper::v1::Span* last = paragraph.spans().empty() ? nullptr : &*paragraph.mutable_spans()->rbegin();
    if (last == nullptr || last->bold() != bold || last->italic() != italic) last = paragraph.add_spans();
    last->mutable_text()->append(pending);
    last->set_bold(bold);
    last->set_italic(italic);
    pending.clear();
  };
  for (size_t at = 0; at < text.size();) {
    if (!IsMark(text, at)) {
      pending.push_back(text[at++]);
      continue;
    }
    const std::string_view mark = text.substr(at, kMarkSize);
    at += kMarkSize;
    if (mark >= kFirstRole) {
      paragraph.set_role(static_cast<paper::v1::Paragraph::Role>(mark[2] - kFirstRole[2]));
    } else if (mark == kAfterLabel) {
      paragraph.set_label(std::exchange(pending, ""));
    } else {
      flush();
      if (mark == kBold || mark == kNotBold) bold = mark == kBold;
      if (mark == kItalic || mark == kNotItalic) italic = mark == kItalic;
    }
  }
  flush();
  return paragraph;
}

// One of two texts on the way through their comparison.
struct Side {
  bool bold = false;
  bool italic = false;
  // Between the mark of a role and that behind the label.
  bool in_label = false;
  int role = 0;
  std::string label;

  void Take(std::string_view mark) {
    if (mark >= kFirstRole) {
      role = mark[2] - kFirstRole[2];
      in_label = true;
    }
    if (mark == kAfterLabel) in_label = false;
    if (mark == kBold || mark == kNotBold) bold = mark == kBold;
    if (mark == kItalic || mark == kNotItalic) italic = mark == kItalic;
  }
};

class Marking {
 public:
  explicit Marking(paper::v1::Change kept) : kept_(kept) {}

  void Add(const Run& run) {
    for (size_t at = 0; at < run.text.size();) {
      if (IsMark(run.text, at)) {
        const std::string_view mark = run.text.substr(at, kMarkSize);
        if (run.fate != Fate::kAdded) base_.Take(mark);
        if (run.fate != Fate::kRemoved) target_.Take(mark);
        at += kMarkSize;
      } else if (run.text.substr(at).starts_with(kParagraphBreak)) {
        EndParagraph(run.fate);
        at += kParagraphBreak.size();
      } else {
        AddByte(run.text[at++], run.fate);
      }
    }
  }

  std::vector<paper::v1::Paragraph> Finish() {
    EndParagraph(Fate::kKept);
    return std::move(paragraphs_);
  }

 private:
  paper::v1::Change ChangeOf(Fate fate) const {
    return fate == Fate::kAdded ? paper::v1::INSERTED : fate == Fate::kRemoved ? paper::v1::DELETED : kept_;
  }

  void AddByte(char byte, Fate fate) {
    const Side& shown = fate == Fate::kRemoved ? base_ : target_;
    if (shown.in_label) {
      if (fate != Fate::kAdded) base_.label += byte;
      if (fate != Fate::kRemoved) target_.label += byte;
      return;
    }
    if (fate == Fate::kRemoved && kept_ == paper::v1::MOVED_HERE) return;
    auto& spans = *paragraph_.mutable_spans();
    paper::v1::Span* last = spans.empty() ? nullptr : &*spans.rbegin();
    const paper::v1::Change change = ChangeOf(fate);
    if (last == nullptr || last->bold() != shown.bold || last->italic() != shown.italic || last->change() != change) {
      last = spans.Add();
      last->set_bold(shown.bold);
      last->set_italic(shown.italic);
      last->set_change(change);
    }
    last->mutable_text()->push_back(byte);
  }

  void EndParagraph(Fate fate) {
    paragraph_.set_role(static_cast<paper::v1::Paragraph::Role>(target_.role));
    if (base_.label != target_.label) paragraph_.set_old_label(base_.label);
    paragraph_.set_label(std::exchange(target_.label, ""));
    base_.label.clear();
    paragraph_.set_change(ChangeOf(fate));
    if (fate != Fate::kRemoved) target_.role = 0;
    paragraphs_.push_back(std::exchange(paragraph_, {}));
  }

  const paper::v1::Change kept_;
  Side base_;
  Side target_;
  paper::v1::Paragraph paragraph_;
  std::vector<paper::v1::Paragraph> paragraphs_;
};

}  // namespace

std::vector<Piece> PiecesOf(const Body& body) {
  std::vector<Piece> pieces;
  for (const paper::v1::Block& block : body) {
    Piece& piece = pieces.emplace_back();
    if (block.has_list() || block.has_table()) {
      Body alone;
      *alone.Add() = block;
      piece.text = TextOf(alone);
      piece.block = block.SerializeAsString();
    } else {
      piece.text = Marked(block.paragraph());
    }
  }
  return pieces;
}

Body BodyOf(const std::vector<Piece>& pieces) {
  Body body;
  for (const Piece& piece : pieces) {
    paper::v1::Block& block = *body.Add();
    if (piece.is_block()) {
      block.ParseFromString(piece.block);
    } else {
      *block.mutable_paragraph() = Unmarked(piece.text);
    }
  }
  return body;
}

std::vector<paper::v1::Paragraph> MarkedParagraphs(const std::vector<Run>& runs, paper::v1::Change kept) {
  Marking marking(kept);
  for (const Run& run : runs) marking.Add(run);
  return marking.Finish();
}

std::string WithoutMarks(std::string_view text) {
  std::string plain;
  for (size_t at = 0; at < text.size();) {
    if (!IsMark(text, at)) {
      plain.push_back(text[at++]);
      continue;
    }
    if (text.substr(at, kMarkSize) == kAfterLabel && !plain.empty()) plain.push_back(' ');
    at += kMarkSize;
  }
  return plain;
}

std::string TextOf(const std::vector<Piece>& pieces) {
  return absl::StrJoin(pieces, "\n", [](std::string* out, const Piece& piece) { *out += WithoutMarks(piece.text); });
}

}  // namespace congress::drafting
