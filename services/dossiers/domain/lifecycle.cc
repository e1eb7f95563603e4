#include "services/dossiers/domain/lifecycle.h"

#include <algorithm>
#include <set>
#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/checklist.h"
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

absl::Status CompleteOn(const Folder& folder, const v1::ChecklistTemplate& checklist, Grade judged,
                        const Actor& actor) {
  return RefuseIncomplete(Judge(checklist, folder, JudgedOn(checklist, civil::Today(actor.now)), std::nullopt, judged));
}

v1::Dossier::Note& AddNote(std::string reason, const Actor& actor, v1::Dossier* dossier) {
  *dossier->mutable_update_time() = civil::ToTimestamp(actor.now);
  v1::Dossier::Note& note = *dossier->add_trail();
  note.set_state(dossier->state());
  *note.mutable_time() = dossier->update_time();
  note.set_account(actor.subject);
  note.set_person(actor.person);
  note.set_reason(std::move(reason));
  return note;
}

v1::Dossier::Note& Enter(v1::Dossier::State state, std::string reason, const Actor& actor, v1::Dossier* dossier) {
  dossier->set_state(state);
  return AddNote(std::move(reason), actor, dossier);
}

void EndAcceptance(v1::Dossier* dossier) {
  dossier->clear_reviewer();
  dossier->clear_content_sha256();
  dossier->clear_accepted_sha256();
  dossier->clear_accept_time();
}

void MoveTo(const std::string& organisation, const Actor& actor, v1::Dossier* dossier) {
  dossier->set_transferred_from(dossier->organisation());
  dossier->set_organisation(organisation);
  dossier->clear_moves_to();
  AddNote("", actor, dossier).set_cause(v1::Dossier::PERSON_MOVED);
}

// What waited for the end of the acceptance.
void CatchUp(const Actor& actor, v1::Dossier* dossier) {
  if (!dossier->moves_to().empty()) MoveTo(dossier->moves_to(), actor, dossier);
}

void SetReview(v1::Review::Outcome outcome, v1::Review::ReturnReason reason, std::string note, const Actor& actor,
               v1::Dossier* dossier) {
  v1::Review& review = *dossier->mutable_last_review();
  review.Clear();
  review.set_outcome(outcome);
  review.set_return_reason(reason);
  review.set_note(std::move(note));
  review.set_reviewer(actor.subject);
  review.set_reviewer_person(actor.person);
  *review.mutable_review_time() = civil::ToTimestamp(actor.now);
}

// One of a grade that this program does not know is kept like the most confidential.
google::protobuf::RepeatedPtrField<v1::ReturnedItem>* ItemsOfGrade(Grade grade, v1::Review* review) {
  switch (grade) {
    case annotations::v1::GRADE_UNSPECIFIED:
      return review->mutable_items();
    case annotations::v1::PERSONAL:
      return review->mutable_personal_items();
    case annotations::v1::CONFIDENTIAL:
      return review->mutable_confidential_items();
    default:
      return review->mutable_sensitive_items();
  }
}

// Whoever reviews sees all that an acceptance can wait for: one who must not know of a suspension would find it out by
// trying.
absl::Status RequireCleared(const v1::Dossier& dossier, const Actor& actor) {
  if (actor.clearance >= kEveryGrade) return absl::OkStatus();
  return status::Error(absl::StatusCode::kPermissionDenied, v1::REVIEWER_UNCLEARED,
                       {{"name", dossier.name()}, {"grade", annotations::v1::Grade_Name(kEveryGrade)}});
}

absl::Status RequireOtherHands(const Folder& folder, const Actor& actor) {
  if (!Handled(folder, actor)) return absl::OkStatus();
  return status::Error(absl::StatusCode::kPermissionDenied, v1::REVIEWER_HANDLED, {{"name", folder.dossier.name()}});
}

absl::Status Taken(const v1::Dossier& dossier) {
  return status::FailedPrecondition(v1::REVIEW_TAKEN, {{"name", dossier.name()}, {"reviewer", dossier.reviewer()}});
}

absl::Status Closed(const v1::Dossier& dossier) {
  return status::FailedPrecondition(v1::DOSSIER_CLOSED, {{"name", dossier.name()}});
}

absl::Status Invalid(std::string_view field, v1::FieldFault fault) {
  status::Violations violations;
  violations.Add(field, fault);
  return violations.ToStatus();
}

}  // namespace

absl::Status RequireOpen(const v1::Dossier& dossier) {
  if (dossier.state() == v1::Dossier::OPEN || dossier.state() == v1::Dossier::RETURNED) return absl::OkStatus();
  return WrongState(v1::DOSSIER_NOT_OPEN, dossier);
}

bool IsPutAway(const v1::Dossier& dossier) {
  return dossier.state() == v1::Dossier::WITHDRAWN || dossier.state() == v1::Dossier::CLOSED;
}

bool IsGivenUp(const v1::Dossier& dossier) {
  return dossier.state() == v1::Dossier::WITHDRAWN ||
         (dossier.state() == v1::Dossier::CLOSED && !dossier.has_accept_time());
}

