#include "services/dossiers/folders.h"

#include <algorithm>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/sealing.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/lifecycle.h"
#include "services/dossiers/fact_records.h"
#include "services/dossiers/filed.h"
#include "services/dossiers/persons.h"

namespace congress::dossiers {
namespace {

// A graded paper leaves its dossier's record as it is, so who decides on the papers and who changes one collide here.
absl::Status CollideOnPapers(rpc::Call& call, const v1::Dossier& dossier) {
  return rpc::CollideOn(call, StrCat(dossier.name(), "/components"));
}

// Stages every verification of the dossier as `change` makes it.
template <class Change>
absl::Status ChangeVerifications(rpc::Call& call, const v1::Dossier& dossier, Change change) {
  ASSIGN_OR_RETURN(std::vector<v1::Verification> all, VerificationsOf(call, dossier.name()));
  for (v1::Verification& one : all) {
    change(&one);
    kFollowingVerifications.Put(call, std::move(one));
  }
  return absl::OkStatus();
}

// What is kept under one name of the person for the dossier's purpose.
absl::StatusOr<v1::PersonDossiers> KeptUnder(rpc::Call& call, const std::string& person, const v1::Dossier& dossier) {
  v1::PersonDossiers blank;
  blank.set_name(PersonDossiersName(person, dossier.name(), dossier.purpose()));
  return kPersonDossiers.LoadOr(call, std::move(blank));
}

absl::StatusOr<v1::PersonDossiers> KeptOf(rpc::Call& call, const v1::Dossier& dossier) {
  ASSIGN_OR_RETURN(const std::string standing, StandingName(call, dossier.person()));
  return KeptUnder(call, standing, dossier);
}

absl::Status EndClaim(rpc::Call& call, const v1::Dossier& dossier) {
  ASSIGN_OR_RETURN(v1::PersonDossiers theirs, KeptOf(call, dossier));
  if (theirs.claimed_by() != dossier.name()) return absl::OkStatus();
  theirs.clear_claimed_by();
  kPersonDossiers.Put(call, std::move(theirs));
  return absl::OkStatus();
}

// Whether the voiding of its acceptance follows from the change.
absl::StatusOr<bool> IsVoid(rpc::Call& call, const v1::Dossier& dossier, const PersonRecords& before,
                            const PersonRecords& after) {
  if (dossier.state() != v1::Dossier::ACCEPTED) return false;
  ASSIGN_OR_RETURN(const auto checklist, kChecklistTemplates.Load(call, dossier.template_()));
  return WatchedDiffer(checklist, before, after);
}

// The same as FollowPerson, of one dossier.
absl::Status FollowBy(rpc::Call& call, const v1::Dossier& dossier, const PersonRecords& before,
                      const PersonRecords& after) {
  ASSIGN_OR_RETURN(const bool is_void, IsVoid(call, dossier, before, after));
  const std::string& from = before.person.organisation();
  const std::string& to = after.person.organisation();
  const Actor actor = ActorOf(call);
  v1::Dossier changed = dossier;
  if (from != to) changed = Follow(std::move(changed), from, to, actor);
  if (is_void) changed = Void(std::move(changed), v1::Dossier::FACT_CHANGED, actor);
  return is_void || Goes(dossier, changed) ? Move(call, dossier, std::move(changed)) : absl::OkStatus();
}

}  // namespace

absl::StatusOr<Folder> FolderOf(rpc::Call& call, v1::Dossier dossier) {
  if (!auth::ReadsOnly(call.permission())) RETURN_IF_ERROR(CollideOnPapers(call, dossier));
  ASSIGN_OR_RETURN(auto papers, kComponents.LoadAll(call, StrCat(dossier.name(), "/components/")));
  SortPapers(&papers);
  return Folder(std::move(dossier), std::move(papers));
}

std::string PersonDossiersName(std::string_view person, std::string_view congress, std::string_view purpose) {
  // `c` of `congresses/c` and of what is below it.
  const std::vector<std::string> parts = absl::StrSplit(std::string(congress), '/');
  return StrCat(person, "/dossiers/", parts[1], "/", purpose);
}

v1::PersonDossiers AloneInItsPurpose(const v1::Dossier& dossier) {
  v1::PersonDossiers alone;
  alone.set_name(PersonDossiersName(dossier.person(), dossier.name(), dossier.purpose()));
  alone.set_claimed_by(dossier.name());
  alone.add_dossiers(dossier.name());
  return alone;
}

absl::Status Claim(rpc::Call& call, const v1::Dossier& dossier) {
  ASSIGN_OR_RETURN(v1::PersonDossiers theirs, KeptOf(call, dossier));
  if (!theirs.claimed_by().empty()) {
    ASSIGN_OR_RETURN(const v1::Dossier told, Told(call, dossier));
    return status::FailedPrecondition(v1::DOSSIER_DUPLICATE,
                                      {{"person", told.person()}, {"purpose", dossier.purpose()}});
  }
  theirs.set_claimed_by(dossier.name());
  // One that names an alias is known under that name.
  const bool own = theirs.name() == AloneInItsPurpose(dossier).name();
  const auto& all = theirs.dossiers();
  if (own && std::find(all.begin(), all.end(), dossier.name()) == all.end()) theirs.add_dossiers(dossier.name());
  kPersonDossiers.Put(call, std::move(theirs));
  return absl::OkStatus();
}

absl::Status MoveClaim(rpc::Call& call, const v1::Dossier& dossier, const std::string& from, const std::string& to) {
  ASSIGN_OR_RETURN(v1::PersonDossiers before, KeptUnder(call, from, dossier));
  if (before.claimed_by() != dossier.name()) return absl::OkStatus();
  before.clear_claimed_by();
  kPersonDossiers.Put(call, std::move(before));
  ASSIGN_OR_RETURN(v1::PersonDossiers after, KeptUnder(call, to, dossier));
  after.set_claimed_by(dossier.name());
  kPersonDossiers.Put(call, std::move(after));
  return absl::OkStatus();
}

absl::Status Settle(rpc::Call& call, const Folder& before, const v1::Dossier& after) {
  const bool moved = before.dossier.organisation() != after.organisation();
  if (moved) {
    for (v1::Component paper : before.components) {
      paper.set_organisation(after.organisation());
      kComponents.Put(call, std::move(paper));
    }
    RETURN_IF_ERROR(
        ChangeVerifications(call, after, [&](v1::Verification* one) { one->set_organisation(after.organisation()); }));
  }
  if (IsPutAway(after) == IsPutAway(before.dossier)) return absl::OkStatus();
  return IsPutAway(after) ? EndClaim(call, after) : Claim(call, after);
}

absl::Status TouchDossier(rpc::Call& call, const v1::Component& paper, v1::Dossier* dossier) {
  if (paper.grade() == annotations::v1::GRADE_UNSPECIFIED) {
    *dossier->mutable_update_time() = civil::ToTimestamp(call.now());
    // It has another one from now on, also where the clock stands still.
    dossier->clear_etag();
    return absl::OkStatus();
  }
  return CollideOnPapers(call, *dossier);
}

absl::StatusOr<std::string> ContentHash(rpc::Call& call, const Folder& folder, const v1::ChecklistTemplate& checklist) {
  PersonRecords records;
  // What an alias says counts no more.
  ASSIGN_OR_RETURN(const std::string person, StandingName(call, folder.dossier.person()));
  ASSIGN_OR_RETURN(records.person, kPersons.Load(call, person));
  ASSIGN_OR_RETURN(records.curriculum, kCurricula.LoadOr(call, BlankCurriculum(records.person)));
  ASSIGN_OR_RETURN(const std::string hash,
                   rpc::KeyedHash(call, "dossiers", "content", ContentOf(folder, checklist, records)));
  return absl::HexStringToBytes(hash);
}

absl::StatusOr<std::vector<v1::Dossier>> DossiersOf(rpc::Call& call, const std::string& person) {
  ASSIGN_OR_RETURN(const auto theirs, kPersonDossiers.LoadAll(call, StrCat(person, "/dossiers/")));
  std::vector<v1::Dossier> dossiers;
  for (const v1::PersonDossiers& of_purpose : theirs) {
    for (const std::string& name : of_purpose.dossiers()) {
      ASSIGN_OR_RETURN(v1::Dossier dossier, kDossiers.Load(call, name));
      dossiers.push_back(std::move(dossier));
    }
  }
  return dossiers;
}

absl::StatusOr<std::vector<v1::Dossier>> DossiersOf(rpc::Call& call, const Names& person) {
  std::vector<v1::Dossier> all;
  for (const std::string& name : person.all) {
    ASSIGN_OR_RETURN(const std::vector<v1::Dossier> dossiers, DossiersOf(call, name));
    all.insert(all.end(), dossiers.begin(), dossiers.end());
  }
  return all;
}

absl::Status Repoint(rpc::Call& call, const v1::Dossier& before, v1::Dossier after) {
  ASSIGN_OR_RETURN(Folder folder, FolderOf(call, before));
  ASSIGN_OR_RETURN(v1::PersonDossiers theirs, kPersonDossiers.Load(call, AloneInItsPurpose(before).name()));
  if (theirs.claimed_by() == before.name()) theirs.clear_claimed_by();
  auto& all = *theirs.mutable_dossiers();
  all.erase(std::remove(all.begin(), all.end(), before.name()), all.end());
  kPersonDossiers.Put(call, std::move(theirs));
  *after.mutable_update_time() = civil::ToTimestamp(call.now());
  const auto become = [&](auto* part) {
    part->set_person(after.person());
    part->set_organisation(after.organisation());
  };
  for (v1::Component& paper : folder.components) {
    become(&paper);
    kComponents.Put(call, std::move(paper));
  }
  RETURN_IF_ERROR(ChangeVerifications(call, after, become));
  if (!IsPutAway(after)) {
    RETURN_IF_ERROR(Claim(call, after));
  } else {
    ASSIGN_OR_RETURN(v1::PersonDossiers given_up, KeptUnder(call, after.person(), after));
    given_up.add_dossiers(after.name());
    kPersonDossiers.Put(call, std::move(given_up));
  }
  kDossiers.Put(call, std::move(after));
  return absl::OkStatus();
}

absl::Status Move(rpc::Call& call, const v1::Dossier& before, v1::Dossier after) {
  ASSIGN_OR_RETURN(const Folder folder, FolderOf(call, before));
  RETURN_IF_ERROR(Settle(call, folder, after));
  kDossiers.Put(call, std::move(after));
  return absl::OkStatus();
}

absl::Status FollowPerson(rpc::Call& call, const PersonRecords& before, const PersonRecords& after) {
  const std::string& name = after.person.name();
  if (before.person.organisation() != after.person.organisation()) {
    ASSIGN_OR_RETURN(std::vector<v1::Suspension> suspensions, SuspensionsOf(call, name));
    for (v1::Suspension& one : suspensions) {
      one.set_organisation(after.person.organisation());
      kFollowingSuspensions.Put(call, std::move(one));
    }
  }
  ASSIGN_OR_RETURN(const Names names, NamesOf(call, name));
  ASSIGN_OR_RETURN(const std::vector<v1::Dossier> theirs, DossiersOf(call, names));
  for (const v1::Dossier& dossier : theirs) RETURN_IF_ERROR(FollowBy(call, dossier, before, after));
  return absl::OkStatus();
}

}  // namespace congress::dossiers
