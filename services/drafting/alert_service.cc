#include "services/drafting/alert_service.h"

#include <optional>
#include <utility>
#include <vector>

#include "platform/civil/civil.h"
#include "platform/rpc/query.h"
#include "platform/status/macros.h"
#include "services/drafting/domain/alerts.h"
#include "services/drafting/records.h"

namespace congress::drafting {
namespace {

using alerts::v1::Alert;

// Shows `visit` the papers that wait for an answer, as far as the caller may read them: few among all that ever came.
template <class Visit>
absl::Status VisitWaiting(rpc::Call& call, Visit visit) {
  rpc::Query<v1::IncomingPaper> query;
  query.filter.push_back({.field = "open_due_date", .op = rpc::Term::Operator::kGreater, .value = "0000"});
  rpc::PageRequest next;
  next.page_size = rpc::kMaxPageSize;
  do {
    ASSIGN_OR_RETURN(const auto page, kIncomingPapers.Find(call, "incomingPapers/", next, query));
    for (const v1::IncomingPaper& paper : page.items) visit(paper);
    next.page_token = page.next_page_token;
  } while (!next.page_token.empty());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ListDraftingAlertsResponse> AlertService::ListDraftingAlerts(
    rpc::Call& call, const v1::ListDraftingAlertsRequest& request) const {
  call.Filtered();
  const absl::CivilDay day = request.has_as_of() ? civil::FromDate(request.as_of()) : civil::Today(call.now());
  std::vector<Alert> all;
  const auto add = [&](std::optional<Alert> alert) {
    if (!alert.has_value() || alert->level() < request.least()) return;
    if (request.has_until() && civil::FromDate(alert->day()) > civil::FromDate(request.until())) return;
    if (call.IsOf(alert->organisation(), request.organisation())) all.push_back(*std::move(alert));
  };
  RETURN_IF_ERROR(kDocuments.Visit(
      call, "congresses/", [&](const v1::Document& document) { add(AlertOf(document, day, call.language())); }));
  ASSIGN_OR_RETURN(const auto invitations, invitations_.LoadAll(call, "congresses/"));
  for (const v1::Invitation& invitation : invitations) {
    const bool told = call.Holds(invitations_.read_permission(), invitation.organisation()) ||
                      call.Holds(invitations_.read_permission(), invitation.collector());
    if (told) add(AlertOf(invitation, call.NameOf(invitation.organisation()), day, call.language()));
  }
  RETURN_IF_ERROR(
      VisitWaiting(call, [&](const v1::IncomingPaper& paper) { add(AlertOf(paper, day, call.language())); }));
  SortAlerts(&all);
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), all.size()));
  v1::ListDraftingAlertsResponse listed;
  for (size_t i = slice.begin; i < slice.end; ++i) *listed.add_alerts() = std::move(all[i]);
  listed.set_next_page_token(slice.next_page_token);
  return listed;
}

}  // namespace congress::drafting