absl::StatusOr<v1::Dossier> Open(std::string_view parent, std::string_view id, v1::Dossier dossier,
                                 const v1::ChecklistTemplate& checklist, const Actor& actor) {
  RETURN_IF_ERROR(CheckTemplate(dossier, checklist, civil::Today(actor.now)));
  dossier.set_name(StrCat(parent, "/dossiers/", id));
  Enter(v1::Dossier::OPEN, "", actor, &dossier);
  *dossier.mutable_create_time() = dossier.update_time();
  return dossier;
}

absl::StatusOr<v1::Dossier> Submit(const Folder& folder, const v1::ChecklistTemplate& checklist, const Actor& actor) {
  RETURN_IF_ERROR(RequireOpen(folder.dossier));
  RETURN_IF_ERROR(CompleteOn(folder, checklist, actor.clearance, actor));
  v1::Dossier dossier = folder.dossier;
  Enter(v1::Dossier::SUBMITTED, "", actor, &dossier);
  dossier.set_submitter(actor.subject);
  dossier.set_submitter_person(actor.person);
  *dossier.mutable_submit_time() = dossier.update_time();
  return dossier;
}

absl::StatusOr<v1::Dossier> BeginReview(const Folder& folder, bool take_over, std::string reason, const Actor& actor) {
  v1::Dossier dossier = folder.dossier;
  if (dossier.state() != v1::Dossier::SUBMITTED && dossier.state() != v1::Dossier::UNDER_REVIEW) {
    return WrongState(v1::DOSSIER_NOT_SUBMITTED, dossier);
  }
  RETURN_IF_ERROR(RequireOtherHands(folder, actor));
  RETURN_IF_ERROR(RequireCleared(dossier, actor));
  if (!dossier.reviewer().empty() && !actor.Is(dossier.reviewer())) {
    if (!take_over) return Taken(dossier);
    if (reason.empty()) return Invalid("reason", v1::REASON_REQUIRED);
  }
  Enter(v1::Dossier::UNDER_REVIEW, std::move(reason), actor, &dossier);
  dossier.set_reviewer(actor.person);
  return dossier;
}

absl::StatusOr<v1::Dossier> Return(v1::Dossier dossier, v1::Review::ReturnReason reason, std::string note,
                                   const Actor& actor) {
  const v1::Dossier::State state = dossier.state();
  if (state != v1::Dossier::SUBMITTED && state != v1::Dossier::UNDER_REVIEW && state != v1::Dossier::ACCEPTED) {
    return WrongState(v1::DOSSIER_NOT_SUBMITTED, dossier);
  }
  if (reason == v1::Review::OTHER && note.empty()) return Invalid("note", v1::NOTE_REQUIRED);
  EndAcceptance(&dossier);
  Enter(v1::Dossier::RETURNED, note, actor, &dossier);
  SetReview(v1::Review::RETURNED, reason, std::move(note), actor, &dossier);
  CatchUp(actor, &dossier);
  return dossier;
}

