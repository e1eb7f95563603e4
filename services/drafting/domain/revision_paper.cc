#include "services/drafting/domain/revision_paper.h"

#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "congress/drafting/v1/reason.pb.h"
#include "congress/drafting/v1/revision_file.pb.h"
#include "platform/digest/sha256.h"
#include "platform/paper/build.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/text.h"
#include "services/drafting/domain/body.h"
#include "services/drafting/domain/compare.h"
#include "services/drafting/domain/opinion_report.h"
#include "services/drafting/domain/pieces.h"
#include "services/drafting/domain/steps.h"
#include "services/drafting/domain/text/document_comparison.h"

namespace congress::drafting {
namespace {

using paper::Blocks;
using paper::v1::Block;
using paper::v1::Change;

constexpr char kShortAnchor[] = "_s_";
constexpr char kLongAnchor[] = "_h_";
constexpr size_t kMostAnchor = 40;

// Levels of the sections, 1 at the top.
std::map<std::string_view, int> LevelsOf(const v1::Revision& revision) {
  std::map<std::string_view, int> levels;
  for (const v1::Section& section : revision.sections()) {
    levels[section.id()] = 1 + (section.parent().empty() ? 0 : levels[section.parent()]);
  }
  return levels;
}

paper::v1::Paragraph* AddHeading(int level, Blocks* blocks) {
  paper::v1::Paragraph* heading = blocks->Add()->mutable_paragraph();
  heading->set_role(level == 1 ? paper::v1::Paragraph::PART : paper::v1::Paragraph::SECTION);
  return heading;
}

// All of the block, that came or went.
Block Whole(Block block, Change change) {
  ForEachSpans(&block, [&](Spans* spans) {
    for (paper::v1::Span& span : *spans) span.set_change(change);
  });
  if (block.has_paragraph()) block.mutable_paragraph()->set_change(change);
  if (block.has_list()) {
    for (auto& item : *block.mutable_list()->mutable_items()) item.set_change(change);
  }
  if (block.has_table()) {
    for (auto* rows : {block.mutable_table()->mutable_heading(), block.mutable_table()->mutable_rows()}) {
      for (auto& row : *rows) row.set_change(change);
    }
  }
  return block;
}

class MarkedWriter {
 public:
  MarkedWriter(const v1::Revision& base, const v1::Revision& target, Blocks* blocks)
      : base_(base), target_(target), base_levels_(LevelsOf(base)), target_levels_(LevelsOf(target)), blocks_(blocks) {}

  void Add(const ComparedSection& section) {
    const v1::Section* old = section.base ? &base_.sections(static_cast<int>(*section.base)) : nullptr;
    const v1::Section* fresh = section.target ? &target_.sections(static_cast<int>(*section.target)) : nullptr;
    AddTitle(section, old, fresh);
    const bool same = old != nullptr && fresh != nullptr && old->sha256() == fresh->sha256();
    if (same) {
      blocks_->MergeFrom(fresh->body());
      return;
    }
    for (const ComparedPiece& piece : section.pieces) Add(piece, old, fresh);
  }

 private:
  void AddTitle(const ComparedSection& section, const v1::Section* old, const v1::Section* fresh) {
    paper::v1::Paragraph* heading =
        AddHeading(fresh != nullptr ? target_levels_[section.id] : base_levels_[section.id], blocks_);
    if (fresh != nullptr) heading->set_anchor(AnchorOf(section.id));
    if (old != nullptr && fresh != nullptr) {
      if (old->title() == fresh->title()) {
        heading->add_spans()->set_text(fresh->title());
      } else {
        *heading->mutable_spans() = MarkedParagraphs(section.title).front().spans();
      }
      return;
    }
    heading->add_spans()->set_text(fresh != nullptr ? fresh->title() : old->title());
    heading->set_change(fresh != nullptr ? paper::v1::INSERTED : paper::v1::DELETED);
    heading->mutable_spans(0)->set_change(heading->change());
  }

