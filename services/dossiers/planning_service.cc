#include "services/dossiers/planning_service.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/basis.h"
#include "services/dossiers/domain/planning.h"
#include "services/dossiers/ids.h"
#include "services/dossiers/process_records.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"
#include "services/dossiers/rule_records.h"

namespace congress::dossiers {
namespace {

using Entry = absl::StatusOr<v1::PlanningEntry>;

absl::StatusOr<v1::PlanningList> LoadList(rpc::Call& call, const std::string& organisation, const std::string& term,
                                          const std::string& position_kind) {
  v1::PlanningList list;
  list.set_name(PlanningListName(organisation, term, position_kind));
  list.set_organisation(organisation);
  return kPlanningLists.LoadOr(call, std::move(list));
}

absl::StatusOr<v1::PlanningList> ListOf(rpc::Call& call, const v1::PlanningEntry& entry) {
  return LoadList(call, entry.organisation(), entry.term(), entry.position_kind());
}

}  // namespace

absl::StatusOr<v1::PlanningEntry> PlanningService::CreatePlanningEntry(
    rpc::Call& call, const v1::CreatePlanningEntryRequest& request) const {
  return Create(call, request.planning_entry_id(), request.planning_entry(), "planning_entry_id");
}

absl::StatusOr<v1::BatchCreatePlanningEntriesResponse> PlanningService::BatchCreatePlanningEntries(
    rpc::Call& call, const v1::BatchCreatePlanningEntriesRequest& request) const {
  RETURN_IF_ERROR(
      RequireDistinct(request.planning_entries(), "planning_entries", "planning_entry_id",
                      [](const v1::NewPlanningEntry& item) { return std::string_view(item.planning_entry_id()); }));
  v1::BatchCreatePlanningEntriesResponse created;
  for (int i = 0; i < request.planning_entries_size(); ++i) {
    const v1::NewPlanningEntry& item = request.planning_entries(i);
    ASSIGN_OR_RETURN(*created.add_planning_entries(), Create(call, item.planning_entry_id(), item.planning_entry(),
                                                             StrCat("planning_entries[", i, "].planning_entry_id")));
  }
  return created;
}

absl::StatusOr<v1::PlanningEntry> PlanningService::GetPlanningEntry(rpc::Call& call,
                                                                    const v1::GetPlanningEntryRequest& request) const {
  ASSIGN_OR_RETURN(v1::PlanningEntry entry, kPlanningEntries.Get(call, request.name()));
  RETURN_IF_ERROR(HideOwn(call, "PlanningEntry", entry.name(), entry.person()));
  return entry;
}

absl::StatusOr<v1::ListPlanningEntriesResponse> PlanningService::ListPlanningEntries(
    rpc::Call& call, const v1::ListPlanningEntriesRequest& request) const {
  ASSIGN_OR_RETURN(rpc::Query<v1::PlanningEntry> query, rpc::QueryOf<v1::PlanningEntry>(request));
  query.Of(call, request.organisation());
  ASSIGN_OR_RETURN(const Names own, OwnNames(call));
  query.matches = [&](const v1::PlanningEntry& entry) { return !own.Has(entry.person()); };
  ASSIGN_OR_RETURN(auto page, kPlanningEntries.Find(call, "planningEntries/", rpc::PageOf(request), query));
  v1::ListPlanningEntriesResponse listed;
  listed.mutable_planning_entries()->Assign(page.items.begin(), page.items.end());
  listed.set_next_page_token(std::move(page.next_page_token));
  return listed;
}

absl::StatusOr<v1::PlanningEntry> PlanningService::ApprovePlanningEntry(
    rpc::Call& call, const v1::ApprovePlanningEntryRequest& request) const {
  return kPlanningEntries.Mutate(call, request.name(), request.etag(), [&](v1::PlanningEntry entry) -> Entry {
    RETURN_IF_ERROR(RequireOther(call, entry.person()));
    RETURN_IF_ERROR(RequireTaken(request.basis(), call.now()));
    const absl::CivilDay today = civil::Today(call.now());
    ASSIGN_OR_RETURN(const auto freezes, AllFreezes(call));
    RETURN_IF_ERROR(RequireNotFrozen(call, freezes, entry.organisation(),
                                     {.act = v1::FreezePeriod::PLANNING,
                                      .person = entry.person(),
                                      .position = "",
                                      .position_kind = entry.position_kind(),
                                      .decided = DecidedOn(request.basis(), today),
                                      .begins = today},
                                     "", ""));
    return ApproveEntry(std::move(entry), request.basis(), ActorOf(call));
  });
}

absl::StatusOr<v1::PlanningEntry> PlanningService::RemovePlanningEntry(
    rpc::Call& call, const v1::RemovePlanningEntryRequest& request) const {
  return kPlanningEntries.Mutate(call, request.name(), request.etag(), [&](v1::PlanningEntry entry) -> Entry {
    RETURN_IF_ERROR(RequireOther(call, entry.person()));
    RETURN_IF_ERROR(RequireTaken(request.basis(), call.now()));
    ASSIGN_OR_RETURN(entry, RemoveEntry(std::move(entry), request.reason(), request.basis(), ActorOf(call)));
    ASSIGN_OR_RETURN(v1::PlanningList list, ListOf(call, entry));
    auto& places = *list.mutable_places();
    places.erase(std::remove_if(places.begin(), places.end(),
                                [&](const v1::PlanningList::Place& place) { return place.entry() == entry.name(); }),
                 places.end());
    kPlanningLists.Put(call, std::move(list));
    return entry;
  });
}

absl::StatusOr<v1::PlanningEntry> PlanningService::Create(rpc::Call& call, std::string_view id,
                                                          const v1::PlanningEntry& said,
                                                          std::string_view id_path) const {
  RETURN_IF_ERROR(call.Require(said.organisation()));
  RETURN_IF_ERROR(RequireOther(call, said.person()));
  ASSIGN_OR_RETURN(const v1::Person person, ReadPerson(call, said.person()));
  ASSIGN_OR_RETURN(const Names names, NamesOf(call, person.name()));
  ASSIGN_OR_RETURN(const std::string own_id, IdFor(call, id, said.organisation(), id_path));
  v1::PlanningEntry wanted = said;
  wanted.set_person(person.name());
  ASSIGN_OR_RETURN(v1::PlanningEntry entry,
                   kPlanningEntries.Create(call, PutForward(own_id, std::move(wanted), ActorOf(call))));
  ASSIGN_OR_RETURN(v1::PlanningList list, ListOf(call, entry));
  for (const v1::PlanningList::Place& place : list.places()) {
    if (!names.Has(place.person())) continue;
    return status::FailedPrecondition(
        v1::PLANNING_DUPLICATE,
        {{"entry", place.entry()}, {"term", entry.term()}, {"position_kind", entry.position_kind()}});
  }
  v1::PlanningList::Place& place = *list.add_places();
  place.set_person(entry.person());
  place.set_entry(entry.name());
  kPlanningLists.Put(call, std::move(list));
  return entry;
}

absl::StatusOr<std::optional<v1::PlanningEntry>> PlannedBy(rpc::Call& call, const std::string& organisation,
                                                           const std::string& term, const std::string& position_kind,
                                                           const std::string& person) {
  ASSIGN_OR_RETURN(const Names names, NamesOf(call, person));
  for (const std::string& one : call.Inherited(organisation)) {
    ASSIGN_OR_RETURN(const v1::PlanningList list, LoadList(call, one, term, position_kind));
    for (const v1::PlanningList::Place& place : list.places()) {
      if (!names.Has(place.person())) continue;
      ASSIGN_OR_RETURN(v1::PlanningEntry entry, kPlanningEntries.Load(call, place.entry()));
      if (entry.state() == v1::PlanningEntry::APPROVED) return std::optional(std::move(entry));
    }
  }
  return std::nullopt;
}

absl::Status RequirePlanned(rpc::Call& call, const std::string& organisation, const std::string& term,
                            const std::string& position_kind, const std::string& person) {
  ASSIGN_OR_RETURN(const auto entry, PlannedBy(call, organisation, term, position_kind, person));
  return entry.has_value() ? absl::OkStatus() : NotPlanned(person, term, position_kind);
}

}  // namespace congress::dossiers
