#include "services/dossiers/stage_service.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <utility>
#include <vector>

#include "platform/civil/civil.h"
#include "platform/imports/import.h"
#include "platform/rpc/field_mask.h"
#include "platform/status/strings.h"
#include "platform/tables/tables.h"
#include "services/dossiers/domain/arrangement_sums.h"
#include "services/dossiers/domain/basis.h"
#include "services/dossiers/domain/personnel_rules.h"
#include "services/dossiers/domain/stage_conflicts.h"
#include "services/dossiers/domain/stages.h"
#include "services/dossiers/filed.h"
#include "services/dossiers/ids.h"
#include "services/dossiers/person_identity_service.h"
#include "services/dossiers/persons.h"
#include "services/dossiers/process_records.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"
#include "services/dossiers/review_blocks.h"
#include "services/dossiers/rule_records.h"
#include "services/dossiers/stage_records.h"
#include "services/dossiers/stage_views.h"

namespace congress::dossiers {
namespace {

using StageResult = absl::StatusOr<v1::StageEntry>;

constexpr std::string_view kAnybody = "persons/-";
constexpr std::string_view kEntries = "stageEntries/";
constexpr std::string_view kTransfers = "dossiers.transfers.create";
constexpr std::string_view kUpdateStages = "dossiers.stages.update";

// The person of an entry to be made, whom the caller may read and who is not the caller.
absl::StatusOr<v1::Person> PersonOfNew(rpc::Call& call, const std::string& parent) {
  ASSIGN_OR_RETURN(v1::Person person, ReadPerson(call, parent));
  RETURN_IF_ERROR(RequireOther(call, person.name()));
  return person;
}

// What the entry names: NOT_FOUND unless the caller may read it, and the dossier is the person's; `FIELDS_INVALID` for
// a policy that the rules do not have.
absl::Status CheckNamed(rpc::Call& call, const std::string& person, const v1::StageEntry& entry,
                        std::string_view path) {
  if (!entry.dossier().empty()) {
    ASSIGN_OR_RETURN(const v1::Dossier dossier, kDossiers.Read(call, entry.dossier()));
    if (dossier.person() != person) return status::NotFound("Dossier", entry.dossier());
  }
  if (!entry.process().empty()) RETURN_IF_ERROR(kProcesses.Read(call, entry.process()).status());
  return CheckLeavePolicy(call, entry, path);
}

// The entry as it would be made.
StageResult Prepare(rpc::Call& call, const v1::Person& person, v1::StageEntry wanted, std::string_view path) {
  RETURN_IF_ERROR(CheckEntry(wanted, path));
  RETURN_IF_ERROR(CheckNamed(call, person.name(), wanted, path));
  wanted.set_person(person.name());
  const std::string name = StrCat(kEntries, RandomId(kIdOfItsOwn));
  if (IsArrangement(wanted)) return EnterStage(name, std::move(wanted), nullptr, ActorOf(call));
  ASSIGN_OR_RETURN(const v1::PersonnelRuleSet rules, RulesWithSeat(call, wanted));
  wanted.set_rule_set(rules.name());
  const v1::StageRule* seat = SeatIn(rules, wanted.stage(), wanted.seat());
  return EnterStage(name, std::move(wanted), seat, ActorOf(call));
}

StageResult CreateOne(rpc::Call& call, const std::string& parent, const v1::StageEntry& wanted, std::string_view path) {
  RETURN_IF_ERROR(call.Require(wanted.organisation()));
  ASSIGN_OR_RETURN(const v1::Person person, PersonOfNew(call, parent));
  ASSIGN_OR_RETURN(v1::StageEntry entry, Prepare(call, person, wanted, path));
  RETURN_IF_ERROR(File(call, kStageFile, person.name(), entry.name()));
  return kStageEntries.PutNew(call, std::move(entry));
}

absl::StatusOr<v1::Person> PersonOfEntry(rpc::Call& call, const v1::StageEntry& entry) {
  ASSIGN_OR_RETURN(const std::string name, StandingName(call, entry.person()));
  return kPersons.Load(call, name);
}

// A person with all entries of theirs.
struct Judged {
  v1::Person person;
  std::vector<StageView> views;
};

absl::StatusOr<Judged> JudgedOf(rpc::Call& call, const v1::StageEntry& entry) {
  // What cannot be read names nobody.
  if (entry.person().empty()) return rpc::Corrupt(entry.name());
  Judged judged;
  ASSIGN_OR_RETURN(judged.person, PersonOfEntry(call, entry));
  ASSIGN_OR_RETURN(judged.views, ViewsOf(call, judged.person));
  return judged;
}

absl::Status RequireDecidableNow(rpc::Call& call, const v1::StageEntry& entry) {
  RETURN_IF_ERROR(CollideOnPerson(call, entry.person()));
  ASSIGN_OR_RETURN(const Judged judged, JudgedOf(call, entry));
  return RequireDecidable(entry.name(), judged.views);
}

// Stages that the person's record goes where the decided arrangement says.
absl::Status MoveByArrangement(rpc::Call& call, const v1::StageEntry& entry) {
  const std::string& to = entry.arrangement().to_organisation();
  ASSIGN_OR_RETURN(const v1::Person person, PersonOfEntry(call, entry));
  if (to.empty() || to == person.organisation()) return absl::OkStatus();
  RETURN_IF_ERROR(call.Require(kTransfers, person.organisation()));
  RETURN_IF_ERROR(call.Require(kTransfers, to));
  Reasoned reasoned;
  reasoned.basis = entry.basis();
  if (entry.basis().has_decision_date()) reasoned.valid_from = entry.basis().decision_date();
  return MovePerson(call, person, to, reasoned).status();
}

// The entry as it is after a change of its fields; who may change it has been judged.
StageResult Revise(rpc::Call& call, v1::StageEntry entry, const v1::StageEntry& patch,
                   const google::protobuf::FieldMask& mask) {
  const std::string person = entry.person();
  RETURN_IF_ERROR(RequireOther(call, person));
  RETURN_IF_ERROR(rpc::ApplyUpdate(call, mask, patch, &entry));
  ASSIGN_OR_RETURN(entry, ReviseStage(std::move(entry), ActorOf(call)));
  ASSIGN_OR_RETURN(const std::string standing, StandingName(call, person));
  RETURN_IF_ERROR(CheckNamed(call, standing, entry, "stage_entry"));
  return entry;
}

// The entry of the person that a row without a name means; empty where there is none.
absl::StatusOr<std::string> EntryLike(rpc::Call& call, const v1::StageEntry& said) {
  if (said.person().empty()) return "";
  ASSIGN_OR_RETURN(const Names names, NamesOf(call, said.person()));
  ASSIGN_OR_RETURN(const std::vector<v1::StageEntry> entries, StagesOf(call, names));
  for (const v1::StageEntry& entry : entries) {
    const bool same = entry.state() != v1::StageEntry::WITHDRAWN && entry.organisation() == said.organisation() &&
                      entry.stage() == said.stage() && entry.seat() == said.seat() &&
                      entry.arrangement().from_organisation() == said.arrangement().from_organisation();
    if (same) return entry.name();
  }
  return "";
}

// Those of one person, which no index names.
absl::StatusOr<rpc::Page<v1::StageEntry>> PageOfPerson(rpc::Call& call, const v1::ListStageEntriesRequest& request,
                                                       const std::function<bool(const v1::StageEntry&)>& matches) {
  call.Filtered();
  ASSIGN_OR_RETURN(const Names person, NamesOf(call, request.parent()));
  ASSIGN_OR_RETURN(std::vector<v1::StageEntry> entries, StagesOf(call, person));
  std::erase_if(entries, [&](const v1::StageEntry& entry) {
    return !MayRead(call, entry) || !matches(entry) || !call.IsOf(entry.organisation(), request.organisation()) ||
           (request.stage() != v1::STAGE_UNSPECIFIED && entry.stage() != request.stage());
  });
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), entries.size()));
  const auto begin = std::make_move_iterator(entries.begin());
  rpc::Page<v1::StageEntry> page;
  page.items.assign(begin + static_cast<ptrdiff_t>(slice.begin), begin + static_cast<ptrdiff_t>(slice.end));
  page.next_page_token = slice.next_page_token;
  return page;
}

