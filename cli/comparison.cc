#include "cli/comparison.h"

#include "absl/strings/str_replace.h"
#include "cli/language.h"
#include "congress/drafting/v1/comparison.pb.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

using drafting::v1::PieceComparison;
using drafting::v1::SectionComparison;
using Runs = google::protobuf::RepeatedPtrField<drafting::v1::Run>;

std::string Marked(const Runs& runs) {
  std::string text;
  for (const drafting::v1::Run& run : runs) {
    const bool removed = run.fate() == drafting::v1::Run::REMOVED;
    const bool added = run.fate() == drafting::v1::Run::ADDED;
    text += StrCat(removed ? "[-" : added ? "{+" : "", run.text(), removed ? "-]" : added ? "+}" : "");
  }
  // Between the parts of a paragraph that was split or joined.
  return absl::StrReplaceAll(text, {{"\u2029", "¶"}, {"\n", "\n  "}});
}

std::string Marked(const PieceComparison& piece) {
  const std::string text = Marked(piece.runs());
  if (piece.fate() == PieceComparison::MOVED_FROM) return StrCat("[<", text, "<]");
  if (piece.fate() == PieceComparison::MOVED_TO) return StrCat("{>", text, ">}");
  return text;
}

std::string WordFor(const SectionComparison& section) {
  switch (section.difference()) {
    case SectionComparison::ADDED:
      return Say({.en = "added", .vi = "thêm mới"});
    case SectionComparison::REMOVED:
      return Say({.en = "removed", .vi = "đã bỏ"});
    case SectionComparison::MOVED:
      return Say({.en = "moved", .vi = "chuyển vị trí"});
    default:
      return section.moved() ? Say({.en = "changed, moved", .vi = "đã sửa, chuyển vị trí"})
                             : Say({.en = "changed", .vi = "đã sửa"});
  }
}

std::string TitleOf(const SectionComparison& section) {
  if (!section.title_runs().empty()) return Marked(section.title_runs());
  return section.target_title().empty() ? section.base_title() : section.target_title();
}

}  // namespace

bool IsComparison(const google::protobuf::FieldDescriptor& list) {
  return list.message_type() != nullptr &&
         list.message_type()->full_name() == SectionComparison::descriptor()->full_name();
}

std::string MarkedText(const google::protobuf::Message& answer, const google::protobuf::FieldDescriptor& list) {
  std::string text;
  for (int i = 0; i < answer.GetReflection()->FieldSize(answer, &list); ++i) {
    SectionComparison section;
    section.ParseFromString(answer.GetReflection()->GetRepeatedMessage(answer, &list, i).SerializeAsString());
    if (section.difference() == SectionComparison::UNCHANGED) continue;
    text += StrCat(text.empty() ? "" : "\n", section.section(), "  ", TitleOf(section), "  (", WordFor(section), ")\n");
    bool left_out = false;
    for (const PieceComparison& piece : section.pieces()) {
      const bool same = piece.fate() == PieceComparison::KEPT;
      if (!same) text += StrCat("  ", Marked(piece), "\n");
      if (same && !left_out) text += "  …\n";
      left_out = same;
    }
  }
  return text.empty() ? Say({.en = "(no difference)\n", .vi = "(không có khác biệt)\n"}) : text;
}

}  // namespace congress::cli
