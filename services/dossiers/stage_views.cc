#include "services/dossiers/stage_views.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_join.h"
#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/completeness.h"
#include "services/dossiers/domain/personnel_rules.h"
#include "services/dossiers/domain/stages.h"
#include "services/dossiers/eligibility_service.h"
#include "services/dossiers/folders.h"
#include "services/dossiers/requests.h"
#include "services/dossiers/rule_records.h"
#include "services/dossiers/stage_records.h"

namespace congress::dossiers {
namespace {

// The dossier of the entry where it is the person's and the caller may read it.
absl::StatusOr<std::optional<v1::Dossier>> DossierUsed(rpc::Call& call, const v1::Person& person,
                                                       const std::string& name) {
  if (name.empty()) return std::nullopt;
  auto dossier = kDossiers.Load(call, name);
  if (absl::IsNotFound(dossier.status())) return std::nullopt;
  if (!dossier.ok()) return dossier.status();
  if (dossier->person() != person.name()) return std::nullopt;
  if (!call.Holds(kDossiers.read_permission(), dossier->organisation())) return std::nullopt;
  return *std::move(dossier);
}

// Items whose papers, of those that the caller may know of, are no longer valid on the day.
absl::StatusOr<std::vector<v1::ItemStanding>> ExpiredOn(rpc::Call& call, const v1::Dossier& dossier,
                                                        absl::CivilDay day) {
  ASSIGN_OR_RETURN(const auto checklist, kChecklistTemplates.Load(call, dossier.template_()));
  ASSIGN_OR_RETURN(const Folder folder, FolderOf(call, dossier));
  const Grade judged = IsStillGathered(call, dossier) ? annotations::v1::GRADE_UNSPECIFIED : call.principal().clearance;
  const v1::DossierCompleteness completeness = Judge(checklist, folder, day, std::nullopt, judged);
  std::vector<v1::ItemStanding> expired;
  for (const v1::ItemStanding& item : completeness.items()) {
    if (item.standing() == v1::ItemStanding::EXPIRED) expired.push_back(item);
  }
  return expired;
}

// What people call an organisation without which the entry cannot be decided, where that has ended: the one of the
// seat, or the one that the person goes to. Who goes on for an organisation decides on its arrangements.
std::string EndedOf(const rpc::Call& call, const v1::StageEntry& entry) {
  const std::string& needed = IsArrangement(entry) ? entry.arrangement().to_organisation() : entry.organisation();
  const directory::Organisation* known = call.Known(needed);
  return known != nullptr && known->EndedOn(civil::Today(call.now())) ? call.NameOf(needed) : "";
}

}  // namespace

absl::StatusOr<v1::PersonnelRuleSet> RulesWithSeat(rpc::Call& call, const v1::StageEntry& entry) {
  const auto has_seat = [&](const v1::PersonnelRuleSet& rules) {
    return SeatIn(rules, entry.stage(), entry.seat()) != nullptr;
  };
  const absl::CivilDay today = civil::Today(call.now());
  std::vector<v1::PersonnelRuleSet> rules;
  if (entry.rule_set().empty()) {
    ASSIGN_OR_RETURN(rules, RulesFor(call, entry.organisation(), today));
  } else {
    ASSIGN_OR_RETURN(rules.emplace_back(), kPersonnelRuleSets.ReadShared(call, entry.rule_set()));
  }
  std::erase_if(rules, [&](const v1::PersonnelRuleSet& one) { return !has_seat(one); });
  if (rules.size() == 1) return std::move(rules.front());
  if (rules.empty()) {
    return status::FailedPrecondition(
        v1::STAGE_SEAT_UNKNOWN,
        {{"stage", v1::Stage_Name(entry.stage())}, {"seat", entry.seat()}, {"organisation", entry.organisation()}});
  }
  return RulesOverlap(entry.organisation(), today, rules);
}

absl::Status CheckLeavePolicy(rpc::Call& call, const v1::StageEntry& entry, std::string_view path) {
  const std::string& policy = entry.arrangement().leave_policy();
  if (policy.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<v1::PersonnelRuleSet> rules,
                   RulesFor(call, entry.organisation(), civil::Today(call.now())));
  for (const v1::PersonnelRuleSet& one : rules) {
    const auto& policies = one.leave_policies();
    if (std::any_of(policies.begin(), policies.end(),
                    [&](const v1::LeavePolicy& known) { return known.leave_policy_id() == policy; })) {
      return absl::OkStatus();
    }
  }
  status::Violations violations;
  violations.Add(StrCat(path, ".arrangement.leave_policy"), v1::NOT_IN_RULE_SET, {{"id", policy}});
  return violations.ToStatus();
}

bool MayRead(const rpc::Call& call, const v1::StageEntry& entry) {
  return call.Holds(kStageEntries.read_permission(), entry.organisation());
}

absl::StatusOr<StageView> ViewOf(rpc::Call& call, const v1::Person& person, const v1::StageEntry& entry) {
  StageView view{
      .entry = entry, .title = status::Say(entry.stage()).In(call.language()), .ended = EndedOf(call, entry)};
  if (!MayRead(call, entry) || IsArrangement(entry)) return view;
  ASSIGN_OR_RETURN(const v1::PersonnelRuleSet rules, kPersonnelRuleSets.Load(call, entry.rule_set()));
  const v1::StageRule* seat = SeatIn(rules, entry.stage(), entry.seat());
  if (seat == nullptr) return view;
  view.title = seat->display_name();
  const bool judged = Stands(entry) && entry.state() != v1::StageEntry::ELECTED;
  if (!judged || !call.Holds(kPersons.read_permission(), person.organisation())) return view;
  const absl::CivilDay day = civil::FromDate(entry.cut_off_date());
  ASSIGN_OR_RETURN(const std::optional<v1::Dossier> dossier, DossierUsed(call, person, entry.dossier()));
  ASSIGN_OR_RETURN(const v1::Eligibility eligibility,
                   EligibilityOf(call, rules, person, seat->position_kind(), entry.candidacy(),
                                 dossier.has_value() ? dossier->name() : "", day));
  view.findings.assign(eligibility.findings().begin(), eligibility.findings().end());
  if (dossier.has_value()) {
    ASSIGN_OR_RETURN(view.expired, ExpiredOn(call, *dossier, day));
  }
  return view;
}

absl::StatusOr<std::vector<StageView>> ViewsOf(rpc::Call& call, const v1::Person& person) {
  ASSIGN_OR_RETURN(const Names names, NamesOf(call, person.name()));
  ASSIGN_OR_RETURN(const std::vector<v1::StageEntry> entries, StagesOf(call, names));
  std::vector<StageView> views;
  for (const v1::StageEntry& entry : entries) {
    ASSIGN_OR_RETURN(views.emplace_back(), ViewOf(call, person, entry));
  }
  std::stable_sort(views.begin(), views.end(),
                   [](const StageView& a, const StageView& b) { return a.entry.stage() < b.entry.stage(); });
  return views;
}

std::vector<v1::StageConflict> ShownConflicts(const rpc::Call& call, const v1::Person& person,
                                              const std::vector<StageView>& views) {
  // Readable entries, and whose they were entered as: all that is told of a person whose record may not be read.
  std::map<std::string, std::string> readable;
  for (const StageView& view : views) {
    if (MayRead(call, view.entry)) readable.emplace(view.entry.name(), view.entry.person());
  }
  const bool known = call.Holds(kPersons.read_permission(), person.organisation());
  std::vector<v1::StageConflict> shown;
  for (v1::StageConflict& conflict : ConflictsOf(person.name(), views, call.language())) {
    auto& entries = *conflict.mutable_entries();
    entries.erase(std::remove_if(entries.begin(), entries.end(),
                                 [&](const std::string& name) { return !readable.contains(name); }),
                  entries.end());
    if (entries.empty()) continue;
    if (!known) conflict.set_person(readable.at(entries[0]));
    shown.push_back(std::move(conflict));
  }
  return shown;
}

}  // namespace congress::dossiers
