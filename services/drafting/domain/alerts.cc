#include "services/drafting/domain/alerts.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "platform/civil/civil.h"
#include "services/drafting/domain/progress.h"
#include "services/drafting/domain/round.h"

namespace congress::drafting {
namespace {

using alerts::v1::Alert;

constexpr int kSoonDays = 7;

Alert AlertOn(Alert::Kind kind, const std::string& resource, const std::string& organisation,
              const google::type::Date& due, absl::CivilDay day) {
  const absl::CivilDay last = civil::FromDate(due);
  Alert alert;
  alert.set_kind(kind);
  alert.set_resource(resource);
  alert.set_organisation(organisation);
  *alert.mutable_day() = due;
  alert.set_level(last < day ? Alert::OVERDUE : last <= day + kSoonDays ? Alert::DUE_SOON : Alert::OPEN);
  return alert;
}

}  // namespace

std::optional<Alert> AlertOf(const v1::Document& document, absl::CivilDay day, status::Language language) {
  for (int place = document.current_step(); place < document.steps_size(); ++place) {
    const v1::DocumentStep& step = document.steps(place);
    if (!step.has_planned_date()) continue;
    Alert alert = AlertOn(Alert::DOCUMENT_STEP, document.name(), document.organisation(), step.planned_date(), day);
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
  Alert alert = AlertOn(Alert::OPINIONS, shown.name(), shown.organisation(), shown.last_date(), day);
  alert.set_description(status::Teller(language)(alert.kind(), {{"document", shown.document_display_name()},
                                                                {"round", shown.round_display_name()},
                                                                {"organisation", organisation}}));
  return alert;
}

std::optional<Alert> AlertOf(const v1::IncomingPaper& paper, absl::CivilDay day, status::Language language) {
  if (!paper.has_due_date() || !paper.answered_by().empty()) return std::nullopt;
  Alert alert = AlertOn(Alert::INCOMING_PAPER, paper.name(), paper.organisation(), paper.due_date(), day);
  alert.set_description(status::Teller(language)(
      alert.kind(), {{"number", paper.number()}, {"issuer", paper.issuer()}, {"abstract", paper.abstract()}}));
  return alert;
}

void SortAlerts(std::vector<Alert>* alerts) {
  const auto key = [](const Alert& alert) {
    return std::make_tuple(-alert.level(), civil::FromDate(alert.day()), alert.resource());
  };
  std::sort(alerts->begin(), alerts->end(),
            [&](const Alert& one, const Alert& other) { return key(one) < key(other); });
}

}  // namespace congress::drafting