bool Concerns(const v1::StageConflict& conflict, std::string_view entry) {
  const auto& entries = conflict.entries();
  return std::find(entries.begin(), entries.end(), entry) != entries.end();
}

}  // namespace

StageResult StageService::CreateStageEntry(rpc::Call& call, const v1::CreateStageEntryRequest& request) const {
  return CreateOne(call, request.parent(), request.stage_entry(), "stage_entry");
}

absl::StatusOr<v1::BatchCreateStageEntriesResponse> StageService::BatchCreateStageEntries(
    rpc::Call& call, const v1::BatchCreateStageEntriesRequest& request) const {
  v1::BatchCreateStageEntriesResponse created;
  for (int i = 0; i < request.stage_entries_size(); ++i) {
    const v1::NewStageEntry& item = request.stage_entries(i);
    ASSIGN_OR_RETURN(*created.add_stage_entries(),
                     CreateOne(call, item.parent(), item.stage_entry(), StrCat("stage_entries[", i, "].stage_entry")));
  }
  return created;
}

absl::StatusOr<tables::v1::ImportResult> StageService::ImportStageEntries(
    rpc::Call& call, const v1::ImportStageEntriesRequest& request) const {
  ASSIGN_OR_RETURN(const tables::Form form, tables::FormOf(request.sheet(), ""));
  ASSIGN_OR_RETURN(const csv::Table table, tables::Read(request.csv(), form));
  const auto create = [&](const std::string& id, const v1::StageEntry& said) -> StageResult {
    // The server makes the ids.
    if (!id.empty()) return status::NotFound("StageEntry", StrCat(kEntries, id));
    RETURN_IF_ERROR(RequireName("person", said.person()));
    v1::CreateStageEntryRequest one;
    one.set_parent(said.person());
    *one.mutable_stage_entry() = said;
    RETURN_IF_ERROR(rpc::CheckFields(&one));
    return CreateOne(call, one.parent(), one.stage_entry(), "stage_entry");
  };
  const auto update = [&](const v1::StageEntry& before, const v1::StageEntry& patch,
                          const google::protobuf::FieldMask& mask) -> absl::Status {
    RETURN_IF_ERROR(call.Require(kUpdateStages, before.organisation()));
    ASSIGN_OR_RETURN(v1::StageEntry entry, Revise(call, before, patch, mask));
    kStageEntries.Put(call, std::move(entry));
    return absl::OkStatus();
  };
  const auto refused = [&](const v1::StageEntry& entry) { return RefuseOwn(call, entry.person()); };
  const auto find = [&](const v1::StageEntry& said) { return EntryLike(call, said); };
  return imports::Import<v1::StageEntry>(call, kStageEntries, kEntries, table, request.validate_only(), create, update,
                                         refused, find);
}

