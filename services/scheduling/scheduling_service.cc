#include "services/scheduling/scheduling_service.h"

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "services/scheduling/domain/affected.h"
#include "services/scheduling/domain/window.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/records.h"

namespace congress::scheduling {
namespace {

absl::Status WindowInUse(const std::string& window, const Hits& hits) {
  return status::FailedPrecondition(v1::WINDOW_IN_USE,
                                    {{"window", window}, {"count", StrCat(hits.count)}, {"meeting", hits.first}});
}

// Whether its calendar is there and covers it. Whoever sets a window may count by any calendar, also the province's.
absl::Status CheckCovered(rpc::Call& call, const v1::Window& window) {
  status::Refusals refusals;
  const auto calendar = kCalendars.Load(call, window.calendar());
  RETURN_IF_ERROR(refusals.Note("window.calendar", calendar.status()));
  if (calendar.ok()) {
    const auto days =
        WorkingDays(*calendar).Within(civil::FromDate(window.first_day()), civil::FromDate(window.last_day()));
    RETURN_IF_ERROR(refusals.Note("window.calendar", days.status()));
  }
  return refusals.ToStatus();
}

}  // namespace

absl::StatusOr<v1::Window> SchedulingService::CreateWindow(rpc::Call& call,
                                                           const v1::CreateWindowRequest& request) const {
  v1::Window window = request.window();
  RETURN_IF_ERROR(CheckWindow(window));
  RETURN_IF_ERROR(call.Require(window.organisation()));
  RETURN_IF_ERROR(CheckCovered(call, window));
  window.set_name(StrCat(request.parent(), "/windows/", request.window_id()));
  *window.mutable_create_time() = civil::ToTimestamp(call.now());
  *window.mutable_update_time() = window.create_time();
  return kWindows.Create(call, std::move(window));
}

absl::StatusOr<v1::Window> SchedulingService::GetWindow(rpc::Call& call, const v1::GetWindowRequest& request) const {
  return kWindows.Get(call, request.name());
}

absl::StatusOr<v1::ListWindowsResponse> SchedulingService::ListWindows(rpc::Call& call,
                                                                       const v1::ListWindowsRequest& request) const {
  const auto matches = [&](const v1::Window& window) {
    return request.level() == v1::Window::LEVEL_UNSPECIFIED || window.level() == request.level();
  };
  ASSIGN_OR_RETURN(auto page,
                   kWindows.ListNaturally(call, request.parent() + "/windows/", rpc::PageOf(request), matches));
  v1::ListWindowsResponse answer;
  for (v1::Window& window : page.items) *answer.add_windows() = std::move(window);
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::UpdateWindowResponse> SchedulingService::UpdateWindow(rpc::Call& call,
                                                                         const v1::UpdateWindowRequest& request) const {
  const v1::Window& patch = request.window();
  RETURN_IF_ERROR(RequireName(patch.name(), "window.name"));
  Hits hits;
  v1::UpdateWindowResponse response;
  ASSIGN_OR_RETURN(
      *response.mutable_window(),
      kWindows.Mutate(call, patch.name(), EtagOf(request, patch), [&](v1::Window window) -> absl::StatusOr<v1::Window> {
        const v1::Window before = window;
        RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &window));
        RETURN_IF_ERROR(CheckWindow(window));
        RETURN_IF_ERROR(CheckCovered(call, window));
        ASSIGN_OR_RETURN(const auto meetings, kMeetings.LoadAll(call, "meetings/"));
        for (const v1::Meeting& meeting : meetings) {
          if (meeting.window() != window.name()) continue;
          auto hit = HitByWindow(meeting, before, window, civil::Today(call.now()), call.language());
          if (hit.has_value()) AddHit(call, meeting, *std::move(hit), &hits);
        }
        *window.mutable_update_time() = civil::ToTimestamp(call.now());
        return window;
      }));
  if (hits.count > 0 && !request.allow_affected() && !request.validate_only()) return WindowInUse(patch.name(), hits);
  TellHits(hits, &response);
  return response;
}

absl::StatusOr<google::protobuf::Empty> SchedulingService::DeleteWindow(rpc::Call& call,
                                                                        const v1::DeleteWindowRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Window window, kWindows.Get(call, request.name()));
  RETURN_IF_ERROR(kWindows.CheckEtag(window, request.etag()));
  ASSIGN_OR_RETURN(const auto meetings, kMeetings.LoadAll(call, "meetings/"));
  Hits hits;
  for (const v1::Meeting& meeting : meetings) {
    if (meeting.window() == window.name()) AddHit(call, meeting, {}, &hits);
  }
  if (hits.count > 0) return WindowInUse(window.name(), hits);
  kWindows.Delete(call, window.name());
  return google::protobuf::Empty();
}

absl::StatusOr<v1::ExportCalendarResponse> SchedulingService::ExportCalendar(
    rpc::Call& call, const v1::ExportCalendarRequest& request) const {
  return schedule_.Export(call, request);
}

absl::StatusOr<v1::GetSchedulingReadinessResponse> SchedulingService::GetSchedulingReadiness(
    rpc::Call& call, const v1::GetSchedulingReadinessRequest& request) const {
  return schedule_.Readiness(call, request);
}

}  // namespace congress::scheduling
