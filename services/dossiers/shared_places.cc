#include "services/dossiers/shared_places.h"

#include <set>
#include <string>
#include <vector>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/rpc/stored.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "services/dossiers/domain/personnel_plan.h"
#include "services/dossiers/plan_records.h"
#include "services/dossiers/position_records.h"
#include "services/dossiers/process_records.h"

namespace congress::dossiers {
namespace {

template <class Persons>
bool NamesBoth(const Persons& persons, const Names& kept, const Names& duplicate) {
  return !kept.In(persons, "").empty() && !duplicate.In(persons, "").empty();
}

// `read_permission` at `organisation` lets the caller know where it is.
absl::Status Collide(const rpc::Call& call, const std::string& resource, std::string_view read_permission,
                     const std::string& organisation) {
  const bool told = call.Holds(read_permission, organisation);
  status::Metadata metadata = {{"cause", told ? "told" : "hidden"}};
  if (told) metadata.emplace_back("resource", resource);
  return status::FailedPrecondition(v1::PLACES_COLLIDE, metadata);
}

absl::Status CheckBallots(rpc::Call& call, const Names& kept, const Names& duplicate) {
  std::set<std::string> damaged;
  ASSIGN_OR_RETURN(const auto processes, kProcesses.LoadAll(call, "congresses/", &damaged));
  for (const v1::PersonnelProcess& process : processes) {
    if (process.state() != v1::PersonnelProcess::RUNNING) continue;
    std::vector<std::string> persons;
    for (const v1::ProcessCandidate& candidate : process.candidates()) {
      if (candidate.state() != v1::ProcessCandidate::WITHDRAWN) persons.push_back(candidate.person());
    }
    if (!NamesBoth(persons, kept, duplicate)) continue;
    return Collide(call, process.name(), kProcesses.read_permission(), process.organisation());
  }
  return absl::OkStatus();
}

absl::Status CheckPlanning(rpc::Call& call, const Names& kept, const Names& duplicate) {
  std::set<std::string> damaged;
  ASSIGN_OR_RETURN(const auto lists, kPlanningLists.LoadAll(call, "planningLists/", &damaged));
  for (const v1::PlanningList& list : lists) {
    std::vector<std::string> persons;
    std::string entry;
    for (const v1::PlanningList::Place& place : list.places()) {
      persons.push_back(place.person());
      if (duplicate.Has(place.person())) entry = place.entry();
    }
    if (!NamesBoth(persons, kept, duplicate)) continue;
    return Collide(call, entry, kPlanningEntries.read_permission(), list.organisation());
  }
  return absl::OkStatus();
}

absl::Status CheckPlans(rpc::Call& call, const Names& kept, const Names& duplicate) {
  std::set<std::string> damaged;
  ASSIGN_OR_RETURN(const auto plans, kPersonnelPlans.LoadAll(call, "congresses/", &damaged));
  for (const v1::PersonnelPlan& plan : plans) {
    // In what is decided they stay as they were.
    if (!Counts(plan) || plan.state() == v1::PersonnelPlan::DECIDED) continue;
    if (!NamesBoth(PersonsIn(plan), kept, duplicate)) continue;
    return Collide(call, plan.name(), kPersonnelPlans.read_permission(), plan.organisation());
  }
  return absl::OkStatus();
}

absl::Status CheckPositions(rpc::Call& call, const Names& kept, const Names& duplicate) {
  ASSIGN_OR_RETURN(const auto slots, kPositionSlots.LoadAll(call, "congresses/"));
  for (const v1::PositionSlot& slot : slots) {
    ASSIGN_OR_RETURN(const v1::PositionSlot whole, WithCandidates(call, slot));
    std::vector<std::string> persons(whole.holders().begin(), whole.holders().end());
    persons.insert(persons.end(), whole.candidates().begin(), whole.candidates().end());
    if (!NamesBoth(persons, kept, duplicate)) continue;
    return Collide(call, slot.name(), "dossiers.candidacies.read", slot.organisation());
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status RequireNoSharedPlace(rpc::Call& call, const Names& kept, const Names& duplicate) {
  RETURN_IF_ERROR(CheckBallots(call, kept, duplicate));
  RETURN_IF_ERROR(CheckPlanning(call, kept, duplicate));
  RETURN_IF_ERROR(CheckPlans(call, kept, duplicate));
  return CheckPositions(call, kept, duplicate);
}

}  // namespace congress::dossiers
