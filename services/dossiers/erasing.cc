#include "services/dossiers/erasing.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "platform/rpc/sealing.h"
#include "platform/rpc/stored.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/grades.h"
#include "services/dossiers/domain/paper.h"
#include "services/dossiers/domain/personnel_plan.h"
#include "services/dossiers/filed.h"
#include "services/dossiers/folders.h"
#include "services/dossiers/identifier_claims.h"
#include "services/dossiers/ids.h"
#include "services/dossiers/package_records.h"
#include "services/dossiers/plan_records.h"
#include "services/dossiers/position_records.h"
#include "services/dossiers/process_records.h"
#include "services/dossiers/records.h"
#include "services/dossiers/rule_records.h"
#include "services/dossiers/stage_records.h"

namespace congress::dossiers {
namespace {

constexpr std::string_view kMerges = "personMerges/";

// `persons/a` of `personMerges/a/k2v7m0qa`.
std::string AliasOf(const v1::PersonMerge& merge) {
  const std::string id = merge.name().substr(kMerges.size());
  return StrCat("persons/", id.substr(0, id.find('/')));
}

template <class Names>
bool NamesAny(const Names& persons, const PersonNames& names) {
  return std::any_of(persons.begin(), persons.end(), [&](const std::string& one) { return names.contains(one); });
}

template <class Items>
bool HasPerson(const Items& items, const PersonNames& names) {
  return std::any_of(items.begin(), items.end(), [&](const auto& one) { return names.contains(one.person()); });
}

// The aliases of the person, those of aliases too.
void AddAliases(const std::vector<v1::PersonMerge>& merges, PersonNames* names) {
  for (size_t before = 0; before != names->size();) {
    before = names->size();
    for (const v1::PersonMerge& merge : merges) {
      if (!merge.has_separate_time() && names->contains(merge.kept())) names->insert(AliasOf(merge));
    }
  }
}

// Stages deletions and counts them.
class Eraser {
 public:
  Eraser(rpc::Call& call, const content::OwnFiles& files, const Belongings& theirs)
      : call_(call), files_(files), theirs_(theirs) {}

  int count() const { return count_; }

  absl::Status Persons() {
    for (const v1::Suspension& one : theirs_.suspensions) {
      RETURN_IF_ERROR(DropFiled(kSuspensions, one.name(), kSuspensionFile, one.person()));
    }
    for (const v1::StageEntry& one : theirs_.stage_entries) {
      RETURN_IF_ERROR(DropFiled(kStageEntries, one.name(), kStageFile, one.person()));
    }
    for (const std::string& name : theirs_.names) {
      ASSIGN_OR_RETURN(const v1::Person person, kPersons.Load(call_, name));
      v1::Person nobody;
      nobody.set_name(name);
      RETURN_IF_ERROR(ClaimIdentifiers(call_, person, nobody));
      RETURN_IF_ERROR(Below(kPersonFacts, StrCat(name, "/facts/")));
      RETURN_IF_ERROR(Below(kPersonChanges, StrCat(name, "/changes/")));
      RETURN_IF_ERROR(Below(kCurricula, StrCat(name, "/curriculumVitae")));
      RETURN_IF_ERROR(Below(kPersonAliases, StrCat(name, "/aliases")));
      RETURN_IF_ERROR(Below(kPersonDossiers, StrCat(name, "/dossiers/")));
      RETURN_IF_ERROR(Below(kPersonTenures, StrCat(name, "/tenures")));
      Drop(kPersons, name);
      rpc::EraseKey(call_, name);
    }
    return absl::OkStatus();
  }

