// The dossiers of one person in all congresses, and what becomes of them when the person moves.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/dossiers/v1/dossier.pb.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

// Those that the caller may read, in the order of their names.
absl::StatusOr<std::vector<v1::Dossier>> DossiersOf(rpc::Call& call, const std::string& person);

// Whether its organisation has the dossier in hand or waits for its review: such a one goes with its person.
bool IsUnderWay(const v1::Dossier& dossier);

// Stages the dossier as one of `organisation`.
void MoveDossier(rpc::Call& call, v1::Dossier dossier, const std::string& organisation);

// The record by which a second dossier of the person for the purpose in the congress is refused.
std::string ClaimName(const v1::Dossier& dossier);

// Stages the dossier, and the claim that it has, as one of `person`.
void RepointDossier(rpc::Call& call, v1::Dossier dossier, const std::string& person);

}  // namespace congress::dossiers