  void Add(const ComparedPiece& piece, const v1::Section* old, const v1::Section* fresh) {
    // A list or table that moved is one that went and one that came.
    const auto before = [&]() -> const Block& { return old->body(static_cast<int>(piece.base.begin)); };
    const auto after = [&]() -> const Block& { return fresh->body(static_cast<int>(piece.target.begin)); };
    switch (piece.fate) {
      case PieceFate::kKept:
        *blocks_->Add() = after();
        return;
      case PieceFate::kAdded:
        *blocks_->Add() = Whole(after(), paper::v1::INSERTED);
        return;
      case PieceFate::kRemoved:
        *blocks_->Add() = Whole(before(), paper::v1::DELETED);
        return;
      case PieceFate::kMovedFrom: {
        const bool whole = !before().has_paragraph();
        Block& block = *blocks_->Add();
        block = Whole(before(), whole ? paper::v1::DELETED : paper::v1::MOVED_AWAY);
        if (!whole) block.mutable_paragraph()->set_move(piece.move);
        return;
      }
      case PieceFate::kMovedTo:
        if (!after().has_paragraph()) {
          *blocks_->Add() = Whole(after(), paper::v1::INSERTED);
          return;
        }
        for (paper::v1::Paragraph& paragraph : MarkedParagraphs(piece.runs, paper::v1::MOVED_HERE)) {
          paragraph.set_move(piece.move);
          *blocks_->Add()->mutable_paragraph() = std::move(paragraph);
        }
        return;
      case PieceFate::kChanged:
        for (paper::v1::Paragraph& paragraph : MarkedParagraphs(piece.runs)) {
          *blocks_->Add()->mutable_paragraph() = std::move(paragraph);
        }
        return;
    }
  }

  const v1::Revision& base_;
  const v1::Revision& target_;
  std::map<std::string_view, int> base_levels_;
  std::map<std::string_view, int> target_levels_;
  Blocks* const blocks_;
};

// What the reader of the marks is told before the text.
std::string Legend(const v1::Revision& base, const v1::Revision& target, const DocumentComparison& compared,
                   const status::Teller& tell) {
  std::string legend =
      tell(v1::RevisionPrint::MARKED, {{"base", StrCat(base.number())}, {"target", StrCat(target.number())}});
  std::vector<std::string> moved;
  for (const ComparedSection& section : compared.sections) {
    if (section.moved && section.target) moved.push_back(target.sections(static_cast<int>(*section.target)).title());
  }
  if (moved.empty()) return legend;
  return StrCat(legend, " ", tell(v1::RevisionPrint::MOVED, {{"sections", absl::StrJoin(moved, "; ")}}));
}

}  // namespace

std::string AnchorOf(std::string_view section) {
  std::string anchor = StrCat(kShortAnchor, absl::StrReplaceAll(ToAbsl(section), {{"-", "_"}}));
  if (anchor.size() <= kMostAnchor) return anchor;
  return StrCat(kLongAnchor, digest::Sha256Hex(section).substr(0, 32));
}

bool IsSectionAnchor(std::string_view anchor) {
  return anchor.starts_with(kShortAnchor) || anchor.starts_with(kLongAnchor);
}

void AddSections(const v1::Revision& revision, paper::Blocks* blocks) {
  std::map<std::string_view, int> levels = LevelsOf(revision);
  for (const v1::Section& section : revision.sections()) {
    paper::v1::Paragraph* heading = AddHeading(levels[section.id()], blocks);
    heading->set_anchor(AnchorOf(section.id()));
    heading->add_spans()->set_text(section.title());
    blocks->MergeFrom(section.body());
  }
}

paper::v1::Paper RevisionPaper(const PrintedRevision& printed, const paper::v1::Form& form, status::Language language) {
  const status::Teller tell(language);
  const v1::Revision& revision = printed.revision;
  paper::v1::Paper paper;
  paper.set_language(paper::LanguageOf(language));
  paper::SetForm(form, &paper);
  paper.set_type(text::ToCapitals(printed.document.display_name()));
  if (printed.draft_mark) {
    paper.set_draft(tell(v1::RevisionPrint::DRAFT_MARK, {{"draft", StrCat(DraftOf(printed.document, revision))}}));
  }
  auto& properties = *paper.mutable_properties();
  properties[kDocumentProperty] = printed.document.name();
  properties[kRevisionProperty] = revision.name().substr(revision.name().rfind('/') + 1);
  properties[kDigestProperty] = revision.sha256();
  if (printed.base == nullptr) {
    AddSections(revision, paper.mutable_body());
    return paper;
  }
  paper.mutable_editing()->set_author(revision.author());
  *paper.mutable_editing()->mutable_time() = revision.create_time();
  const DocumentText before = ComparedText(*printed.base);
  const DocumentText after = ComparedText(revision);
  const DocumentComparison compared = CompareDocuments(before, after);
  paper.set_remark(Legend(*printed.base, revision, compared, tell));
  MarkedWriter writer(*printed.base, revision, paper.mutable_body());
  for (const ComparedSection& section : compared.sections) writer.Add(section);
  return paper;
}

absl::StatusOr<std::string> FittingPrint(std::string content) {
  if (content.size() <= kMostReportBytes) return content;
  return status::FailedPrecondition(v1::PRINT_TOO_LARGE,
                                    {{"bytes", StrCat(content.size())}, {"most_bytes", StrCat(kMostReportBytes)}});
}

}  // namespace congress::drafting