  absl::Status Dossiers() {
    for (const v1::Dossier& dossier : theirs_.dossiers) {
      ASSIGN_OR_RETURN(auto papers, kComponents.LoadAll(call_, StrCat(dossier.name(), "/components/")));
      for (v1::Component& paper : papers) {
        const content::v1::Content& file = DocumentOf(&paper)->content();
        if (!file.id().empty()) files_.Release(call_, dossier.organisation(), file);
        Drop(kComponents, paper.name());
      }
      ASSIGN_OR_RETURN(const auto verifications, VerificationsOf(call_, dossier.name()));
      for (const v1::Verification& one : verifications) {
        RETURN_IF_ERROR(DropFiled(kVerifications, one.name(), kVerificationFile, dossier.name()));
      }
      Drop(kDossiers, dossier.name());
    }
    return absl::OkStatus();
  }

  // What is sealed under a key of its own goes with that key.
  absl::Status Lists() {
    const PersonNames& names = theirs_.names;
    RETURN_IF_ERROR(WithKeys(kPlanningEntries, "planningEntries/",
                             [&](const v1::PlanningEntry& one) { return names.contains(one.person()); }));
    RETURN_IF_ERROR(WithKeys(kFreezeExceptions, "freezePeriods/",
                             [&](const v1::FreezeException& one) { return names.contains(one.person()); }));
    RETURN_IF_ERROR(WithKeys(kSuspectedDuplicates, "suspectedDuplicates/",
                             [&](const v1::SuspectedDuplicate& one) { return NamesAny(one.persons(), names); }));
    ASSIGN_OR_RETURN(auto lists, kPlanningLists.LoadAll(call_, "planningLists/"));
    for (v1::PlanningList& list : lists) {
      auto& places = *list.mutable_places();
      const auto gone = std::remove_if(places.begin(), places.end(),
                                       [&](const auto& place) { return names.contains(place.person()); });
      if (gone == places.end()) continue;
      places.erase(gone, places.end());
      kPlanningLists.Put(call_, std::move(list));
    }
    for (const v1::PersonMerge& merge : theirs_.merges) Drop(kPersonMerges, merge.name());
    return absl::OkStatus();
  }

  absl::Status Positions() {
    for (v1::PositionSlot slot : theirs_.slots) {
      auto& candidates = *slot.mutable_candidates();
      candidates.erase(std::remove_if(candidates.begin(), candidates.end(),
                                      [&](const std::string& one) { return theirs_.names.contains(one); }),
                       candidates.end());
      RETURN_IF_ERROR(KeepPosition(call_, std::move(slot)).status());
    }
    for (const v1::Tenure& tenure : theirs_.tenures) kTenures.Put(call_, WithoutWords(tenure));
    return absl::OkStatus();
  }

  // Votes are counted against those of the others, so they stay; whose they were does not. How many minutes there are.
  absl::StatusOr<int> Processes() {
    int minutes = 0;
    for (v1::PersonnelProcess process : theirs_.processes) {
      const std::string stand_in = StandIn();
      for (v1::ProcessCandidate& one : *process.mutable_candidates()) {
        if (theirs_.names.contains(one.person())) one.clear_withdraw_reason();
      }
      PutInPlace(theirs_.names, stand_in, &process);
      ASSIGN_OR_RETURN(auto results, kStepResults.LoadAll(call_, StrCat(process.name(), "/results/")));
      for (v1::StepResult& result : results) {
        minutes += result.has_minutes() ? 1 : 0;
        if (PutInPlace(theirs_.names, stand_in, &result)) kStepResults.Put(call_, std::move(result));
      }
      kProcesses.Put(call_, std::move(process));
    }
    return minutes;
  }

  void Plans() {
    for (v1::PersonnelPlan plan : theirs_.plans) {
      TakeOut(theirs_.names, StandIn(), &plan);
      kPersonnelPlans.Put(call_, std::move(plan));
    }
  }

  // The list of files tells names and papers of all who are in it, so it goes as a whole.
  absl::Status Packages() {
    for (v1::Package package : theirs_.packages) {
      ASSIGN_OR_RETURN(const auto kept, kPackageFiles.LoadAll(call_, FilesOfPackage(package.name())));
      for (const v1::PackageFile& file : kept) {
        if (file.made()) files_.Release(call_, file.organisation(), file.content());
        Drop(kPackageFiles, file.name());
      }
      RETURN_IF_ERROR(Below(kPackageBundles, BundleOfPackage(package.name())));
      ClearGraded(&package);
      rpc::EraseKey(call_, package.name());
      kPackages.Put(call_, std::move(package));
    }
    return absl::OkStatus();
  }

