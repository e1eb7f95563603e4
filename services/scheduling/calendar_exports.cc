// ExportCalendar: meetings as a calendar file, a programme or a matrix.
#include <utility>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/paper/build.h"
#include "platform/paper/paper.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/attendance_matrix.h"
#include "services/scheduling/domain/icalendar.h"
#include "services/scheduling/domain/programme.h"
#include "services/scheduling/schedule.h"
#include "services/scheduling/shown_meetings.h"

namespace congress::scheduling {
namespace {

using Request = v1::ExportCalendarRequest;

// Seconds from year 1 to 9999, the range of a calendar's dates.
constexpr int64_t kEarliest = -62'135'596'800;
constexpr int64_t kLatest = 253'402'300'799;

absl::StatusOr<std::optional<absl::Time>> StampOf(const Request& request) {
  std::optional<absl::Time> stamp;
  if (!request.has_stamp_time()) return stamp;
  const int64_t seconds = request.stamp_time().seconds();
  status::Violations violations;
  if (seconds < kEarliest || seconds > kLatest) violations.Add("stamp_time", v1::YEAR_NOT_WRITABLE);
  RETURN_IF_ERROR(violations.ToStatus());
  stamp = civil::FromTimestamp(request.stamp_time());
  return stamp;
}

bool AsksForPaper(const Request& request) {
  return request.format() == Request::PROGRAMME || request.format() == Request::ATTENDANCE_MATRIX ||
         paper::MeansPaper(request) || (request.format() == Request::FORMAT_UNSPECIFIED && request.workbook());
}

}  // namespace

absl::StatusOr<v1::ExportCalendarResponse> Schedule::AsPaper(rpc::Call& call, const Request& request,
                                                             const std::vector<v1::Meeting>& meetings) const {
  const auto name_of = NamesFor(call, meetings);
  const bool matrix = request.format() == Request::ATTENDANCE_MATRIX;
  paper::v1::Paper paper;
  if (matrix) {
    ASSIGN_OR_RETURN(const auto members, MembersToShow(call, request.body()));
    auto made = AttendanceMatrixPaper(meetings, members, name_of, request, call.language());
    if (!made.has_value()) return paper::NothingToPrint(request.parent(), request.organisation());
    paper = *std::move(made);
  } else {
    paper = ProgrammePaper(meetings, name_of, request, call.language());
  }
  ASSIGN_OR_RETURN(paper::File file, request.workbook() ? paper::RenderWorkbook(paper)
                                                        : paper::Render(paper, request.paper_format(), layout_));
  v1::ExportCalendarResponse response;
  response.set_content_type(file.media_type);
  response.set_file_name(StrCat(matrix ? "attendance" : "programme", file.extension));
  response.set_content(std::move(file.content));
  response.set_event_count(static_cast<int>(meetings.size()));
  return response;
}

absl::StatusOr<v1::ExportCalendarResponse> Schedule::Export(rpc::Call& call, const Request& request) const {
  if (!request.organisation().empty()) RETURN_IF_ERROR(call.Require(request.organisation()));
  if (!request.body().empty()) RETURN_IF_ERROR(call.Require(request.body()));
  call.Filtered();
  ASSIGN_OR_RETURN(const auto stamp, StampOf(request));
  ASSIGN_OR_RETURN(ShownMeetings shown, MeetingsToShow(call, call.permission(),
                                                       {.congress = OfAllCongresses(request) ? "" : request.parent(),
                                                        .organisation = request.organisation(),
                                                        .post = request.post(),
                                                        .body = request.body()}));
  if (shown.meetings.empty()) {
    return paper::NothingToPrint(request.parent(), request.organisation(), shown.others > 0 ? request.post() : "");
  }
  if (AsksForPaper(request)) {
    std::erase_if(shown.meetings, [](const v1::Meeting& meeting) { return meeting.state() == v1::Meeting::CANCELLED; });
    if (shown.meetings.empty()) return paper::NothingToPrint(request.parent(), request.organisation());
    return AsPaper(call, request, shown.meetings);
  }
  v1::ExportCalendarResponse response;
  response.set_content_type("text/calendar; charset=utf-8");
  response.set_file_name("meetings.ics");
  ASSIGN_OR_RETURN(std::string suite_id, SuiteOf(call));
  CalendarFile file = WriteCalendar(shown.meetings, stamp,
                                    {.suite_id = std::move(suite_id),
                                     .name_of = NamesFor(call),
                                     .title = OfAllCongresses(request) ? "" : "Lịch đại hội"});
  // Nor would a file without any entry say what it means.
  if (file.event_count == 0) return paper::NothingToPrint(request.parent(), request.organisation());
  response.set_content(std::move(file.text));
  response.set_event_count(file.event_count);
  return response;
}

}  // namespace congress::scheduling
