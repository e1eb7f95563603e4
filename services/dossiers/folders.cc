#include "services/dossiers/folders.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_replace.h"
#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/content.h"
#include "services/dossiers/domain/lifecycle.h"
#include "services/dossiers/keyed_hash.h"

namespace congress::dossiers {
namespace {

std::string ClaimName(const v1::Dossier& dossier) {
  const std::string congress = dossier.name().substr(0, dossier.name().find("/dossiers/"));
  const std::string person = dossier.person().substr(dossier.person().find('/') + 1);
  return StrCat(congress, "/dossierClaims/", dossier.purpose(), "/", person);
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
  return KeyedHash(call, ContentOf(folder, checklist, person));
}

absl::Status FollowPerson(rpc::Call& call, const v1::Person& before, const v1::Person& after) {
  if (before.organisation() != after.organisation()) {
    ASSIGN_OR_RETURN(auto suspensions, kSuspensions.LoadAll(call, StrCat(after.name(), "/suspensions/")));
    for (v1::Suspension& one : suspensions) {
      one.set_organisation(after.organisation());
      kSuspensions.Put(call, std::move(one));
    }
  }
  ASSIGN_OR_RETURN(const auto theirs, kPersonDossiers.LoadAll(call, StrCat(after.name(), "/dossiers/")));
  for (const v1::PersonDossier& entry : theirs) {
    ASSIGN_OR_RETURN(const v1::Dossier dossier, kDossiers.Load(call, entry.dossier()));
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
