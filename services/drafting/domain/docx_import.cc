#include "services/drafting/domain/docx_import.h"

#include <algorithm>
#include <map>
#include <utility>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/docx/paragraph.h"
#include "platform/ooxml/package.h"
#include "platform/paper/docx_parts.h"
#include "platform/paper/flow.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/clean.h"
#include "services/drafting/domain/docx_sections.h"
#include "services/drafting/domain/revision_paper.h"

namespace congress::drafting {
namespace {

using paper::v1::Block;
using Placing = v1::UnplacedPart;

constexpr int kMostUnplaced = 500;

status::Sentence Say(const Unplaced& one) {
  return status::Say(one.cause, {{"section", one.section}, {"text", one.text}, {"mark", one.mark}});
}

// Tables are known by what they say: programs round the widths of their columns.
std::string KeyOf(const Block& block) {
  Block key = block;
  if (key.has_table()) {
    for (auto& column : *key.mutable_table()->mutable_columns()) column.Clear();
  }
  return key.SerializeAsString();
}

// The blocks of the base as the file prints them: lists that follow each other are one there.
std::vector<Body> Printable(const Body& body) {
  std::vector<Body> groups;
  bool in_list = false;
  for (const Block& block : body) {
    if (block.has_list() && block.list().items().empty()) continue;
    if (!(block.has_list() && in_list)) groups.emplace_back();
    *groups.back().Add() = block;
    in_list = block.has_list();
  }
  return groups;
}

// The body that the file has, with what the base has where the file says the same.
Body Restored(const std::vector<Block>& file, const std::vector<Block>& printed, const Body& base) {
  const std::vector<Body> groups = Printable(base);
  std::map<std::string, const Body*> known;
  std::vector<const paper::v1::Table*> changed;
  for (size_t i = 0; i < printed.size() && groups.size() == printed.size(); ++i) {
    known.emplace(KeyOf(printed[i]), &groups[i]);
  }
  std::set<std::string> kept;
  for (const Block& block : file) kept.insert(KeyOf(block));
  for (const auto& [key, body] : known) {
    if (!kept.contains(key) && body->begin()->has_table()) changed.push_back(&body->begin()->table());
  }
  Body restored;
  for (const Block& block : file) {
    if (const auto found = known.find(KeyOf(block)); found != known.end()) {
      restored.MergeFrom(*found->second);
      continue;
    }
    Block& made = *restored.Add();
    made = block;
    if (!block.has_table()) continue;
    // The table that was edited has as many columns, and keeps their widths.
    const auto before = std::find_if(changed.begin(), changed.end(), [&](const paper::v1::Table* table) {
      return table->columns_size() == block.table().columns_size();
    });
    if (before == changed.end()) continue;
    *made.mutable_table()->mutable_columns() = (*before)->columns();
    changed.erase(before);
  }
  return restored;
}

bool SayTheSame(const std::vector<Block>& file, const std::vector<Block>& printed) {
  return std::equal(file.begin(), file.end(), printed.begin(), printed.end(),
                    [](const Block& one, const Block& other) { return KeyOf(one) == KeyOf(other); });
}

// Ids of those that `parent` holds, in order.
std::vector<std::string> HeldBy(const Sections& sections, const std::string& parent) {
  std::vector<std::string> ids;
  for (const v1::Section& section : sections) {
    if (section.parent() == parent) ids.push_back(section.id());
  }
  return ids;
}

// Moves that bring the sections into the order of the file; nothing where the tree cannot have it.
SectionEdits Moves(const std::vector<std::string>& order, const Sections& base, bool* unclear) {
  std::map<std::string_view, size_t> places;
  for (size_t i = 0; i < order.size(); ++i) places.emplace(order[i], i);
  SectionEdits moves;
  Sections moved = base;
  std::vector<std::string> parents = {""};
  for (const v1::Section& section : base) parents.push_back(section.id());
  for (const std::string& parent : parents) {
    const std::vector<std::string> before = HeldBy(base, parent);
    // Those that are not in the file stay behind the one that they followed.
    std::vector<std::string> after;
    for (const std::string& id : before) {
      if (places.contains(id)) after.push_back(id);
    }
    std::stable_sort(after.begin(), after.end(), [&](const std::string& one, const std::string& other) {
      return places.at(one) < places.at(other);
    });
    for (size_t i = 0; i < before.size(); ++i) {
      if (places.contains(before[i])) continue;
      const auto at = i == 0 ? after.begin() : std::find(after.begin(), after.end(), before[i - 1]) + 1;
      after.insert(at, before[i]);
    }
    if (after == before) continue;
    std::string anchor;
    for (const std::string& id : after) {
      v1::SectionEdit::Move& move = *moves.Add()->mutable_move();
      move.set_section(id);
      move.set_parent(parent);
      move.set_after(anchor);
      *unclear |= !Place(moved, PlaceOf(moved, id), parent, anchor).ok();
      anchor = id;
    }
  }
  std::vector<std::string> made;
  for (const v1::Section& section : moved) {
    if (places.contains(section.id())) made.push_back(section.id());
  }
  *unclear |= made != order;
  if (*unclear) moves.Clear();
  return moves;
}

// What the file says of itself is anybody's text.
absl::Status MadeFrom(std::string cause, std::string key, std::string_view said) {
  return status::InvalidArgument(
      v1::DOCX_UNREADABLE,
      {{"cause", std::move(cause)}, {std::move(key), text::CleanOrDrop(text::Kind::kCode, docx::Beginning(said))}});
}

}  // namespace

absl::Status DocxUnreadable(std::string_view cause) {
  return status::InvalidArgument(
      v1::DOCX_UNREADABLE, {{"cause", std::string(cause)},
                            {"most_bytes", StrCat(std::min(docx::kMostDocumentBytes, ooxml::Package::kMostBytes))}});
}

absl::StatusOr<std::string> BaseOf(const docx::Document& file, const std::string& document, const std::string& paper) {
  if (!paper.empty()) return MadeFrom("issued", "paper", paper);
  const auto said = file.properties.find(kDocumentProperty);
  const auto revision = file.properties.find(kRevisionProperty);
  if (said == file.properties.end() || revision == file.properties.end()) return DocxUnreadable("unmarked");
  if (said->second != document) return MadeFrom("other_document", "document", said->second);
  return StrCat(document, "/revisions/", revision->second);
}

absl::Status CheckBase(const docx::Document& file, const v1::Revision& base) {
  const auto said = file.properties.find(kDigestProperty);
  if (said == file.properties.end()) return DocxUnreadable("unmarked");
  return said->second == base.sha256() ? absl::OkStatus() : DocxUnreadable("other_text");
}

std::set<std::string> FormStyles(const paper::Layout& layout) {
  std::set<std::string> styles;
  const auto add = [&](const std::vector<paper::Line>& lines) {
    for (const paper::Line& line : lines) {
      styles.insert(docx::StyleKey(line.style));
      styles.insert(docx::StyleKey(paper::RuleStyleOf(line.style)));
    }
  };
  for (const auto* parts : {&layout.before, &layout.after}) {
    for (const paper::Part& part : *parts) {
      add(part.left);
      add(part.right);
    }
  }
  return styles;
}

Brought ReadEdits(const docx::Document& file, const docx::Document& printed, const v1::Revision& base,
                  const std::set<std::string>& form_styles) {
  Brought brought;
  std::vector<Unplaced> none;
  const FileSections edited = SectionsOf(file, base.sections(), form_styles, &brought.unplaced);
  const FileSections clean = SectionsOf(printed, base.sections(), form_styles, &none);
  for (const v1::Section& section : base.sections()) {
    const auto found = edited.by_id.find(section.id());
    const auto before = clean.by_id.find(section.id());
    if (found == edited.by_id.end() || before == clean.by_id.end()) {
      brought.unplaced.push_back({Placing::SECTION_MISSING, section.id(), "", ""});
      continue;
    }
    const std::string& title = found->second.title;
    if (title.empty()) {
      brought.unplaced.push_back({Placing::TITLE_EMPTY, section.id(), "", ""});
    } else if (title != before->second.title) {
      v1::SectionEdit::Rename& rename = *brought.edits.Add()->mutable_rename();
      rename.set_section(section.id());
      rename.set_title(title);
    }
    if (SayTheSame(found->second.blocks, before->second.blocks)) continue;
    v1::SectionEdit::Change& change = *brought.edits.Add()->mutable_change();
    change.set_section(section.id());
    *change.mutable_body() = Restored(found->second.blocks, before->second.blocks, section.body());
  }
  bool unclear = false;
  brought.edits.MergeFrom(Moves(edited.order, base.sections(), &unclear));
  if (unclear) brought.unplaced.push_back({Placing::ORDER_UNCLEAR, "", "", ""});
  return brought;
}

void Tell(const std::vector<Unplaced>& unplaced, status::Language language, v1::ImportRevisionResponse* response) {
  for (const Unplaced& one : unplaced) {
    if (response->unplaced_size() == kMostUnplaced) break;
    v1::UnplacedPart& part = *response->add_unplaced();
    part.set_section(one.section);
    part.set_cause(one.cause);
    part.set_text(one.text);
    part.set_reason(Say(one).In(language));
  }
  response->set_unplaced_count(static_cast<int32_t>(unplaced.size()));
}

absl::Status RequirePlaced(const std::vector<Unplaced>& unplaced) {
  status::Violations violations;
  for (const Unplaced& one : unplaced) {
    violations.Add(one.section.empty() ? "docx" : StrCat("docx.section[", one.section, "]"), Say(one));
  }
  return violations.ToStatus(v1::DOCX_UNPLACED, {{"count", StrCat(unplaced.size())}});
}

}  // namespace congress::drafting
