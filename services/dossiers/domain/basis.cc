#include "services/dossiers/domain/basis.h"

#include "platform/civil/civil.h"

namespace congress::dossiers {

bool NamesDecision(const v1::Basis& basis) {
  return !basis.paper().empty() || (!basis.decision_number().empty() && basis.has_decision_date());
}

absl::CivilDay DecidedOn(const v1::Basis& basis, absl::CivilDay otherwise) {
  return basis.has_decision_date() ? civil::FromDate(basis.decision_date()) : otherwise;
}

}  // namespace congress::dossiers