 private:
  // Another one in each record, so that none of them tells of the others.
  static std::string StandIn() { return StrCat("persons/erased-", RandomId(kIdOfItsOwn)); }
  template <class Repository>
  void Drop(const Repository& repository, std::string_view name) {
    repository.Delete(call_, name);
    ++count_;
  }
  template <class T>
  absl::Status Below(const rpc::Repository<T>& repository, const std::string& prefix) {
    ASSIGN_OR_RETURN(const std::vector<T> all, repository.LoadAll(call_, prefix));
    for (const T& one : all) Drop(repository, one.name());
    return absl::OkStatus();
  }
  // What is sealed under a key of its own, and is filed under what it is `about`.
  template <class Repository>
  absl::Status DropFiled(const Repository& repository, const std::string& name, std::string_view collection,
                         const std::string& about) {
    Drop(repository, name);
    rpc::EraseKey(call_, name);
    return Unfile(call_, collection, about, name);
  }
  template <class T, class IsTheirs>
  absl::Status WithKeys(const rpc::Repository<T>& repository, std::string_view prefix, IsTheirs is_theirs) {
    ASSIGN_OR_RETURN(const std::vector<T> all, repository.LoadAll(call_, prefix));
    for (const T& one : all) {
      if (!is_theirs(one)) continue;
      Drop(repository, one.name());
      rpc::EraseKey(call_, one.name());
    }
    return absl::OkStatus();
  }