StageResult StageService::GetStageEntry(rpc::Call& call, const v1::GetStageEntryRequest& request) const {
  ASSIGN_OR_RETURN(v1::StageEntry entry, kStageEntries.Get(call, request.name()));
  RETURN_IF_ERROR(HideOwn(call, "StageEntry", entry.name(), entry.person()));
  return entry;
}

absl::StatusOr<v1::ListStageEntriesResponse> StageService::ListStageEntries(
    rpc::Call& call, const v1::ListStageEntriesRequest& request) const {
  rpc::Query<v1::StageEntry> query;
  query.Of(call, request.organisation());
  if (request.stage() != v1::STAGE_UNSPECIFIED) query.Only("stage", v1::Stage_Name(request.stage()));
  ASSIGN_OR_RETURN(const Names own, OwnNames(call));
  query.matches = [&](const v1::StageEntry& entry) {
    return !own.Has(entry.person()) && (request.state() == 0 || entry.state() == request.state());
  };
  ASSIGN_OR_RETURN(auto page, request.parent() == kAnybody
                                  ? kStageEntries.Find(call, kEntries, rpc::PageOf(request), query)
                                  : PageOfPerson(call, request, query.matches));
  v1::ListStageEntriesResponse listed;
  listed.mutable_stage_entries()->Assign(page.items.begin(), page.items.end());
  listed.set_next_page_token(std::move(page.next_page_token));
  return listed;
}

