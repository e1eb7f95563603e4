#include "services/dossiers/domain/freeze.h"

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

absl::Status RequireDecision(const v1::Basis& basis, std::string_view field) {
  status::Violations violations;
  if (!NamesDecision(basis)) violations.Add(field, v1::DECISION_REQUIRED);
  return violations.ToStatus();
}

// Absent: no end is known.
std::optional<absl::CivilDay> LastDay(const v1::FreezePeriod& freeze) {
  if (freeze.has_lift_date()) return civil::FromDate(freeze.lift_date());
  if (freeze.has_until_date()) return civil::FromDate(freeze.until_date());
  return std::nullopt;
}

absl::Status RefuseLifted(const v1::FreezePeriod& freeze) {
  if (!freeze.has_lift_date()) return absl::OkStatus();
  return status::FailedPrecondition(v1::FREEZE_LIFTED,
                                    {{"name", freeze.name()}, {"lift_date", civil::Format(freeze.lift_date())}});
}

}  // namespace

absl::StatusOr<v1::FreezePeriod> EnterFreeze(std::string_view id, v1::FreezePeriod freeze, const Actor& actor) {
  if (freeze.has_until_date() && civil::FromDate(freeze.until_date()) < civil::FromDate(freeze.from_date())) {
    status::Violations violations;
    violations.Add("freeze_period.until_date", v1::ENDS_BEFORE_BEGINNING);
    return violations.ToStatus();
  }
  freeze.set_name(StrCat("freezePeriods/", id));
  *freeze.mutable_create_time() = civil::ToTimestamp(actor.now);
  return freeze;
}

absl::StatusOr<v1::FreezePeriod> Lift(v1::FreezePeriod freeze, const google::type::Date& lift_date,
                                      const v1::Basis& basis) {
  RETURN_IF_ERROR(RefuseLifted(freeze));
  RETURN_IF_ERROR(RequireDecision(basis, "basis"));
  const absl::CivilDay day = civil::FromDate(lift_date);
  const std::optional<absl::CivilDay> last = LastDay(freeze);
  if (day < civil::FromDate(freeze.from_date()) || (last.has_value() && day > *last)) {
    status::Violations violations;
    violations.Add("lift_date", v1::OUTSIDE_FREEZE);
    return violations.ToStatus();
  }
  *freeze.mutable_lift_date() = lift_date;
  *freeze.mutable_lift_basis() = basis;
  return freeze;
}

bool HoldsOn(const v1::FreezePeriod& freeze, absl::CivilDay day) {
  const std::optional<absl::CivilDay> last = LastDay(freeze);
  return civil::FromDate(freeze.from_date()) <= day && (!last.has_value() || day <= *last);
}

bool Stops(const v1::FreezePeriod& freeze, const PersonnelAct& act) {
  const auto& acts = freeze.acts();
  if (std::find(acts.begin(), acts.end(), act.act) == acts.end()) return false;
  const auto& kinds = freeze.position_kinds();
  if (!kinds.empty() && std::find(kinds.begin(), kinds.end(), act.position_kind) == kinds.end()) return false;
  return HoldsOn(freeze, act.decided) || HoldsOn(freeze, act.begins);
}

bool Allows(const v1::FreezeException& exception, const PersonnelAct& act) {
  const bool decided_before =
      !exception.basis().has_decision_date() || civil::FromDate(exception.basis().decision_date()) <= act.decided;
  return decided_before && exception.person() == act.person && exception.position() == act.position &&
         exception.used_by().empty() && exception.withdraw_reason().empty();
}

absl::StatusOr<v1::FreezeException> Except(const v1::FreezePeriod& freeze, std::string_view id,
                                           v1::FreezeException exception, const Actor& actor) {
  RETURN_IF_ERROR(RefuseLifted(freeze));
  RETURN_IF_ERROR(RequireDecision(exception.basis(), "freeze_exception.basis"));
  exception.set_name(StrCat(freeze.name(), "/exceptions/", id));
  exception.set_organisation(freeze.organisation());
  *exception.mutable_create_time() = civil::ToTimestamp(actor.now);
  return exception;
}

absl::StatusOr<v1::FreezeException> TakeBack(v1::FreezeException exception, const std::string& reason) {
  if (!exception.used_by().empty() || !exception.withdraw_reason().empty()) {
    return status::FailedPrecondition(
        v1::EXCEPTION_SPENT,
        {{"name", exception.name()}, {"cause", exception.used_by().empty() ? "withdrawn" : "used"}});
  }
  exception.set_withdraw_reason(reason);
  return exception;
}

absl::Status Frozen(const v1::FreezePeriod& freeze, v1::FreezePeriod::Act act) {
  const std::optional<absl::CivilDay> last = LastDay(freeze);
  const std::string_view of = act == v1::FreezePeriod::PLANNING ? "planning_" : "";
  return status::FailedPrecondition(v1::APPOINTMENT_FROZEN,
                                    {{"freeze", freeze.name()},
                                     {"legal_basis", freeze.legal_basis()},
                                     {"until", last.has_value() ? civil::Format(*last) : ""},
                                     {"cause", StrCat(of, last.has_value() ? "until" : "open")}});
}

}  // namespace congress::dossiers
