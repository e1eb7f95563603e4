#include "services/drafting/domain/alerts.h"

#include "platform/alerts/alerts.h"
#include "platform/civil/civil.h"
#include "services/drafting/domain/progress.h"
#include "services/drafting/domain/round.h"

namespace congress::drafting {
namespace {

using alerts::v1::Alert;

}  // namespace

std::optional<Alert> AlertOf(const v1::Document& document, absl::CivilDay day, status::Language language) {
  for (int place = document.current_step(); place < document.steps_size(); ++place) {
    const v1::DocumentStep& step = document.steps(place);
    if (!step.has_planned_date()) continue;
    Alert alert = alerts::AlertOn(Alert::DOCUMENT_STEP, document.name(), document.organisation(),
                                  civil::FromDate(step.planned_date()), day);
    alert.set_description(status::Teller(language)(
        alert.kind(), {{"document", document.display_name()}, {"progress", ProgressOf(document, day, language)}}));
    return alert;
  }
  return std::nullopt;
}

std::optional<Alert> AlertOf(const v1::Invitation& invitation, const std::string& organisation, absl::CivilDay day,
                             status::Language language) {
  const v1::Invitation shown = Shown(invitation, day);
  const bool asked = shown.state() == v1::OpinionRound::OPEN || shown.state() == v1::OpinionRound::CONSOLIDATING;
  if (!asked || shown.answer() != v1::ANSWER_UNSPECIFIED) return std::nullopt;
  Alert alert =
      alerts::AlertOn(Alert::OPINIONS, shown.name(), shown.organisation(), civil::FromDate(shown.last_date()), day);
  alert.set_description(status::Teller(language)(alert.kind(), {{"document", shown.document_display_name()},
                                                                {"round", shown.round_display_name()},
                                                                {"organisation", organisation}}));
  return alert;
}

std::optional<Alert> AlertOf(const v1::IncomingPaper& paper, absl::CivilDay day, status::Language language) {
  if (!paper.has_due_date() || !paper.answered_by().empty()) return std::nullopt;
  Alert alert = alerts::AlertOn(Alert::INCOMING_PAPER, paper.name(), paper.organisation(),
                                civil::FromDate(paper.due_date()), day);
  alert.set_description(status::Teller(language)(
      alert.kind(), {{"number", paper.number()}, {"issuer", paper.issuer()}, {"abstract", paper.abstract()}}));
  return alert;
}

}  // namespace congress::drafting
