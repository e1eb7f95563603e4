#include "services/dossiers/domain/verification.h"

#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::dossiers {
namespace {

absl::Status NotOpen(const v1::Verification& verification) {
  return status::FailedPrecondition(
      v1::VERIFICATION_NOT_OPEN,
      {{"name", verification.name()}, {"state", v1::Verification::State_Name(verification.state())}});
}

absl::Status CheckRequest(const v1::Verification& wanted, absl::CivilDay today) {
  status::Violations violations;
  const absl::CivilDay asked = civil::FromDate(wanted.request_date());
  if (asked > today) violations.Add("verification.request_date", status::PlatformFault::IN_FUTURE);
  if (civil::FromDate(wanted.due_date()) < asked) {
    violations.Add("verification.due_date", v1::BEFORE_BEGINNING, {{"day", civil::Format(asked)}});
  }
  return violations.ToStatus();
}

}  // namespace

absl::StatusOr<v1::Verification> Ask(const v1::Dossier& dossier, std::string_view id, v1::Verification wanted,
                                     const Actor& actor) {
  if (dossier.state() == v1::Dossier::CLOSED) {
    return status::FailedPrecondition(v1::DOSSIER_CLOSED, {{"name", dossier.name()}});
  }
  if (dossier.state() == v1::Dossier::WITHDRAWN) {
    return status::FailedPrecondition(v1::DOSSIER_WITHDRAWN, {{"name", dossier.name()}});
  }
  RETURN_IF_ERROR(CheckRequest(wanted, civil::Today(actor.now)));
  wanted.set_name(StrCat("verifications/", id));
  wanted.set_dossier(dossier.name());
  wanted.set_organisation(dossier.organisation());
  wanted.set_person(dossier.person());
  wanted.set_state(v1::Verification::REQUESTED);
  wanted.set_requested_by(actor.subject);
  wanted.set_requested_person(actor.person);
  *wanted.mutable_create_time() = civil::ToTimestamp(actor.now);
  *wanted.mutable_update_time() = wanted.create_time();
  return wanted;
}

absl::StatusOr<v1::Verification> Answer(v1::Verification verification, const v1::AnswerVerificationRequest& answer,
                                        bool entered_for, const Actor& actor) {
  if (verification.state() != v1::Verification::REQUESTED) return NotOpen(verification);
  const absl::CivilDay day = civil::FromDate(answer.answer_date());
  const absl::CivilDay asked = civil::FromDate(verification.request_date());
  status::Violations violations;
  if (day > civil::Today(actor.now)) violations.Add("answer_date", status::PlatformFault::IN_FUTURE);
  if (day < asked) violations.Add("answer_date", v1::BEFORE_BEGINNING, {{"day", civil::Format(asked)}});
  RETURN_IF_ERROR(violations.ToStatus());
  verification.set_state(v1::Verification::ANSWERED);
  verification.set_outcome(answer.outcome());
  verification.set_answer(answer.answer());
  verification.set_answer_number(answer.answer_number());
  *verification.mutable_answer_date() = answer.answer_date();
  verification.set_entered_for(entered_for);
  verification.set_answered_by(actor.subject);
  verification.set_answered_person(actor.person);
  *verification.mutable_update_time() = civil::ToTimestamp(actor.now);
  return verification;
}

absl::StatusOr<v1::Verification> Cancel(v1::Verification verification, std::string reason, const Actor& actor) {
  if (verification.state() == v1::Verification::CANCELLED) return NotOpen(verification);
  verification.set_state(v1::Verification::CANCELLED);
  verification.set_cancel_reason(std::move(reason));
  *verification.mutable_update_time() = civil::ToTimestamp(actor.now);
  return verification;
}

v1::Verification AsOf(v1::Verification verification, absl::CivilDay today) {
  verification.set_overdue(verification.state() == v1::Verification::REQUESTED &&
                           civil::FromDate(verification.due_date()) < today);
  return verification;
}

}  // namespace congress::dossiers
