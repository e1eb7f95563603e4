#include "services/dossiers/domain/alerts.h"

#include "platform/alerts/alerts.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/suspension.h"

namespace congress::dossiers {
namespace {

using alerts::v1::Alert;

Alert Worded(Alert alert, const status::Metadata& filled, status::Language language) {
  alert.set_description(status::Teller(language)(alert.kind(), filled));
  return alert;
}

}  // namespace

std::vector<Alert> PaperAlerts(const v1::DossierCompleteness& judged, absl::CivilDay day, status::Language language) {
  std::vector<Alert> alerts;
  for (const auto* gaps : {&judged.expired(), &judged.expiring()}) {
    for (const v1::RequirementGap& gap : *gaps) {
      alerts.push_back(Worded(alerts::AlertOn(Alert::PAPER_EXPIRES, judged.dossier(), judged.organisation(),
                                              civil::FromDate(gap.last_valid_date()), day),
                              {{"item", gap.title()}}, language));
    }
  }
  return alerts;
}

std::optional<Alert> AlertOf(const v1::Dossier& dossier, const std::string& organisation, absl::CivilDay day,
                             status::Language language) {
  const bool begun = dossier.state() == v1::Dossier::UNDER_REVIEW;
  if (!begun && dossier.state() != v1::Dossier::SUBMITTED) return std::nullopt;
  return Worded(alerts::AlertOn(begun ? Alert::DOSSIER_REVIEW : Alert::DOSSIER_SUBMITTED, dossier.name(),
                                dossier.organisation(), std::nullopt, day),
                {{"organisation", organisation}}, language);
}

std::optional<Alert> AlertOf(const v1::PositionSlot& slot, std::optional<int> taken_up, const std::string& organisation,
                             absl::CivilDay day, status::Language language) {
  const int left = slot.norm() - slot.filled_count() - taken_up.value_or(0);
  if (left <= 0) return std::nullopt;
  return Worded(alerts::AlertOn(taken_up.has_value() ? Alert::POSITION_UNPLANNED : Alert::POSITION_VACANT, slot.name(),
                                slot.organisation(), std::nullopt, day),
                {{"position", slot.display_name()}, {"organisation", organisation}, {"count", StrCat(left)}}, language);
}

std::optional<Alert> AlertOf(const v1::Verification& verification, const std::string& addressee, absl::CivilDay day,
                             status::Language language) {
  if (verification.state() != v1::Verification::REQUESTED) return std::nullopt;
  return Worded(alerts::AlertOn(Alert::VERIFICATION, verification.name(), verification.organisation(),
                                civil::FromDate(verification.due_date()), day),
                {{"addressee", addressee}, {"number", verification.request_number()}}, language);
}

std::optional<Alert> AlertOf(const v1::Package& package, const std::string& receiver, absl::CivilDay day,
                             status::Language language) {
  if (package.state() != v1::Package::SENT && package.state() != v1::Package::RECEIVED) return std::nullopt;
  return Worded(alerts::AlertOn(Alert::PACKAGE, package.name(), package.organisation(), std::nullopt, day),
                {{"title", package.title()}, {"receiver", receiver}}, language);
}

std::optional<Alert> AlertOf(const v1::Suspension& suspension, absl::CivilDay day, status::Language language) {
  if (!IsActive(suspension, day)) return std::nullopt;
  return Worded(alerts::AlertOn(Alert::SUSPENSION, suspension.name(), suspension.organisation(), std::nullopt, day),
                {{"begin", civil::Format(civil::FromDate(suspension.begin_date()))}}, language);
}

bool IsGraded(Alert::Kind kind) {
  return kind == Alert::POSITION_UNPLANNED || kind == Alert::VERIFICATION || kind == Alert::PACKAGE ||
         kind == Alert::SUSPENSION;
}

}  // namespace congress::dossiers