absl::Status NameItems(const v1::ChecklistTemplate& checklist,
                       const google::protobuf::RepeatedPtrField<v1::ReturnedItem>& items, const Actor& actor,
                       v1::Review* review) {
  std::set<std::string_view> named;
  for (int i = 0; i < items.size(); ++i) {
    ASSIGN_OR_RETURN(const v1::ChecklistItem* item, ItemFor(checklist, items[i].item_id(), actor.clearance));
    if (!named.insert(item->item_id()).second) {
      status::Violations violations;
      violations.Add(StrCat("items[", i, "].item_id"), status::PlatformFault::REPEATED, {{"value", item->item_id()}});
      return violations.ToStatus();
    }
    *ItemsOfGrade(item->grade(), review)->Add() = items[i];
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Dossier> Accept(const Folder& folder, const v1::ChecklistTemplate& checklist,
                                   const std::string& content, const std::string& seen, std::string note,
                                   const Actor& actor) {
  v1::Dossier dossier = folder.dossier;
  if (dossier.state() != v1::Dossier::UNDER_REVIEW || dossier.reviewer().empty()) {
    return WrongState(v1::REVIEW_NOT_BEGUN, dossier);
  }
  if (!actor.Is(dossier.reviewer())) return Taken(dossier);
  // Two who were taken for two persons may have turned out to be one since the review began.
  RETURN_IF_ERROR(RequireOtherHands(folder, actor));
  RETURN_IF_ERROR(RequireCleared(dossier, actor));
  if (content != (seen.empty() ? dossier.content_sha256() : seen)) {
    return status::FailedPrecondition(v1::CONTENT_CHANGED, {{"name", dossier.name()}});
  }
  RETURN_IF_ERROR(CompleteOn(folder, checklist, kEveryGrade, actor));
  Enter(v1::Dossier::ACCEPTED, note, actor, &dossier);
  dossier.set_content_sha256(content);
  dossier.set_accepted_sha256(content);
  *dossier.mutable_accept_time() = dossier.update_time();
  SetReview(v1::Review::ACCEPTED, v1::Review::RETURN_REASON_UNSPECIFIED, std::move(note), actor, &dossier);
  return dossier;
}

absl::StatusOr<v1::Dossier> GiveUp(v1::Dossier dossier, std::string reason, const Actor& actor) {
  if (dossier.state() == v1::Dossier::CLOSED) return Closed(dossier);
  if (dossier.state() == v1::Dossier::WITHDRAWN) {
    return status::FailedPrecondition(v1::DOSSIER_WITHDRAWN, {{"name", dossier.name()}});
  }
  EndAcceptance(&dossier);
  Enter(v1::Dossier::WITHDRAWN, std::move(reason), actor, &dossier);
  CatchUp(actor, &dossier);
  return dossier;
}

absl::StatusOr<v1::Dossier> Reopen(v1::Dossier dossier, std::string reason, const Actor& actor) {
  if (dossier.state() != v1::Dossier::WITHDRAWN) return WrongState(v1::DOSSIER_NOT_WITHDRAWN, dossier);
  Enter(v1::Dossier::OPEN, std::move(reason), actor, &dossier);
  return dossier;
}

absl::StatusOr<v1::Dossier> Close(v1::Dossier dossier, std::string reason, absl::CivilDay keep_until,
                                  const Actor& actor) {
  const v1::Dossier::State state = dossier.state();
  if (state == v1::Dossier::CLOSED) return Closed(dossier);
  if (state != v1::Dossier::ACCEPTED && state != v1::Dossier::RETURNED && state != v1::Dossier::WITHDRAWN) {
    return status::FailedPrecondition(v1::DOSSIER_UNFINISHED,
                                      {{"name", dossier.name()}, {"state", v1::Dossier::State_Name(state)}});
  }
  if (keep_until < civil::Today(actor.now)) return Invalid("keep_until_date", v1::IN_PAST);
  Enter(v1::Dossier::CLOSED, std::move(reason), actor, &dossier);
  *dossier.mutable_keep_until_date() = civil::ToDate(keep_until);
  dossier.clear_moves_to();
  return dossier;
}

absl::StatusOr<v1::Dossier> KeepLonger(v1::Dossier dossier, absl::CivilDay keep_until, const v1::Basis& basis,
                                       const Actor& actor) {
  if (dossier.state() != v1::Dossier::CLOSED) {
    return status::FailedPrecondition(
        v1::DOSSIER_UNFINISHED,
        {{"name", dossier.name()}, {"state", v1::Dossier::State_Name(dossier.state())}, {"cause", "keep"}});
  }
  const absl::CivilDay kept = civil::FromDate(dossier.keep_until_date());
  if (keep_until <= kept) {
    return status::FailedPrecondition(v1::RETENTION_SHORTENED,
                                      {{"name", dossier.name()}, {"keep_until", civil::Format(kept)}});
  }
  *dossier.mutable_keep_until_date() = civil::ToDate(keep_until);
  *dossier.mutable_keep_basis() = basis;
  *dossier.mutable_update_time() = civil::ToTimestamp(actor.now);
  return dossier;
}

bool IsUnderWay(const v1::Dossier& dossier) {
  return dossier.state() != v1::Dossier::ACCEPTED && dossier.state() != v1::Dossier::CLOSED;
}

v1::Dossier Void(v1::Dossier dossier, v1::Dossier::Cause cause, const Actor& actor) {
  EndAcceptance(&dossier);
  Enter(v1::Dossier::UNDER_REVIEW, "", actor, &dossier).set_cause(cause);
  CatchUp(actor, &dossier);
  return dossier;
}

absl::StatusOr<v1::Dossier> StandFor(const v1::Dossier& before, v1::Dossier after, const Actor& actor) {
  const bool accepted = before.state() == v1::Dossier::ACCEPTED;
  if (!accepted) RETURN_IF_ERROR(RequireOpen(before));
  const bool same = before.position_kind() == after.position_kind() && before.candidacy() == after.candidacy() &&
                    before.rule_set() == after.rule_set();
  if (same) return after;
  if (!accepted) *after.mutable_update_time() = civil::ToTimestamp(actor.now);
  return !accepted ? after : Void(std::move(after), v1::Dossier::POSITION_CHANGED, actor);
}

bool IsGatheredBy(const v1::Dossier& dossier, const std::string& organisation) {
  const std::string& at = dossier.moves_to().empty() ? dossier.organisation() : dossier.moves_to();
  return dossier.state() != v1::Dossier::CLOSED && at == organisation;
}

v1::Dossier Follow(v1::Dossier dossier, const std::string& from, const std::string& to, const Actor& actor) {
  if (from == to || !IsGatheredBy(dossier, from)) return dossier;
  if (dossier.state() == v1::Dossier::ACCEPTED) {
    dossier.set_moves_to(to == dossier.organisation() ? "" : to);
    return dossier;
  }
  MoveTo(to, actor, &dossier);
  return dossier;
}

bool Goes(const v1::Dossier& before, const v1::Dossier& after) {
  return before.organisation() != after.organisation() || before.moves_to() != after.moves_to();
}

}  // namespace congress::dossiers
