#include "services/drafting/alert_service.h"

#include "platform/rpc/alert_list.h"
#include "platform/rpc/query.h"
#include "platform/status/macros.h"
#include "services/drafting/domain/alerts.h"
#include "services/drafting/records.h"

namespace congress::drafting {
namespace {

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
  rpc::AlertList list(call, request);
  const absl::CivilDay day = list.day();
  RETURN_IF_ERROR(kDocuments.Visit(
      call, "congresses/", [&](const v1::Document& document) { list.Add(AlertOf(document, day, call.language())); }));
  ASSIGN_OR_RETURN(const auto invitations, invitations_.LoadAll(call, "congresses/"));
  for (const v1::Invitation& invitation : invitations) {
    const bool told = call.Holds(invitations_.read_permission(), invitation.organisation()) ||
                      call.Holds(invitations_.read_permission(), invitation.collector());
    if (told) list.Add(AlertOf(invitation, call.NameOf(invitation.organisation()), day, call.language()));
  }
  RETURN_IF_ERROR(
      VisitWaiting(call, [&](const v1::IncomingPaper& paper) { list.Add(AlertOf(paper, day, call.language())); }));
  return list.Page<v1::ListDraftingAlertsResponse>();
}

}  // namespace congress::drafting
