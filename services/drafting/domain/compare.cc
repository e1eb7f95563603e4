#include "services/drafting/domain/compare.h"

#include <map>
#include <optional>
#include <vector>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/status/status.h"
#include "services/drafting/domain/pieces.h"
#include "services/drafting/domain/text/document_comparison.h"
#include "services/drafting/domain/text/heaviest_chain.h"

namespace congress::drafting {
namespace {

using Difference = v1::SectionComparison;

v1::Run::Fate FateOf(Fate fate) {
  switch (fate) {
    case Fate::kKept:
      return v1::Run::KEPT;
    case Fate::kRemoved:
      return v1::Run::REMOVED;
    case Fate::kAdded:
      return v1::Run::ADDED;
  }
  return v1::Run::FATE_UNSPECIFIED;
}

v1::PieceComparison::Fate FateOf(PieceFate fate) {
  switch (fate) {
    case PieceFate::kKept:
      return v1::PieceComparison::KEPT;
    case PieceFate::kChanged:
      return v1::PieceComparison::CHANGED;
    case PieceFate::kRemoved:
      return v1::PieceComparison::REMOVED;
    case PieceFate::kAdded:
      return v1::PieceComparison::ADDED;
    case PieceFate::kMovedFrom:
      return v1::PieceComparison::MOVED_FROM;
    case PieceFate::kMovedTo:
      return v1::PieceComparison::MOVED_TO;
  }
  return v1::PieceComparison::FATE_UNSPECIFIED;
}

void AddRuns(const std::vector<Run>& runs, google::protobuf::RepeatedPtrField<v1::Run>* added) {
  for (const Run& run : runs) {
    std::string text = WithoutMarks(run.text);
    // Of marks alone.
    if (text.empty()) continue;
    if (!added->empty() && added->rbegin()->fate() == FateOf(run.fate)) {
      added->rbegin()->mutable_text()->append(text);
      continue;
    }
    v1::Run& one = *added->Add();
    one.set_fate(FateOf(run.fate));
    one.set_text(std::move(text));
  }
}

bool IsBlock(const v1::Section* old, const v1::Section* fresh, const ComparedPiece& piece) {
  const paper::v1::Block& block = piece.target.size() > 0 ? fresh->body(static_cast<int>(piece.target.begin))
                                                          : old->body(static_cast<int>(piece.base.begin));
  return block.has_list() || block.has_table();
}

// The number of the first place, from 1; 0 where there is none.
int32_t Numbered(const Range& places) { return places.size() > 0 ? static_cast<int32_t>(places.begin) + 1 : 0; }

// `old` and `fresh` are null where the section is not there.
Difference DifferenceOf(const ComparedSection& compared, const v1::Section* old, const v1::Section* fresh) {
  Difference told;
  told.set_section(std::string(compared.id));
  told.set_moved(compared.moved);
  const bool both = old != nullptr && fresh != nullptr;
  const bool same_title = both && old->title() == fresh->title();
  const bool same_text = both && old->sha256() == fresh->sha256();
  if (old != nullptr) told.set_base_title(old->title());
  if (fresh != nullptr) told.set_target_title(fresh->title());
  told.set_difference(old == nullptr              ? Difference::ADDED
                      : fresh == nullptr          ? Difference::REMOVED
                      : !same_text || !same_title ? Difference::CHANGED
                      : compared.moved            ? Difference::MOVED
                                                  : Difference::UNCHANGED);
  if (!same_title) AddRuns(compared.title, told.mutable_title_runs());
  if (same_text) return told;
  for (const ComparedPiece& piece : compared.pieces) {
    v1::PieceComparison& one = *told.add_pieces();
    one.set_fate(FateOf(piece.fate));
    one.set_move(piece.move);
    one.set_block(IsBlock(old, fresh, piece));
    one.set_base_place(Numbered(piece.base));
    one.set_base_count(static_cast<int32_t>(piece.base.size()));
    one.set_target_place(Numbered(piece.target));
    one.set_target_count(static_cast<int32_t>(piece.target.size()));
    AddRuns(piece.runs, one.mutable_runs());
  }
  return told;
}

void Count(Difference::Difference difference, v1::CompareRevisionsResponse& response) {
  if (difference == Difference::ADDED) response.set_added_count(response.added_count() + 1);
  if (difference == Difference::REMOVED) response.set_removed_count(response.removed_count() + 1);
  if (difference == Difference::CHANGED) response.set_changed_count(response.changed_count() + 1);
  if (difference == Difference::MOVED) response.set_moved_count(response.moved_count() + 1);
  if (difference == Difference::UNCHANGED) response.set_unchanged_count(response.unchanged_count() + 1);
}

}  // namespace

std::string_view DocumentOf(const v1::Revision& revision) {
  const std::string_view name = revision.name();
  return name.substr(0, name.rfind("/revisions/"));
}

std::set<std::string> Moved(const Sections& base, const Sections& target) {
  std::map<std::string_view, int> places;
  for (int i = 0; i < base.size(); ++i) places.emplace(base[i].id(), i);
  std::set<std::string> moved;
  std::vector<Link> links;
  std::vector<std::string_view> ids;
  for (const v1::Section& section : target) {
    const auto found = places.find(section.id());
    if (found == places.end()) continue;
    if (base[found->second].parent() != section.parent()) moved.insert(section.id());
    links.push_back({.target = static_cast<size_t>(found->second), .weight = 1});
    ids.push_back(section.id());
  }
  std::set<std::string_view> out_of_order(ids.begin(), ids.end());
  for (const size_t link : HeaviestChain(links)) out_of_order.erase(ids[link]);
  moved.insert(out_of_order.begin(), out_of_order.end());
  return moved;
}

DocumentText ComparedText(const v1::Revision& revision) {
  DocumentText text;
  std::map<std::string_view, int> levels;
  for (const v1::Section& section : revision.sections()) {
    const int level = 1 + (section.parent().empty() ? 0 : levels[section.parent()]);
    levels[section.id()] = level;
    text.sections.push_back(
        {.id = section.id(), .title = section.title(), .level = level, .pieces = PiecesOf(section.body())});
  }
  return text;
}

absl::StatusOr<v1::CompareRevisionsResponse> Compare(const v1::Revision& base, const v1::Revision& target) {
  if (DocumentOf(base) != DocumentOf(target)) return status::InvalidArgument(v1::REVISIONS_UNRELATED);
  const DocumentText base_text = ComparedText(base);
  const DocumentText target_text = ComparedText(target);
  const DocumentComparison compared = CompareDocuments(base_text, target_text);
  v1::CompareRevisionsResponse response;
  response.set_marked_word_count(CountMarkedWords(compared));
  for (const ComparedSection& one : compared.sections) {
    const v1::Section* old = one.base ? &base.sections(static_cast<int>(*one.base)) : nullptr;
    const v1::Section* fresh = one.target ? &target.sections(static_cast<int>(*one.target)) : nullptr;
    Difference& difference = *response.add_sections();
    difference = DifferenceOf(one, old, fresh);
    Count(difference.difference(), response);
  }
  return response;
}

}  // namespace congress::drafting
