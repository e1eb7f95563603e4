#include "services/dossiers/identifier_claims.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "platform/rpc/sealing.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/identifiers.h"
#include "services/dossiers/ids.h"
#include "services/dossiers/records.h"

namespace congress::dossiers {
namespace {

constexpr std::string_view kPersonsRead = "dossiers.persons.read";
constexpr char kService[] = "dossiers";
constexpr std::string_view kIdentifiers = "identifiers";

absl::StatusOr<v1::IdentifierClaim> ClaimOn(rpc::Call& call, const std::string& hash) {
  v1::IdentifierClaim blank;
  blank.set_name(StrCat("identifiers/", hash));
  blank.set_organisation(std::string(auth::kProvince));
  return kIdentifierClaims.LoadOr(call, std::move(blank));
}

void Suspect(rpc::Call& call, const std::string& older, const std::string& newer, v1::Identifier::Kind kind) {
  v1::SuspectedDuplicate suspected;
  suspected.set_name(StrCat("suspectedDuplicates/", RandomId(kIdOfItsOwn)));
  suspected.set_organisation(std::string(auth::kProvince));
  suspected.add_persons(older);
  suspected.add_persons(newer);
  suspected.set_kind(kind);
  suspected.set_state(v1::SuspectedDuplicate::OPEN);
  *suspected.mutable_detect_time() = civil::ToTimestamp(call.now());
  kSuspectedDuplicates.Put(call, std::move(suspected));
}

// Stages that the person has the identifier.
absl::Status Take(rpc::Call& call, const std::string& hash, const v1::Identifier& identifier,
                  const v1::Person& person) {
  ASSIGN_OR_RETURN(v1::IdentifierClaim claim, ClaimOn(call, hash));
  const std::vector<std::string> others = {claim.persons().begin(), claim.persons().end()};
  for (const std::string& other : others) {
    if (other == person.name()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const v1::Person known, kPersons.Load(call, other));
    // The alias of this one is this one.
    if (known.merged_into() == person.name()) continue;
    if (call.Holds(kPersonsRead, known.organisation())) {
      return status::Error(absl::StatusCode::kAlreadyExists, v1::IDENTIFIER_TAKEN,
                           {{"person", other}, {"kind", v1::Identifier::Kind_Name(identifier.kind())}});
    }
    Suspect(call, other, person.name(), identifier.kind());
  }
  claim.add_persons(person.name());
  kIdentifierClaims.Put(call, std::move(claim));
  return absl::OkStatus();
}

absl::Status Leave(rpc::Call& call, const std::string& hash, const v1::Person& person) {
  ASSIGN_OR_RETURN(v1::IdentifierClaim claim, ClaimOn(call, hash));
  auto& persons = *claim.mutable_persons();
  persons.erase(std::remove(persons.begin(), persons.end(), person.name()), persons.end());
  if (persons.empty()) {
    kIdentifierClaims.Delete(call, claim.name());
  } else {
    kIdentifierClaims.Put(call, std::move(claim));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::map<std::string, v1::Identifier>> HashesOf(rpc::Call& call, const v1::Person& person) {
  std::map<std::string, v1::Identifier> hashes;
  for (const v1::Identifier& identifier : person.identifiers()) {
    ASSIGN_OR_RETURN(std::string hash, IdentifierHash(call, identifier));
    hashes.emplace(std::move(hash), identifier);
  }
  return hashes;
}

}  // namespace

absl::StatusOr<std::string> IdentifierHash(rpc::Call& call, const v1::Identifier& identifier) {
  return rpc::KeyedHash(call, kService, kIdentifiers, IdentifierText(identifier));
}

absl::Status ClaimIdentifiers(rpc::Call& call, const v1::Person& before, const v1::Person& after) {
  ASSIGN_OR_RETURN(const auto had, HashesOf(call, before));
  ASSIGN_OR_RETURN(const auto has, HashesOf(call, after));
  for (const auto& [hash, identifier] : has) {
    if (!had.contains(hash)) RETURN_IF_ERROR(Take(call, hash, identifier, after));
  }
  for (const auto& [hash, identifier] : had) {
    if (!has.contains(hash)) RETURN_IF_ERROR(Leave(call, hash, after));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> PersonsWith(rpc::Call& call, const v1::Identifier& identifier) {
  ASSIGN_OR_RETURN(const std::optional<std::string> hash,
                   rpc::FindKeyedHash(call, kService, kIdentifiers, IdentifierText(identifier)));
  if (!hash.has_value()) return std::vector<std::string>();
  ASSIGN_OR_RETURN(const v1::IdentifierClaim claim, ClaimOn(call, *hash));
  return std::vector<std::string>{claim.persons().begin(), claim.persons().end()};
}

}  // namespace congress::dossiers
