#include "cli/demo/steps.h"
#include "cli/output.h"
#include "congress/preparation/v1/alert_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

using Alerts = preparation::v1::AlertService;
using alerts::v1::Alert;

// All pages as one; the gaps are those of the last.
template <class Request, class Response>
absl::StatusOr<Response> AllOf(const Work& work, rpc::UnaryMethod<Alerts::StubInterface, Request, Response> method,
                               const Request& request) {
  const auto stub = Alerts::NewStub(work.preparer.channel());
  Response all;
  RETURN_IF_ERROR(work.preparer.AskAll(*stub, method, request, [&](const Response& page) {
    all.clear_gaps();
    all.MergeFrom(page);
  }));
  return all;
}

}  // namespace

absl::Status ShowInbox(Work& work) {
  preparation::v1::ListInboxRequest mine;
  *mine.mutable_as_of() = civil::ToDate(work.begun());
  ASSIGN_OR_RETURN(const auto inbox, AllOf(work, &Alerts::StubInterface::ListInbox, mine));
  RETURN_IF_ERROR(work.output.Write("inbox.csv", Render(inbox, Format::kCsv)));
  preparation::v1::ListAlertsRequest late;
  *late.mutable_as_of() = civil::ToDate(work.judged());
  late.set_least(Alert::OVERDUE);
  ASSIGN_OR_RETURN(const auto overdue, AllOf(work, &Alerts::StubInterface::ListAlerts, late));
  RETURN_IF_ERROR(work.output.Write("overdue.csv", Render(overdue, Format::kCsv)));
  work.progress.Tell("   In the inbox of %s on %s: %d; overdue on %s: %d: inbox.csv, overdue.csv",
                     "   Việc chờ %s ngày %s: %d; quá hạn ngày %s: %d: inbox.csv, overdue.csv",
                     work.province().attendance().attendees(0).title(), DayTold(work.begun()), inbox.alerts_size(),
                     DayTold(work.judged()), overdue.alerts_size());
  for (const auto* list : {&inbox.alerts(), &overdue.alerts()}) {
    if (!list->empty()) work.progress.Say(StrCat("   ", (*list)[0].description()));
  }
  return absl::OkStatus();
}

}  // namespace congress::cli::demo
