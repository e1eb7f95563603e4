#include "services/dossiers/folders.h"

#include <algorithm>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"
#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/sealing.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/content.h"
#include "services/dossiers/domain/lifecycle.h"

namespace congress::dossiers {
namespace {

std::string ClaimName(const v1::Dossier& dossier) {
  return ClaimOf(dossier.name().substr(0, dossier.name().find("/dossiers/")), dossier.purpose(), dossier.person());
}

void PutClaim(rpc::Call& call, const v1::Dossier& dossier) {
  v1::DossierClaim claim;
  claim.set_name(ClaimName(dossier));
  claim.set_organisation(dossier.organisation());
  claim.set_dossier(dossier.name());
  kDossierClaims.Put(call, std::move(claim));
}

bool Claims(const v1::Dossier& dossier) {
  return dossier.state() != v1::Dossier::WITHDRAWN && dossier.state() != v1::Dossier::CLOSED;
}

// Whether the voiding of its acceptance follows from the change.
absl::StatusOr<bool> IsVoid(rpc::Call& call, const v1::Dossier& dossier, const v1::Person& before,
                            const v1::Person& after) {
  if (dossier.state() != v1::Dossier::ACCEPTED) return false;
  ASSIGN_OR_RETURN(const auto checklist, kChecklistTemplates.Load(call, dossier.template_()));
  return WatchedDiffer(checklist, before, after);
}

}  // namespace

absl::StatusOr<Folder> FolderOf(rpc::Call& call, v1::Dossier dossier) {
  ASSIGN_OR_RETURN(auto papers, kComponents.LoadAll(call, StrCat(dossier.name(), "/components/")));
  SortPapers(&papers);
  return Folder(std::move(dossier), std::move(papers));
}

absl::Status Claim(rpc::Call& call, const v1::Dossier& dossier) {
  ASSIGN_OR_RETURN(const bool claimed, kDossierClaims.Exists(call, ClaimName(dossier)));
  if (claimed) {
    return status::FailedPrecondition(v1::DOSSIER_DUPLICATE,
                                      {{"person", dossier.person()}, {"purpose", dossier.purpose()}});
  }
  PutClaim(call, dossier);
  return absl::OkStatus();
}

absl::Status Settle(rpc::Call& call, const Folder& before, const v1::Dossier& after) {
  const bool moved = before.dossier.organisation() != after.organisation();
  if (moved) {
    for (v1::Component paper : before.components) {
      paper.set_organisation(after.organisation());
      kComponents.Put(call, std::move(paper));
    }
    ASSIGN_OR_RETURN(auto asked, kVerifications.LoadAll(call, StrCat(after.name(), "/verifications/")));
    for (v1::Verification& one : asked) {
      one.set_organisation(after.organisation());
      kVerifications.Put(call, std::move(one));
    }
  }
  const bool claimed = Claims(before.dossier);
  if (Claims(after)) {
    if (!claimed) return Claim(call, after);
    if (moved) PutClaim(call, after);
  } else if (claimed) {
    kDossierClaims.Delete(call, ClaimName(after));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ContentHash(rpc::Call& call, const Folder& folder, const v1::ChecklistTemplate& checklist) {
  ASSIGN_OR_RETURN(const v1::Person person, kPersons.Load(call, folder.dossier.person()));
  ASSIGN_OR_RETURN(const std::string hash,
                   rpc::KeyedHash(call, "dossiers", "content", ContentOf(folder, checklist, person)));
  return absl::HexStringToBytes(hash);
}

void NoteTheirs(rpc::Call& call, const v1::Dossier& dossier) {
  v1::PersonDossier theirs;
  theirs.set_name(PersonDossierName(dossier));
  theirs.set_dossier(dossier.name());
  kPersonDossiers.Put(call, std::move(theirs));
}

absl::StatusOr<std::vector<v1::Dossier>> DossiersOf(rpc::Call& call, const std::string& person) {
  ASSIGN_OR_RETURN(const auto theirs, kPersonDossiers.LoadAll(call, StrCat(person, "/dossiers/")));
  std::vector<v1::Dossier> dossiers;
  for (const v1::PersonDossier& entry : theirs) {
    ASSIGN_OR_RETURN(v1::Dossier dossier, kDossiers.Load(call, entry.dossier()));
    dossiers.push_back(std::move(dossier));
  }
  return dossiers;
}

absl::Status Repoint(rpc::Call& call, const v1::Dossier& dossier, const std::string& person) {
  ASSIGN_OR_RETURN(Folder folder, FolderOf(call, dossier));
  kPersonDossiers.Delete(call, PersonDossierName(dossier));
  if (Claims(dossier)) kDossierClaims.Delete(call, ClaimName(dossier));
  v1::Dossier after = dossier;
  after.set_person(person);
  *after.mutable_update_time() = civil::ToTimestamp(call.now());
  for (v1::Component& paper : folder.components) {
    paper.set_person(person);
    kComponents.Put(call, std::move(paper));
  }
  NoteTheirs(call, after);
  if (Claims(after)) PutClaim(call, after);
  kDossiers.Put(call, std::move(after));
  return absl::OkStatus();
}

absl::Status FollowPerson(rpc::Call& call, const v1::Person& before, const v1::Person& after) {
  if (before.organisation() != after.organisation()) {
    ASSIGN_OR_RETURN(auto suspensions, kSuspensions.LoadAll(call, StrCat(after.name(), "/suspensions/")));
    for (v1::Suspension& one : suspensions) {
      one.set_organisation(after.organisation());
      kSuspensions.Put(call, std::move(one));
    }
  }
  ASSIGN_OR_RETURN(const std::vector<v1::Dossier> theirs, DossiersOf(call, after.name()));
  for (const v1::Dossier& dossier : theirs) {
    ASSIGN_OR_RETURN(const bool is_void, IsVoid(call, dossier, before, after));
    const bool moves = before.organisation() != after.organisation();
    const Actor actor = ActorOf(call);
    v1::Dossier changed = dossier;
    if (moves) changed = Follow(std::move(changed), before.organisation(), after.organisation(), actor);
    if (is_void) changed = Void(std::move(changed), actor);
    const bool goes = changed.organisation() != dossier.organisation() || changed.moves_to() != dossier.moves_to();
    if (!is_void && !goes) continue;
    ASSIGN_OR_RETURN(const Folder folder, FolderOf(call, dossier));
    RETURN_IF_ERROR(Settle(call, folder, changed));
    kDossiers.Put(call, std::move(changed));
  }
  return absl::OkStatus();
}

std::string PersonDossierName(const v1::Dossier& dossier) {
  // `congresses/c/dossiers/d`, without the collections.
  const std::string id = absl::StrReplaceAll(dossier.name(), {{"congresses/", ""}, {"/dossiers/", "/"}});
  return StrCat(dossier.person(), "/dossiers/", id);
}

}  // namespace congress::dossiers