StageResult StageService::UpdateStageEntry(rpc::Call& call, const v1::UpdateStageEntryRequest& request) const {
  const v1::StageEntry& patch = request.stage_entry();
  RETURN_IF_ERROR(RequireName("stage_entry.name", patch.name()));
  return kStageEntries.Mutate(call, patch.name(), patch.etag(), [&](v1::StageEntry entry) {
    return Revise(call, std::move(entry), patch, request.update_mask());
  });
}

StageResult StageService::AdvanceStageEntry(rpc::Call& call, const v1::AdvanceStageEntryRequest& request) const {
  return kStageEntries.Mutate(call, request.name(), request.etag(), [&](v1::StageEntry entry) -> StageResult {
    RETURN_IF_ERROR(RequireOther(call, entry.person()));
    RETURN_IF_ERROR(RequireTaken(request.basis(), call.now()));
    ASSIGN_OR_RETURN(v1::StageEntry after,
                     AdvanceStage(std::move(entry), request.state(), request.basis(), ActorOf(call)));
    if (after.state() == v1::StageEntry::DECIDED) RETURN_IF_ERROR(RequireDecidableNow(call, after));
    return after;
  });
}

StageResult StageService::WithdrawStageEntry(rpc::Call& call, const v1::WithdrawStageEntryRequest& request) const {
  return kStageEntries.Mutate(call, request.name(), request.etag(), [&](v1::StageEntry entry) -> StageResult {
    RETURN_IF_ERROR(RequireOther(call, entry.person()));
    return WithdrawStage(std::move(entry), request.reason(), ActorOf(call));
  });
}

absl::StatusOr<v1::PersonStagesView> StageService::GetPersonStages(rpc::Call& call,
                                                                   const v1::GetPersonStagesRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Person person, PersonAt(call, request.name()));
  RETURN_IF_ERROR(RefuseOwn(call, person.name()));
  ASSIGN_OR_RETURN(const std::vector<StageView> views, ViewsOf(call, person));
  v1::PersonStagesView shown;
  shown.set_person(person.name());
  for (const StageView& view : views) {
    if (MayRead(call, view.entry)) *shown.add_stage_entries() = view.entry;
  }
  const std::vector<v1::StageConflict> conflicts = ShownConflicts(call, person, views);
  shown.mutable_conflicts()->Assign(conflicts.begin(), conflicts.end());
  return shown;
}

absl::StatusOr<v1::ListStageConflictsResponse> StageService::ListStageConflicts(
    rpc::Call& call, const v1::ListStageConflictsRequest& request) const {
  rpc::Query<v1::StageEntry> query;
  if (request.stage() != v1::STAGE_UNSPECIFIED) query.Only("stage", v1::Stage_Name(request.stage()));
  ASSIGN_OR_RETURN(const Names own, OwnNames(call));
  query.matches = [&](const v1::StageEntry& entry) { return !own.Has(entry.person()); };
  ASSIGN_OR_RETURN(auto page, kStageEntries.Find(call, kEntries, rpc::PageOf(request), query));
  v1::ListStageConflictsResponse listed;
  // Of each person what is to be told, and which of their entries the list walks over.
  struct Known {
    std::vector<v1::StageConflict> conflicts;
    std::vector<std::string> walked;
  };
  std::map<std::string, Known> known;
  for (const v1::StageEntry& entry : page.items) {
    auto [found, is_new] = known.try_emplace(entry.person());
    Known& theirs = found->second;
    if (is_new) {
      const auto judged = JudgedOf(call, entry);
      if (absl::IsDataLoss(judged.status())) {
        call.LacksGraded(entry.name());
        continue;
      }
      RETURN_IF_ERROR(judged.status());
      theirs.conflicts = ShownConflicts(call, judged->person, judged->views);
      for (const StageView& view : judged->views) {
        const bool walked = request.stage() == v1::STAGE_UNSPECIFIED || view.entry.stage() == request.stage();
        if (walked) theirs.walked.push_back(view.entry.name());
      }
    }
    // Told with the first of the entries that it is about.
    for (const v1::StageConflict& conflict : theirs.conflicts) {
      const auto first = std::find_if(theirs.walked.begin(), theirs.walked.end(),
                                      [&](const std::string& name) { return Concerns(conflict, name); });
      if (first != theirs.walked.end() && *first == entry.name()) *listed.add_conflicts() = conflict;
    }
  }
  listed.set_next_page_token(std::move(page.next_page_token));
  return listed;
}

