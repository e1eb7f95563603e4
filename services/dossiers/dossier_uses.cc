#include "services/dossiers/dossier_uses.h"

#include <algorithm>
#include <set>
#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/stored.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/erasure.h"
#include "services/dossiers/domain/tenure.h"
#include "services/dossiers/package_records.h"
#include "services/dossiers/places.h"
#include "services/dossiers/plan_records.h"
#include "services/dossiers/position_records.h"
#include "services/dossiers/process_records.h"
#include "services/dossiers/records.h"
#include "services/dossiers/stage_records.h"

namespace congress::dossiers {
namespace {

// `what`: `cause`, `resource` and what else its sentence needs, for whoever may read it.
template <class Record>
absl::Status InUse(const rpc::Call& call, const v1::Dossier& dossier, const rpc::Repository<Record>& records,
                   const Record& used_by, status::Metadata what) {
  if (!call.Holds(records.read_permission(), used_by.organisation())) what = {{"cause", "hidden"}};
  what.emplace_back("name", dossier.name());
  return status::FailedPrecondition(v1::DOSSIER_IN_USE, what);
}

bool RunsFor(const v1::PersonnelProcess& process, const std::string& person) {
  const auto& all = process.candidates();
  return process.state() == v1::PersonnelProcess::RUNNING &&
         std::any_of(all.begin(), all.end(), [&](const v1::ProcessCandidate& one) {
           return one.person() == person && one.state() == v1::ProcessCandidate::RUNNING;
         });
}

// Whether the act is being issued, or is there and the person has not got the place yet.
bool WaitsFor(const v1::PersonnelPlan& plan, const v1::PlanEntry& entry, const std::string& person) {
  const bool decided = plan.state() == v1::PersonnelPlan::DECIDED && entry.tenure().empty();
  return entry.person() == person && (decided || plan.state() == v1::PersonnelPlan::DECIDING);
}

bool Holds(const v1::Package& package, const std::string& dossier) {
  const auto& items = package.items();
  return !RequireErasable(package).ok() && std::any_of(items.begin(), items.end(), [&](const v1::Package::Item& item) {
    return item.dossier() == dossier;
  });
}

}  // namespace

absl::StatusOr<DossierUses> DossierUses::Read(rpc::Call& call, const std::string& congress) {
  DossierUses uses;
  ASSIGN_OR_RETURN(const auto slots, kPositionSlots.LoadAll(call, StrCat(congress, "/positions/")));
  for (const v1::PositionSlot& slot : slots) uses.purposes_[slot.name()] = slot.dossier_purpose();
  // What cannot be read holds nobody up.
  std::set<std::string> damaged;
  ASSIGN_OR_RETURN(uses.processes_, kProcesses.LoadAll(call, StrCat(congress, "/personnelProcesses/"), &damaged));
  ASSIGN_OR_RETURN(uses.plans_, kPersonnelPlans.LoadAll(call, StrCat(congress, "/personnelPlans/"), &damaged));
  ASSIGN_OR_RETURN(uses.packages_, kPackages.LoadAll(call, StrCat(congress, "/packages/"), &damaged));
  return uses;
}

absl::Status DossierUses::Refuse(rpc::Call& call, const v1::Dossier& dossier, Ending ending) const {
  RETURN_IF_ERROR(RefuseUnderWay(call, dossier));
  return ending == Ending::kGivenUp ? RefuseDecided(call, dossier) : absl::OkStatus();
}

bool DossierUses::Asks(const std::string& position, const v1::Dossier& dossier) const {
  const auto purpose = purposes_.find(position);
  return purpose != purposes_.end() && purpose->second == dossier.purpose();
}

absl::Status DossierUses::RefuseUnderWay(rpc::Call& call, const v1::Dossier& dossier) const {
  for (const v1::PersonnelProcess& process : processes_) {
    if (!Asks(process.position(), dossier) || !RunsFor(process, dossier.person())) continue;
    return InUse(call, dossier, kProcesses, process, {{"cause", "process"}, {"resource", process.name()}});
  }
  for (const v1::PersonnelPlan& plan : plans_) {
    for (const v1::PlanPart& part : plan.parts()) {
      if (!Asks(part.position(), dossier)) continue;
      const auto& entries = part.entries();
      const bool waits = std::any_of(entries.begin(), entries.end(), [&](const v1::PlanEntry& entry) {
        return WaitsFor(plan, entry, dossier.person());
      });
      if (!waits) continue;
      return InUse(call, dossier, kPersonnelPlans, plan,
                   {{"cause", "plan"}, {"resource", plan.name()}, {"title", plan.display_name()}});
    }
  }
  for (const v1::Package& package : packages_) {
    if (!Holds(package, dossier.name())) continue;
    return InUse(call, dossier, kPackages, package, {{"cause", "package"}, {"resource", package.name()}});
  }
  return absl::OkStatus();
}

// What tells of a person's tenures and entries is read for the commit: one that is made meanwhile is seen.
absl::Status DossierUses::RefuseDecided(rpc::Call& call, const v1::Dossier& dossier) const {
  const absl::CivilDay today = civil::Today(call.now());
  ASSIGN_OR_RETURN(const Names person, NamesOf(call, dossier.person()));
  ASSIGN_OR_RETURN(const std::vector<v1::Tenure> tenures, TenuresOf(call, person));
  for (const v1::Tenure& tenure : tenures) {
    const std::string position = PositionOf(tenure);
    if (dossier.state() != v1::Dossier::ACCEPTED || !Asks(position, dossier)) continue;
    const bool over = tenure.has_until_date() && civil::FromDate(tenure.until_date()) < today;
    if (tenure.prior() || over) continue;
    ASSIGN_OR_RETURN(const v1::PositionSlot slot, kPositionSlots.Load(call, position));
    return InUse(call, dossier, kTenures, tenure,
                 {{"cause", "tenure"}, {"resource", tenure.name()}, {"title", slot.display_name()}});
  }
  ASSIGN_OR_RETURN(const std::vector<v1::StageEntry> stages, StagesOf(call, person));
  for (const v1::StageEntry& entry : stages) {
    const bool decided = entry.state() == v1::StageEntry::DECIDED || entry.state() == v1::StageEntry::ELECTED;
    if (!decided || entry.dossier() != dossier.name()) continue;
    return InUse(call, dossier, kStageEntries, entry,
                 {{"cause", "stage"}, {"resource", entry.name()}, {"stage", v1::Stage_Name(entry.stage())}});
  }
  return absl::OkStatus();
}

}  // namespace congress::dossiers
