#include "services/drafting/domain/sections.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/digest/netstring.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::drafting {
namespace {

absl::Status SectionUnknown(const std::string& id) {
  return status::FailedPrecondition(v1::SECTION_UNKNOWN, {{"section", id}, {"cause", "document"}});
}

absl::Status Repeated(const std::string& id) {
  return status::InvalidArgument(v1::SECTION_REPEATED, {{"section", id}});
}

absl::Status Retired(const std::string& id) {
  return status::FailedPrecondition(v1::SECTION_RETIRED, {{"section", id}});
}

absl::Status Misplaced(v1::FieldFault fault, const status::Metadata& metadata) {
  status::Violations violations;
  violations.Add("edits", fault, metadata);
  return violations.ToStatus();
}

// One call's edits on their way through the sections.
class Editor {
 public:
  Editor(Sections& sections, const History& history, SectionIds& retired)
      : sections_(sections), history_(history), retired_(retired) {}

  absl::Status Apply(const v1::SectionEdit::Change& change) {
    ASSIGN_OR_RETURN(const int place, Find(change.section()));
    return TakeBody(change.text(), change.body(), &sections_[place]);
  }

  absl::Status Apply(const v1::SectionEdit::Rename& rename) {
    ASSIGN_OR_RETURN(const int place, Find(rename.section()));
    sections_[place].set_title(rename.title());
    return absl::OkStatus();
  }

  absl::Status Apply(const v1::SectionEdit::Add& add) {
    const std::string& id = add.section().id();
    if (PlaceOf(sections_, id) >= 0) return Repeated(id);
    if (std::find(retired_.begin(), retired_.end(), id) != retired_.end()) return Retired(id);
    if (add.after() == id) return SectionUnknown(id);
    v1::Section section = add.section();
    RETURN_IF_ERROR(TakeBody(&section));
    return Insert(std::move(section), add.after());
  }

  absl::Status Apply(const v1::SectionEdit::Remove& remove) {
    ASSIGN_OR_RETURN(const int place, Find(remove.section()));
    const int end = EndOf(sections_, place);
    for (int i = place; i < end; ++i) *retired_.Add() = sections_[i].id();
    sections_.DeleteSubrange(place, end - place);
    return absl::OkStatus();
  }

  absl::Status Apply(const v1::SectionEdit::Move& move) {
    ASSIGN_OR_RETURN(const int place, Find(move.section()));
    return Place(sections_, place, move.parent(), move.after());
  }

  absl::Status Apply(const v1::SectionEdit::Restore& restore) {
    ASSIGN_OR_RETURN(const v1::Revision earlier, history_.revision(restore.revision()));
    const int old = PlaceOf(earlier.sections(), restore.section());
    if (old < 0) return SectionUnknown(restore.section());
    const v1::Section& section = earlier.sections(old);
    if (const int place = PlaceOf(sections_, section.id()); place >= 0) {
      const std::string parent = sections_[place].parent();
      sections_[place] = section;
      sections_[place].set_parent(parent);
      return absl::OkStatus();
    }
    const auto left = std::find(retired_.begin(), retired_.end(), section.id());
    if (left != retired_.end()) retired_.erase(left);
    // What held it may be gone, and so may those before it.
    v1::Section restored = section;
    if (PlaceOf(sections_, restored.parent()) < 0) restored.clear_parent();
    int before = old;
    std::string after;
    do {
      after = BeforeIt(earlier.sections(), before);
      before = PlaceOf(earlier.sections(), after);
    } while (!after.empty() && !IsHeldBy(after, restored.parent()));
    return Insert(std::move(restored), after);
  }

 private:
  absl::StatusOr<int> Find(const std::string& id) const {
    const int place = PlaceOf(sections_, id);
    if (place < 0) return SectionUnknown(id);
    return place;
  }

  bool IsHeldBy(const std::string& id, const std::string& parent) const {
    const int place = PlaceOf(sections_, id);
    return place >= 0 && sections_[place].parent() == parent;
  }

  absl::Status Insert(v1::Section section, const std::string& after) {
    const std::string parent = section.parent();
    *sections_.Add() = std::move(section);
    return Place(sections_, sections_.size() - 1, parent, after);
  }

  Sections& sections_;
  const History& history_;
  SectionIds& retired_;
};

absl::Status Apply(Editor& editor, const v1::SectionEdit& edit, int index) {
  switch (edit.edit_case()) {
    case v1::SectionEdit::kChange:
      return editor.Apply(edit.change());
    case v1::SectionEdit::kRename:
      return editor.Apply(edit.rename());
    case v1::SectionEdit::kAdd:
      return editor.Apply(edit.add());
    case v1::SectionEdit::kRemove:
      return editor.Apply(edit.remove());
    case v1::SectionEdit::kMove:
      return editor.Apply(edit.move());
    case v1::SectionEdit::kRestore:
      return editor.Apply(edit.restore());
    case v1::SectionEdit::EDIT_NOT_SET:
      break;
  }
  status::Violations violations;
  violations.Add(StrCat("edits[", index, "].edit"), status::PlatformFault::REQUIRED);
  return violations.ToStatus();
}

// Each section stands behind what holds it, with nothing between but what that holds.
void CheckTree(const Sections& sections, status::Violations* violations) {
  // Those that hold the place, from the top.
  std::vector<std::string_view> open;
  for (const v1::Section& section : sections) {
    while (!open.empty() && open.back() != section.parent()) open.pop_back();
    if (open.empty() && !section.parent().empty()) {
      violations->Add("sections", v1::PARENT_MISPLACED, {{"section", section.id()}, {"parent", section.parent()}});
    }
    open.push_back(section.id());
    if (open.size() > size_t{kMostLevels}) {
      violations->Add("sections", v1::SECTIONS_TOO_DEEP, {{"section", section.id()}, {"most", StrCat(kMostLevels)}});
    }
  }
}

}  // namespace

