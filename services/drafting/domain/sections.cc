#include "services/drafting/domain/sections.h"

#include <algorithm>
#include <set>

#include "congress/drafting/v1/reason.pb.h"
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

// Brings the section at `from` behind the section `after`, or to the front.
absl::Status Place(Sections& sections, int from, const std::string& after) {
  int to = 0;
  if (!after.empty()) {
    const int anchor = PlaceOf(sections, after);
    if (anchor < 0) return SectionUnknown(after);
    // Behind itself is where it stands.
    if (anchor == from) return absl::OkStatus();
    to = anchor < from ? anchor + 1 : anchor;
  }
  const auto begin = sections.pointer_begin();
  if (from < to) std::rotate(begin + from, begin + from + 1, begin + to + 1);
  if (to < from) std::rotate(begin + to, begin + from, begin + from + 1);
  return absl::OkStatus();
}

// One call's edits on their way through the sections.
class Editor {
 public:
  Editor(Sections& sections, SectionIds& retired) : sections_(sections), retired_(retired) {}

  absl::Status Apply(const v1::SectionEdit::Change& change) {
    ASSIGN_OR_RETURN(const int place, Find(change.section()));
    sections_[place].set_text(change.text());
    return absl::OkStatus();
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
    *sections_.Add() = add.section();
    if (add.after() == id) return SectionUnknown(id);
    return Place(sections_, sections_.size() - 1, add.after());
  }

  absl::Status Apply(const v1::SectionEdit::Remove& remove) {
    ASSIGN_OR_RETURN(const int place, Find(remove.section()));
    sections_.DeleteSubrange(place, 1);
    *retired_.Add() = remove.section();
    return absl::OkStatus();
  }

  absl::Status Apply(const v1::SectionEdit::Move& move) {
    ASSIGN_OR_RETURN(const int place, Find(move.section()));
    return Place(sections_, place, move.after());
  }

 private:
  absl::StatusOr<int> Find(const std::string& id) const {
    const int place = PlaceOf(sections_, id);
    if (place < 0) return SectionUnknown(id);
    return place;
  }

  Sections& sections_;
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
    case v1::SectionEdit::EDIT_NOT_SET:
      break;
  }
  status::Violations violations;
  violations.Add(StrCat("edits[", index, "].edit"), status::PlatformFault::REQUIRED);
  return violations.ToStatus();
}

}  // namespace

absl::Status CheckSections(const Sections& sections) {
  status::Violations violations;
  std::set<std::string_view> ids;
  size_t bytes = 0;
  if (sections.empty()) violations.Add("sections", status::PlatformFault::REQUIRED);
  if (sections.size() > kMostSections) {
    violations.Add("sections", status::PlatformFault::TOO_MANY_ITEMS,
                   {{"items", StrCat(sections.size())}, {"most", StrCat(kMostSections)}});
  }
  for (const v1::Section& section : sections) {
    if (!ids.insert(section.id()).second) return Repeated(section.id());
    if (section.title().empty()) violations.Add("sections", v1::TITLE_MISSING, {{"section", section.id()}});
    bytes += section.id().size() + section.title().size() + section.text().size();
  }
  RETURN_IF_ERROR(violations.ToStatus());
  if (static_cast<int64_t>(bytes) > kMostDocumentBytes) {
    return status::InvalidArgument(v1::DOCUMENT_TOO_LARGE,
                                   {{"bytes", StrCat(bytes)}, {"most_bytes", StrCat(kMostDocumentBytes)}});
  }
  return absl::OkStatus();
}

absl::StatusOr<Sections> ApplyEdits(Sections sections, const SectionEdits& edits, SectionIds& retired) {
  const std::string before = Digest(sections);
  Editor editor(sections, retired);
  for (int i = 0; i < edits.size(); ++i) RETURN_IF_ERROR(Apply(editor, edits[i], i));
  RETURN_IF_ERROR(CheckSections(sections));
  if (Digest(sections) == before) return status::FailedPrecondition(v1::NOTHING_CHANGED);
  return sections;
}

std::string Digest(const Sections& sections) {
  std::string netstrings;
  const auto add = [&](std::string_view text) { netstrings += StrCat(text.size(), ":", text, ","); };
  for (const v1::Section& section : sections) {
    add(section.id());
    add(section.title());
    add(section.text());
  }
  return digest::Sha256Hex(netstrings);
}

int PlaceOf(const Sections& sections, std::string_view id) {
  const auto found =
      std::find_if(sections.begin(), sections.end(), [&](const v1::Section& section) { return section.id() == id; });
  return found == sections.end() ? -1 : static_cast<int>(found - sections.begin());
}

}  // namespace congress::drafting
