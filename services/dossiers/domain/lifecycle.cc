#include "services/dossiers/domain/lifecycle.h"

#include <algorithm>
#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/completeness.h"

namespace congress::dossiers {
namespace {

absl::Status CheckTemplate(const v1::Dossier& dossier, const v1::ChecklistTemplate& checklist, absl::CivilDay today) {
  const absl::CivilDay effective = civil::FromDate(checklist.effective_date());
  if (effective > today) {
    return status::FailedPrecondition(v1::TEMPLATE_NOT_EFFECTIVE,
                                      {{"template", checklist.name()}, {"effective_date", civil::Format(effective)}});
  }
  const auto& purposes = checklist.purposes();
  if (std::find(purposes.begin(), purposes.end(), dossier.purpose()) == purposes.end()) {
    return status::FailedPrecondition(v1::TEMPLATE_PURPOSE_MISMATCH,
                                      {{"template", checklist.name()}, {"purpose", dossier.purpose()}});
  }
  return absl::OkStatus();
}

absl::Status WrongState(v1::Reason reason, const v1::Dossier& dossier) {
  return status::FailedPrecondition(reason,
                                    {{"name", dossier.name()}, {"state", v1::Dossier::State_Name(dossier.state())}});
}

absl::Status CompleteOn(const v1::Dossier& dossier, const v1::ChecklistTemplate& checklist, const Actor& actor) {
  return RefuseIncomplete(Judge(checklist, dossier, JudgedOn(checklist, civil::Today(actor.now))));
}

void AddReview(v1::Review::Outcome outcome, v1::Review::ReturnReason reason, std::string note, const Actor& actor,
               v1::Dossier* dossier) {
  v1::Review& review = *dossier->add_reviews();
  review.set_outcome(outcome);
  review.set_return_reason(reason);
  review.set_note(std::move(note));
  review.set_reviewer(actor.subject);
  *review.mutable_review_time() = civil::ToTimestamp(actor.now);
  *dossier->mutable_update_time() = review.review_time();
}

}  // namespace

absl::Status RequireOpen(const v1::Dossier& dossier) {
  if (dossier.state() == v1::Dossier::OPEN || dossier.state() == v1::Dossier::RETURNED) return absl::OkStatus();
  return WrongState(v1::DOSSIER_NOT_OPEN, dossier);
}

absl::StatusOr<v1::Dossier> Open(std::string_view parent, std::string_view id, v1::Dossier dossier,
                                 const v1::ChecklistTemplate& checklist, const Actor& actor) {
  RETURN_IF_ERROR(CheckTemplate(dossier, checklist, civil::Today(actor.now)));
  dossier.set_name(StrCat(parent, "/dossiers/", id));
  dossier.set_state(v1::Dossier::OPEN);
  *dossier.mutable_create_time() = civil::ToTimestamp(actor.now);
  *dossier.mutable_update_time() = dossier.create_time();
  return dossier;
}

absl::StatusOr<v1::Dossier> Submit(v1::Dossier dossier, const v1::ChecklistTemplate& checklist, const Actor& actor) {
  RETURN_IF_ERROR(RequireOpen(dossier));
  RETURN_IF_ERROR(CompleteOn(dossier, checklist, actor));
  dossier.set_state(v1::Dossier::SUBMITTED);
  dossier.set_submitter(actor.subject);
  dossier.set_submitter_person(actor.person);
  *dossier.mutable_submit_time() = civil::ToTimestamp(actor.now);
  *dossier.mutable_update_time() = dossier.submit_time();
  return dossier;
}

absl::StatusOr<v1::Dossier> Return(v1::Dossier dossier, v1::Review::ReturnReason reason, std::string note,
                                   const Actor& actor) {
  if (dossier.state() != v1::Dossier::SUBMITTED && dossier.state() != v1::Dossier::ACCEPTED) {
    return WrongState(v1::DOSSIER_NOT_SUBMITTED, dossier);
  }
  if (reason == v1::Review::OTHER && note.empty()) {
    status::Violations violations;
    violations.Add("note", v1::NOTE_REQUIRED);
    return violations.ToStatus();
  }
  dossier.set_state(v1::Dossier::RETURNED);
  AddReview(v1::Review::RETURNED, reason, std::move(note), actor, &dossier);
  return dossier;
}

absl::StatusOr<v1::Dossier> Accept(v1::Dossier dossier, const v1::ChecklistTemplate& checklist, std::string note,
                                   const Actor& actor) {
  if (dossier.state() != v1::Dossier::SUBMITTED) {
    return WrongState(v1::DOSSIER_NOT_SUBMITTED, dossier);
  }
  RETURN_IF_ERROR(CompleteOn(dossier, checklist, actor));
  dossier.set_state(v1::Dossier::ACCEPTED);
  AddReview(v1::Review::ACCEPTED, v1::Review::RETURN_REASON_UNSPECIFIED, std::move(note), actor, &dossier);
  return dossier;
}

}  // namespace congress::dossiers