absl::Status CheckSections(const Sections& sections) {
  status::Violations violations;
  std::set<std::string_view> ids;
  int64_t bytes = 0;
  if (sections.empty()) violations.Add("sections", status::PlatformFault::REQUIRED);
  if (sections.size() > kMostSections) {
    violations.Add("sections", status::PlatformFault::TOO_MANY_ITEMS,
                   {{"items", StrCat(sections.size())}, {"most", StrCat(kMostSections)}});
  }
  for (const v1::Section& section : sections) {
    if (!ids.insert(section.id()).second) return Repeated(section.id());
    if (section.title().empty()) violations.Add("sections", v1::TITLE_MISSING, {{"section", section.id()}});
    bytes += static_cast<int64_t>(section.id().size() + section.title().size()) + section.byte_count();
  }
  CheckTree(sections, &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  if (bytes > kMostDocumentBytes) {
    return status::InvalidArgument(v1::DOCUMENT_TOO_LARGE,
                                   {{"bytes", StrCat(bytes)}, {"most_bytes", StrCat(kMostDocumentBytes)}});
  }
  return absl::OkStatus();
}

absl::StatusOr<Sections> ApplyEdits(Sections sections, const SectionEdits& edits, const History& history,
                                    SectionIds& retired) {
  const std::string before = Digest(sections);
  Editor editor(sections, history, retired);
  for (int i = 0; i < edits.size(); ++i) RETURN_IF_ERROR(Apply(editor, edits[i], i));
  RETURN_IF_ERROR(CheckSections(sections));
  if (Digest(sections) == before) return status::FailedPrecondition(v1::NOTHING_CHANGED);
  return sections;
}

absl::StatusOr<Body> BodyOfSection(const v1::Section& section, const History& history) {
  if (!section.body().empty()) return section.body();
  return history.body(section.sha256());
}

std::string Digest(const Sections& sections) {
  std::string netstrings;
  for (const v1::Section& section : sections) {
    for (const std::string* text : {&section.id(), &section.parent(), &section.title(), &section.sha256()}) {
      netstrings += digest::Netstring(*text);
    }
  }
  return digest::Sha256Hex(netstrings);
}

int PlaceOf(const Sections& sections, std::string_view id) {
  const auto found =
      std::find_if(sections.begin(), sections.end(), [&](const v1::Section& section) { return section.id() == id; });
  return found == sections.end() ? -1 : static_cast<int>(found - sections.begin());
}

int EndOf(const Sections& sections, int place) {
  std::set<std::string_view> held = {sections[place].id()};
  int end = place + 1;
  while (end < sections.size() && held.contains(sections[end].parent())) held.insert(sections[end++].id());
  return end;
}

std::string BeforeIt(const Sections& sections, int place) {
  for (int i = place - 1; i >= 0; --i) {
    if (sections[i].parent() == sections[place].parent()) return sections[i].id();
  }
  return "";
}

absl::Status Place(Sections& sections, int from, const std::string& parent, const std::string& after) {
  const std::string id = sections[from].id();
  const int end = EndOf(sections, from);
  const auto is_inside = [&](int place) { return place >= from && place < end; };
  int to = 0;
  if (!parent.empty()) {
    const int above = PlaceOf(sections, parent);
    if (above < 0) return SectionUnknown(parent);
    if (is_inside(above)) return Misplaced(v1::PARENT_MISPLACED, {{"section", id}, {"parent", parent}});
    to = above + 1;
  }
  if (!after.empty()) {
    const int anchor = PlaceOf(sections, after);
    if (anchor < 0) return SectionUnknown(after);
    // Behind itself is where it stands.
    if (anchor == from && sections[from].parent() == parent) return absl::OkStatus();
    if (is_inside(anchor) || sections[anchor].parent() != parent) {
      return Misplaced(v1::AFTER_ELSEWHERE, {{"section", id}, {"after", after}});
    }
    to = EndOf(sections, anchor);
  }
  sections[from].set_parent(parent);
  const auto begin = sections.pointer_begin();
  if (to >= end) std::rotate(begin + from, begin + end, begin + to);
  if (to < from) std::rotate(begin + to, begin + from, begin + end);
  return absl::OkStatus();
}

}  // namespace congress::drafting