  rpc::Call& call_;
  const content::OwnFiles& files_;
  const Belongings& theirs_;
  int count_ = 0;
};

}  // namespace

absl::StatusOr<Belongings> BelongingsOf(rpc::Call& call, const std::string& person) {
  Belongings theirs;
  theirs.names = {person};
  // What cannot be read holds nobody else up.
  std::set<std::string> damaged;
  ASSIGN_OR_RETURN(const auto merges, kPersonMerges.LoadAll(call, kMerges, &damaged));
  AddAliases(merges, &theirs.names);
  for (const v1::PersonMerge& merge : merges) {
    if (theirs.names.contains(merge.kept()) || theirs.names.contains(AliasOf(merge))) theirs.merges.push_back(merge);
  }
  for (const std::string& name : theirs.names) {
    ASSIGN_OR_RETURN(const auto dossiers, DossiersOf(call, name));
    theirs.dossiers.insert(theirs.dossiers.end(), dossiers.begin(), dossiers.end());
    ASSIGN_OR_RETURN(const auto suspensions, SuspensionsOf(call, name));
    theirs.suspensions.insert(theirs.suspensions.end(), suspensions.begin(), suspensions.end());
  }
  const Names names{.standing = person, .all = {theirs.names.begin(), theirs.names.end()}};
  ASSIGN_OR_RETURN(theirs.stage_entries, StagesOf(call, names));
  ASSIGN_OR_RETURN(theirs.tenures, TenuresOf(call, names));
  ASSIGN_OR_RETURN(auto slots, kPositionSlots.LoadAll(call, "congresses/"));
  for (v1::PositionSlot& plain : slots) {
    ASSIGN_OR_RETURN(v1::PositionSlot slot, WithCandidates(call, std::move(plain)));
    if (NamesAny(slot.holders(), theirs.names) || NamesAny(slot.candidates(), theirs.names)) {
      theirs.slots.push_back(std::move(slot));
    }
  }
  ASSIGN_OR_RETURN(auto processes, kProcesses.LoadAll(call, "congresses/", &damaged));
  for (v1::PersonnelProcess& process : processes) {
    if (NamesAny(PersonsIn(process), theirs.names)) theirs.processes.push_back(std::move(process));
  }
  ASSIGN_OR_RETURN(auto plans, kPersonnelPlans.LoadAll(call, "congresses/", &damaged));
  for (v1::PersonnelPlan& plan : plans) {
    if (NamesAny(PersonsIn(plan), theirs.names)) theirs.plans.push_back(std::move(plan));
  }
  std::set<std::string> dossiers;
  for (const v1::Dossier& dossier : theirs.dossiers) dossiers.insert(dossier.name());
  ASSIGN_OR_RETURN(auto packages, kPackages.LoadAll(call, "congresses/", &damaged));
  for (v1::Package& package : packages) {
    const auto& items = package.items();
    const bool has = std::any_of(items.begin(), items.end(),
                                 [&](const v1::Package::Item& item) { return dossiers.contains(item.dossier()); });
    if (has) theirs.packages.push_back(std::move(package));
  }
  return theirs;
}

absl::Status RequireErasable(const Belongings& theirs, absl::CivilDay today) {
  for (const v1::Dossier& one : theirs.dossiers) RETURN_IF_ERROR(RequireErasable(one, today));
  for (const v1::Tenure& one : theirs.tenures) RETURN_IF_ERROR(RequireErasable(one, today));
  for (const v1::PositionSlot& one : theirs.slots) RETURN_IF_ERROR(RequireErasable(one, theirs.names));
  for (const v1::PersonnelProcess& one : theirs.processes) RETURN_IF_ERROR(RequireErasable(one, theirs.names));
  for (const v1::Suspension& one : theirs.suspensions) RETURN_IF_ERROR(RequireErasable(one, today));
  for (const v1::StageEntry& one : theirs.stage_entries) RETURN_IF_ERROR(RequireErasable(one));
  for (const v1::PersonnelPlan& one : theirs.plans) RETURN_IF_ERROR(RequireErasable(one));
  for (const v1::Package& one : theirs.packages) RETURN_IF_ERROR(RequireErasable(one));
  return absl::OkStatus();
}

absl::Status EraseAll(rpc::Call& call, const content::OwnFiles& files, const Belongings& theirs,
                      v1::PersonErasure* erasure) {
  using Left = v1::PersonErasure::Left;
  Eraser eraser(call, files, theirs);
  RETURN_IF_ERROR(eraser.Dossiers());
  RETURN_IF_ERROR(eraser.Lists());
  RETURN_IF_ERROR(eraser.Positions());
  eraser.Plans();
  ASSIGN_OR_RETURN(const int minutes, eraser.Processes());
  RETURN_IF_ERROR(eraser.Packages());
  RETURN_IF_ERROR(eraser.Persons());
  erasure->set_erased_count(eraser.count());
  if (!theirs.tenures.empty()) AddLeft(Left::TENURE, static_cast<int>(theirs.tenures.size()), erasure);
  if (!theirs.processes.empty()) AddLeft(Left::PROCESS, static_cast<int>(theirs.processes.size()), erasure);
  if (minutes > 0) AddLeft(Left::MINUTES, minutes, erasure);
  if (!theirs.packages.empty()) AddLeft(Left::PACKAGE, static_cast<int>(theirs.packages.size()), erasure);
  if (!theirs.plans.empty()) AddLeft(Left::PLAN, static_cast<int>(theirs.plans.size()), erasure);
  const auto& entries = theirs.stage_entries;
  const auto elected = std::count_if(entries.begin(), entries.end(), [](const v1::StageEntry& entry) {
    return entry.state() == v1::StageEntry::ELECTED;
  });
  if (elected > 0) AddLeft(Left::ELECTION, static_cast<int>(elected), erasure);
  // Elsewhere nothing is counted.
  for (const auto kind : {Left::OTHER_SERVICES, Left::AUDIT, Left::BACKUPS}) AddLeft(kind, 0, erasure);
  return absl::OkStatus();
}

}  // namespace congress::dossiers
