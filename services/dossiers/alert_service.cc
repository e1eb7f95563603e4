#include "services/dossiers/alert_service.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "platform/rpc/alert_list.h"
#include "services/dossiers/domain/alerts.h"
#include "services/dossiers/domain/lifecycle.h"
#include "services/dossiers/domain/names.h"
#include "services/dossiers/judging.h"
#include "services/dossiers/package_records.h"
#include "services/dossiers/package_service.h"
#include "services/dossiers/plan_decisions.h"
#include "services/dossiers/plan_lacks.h"
#include "services/dossiers/plan_records.h"
#include "services/dossiers/position_records.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"
#include "services/dossiers/verification_service.h"

namespace congress::dossiers {
namespace {

using alerts::v1::Alert;
using Listing = rpc::AlertList<v1::ListDossierAlertsRequest>;

// Papers that end, and reviews that wait. Papers are told up to the caller's clearance, as everywhere.
absl::Status AddDossiers(rpc::Call& call, Listing* list) {
  std::vector<v1::Dossier> dossiers;
  std::set<std::string> congresses;
  RETURN_IF_ERROR(kDossiers.Visit(
      call, "congresses/",
      [&](const v1::Dossier& dossier) {
        if (IsPutAway(dossier) || !list->IsAskedFor(dossier.organisation())) return;
        dossiers.push_back(dossier);
        congresses.insert(CongressOf(dossier.name()));
      },
      rpc::Fields::kUngraded));
  ASSIGN_OR_RETURN(Judging judging, Judging::Begin(call, list->day(), list->day() + kPaperDays + 1));
  for (const std::string& congress : congresses) RETURN_IF_ERROR(judging.ReadAll(call, congress));
  for (const v1::Dossier& dossier : dossiers) {
    for (Alert& alert : PaperAlerts(judging.Of(call, dossier), list->day(), call.language())) {
      list->Add(std::move(alert));
    }
    list->Add(AlertOf(dossier, call.NameOf(dossier.organisation()), list->day(), call.language()));
  }
  return absl::OkStatus();
}

// Vacant places. Who may know of plans and candidates is told of those that nobody is planned for; others of all, lest
// they find out by what is left out.
absl::Status AddPositions(rpc::Call& call, Listing* list) {
  std::vector<v1::PositionSlot> vacant;
  RETURN_IF_ERROR(kPositionSlots.Visit(
      call, "congresses/",
      [&](const v1::PositionSlot& slot) {
        if (slot.filled_count() < slot.norm() && list->IsAskedFor(slot.organisation())) vacant.push_back(slot);
      },
      rpc::Fields::kUngraded));
  std::map<std::string, Planned> planned;
  for (v1::PositionSlot& slot : vacant) {
    std::optional<int> taken_up;
    if (call.Holds(kPersonnelPlans.read_permission(), slot.organisation())) {
      const std::string congress = CongressOf(slot.name());
      if (!planned.contains(congress)) {
        std::set<std::string> damaged;
        ASSIGN_OR_RETURN(const auto plans, PlansOf(call, congress, &damaged));
        ASSIGN_OR_RETURN(planned[congress], PlannedIn(call, plans));
      }
      ASSIGN_OR_RETURN(slot, WithCandidates(call, std::move(slot)));
      // Who is planned has often been proposed before.
      taken_up = std::max(slot.candidates_size(), planned[congress].places[slot.name()]);
    }
    list->Add(AlertOf(slot, taken_up, call.NameOf(slot.organisation()), list->day(), call.language()));
  }
  return absl::OkStatus();
}

// For who asked and for who was asked; nobody is told of their own case.
absl::Status AddVerifications(rpc::Call& call, const Names& own, Listing* list) {
  const auto may_read = [&](const v1::Verification& one) { return MayReadVerification(call, one); };
  ASSIGN_OR_RETURN(const auto all, Legible(call, kVerifications, "verifications/", may_read));
  for (const v1::Verification& one : all) {
    if (own.Has(one.person())) continue;
    list->Add(AlertOf(one, call.NameOf(one.addressee()), list->day(), call.language()), one.addressee());
  }
  return absl::OkStatus();
}

absl::Status AddPackages(rpc::Call& call, const Names& own, Listing* list) {
  const auto may_read = [&](const v1::Package& one) { return MayReadPackage(call, one); };
  ASSIGN_OR_RETURN(const auto all, Legible(call, kPackages, "congresses/", may_read));
  for (const v1::Package& one : all) {
    if (own.HasAny(PersonsIn(one))) continue;
    list->Add(AlertOf(one, call.NameOf(one.receiver()), list->day(), call.language()), one.receiver());
  }
  return absl::OkStatus();
}

absl::Status AddSuspensions(rpc::Call& call, const Names& own, Listing* list) {
  const auto may_read = [&](const v1::Suspension& one) {
    return call.Holds(kSuspensions.read_permission(), one.organisation());
  };
  ASSIGN_OR_RETURN(const auto all, Legible(call, kSuspensions, "suspensions/", may_read));
  for (const v1::Suspension& one : all) {
    if (own.Has(one.person())) continue;
    list->Add(AlertOf(one, list->day(), call.language()));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ListDossierAlertsResponse> AlertService::ListDossierAlerts(
    rpc::Call& call, const v1::ListDossierAlertsRequest& request) const {
  call.Filtered();
  Listing list(call, request);
  ASSIGN_OR_RETURN(const Names own, OwnNames(call));
  RETURN_IF_ERROR(AddDossiers(call, &list));
  RETURN_IF_ERROR(AddPositions(call, &list));
  RETURN_IF_ERROR(AddVerifications(call, own, &list));
  RETURN_IF_ERROR(AddPackages(call, own, &list));
  RETURN_IF_ERROR(AddSuspensions(call, own, &list));
  ASSIGN_OR_RETURN(auto page, list.Page<v1::ListDossierAlertsResponse>());
  for (const Alert& alert : page.alerts()) {
    if (IsGraded(alert.kind())) call.ShowsGraded(alert.resource());
  }
  return page;
}

}  // namespace congress::dossiers