absl::StatusOr<v1::PreviewStageDecisionResponse> StageService::PreviewStageDecision(
    rpc::Call& call, const v1::PreviewStageDecisionRequest& request) const {
  RETURN_IF_ERROR(call.Require(request.stage_entry().organisation()));
  ASSIGN_OR_RETURN(const v1::Person person, PersonOfNew(call, request.parent()));
  ASSIGN_OR_RETURN(const v1::StageEntry entry, Prepare(call, person, request.stage_entry(), "stage_entry"));
  ASSIGN_OR_RETURN(std::vector<StageView> views, ViewsOf(call, person));
  std::erase_if(views, [&](const StageView& view) { return view.entry.name() == request.replaces(); });
  ASSIGN_OR_RETURN(views.emplace_back(), ViewOf(call, person, entry));
  v1::PreviewStageDecisionResponse preview;
  for (v1::StageConflict& conflict : ShownConflicts(call, person, views)) {
    if (!Concerns(conflict, entry.name())) continue;
    auto& entries = *conflict.mutable_entries();
    entries.erase(std::find(entries.begin(), entries.end(), entry.name()));
    *preview.add_conflicts() = std::move(conflict);
  }
  return preview;
}

absl::StatusOr<v1::DecideArrangementResponse> StageService::DecideArrangement(
    rpc::Call& call, const v1::DecideArrangementRequest& request) const {
  status::Violations violations;
  for (int i = 0; i < request.entries_size(); ++i) {
    const auto here = request.entries().begin() + i;
    if (std::find(request.entries().begin(), here, *here) == here) continue;
    violations.Add(StrCat("entries[", i, "]"), status::PlatformFault::REPEATED, {{"value", *here}});
  }
  RETURN_IF_ERROR(violations.ToStatus());
  RETURN_IF_ERROR(RequireTaken(request.basis(), call.now()));
  v1::DecideArrangementResponse decided;
  for (const std::string& name : request.entries()) {
    ASSIGN_OR_RETURN(v1::StageEntry entry, kStageEntries.Get(call, name));
    RETURN_IF_ERROR(RequireOther(call, entry.person()));
    ASSIGN_OR_RETURN(entry, dossiers::DecideArrangement(std::move(entry), request.basis(), ActorOf(call)));
    RETURN_IF_ERROR(RequireDecidableNow(call, entry));
    ASSIGN_OR_RETURN(const std::string person, StandingName(call, entry.person()));
    RETURN_IF_ERROR(RequireSettledPerson(call, name, person));
    RETURN_IF_ERROR(MoveByArrangement(call, entry));
    *decided.add_stage_entries() = kStageEntries.Put(call, std::move(entry));
  }
  return decided;
}

absl::StatusOr<v1::ArrangementSums> StageService::GetArrangementSums(
    rpc::Call& call, const v1::GetArrangementSumsRequest& request) const {
  RETURN_IF_ERROR(call.Require(request.organisation()));
  rpc::Query<v1::StageEntry> query;
  query.Only("stage", v1::Stage_Name(v1::ARRANGEMENT));
  ArrangementCount count(request);
  rpc::PageRequest page;
  page.page_size = rpc::kMaxPageSize;
  do {
    ASSIGN_OR_RETURN(const auto found, kStageEntries.Find(call, kEntries, page, query));
    for (const v1::StageEntry& entry : found.items) {
      if (HoldsFor(call, request.organisation(), entry.organisation())) count.Add(entry);
    }
    page.page_token = found.next_page_token;
  } while (!page.page_token.empty());
  return count.Sums();
}

}  // namespace congress::dossiers
