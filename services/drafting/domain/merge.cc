#include "services/drafting/domain/merge.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/compare.h"
#include "services/drafting/domain/pieces.h"
#include "services/drafting/domain/text/three_way_merge.h"

namespace congress::drafting {
namespace {

using ToldClash = v1::MergeConflict::Clash;
constexpr int kMostTold = 50;
// An error whose details are more than gRPC's headers hold does not reach the caller.
constexpr size_t kMostToldBytes = 3600;
constexpr size_t kMostTextBytes = 400;
constexpr size_t kMostNamed = 5;

class Merger {
 public:
  Merger(const Sides& sides, const History& history)
      : sides_(sides),
        history_(history),
        moved_by_ours_(Moved(sides.base, sides.ours)),
        moved_by_theirs_(Moved(sides.base, sides.theirs)),
        merged_(sides.theirs) {}

  absl::StatusOr<Sections> Run(const std::string& latest) && {
    for (int i = 0; i < sides_.ours.size(); ++i) {
      const int base = PlaceOf(sides_.base, sides_.ours[i].id());
      RETURN_IF_ERROR(base < 0 ? Add(i) : Keep(i, sides_.base[base]));
    }
    RemoveOurs();
    if (conflict_.clash_count() > 0) return Conflict(latest);
    RETURN_IF_ERROR(CheckSections(merged_));
    return std::move(merged_);
  }

 private:
  static bool SameContent(const v1::Section& a, const v1::Section& b) {
    return a.title() == b.title() && a.sha256() == b.sha256();
  }

  void Tell(const std::string& section, ToldClash::Matter matter, const std::string& base, const std::string& ours,
            const std::string& theirs) {
    conflict_.set_clash_count(conflict_.clash_count() + 1);
    named_.insert(section);
    if (conflict_.clashes_size() == kMostTold) return;
    ToldClash& clash = *conflict_.add_clashes();
    clash.set_section(section);
    clash.set_matter(matter);
    clash.set_base(Shortened(base));
    clash.set_ours(Shortened(ours));
    clash.set_theirs(Shortened(theirs));
    if (conflict_.ByteSizeLong() > kMostToldBytes) conflict_.mutable_clashes()->RemoveLast();
  }

  static std::string Shortened(const std::string& text) {
    if (text.size() <= kMostTextBytes) return text;
    return StrCat(status::Shorten(text, kMostTextBytes), "…");
  }

  // What the section says, for who is told of a clash.
  absl::StatusOr<std::string> Content(const v1::Section& section) const {
    ASSIGN_OR_RETURN(const Body body, BodyOfSection(section, history_));
    return StrCat(section.title(), "\n", drafting::TextOf(body));
  }

  // The nearest section before ours at `place` that is held by the same and is there already.
  std::string AfterIn(int place) const {
    const std::string& parent = sides_.ours[place].parent();
    std::string before = BeforeIt(sides_.ours, place);
    while (!before.empty()) {
      const int there = PlaceOf(merged_, before);
      if (there >= 0 && merged_[there].parent() == parent) return before;
      before = BeforeIt(sides_.ours, PlaceOf(sides_.ours, before));
    }
    return "";
  }

  absl::Status Add(int place) {
    const v1::Section& section = sides_.ours[place];
    if (const int there = PlaceOf(merged_, section.id()); there >= 0) {
      if (SameContent(merged_[there], section)) return absl::OkStatus();
      ASSIGN_OR_RETURN(std::string ours, Content(section));
      ASSIGN_OR_RETURN(std::string theirs, Content(merged_[there]));
      Tell(section.id(), ToldClash::PRESENCE, "", ours, theirs);
      return absl::OkStatus();
    }
    if (!section.parent().empty() && PlaceOf(merged_, section.parent()) < 0) {
      ASSIGN_OR_RETURN(std::string ours, Content(section));
      Tell(section.id(), ToldClash::PRESENCE, "", ours, "");
      return absl::OkStatus();
    }
    *merged_.Add() = section;
    return Place(merged_, merged_.size() - 1, section.parent(), AfterIn(place));
  }

  // A section that the base has, too.
  absl::Status Keep(int place, const v1::Section& base) {
    const v1::Section& ours = sides_.ours[place];
    const int there = PlaceOf(merged_, ours.id());
    if (there < 0) {
      if (SameContent(base, ours)) return absl::OkStatus();
      ASSIGN_OR_RETURN(std::string was, Content(base));
      ASSIGN_OR_RETURN(std::string is, Content(ours));
      Tell(ours.id(), ToldClash::PRESENCE, was, is, "");
      return absl::OkStatus();
    }
    v1::Section& theirs = merged_[there];
    if (ours.title() != base.title() && ours.title() != theirs.title()) {
      if (theirs.title() != base.title()) {
        Tell(ours.id(), ToldClash::TITLE, base.title(), ours.title(), theirs.title());
      } else {
        theirs.set_title(ours.title());
      }
    }
    if (ours.sha256() != base.sha256() && ours.sha256() != theirs.sha256()) {
      RETURN_IF_ERROR(MergeTexts(base, ours, &theirs));
    }
    // Last: it moves the sections about.
    return moved_by_ours_.contains(ours.id()) ? Move(place, there) : absl::OkStatus();
  }

