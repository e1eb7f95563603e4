#include "services/dossiers/domain/basis.h"

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::dossiers {

bool NamesDecision(const v1::Basis& basis) {
  return !basis.paper().empty() || (!basis.decision_number().empty() && basis.has_decision_date());
}

absl::Status RequireBasis(const v1::Basis& basis, std::string_view path) {
  if (!basis.decision_number().empty() || !basis.paper().empty() || !basis.source().empty()) return absl::OkStatus();
  status::Violations violations;
  violations.Add(path, v1::BASIS_EMPTY);
  return violations.ToStatus();
}

absl::Status RequireTaken(const v1::Basis& basis, absl::Time now, std::string_view path) {
  status::Violations violations;
  if (basis.has_decision_date() && civil::FromDate(basis.decision_date()) > civil::Today(now)) {
    violations.Add(StrCat(path, ".decision_date"), status::PlatformFault::IN_FUTURE);
  }
  return violations.ToStatus();
}

absl::CivilDay DecidedOn(const v1::Basis& basis, absl::CivilDay otherwise) {
  return basis.has_decision_date() ? civil::FromDate(basis.decision_date()) : otherwise;
}

}  // namespace congress::dossiers
