#include "services/dossiers/domain/suspension.h"

#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::dossiers {

absl::StatusOr<v1::Suspension> Suspend(const v1::Person& person, std::string_view id, v1::Suspension wanted,
                                       const Actor& actor) {
  status::Violations violations;
  if (civil::FromDate(wanted.begin_date()) > civil::Today(actor.now)) {
    violations.Add("suspension.begin_date", status::PlatformFault::IN_FUTURE);
  }
  RETURN_IF_ERROR(violations.ToStatus());
  wanted.set_name(StrCat("suspensions/", id));
  wanted.set_person(person.name());
  wanted.set_organisation(person.organisation());
  wanted.set_recorded_by(actor.subject);
  wanted.set_recorded_person(actor.person);
  *wanted.mutable_create_time() = civil::ToTimestamp(actor.now);
  *wanted.mutable_update_time() = wanted.create_time();
  return wanted;
}

absl::StatusOr<v1::Suspension> End(v1::Suspension suspension, const v1::EndSuspensionRequest& end, const Actor& actor) {
  if (suspension.has_end_date()) return status::FailedPrecondition(v1::SUSPENSION_ENDED, {{"name", suspension.name()}});
  const absl::CivilDay day = civil::FromDate(end.end_date());
  const absl::CivilDay begun = civil::FromDate(suspension.begin_date());
  status::Violations violations;
  if (day > civil::Today(actor.now)) violations.Add("end_date", status::PlatformFault::IN_FUTURE);
  if (day < begun) violations.Add("end_date", v1::BEFORE_BEGINNING, {{"day", civil::Format(begun)}});
  RETURN_IF_ERROR(violations.ToStatus());
  *suspension.mutable_end_date() = end.end_date();
  suspension.set_outcome(end.outcome());
  suspension.set_end_reason(end.reason());
  suspension.set_ended_by(actor.subject);
  suspension.set_ended_person(actor.person);
  *suspension.mutable_update_time() = civil::ToTimestamp(actor.now);
  return suspension;
}

bool IsActive(const v1::Suspension& suspension, absl::CivilDay day) {
  return civil::FromDate(suspension.begin_date()) <= day &&
         (!suspension.has_end_date() || day < civil::FromDate(suspension.end_date()));
}

}  // namespace congress::dossiers