  absl::Status MergeTexts(const v1::Section& base, const v1::Section& ours, v1::Section* theirs) {
    if (theirs->sha256() == base.sha256()) {
      CopyBody(ours, theirs);
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const Body was, BodyOfSection(base, history_));
    ASSIGN_OR_RETURN(const Body our_body, BodyOfSection(ours, history_));
    ASSIGN_OR_RETURN(const Body their_body, BodyOfSection(*theirs, history_));
    const Merged merged = drafting::Merge(PiecesOf(was), PiecesOf(our_body), PiecesOf(their_body));
    for (const Clash& clash : merged.clashes) {
      Tell(ours.id(), ToldClash::TEXT, drafting::TextOf(clash.base), drafting::TextOf(clash.ours),
           drafting::TextOf(clash.theirs));
    }
    SetBody(BodyOf(merged.pieces), theirs);
    return absl::OkStatus();
  }

  static std::string PlaceAsText(const Sections& sections, const std::string& id) {
    const int place = PlaceOf(sections, id);
    return StrCat(sections[place].parent(), "/", BeforeIt(sections, place));
  }

  absl::Status Move(int place, int there) {
    const v1::Section& ours = sides_.ours[place];
    const std::string wish = PlaceAsText(sides_.ours, ours.id());
    if (PlaceAsText(merged_, ours.id()) == wish) return absl::OkStatus();
    const bool parent_gone = !ours.parent().empty() && PlaceOf(merged_, ours.parent()) < 0;
    if (parent_gone || moved_by_theirs_.contains(ours.id())) {
      Tell(ours.id(), ToldClash::PLACE, PlaceAsText(sides_.base, ours.id()), wish, PlaceAsText(merged_, ours.id()));
      return absl::OkStatus();
    }
    const absl::Status placed = Place(merged_, there, ours.parent(), AfterIn(place));
    // Each side put one into the other.
    if (!placed.ok()) {
      Tell(ours.id(), ToldClash::PLACE, PlaceAsText(sides_.base, ours.id()), wish, PlaceAsText(merged_, ours.id()));
    }
    return absl::OkStatus();
  }

  // What ours removed, unless theirs has changed it or put something into it.
  void RemoveOurs() {
    std::set<std::string> removed;
    for (const v1::Section& base : sides_.base) {
      if (PlaceOf(sides_.ours, base.id()) < 0) removed.insert(base.id());
    }
    for (int i = merged_.size() - 1; i >= 0; --i) {
      const v1::Section& section = merged_[i];
      const bool goes = removed.contains(section.id());
      if (!goes && !removed.contains(section.parent())) continue;
      const int base = PlaceOf(sides_.base, section.id());
      if (goes && SameContent(sides_.base[base], section)) continue;
      const auto theirs = Content(section);
      Tell(goes ? section.id() : section.parent(), ToldClash::PRESENCE, base < 0 ? "" : sides_.base[base].title(), "",
           theirs.ok() ? *theirs : section.title());
    }
    for (int i = merged_.size() - 1; i >= 0; --i) {
      if (removed.contains(merged_[i].id())) merged_.DeleteSubrange(i, 1);
    }
  }

  absl::Status Conflict(const std::string& latest) {
    conflict_.set_latest_revision(latest);
    std::stable_sort(conflict_.mutable_clashes()->begin(), conflict_.mutable_clashes()->end(),
                     [&](const ToldClash& a, const ToldClash& b) {
                       return PlaceOf(sides_.base, a.section()) < PlaceOf(sides_.base, b.section());
                     });
    std::vector<std::string> named(named_.begin(), named_.end());
    if (named.size() > kMostNamed) named.resize(kMostNamed);
    absl::Status status = status::Error(absl::StatusCode::kAborted, v1::MERGE_CONFLICT,
                                        {{"clashes", StrCat(conflict_.clash_count())},
                                         {"sections", absl::StrJoin(named, ", ")},
                                         {"latest_revision", latest}});
    status::Attach(status, conflict_);
    return status;
  }

  const Sides& sides_;
  const History& history_;
  const std::set<std::string> moved_by_ours_;
  const std::set<std::string> moved_by_theirs_;
  Sections merged_;
  v1::MergeConflict conflict_;
  std::set<std::string> named_;
};

}  // namespace

absl::StatusOr<Sections> Merge(const Sides& sides, const History& history, const std::string& latest) {
  return Merger(sides, history).Run(latest);
}

}  // namespace congress::drafting
