#include "services/dossiers/domain/tenure.h"

#include <algorithm>
#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/basis.h"

namespace congress::dossiers {
namespace {

absl::Status RequireDecision(std::string_view name, const v1::Basis& basis) {
  if (NamesDecision(basis)) return absl::OkStatus();
  return status::FailedPrecondition(v1::DECISION_MISSING, {{"name", std::string(name)}});
}

// A tenure without an end goes on for ever.
absl::CivilDay LastDay(const v1::Tenure& tenure) {
  return tenure.has_until_date() ? civil::FromDate(tenure.until_date()) : absl::CivilDay(9999, 12, 31);
}

// Who sat there before does not begin to sit there in the future, and nobody else before it was decided.
absl::Status CheckBeginning(const v1::Tenure& tenure, const Actor& actor) {
  status::Violations violations;
  const absl::CivilDay from = civil::FromDate(tenure.from_date());
  const auto& decided = tenure.basis().decision_date();
  if (tenure.prior()) {
    if (from > civil::Today(actor.now)) violations.Add("from_date", status::PlatformFault::IN_FUTURE);
  } else if (tenure.basis().has_decision_date() && from < civil::FromDate(decided)) {
    violations.Add("from_date", v1::BEFORE_BEGINNING, {{"day", civil::Format(decided)}});
  }
  return violations.ToStatus();
}

bool NeedsDecision(v1::Tenure::EndCause cause) { return cause == v1::Tenure::RELEASED || cause == v1::Tenure::MOVED; }

}  // namespace

absl::StatusOr<v1::Tenure> BeginTenure(const v1::PositionSlot& slot, std::string_view id,
                                       const v1::FillPositionSlotRequest& request, const Actor& actor) {
  const std::string name = StrCat(slot.name(), "/tenures/", id);
  if (request.process().empty()) RETURN_IF_ERROR(RequireDecision(slot.name(), request.basis()));
  v1::Tenure tenure;
  tenure.set_name(name);
  tenure.set_organisation(slot.organisation());
  tenure.set_person(request.person());
  *tenure.mutable_from_date() = request.from_date();
  *tenure.mutable_basis() = request.basis();
  tenure.set_concurrent_reason(request.concurrent_reason());
  tenure.set_prior(request.prior());
  RETURN_IF_ERROR(CheckBeginning(tenure, actor));
  tenure.set_process(request.process());
  *tenure.mutable_create_time() = civil::ToTimestamp(actor.now);
  *tenure.mutable_update_time() = tenure.create_time();
  return tenure;
}

absl::StatusOr<v1::Tenure> EndTenure(v1::Tenure tenure, const v1::VacatePositionSlotRequest& request,
                                     const Actor& actor) {
  status::Violations violations;
  const absl::CivilDay until = civil::FromDate(request.until_date());
  if (until > civil::Today(actor.now)) {
    violations.Add("until_date", status::PlatformFault::IN_FUTURE);
  } else if (until < civil::FromDate(tenure.from_date()) && request.end_cause() != v1::Tenure::ENTERED_WRONGLY) {
    violations.Add("until_date", v1::ENDS_BEFORE_BEGINNING);
  }
  if (NeedsDecision(request.end_cause()) && !NamesDecision(request.end_basis())) {
    violations.Add("end_basis", v1::DECISION_REQUIRED);
  }
  if (request.end_cause() == v1::Tenure::ENTERED_WRONGLY && request.end_reason().empty()) {
    violations.Add("end_reason", status::PlatformFault::REQUIRED);
  }
  RETURN_IF_ERROR(violations.ToStatus());
  *tenure.mutable_until_date() = request.until_date();
  tenure.set_end_cause(request.end_cause());
  tenure.set_end_reason(request.end_reason());
  if (request.has_end_basis()) *tenure.mutable_end_basis() = request.end_basis();
  *tenure.mutable_update_time() = civil::ToTimestamp(actor.now);
  return tenure;
}

absl::StatusOr<v1::Tenure> AmendTenure(v1::Tenure tenure, const v1::CorrectTenureRequest& request, const Actor& actor) {
  v1::TenureCorrection correction;
  *correction.mutable_previous_from_date() = tenure.from_date();
  *correction.mutable_previous_basis() = tenure.basis();
  correction.set_reason(request.reason());
  *correction.mutable_correct_time() = civil::ToTimestamp(actor.now);
  correction.set_corrected_by(actor.subject);
  correction.set_corrected_person(actor.person);
  if (request.has_from_date()) *tenure.mutable_from_date() = request.from_date();
  if (request.has_basis()) *tenure.mutable_basis() = request.basis();
  if (civil::FromDate(tenure.from_date()) > LastDay(tenure)) {
    status::Violations violations;
    violations.Add("from_date", v1::ENDS_BEFORE_BEGINNING);
    return violations.ToStatus();
  }
  RETURN_IF_ERROR(CheckBeginning(tenure, actor));
  if (tenure.process().empty()) RETURN_IF_ERROR(RequireDecision(tenure.name(), tenure.basis()));
  *tenure.add_corrections() = std::move(correction);
  *tenure.mutable_update_time() = civil::ToTimestamp(actor.now);
  return tenure;
}

bool GoesOnOn(const v1::Tenure& tenure, absl::CivilDay day) {
  return tenure.end_cause() != v1::Tenure::ENTERED_WRONGLY && civil::FromDate(tenure.from_date()) <= day &&
         day <= LastDay(tenure);
}

bool Overlaps(const v1::Tenure& a, const v1::Tenure& b) {
  if (a.end_cause() == v1::Tenure::ENTERED_WRONGLY || b.end_cause() == v1::Tenure::ENTERED_WRONGLY) return false;
  return std::max(civil::FromDate(a.from_date()), civil::FromDate(b.from_date())) <= std::min(LastDay(a), LastDay(b));
}

}  // namespace congress::dossiers
