#include "services/dossiers/domain/stage_conflicts.h"

#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "services/dossiers/domain/stages.h"

namespace congress::dossiers {
namespace {

using Clash = v1::StageConflict;

// Whether a person has only one of the two. Of arrangements there is one.
bool Exclude(const v1::StageEntry& a, const v1::StageEntry& b) {
  if (!Stands(a) || !Stands(b)) return false;
  if (IsArrangement(a) || IsArrangement(b)) return a.stage() == b.stage();
  if (a.stage() == b.stage() && a.seat() == b.seat()) return true;
  return !a.exclusive_group().empty() && a.exclusive_group() == b.exclusive_group();
}

bool IsDecided(const v1::StageEntry& entry) {
  return entry.state() == v1::StageEntry::DECIDED || entry.state() == v1::StageEntry::ELECTED;
}

// Gathers the conflicts of one person.
class ConflictList {
 public:
  ConflictList(std::string_view person, status::Language language) : person_(person), language_(language) {}

  void Add(Clash::Kind kind, const v1::StageEntry& entry, const status::Metadata& metadata) {
    Clash& clash = clashes_.emplace_back();
    clash.set_kind(kind);
    clash.set_person(person_);
    clash.add_entries(entry.name());
    clash.set_sentence(status::Say(kind, metadata).In(language_));
  }
  void AddPair(const StageView& one, const StageView& other) {
    Add(Clash::SEAT_TWICE, one.entry, {{"seat", one.title}, {"other", other.title}});
    clashes_.back().add_entries(other.entry.name());
  }
  // What there is about an entry by itself.
  void AddOwn(const StageView& view) {
    const v1::StageEntry& entry = view.entry;
    for (const v1::Finding& finding : view.findings) {
      if (finding.advisory() || finding.verdict() == v1::MET) continue;
      Add(KindOf(finding), entry, {{"seat", view.title}, {"finding", finding.description()}});
    }
    for (const v1::ItemStanding& item : view.expired) {
      Add(Clash::COMPONENT_EXPIRES, entry,
          {{"seat", view.title},
           {"item", item.title()},
           {"day", civil::Format(item.last_valid_date())},
           {"cut_off", civil::Format(entry.cut_off_date())}});
    }
    if (!IsOpen(entry)) return;
    if (!view.ended.empty()) {
      Add(Clash::ORGANISATION_ENDED, entry, {{"seat", view.title}, {"organisation", view.ended}});
    }
    if (IsArrangement(entry) && entry.arrangement().to_organisation().empty() &&
        entry.arrangement().leave_policy().empty()) {
      Add(Clash::NOWHERE, entry, {});
    }
  }
  std::vector<Clash> Take() { return std::move(clashes_); }

 private:
  static Clash::Kind KindOf(const v1::Finding& finding) {
    if (finding.verdict() == v1::UNKNOWN) return Clash::NOT_KNOWN;
    return finding.reason() == v1::Finding::Reason_Name(v1::Finding::MONTHS_LEFT) ? Clash::AGE_AT_CUT_OFF
                                                                                  : Clash::NOT_ELIGIBLE;
  }

  const std::string person_;
  const status::Language language_;
  std::vector<Clash> clashes_;
};

}  // namespace

std::vector<Clash> ConflictsOf(std::string_view person, const std::vector<StageView>& views,
                               status::Language language) {
  ConflictList list(person, language);
  for (size_t i = 0; i < views.size(); ++i) {
    if (!Stands(views[i].entry)) continue;
    for (size_t j = i + 1; j < views.size(); ++j) {
      if (Exclude(views[i].entry, views[j].entry)) list.AddPair(views[i], views[j]);
    }
    list.AddOwn(views[i]);
  }
  return list.Take();
}

absl::Status RequireDecidable(std::string_view name, const std::vector<StageView>& views) {
  for (const StageView& view : views) {
    if (view.entry.name() != name) continue;
    if (!view.ended.empty()) {
      return status::FailedPrecondition(
          v1::STAGE_CONFLICT, {{"name", view.entry.name()}, {"organisation", view.ended}, {"cause", "ended"}});
    }
    for (const StageView& other : views) {
      if (other.entry.name() == name || !IsDecided(other.entry) || !Exclude(view.entry, other.entry)) continue;
      return status::FailedPrecondition(v1::STAGE_CONFLICT, {{"name", view.entry.name()}, {"other", other.title}});
    }
  }
  return absl::OkStatus();
}

}  // namespace congress::dossiers
