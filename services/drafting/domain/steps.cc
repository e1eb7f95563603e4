#include "services/drafting/domain/steps.h"

#include <algorithm>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/approval.h"
#include "services/drafting/domain/places.h"
#include "services/drafting/domain/sign_off.h"

namespace congress::drafting {
namespace {

// Whether `to` may follow `from`, both places in `steps`.
bool MayFollow(const v1::StepRule& from, int from_place, const v1::StepRule& to, int to_place) {
  if (from.next().empty()) return to_place == from_place + 1;
  return std::find(from.next().begin(), from.next().end(), to.id()) != from.next().end();
}

// At a step that freezes, the text becomes a milestone.
void PutAt(v1::Document& document, int place, absl::CivilDay day) {
  v1::DocumentStep& step = *document.mutable_steps(place);
  *step.mutable_actual_date() = civil::ToDate(day);
  document.set_current_step(place + 1);
  if (!IsFrozen(document)) return;
  const int draft = DraftOf(document);
  v1::Milestone& milestone = *document.add_milestones();
  milestone.set_draft(draft);
  milestone.set_revision(document.latest_revision());
  milestone.set_sha256(document.sha256());
  milestone.set_step(step.rule().id());
  *milestone.mutable_date() = step.actual_date();
  *milestone.mutable_authors() = document.authors();
}

void MoveTo(v1::Document& document, int place, absl::CivilDay day, const std::string& reason, const Act& act) {
  v1::StepMove& move = *document.add_moves();
  move.set_from_step(CurrentStep(document).rule().id());
  move.set_to_step(document.steps(place).rule().id());
  *move.mutable_date() = civil::ToDate(day);
  move.set_reason(reason);
  move.set_author(act.account);
  *move.mutable_create_time() = civil::ToTimestamp(act.now);
  *document.mutable_update_time() = move.create_time();
  PutAt(document, place, day);
}

absl::Status RoundNotClosed(const v1::DocumentStep& step) {
  return status::FailedPrecondition(v1::ROUND_NOT_CLOSED, {{"step", step.rule().id()},
                                                           {"open_rounds", StrCat(step.open_rounds())},
                                                           {"closed_rounds", StrCat(step.closed_rounds())},
                                                           {"cause", step.open_rounds() > 0 ? "open" : "none"}});
}

absl::Status CheckRoundClosed(const v1::DocumentStep& step) {
  if (!step.rule().requires_closed_round() || (step.closed_rounds() > 0 && step.open_rounds() == 0)) {
    return absl::OkStatus();
  }
  return RoundNotClosed(step);
}

absl::Status CheckActualDate(const v1::DocumentStep& current, absl::CivilDay actual, absl::CivilDay today) {
  const absl::CivilDay reached = civil::FromDate(current.actual_date());
  if (actual >= reached && actual <= today) return absl::OkStatus();
  return status::FailedPrecondition(v1::DATE_OUT_OF_ORDER, {{"date", civil::Format(actual)},
                                                            {"reached_date", civil::Format(reached)},
                                                            {"today", civil::Format(today)},
                                                            {"cause", actual > today ? "future" : "before"}});
}

}  // namespace

absl::Status DocumentIssued(const v1::Document& document) {
  return status::FailedPrecondition(v1::DOCUMENT_ISSUED, {{"paper", document.issued_paper()}});
}

int DraftOf(const v1::Document& document) {
  if (document.milestones().empty()) return 1;
  const int last = document.milestones(document.milestones_size() - 1).draft();
  return IsMilestone(document) ? last : last + 1;
}

int DraftOf(const v1::Document& document, const v1::Revision& revision) {
  // Revisions of a document sort by their names.
  const auto frozen = std::find_if(document.milestones().begin(), document.milestones().end(),
                                   [&](const v1::Milestone& one) { return one.revision() >= revision.name(); });
  return frozen == document.milestones().end() ? DraftOf(document) : frozen->draft();
}

bool IsMilestone(const v1::Document& document) {
  return !document.milestones().empty() &&
         document.milestones(document.milestones_size() - 1).sha256() == document.sha256();
}

absl::Status BeginSteps(const StepRules& rules, const PlannedSteps& planned, absl::CivilDay today,
                        v1::Document& document) {
  document.clear_steps();
  for (const v1::StepRule& rule : rules) *document.add_steps()->mutable_rule() = rule;
  CompleteLast(document.mutable_steps(document.steps_size() - 1)->mutable_rule());
  RETURN_IF_ERROR(SetPlan(planned, document));
  PutAt(document, 0, today);
  return absl::OkStatus();
}

bool IsSubmitted(const v1::Document& document, int place) {
  if (place < 0) return false;
  const v1::StepRule& rule = document.steps(place).rule();
  return place + 1 == document.steps_size() || !rule.signoffs().empty() || rule.requires_approval();
}

absl::Status CheckNoOpinionOut(const v1::Document& document, const OpinionsLeft& left) {
  for (const v1::DocumentStep& one : document.steps()) {
    if (one.open_rounds() > 0) return RoundNotClosed(one);
  }
  if (left.undisposed == 0) return absl::OkStatus();
  return status::FailedPrecondition(v1::OPINIONS_UNDISPOSED,
                                    {{"undisposed", StrCat(left.undisposed)}, {"cause", "cancelled"}});
}

absl::Status CheckAllAnswered(const v1::Document& document, const OpinionsLeft& left) {
  RETURN_IF_ERROR(CheckNoOpinionOut(document, left));
  if (left.upheld > 0) return status::FailedPrecondition(v1::OPINIONS_NOT_CARRIED, {{"upheld", StrCat(left.upheld)}});
  if (left.unpublished == 0) return absl::OkStatus();
  return status::FailedPrecondition(v1::DISPOSITIONS_UNPUBLISHED, {{"unpublished", StrCat(left.unpublished)}});
}

absl::StatusOr<v1::Document> AdvanceStep(v1::Document document, const std::string& step, absl::CivilDay actual,
                                         const Act& act, const Sisters& sisters, const Approvals& approvals,
                                         const OpinionsLeft& left) {
  const int place = PlaceOfStep(document, step);
  if (place < 0) return StepUnknown(step);
  const v1::DocumentStep& current = CurrentStep(document);
  if (!MayFollow(current.rule(), document.current_step() - 1, document.steps(place).rule(), place)) {
    return status::FailedPrecondition(v1::STEP_OUT_OF_ORDER, {{"step", step}, {"current_step", current.rule().id()}});
  }
  RETURN_IF_ERROR(CheckRoundClosed(current));
  if (place + 1 == document.steps_size()) {
    RETURN_IF_ERROR(CheckAllAnswered(document, left));
  } else if (IsSubmitted(document, place)) {
    RETURN_IF_ERROR(CheckNoOpinionOut(document, left));
  }
  RETURN_IF_ERROR(CheckActualDate(current, actual, civil::Today(act.now)));
  RETURN_IF_ERROR(CheckSigned(document, place));
  RETURN_IF_ERROR(CheckApproved(document, place, approvals));
  RETURN_IF_ERROR(CheckSisters(document, place, sisters));
  MoveTo(document, place, actual, "", act);
  return document;
}

absl::StatusOr<v1::Document> ReturnStep(v1::Document document, const std::string& step, const std::string& reason,
                                        const Act& act) {
  const int place = PlaceOfStep(document, step);
  if (place < 0) return StepUnknown(step);
  const v1::DocumentStep& current = CurrentStep(document);
  if (place + 1 >= document.current_step()) {
    return status::FailedPrecondition(v1::STEP_NOT_EARLIER, {{"step", step}, {"current_step", current.rule().id()}});
  }
  if (!document.issued_paper().empty()) return DocumentIssued(document);
  // Units would go on giving opinions on a text that is taken back.
  if (current.open_rounds() > 0) return RoundNotClosed(current);
  for (int behind = place + 1; behind < document.steps_size(); ++behind) {
    document.mutable_steps(behind)->clear_actual_date();
  }
  MoveTo(document, place, civil::Today(act.now), reason, act);
  return document;
}

}  // namespace congress::drafting
