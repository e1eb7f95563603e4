#include "services/dossiers/dossiers_of_person.h"

#include <utility>

#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/dossiers/records.h"

namespace congress::dossiers {

absl::StatusOr<std::vector<v1::Dossier>> DossiersOf(rpc::Call& call, const std::string& person) {
  rpc::Query<v1::Dossier> query;
  query.Only("person", person);
  std::vector<v1::Dossier> all;
  rpc::PageRequest page{.page_size = rpc::kMaxPageSize, .page_token = "", .request = nullptr};
  do {
    ASSIGN_OR_RETURN(auto found, kDossiers.Find(call, "congresses/-/dossiers/", page, query));
    // As it stands, and as it must still be at the commit.
    for (const v1::Dossier& dossier : found.items) {
      ASSIGN_OR_RETURN(v1::Dossier read, kDossiers.Load(call, dossier.name()));
      all.push_back(std::move(read));
    }
    page.page_token = std::move(found.next_page_token);
  } while (!page.page_token.empty());
  return all;
}

bool IsUnderWay(const v1::Dossier& dossier) {
  return dossier.state() == v1::Dossier::OPEN || dossier.state() == v1::Dossier::SUBMITTED ||
         dossier.state() == v1::Dossier::RETURNED;
}

void MoveDossier(rpc::Call& call, v1::Dossier dossier, const std::string& organisation) {
  dossier.set_organisation(organisation);
  *dossier.mutable_update_time() = civil::ToTimestamp(call.now());
  kDossiers.Put(call, std::move(dossier));
}

std::string ClaimName(const v1::Dossier& dossier) {
  const std::string congress = dossier.name().substr(0, dossier.name().find("/dossiers/"));
  const std::string person = dossier.person().substr(dossier.person().find('/') + 1);
  return StrCat(congress, "/dossierClaims/", dossier.purpose(), "/", person);
}

void RepointDossier(rpc::Call& call, v1::Dossier dossier, const std::string& person) {
  kDossierClaims.Delete(call, ClaimName(dossier));
  dossier.set_person(person);
  *dossier.mutable_update_time() = civil::ToTimestamp(call.now());
  v1::DossierClaim claim;
  claim.set_name(ClaimName(dossier));
  claim.set_organisation(dossier.organisation());
  claim.set_dossier(dossier.name());
  kDossierClaims.Put(call, std::move(claim));
  kDossiers.Put(call, std::move(dossier));
}

}  // namespace congress::dossiers
