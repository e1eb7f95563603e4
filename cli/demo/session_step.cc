#include "cli/demo/steps.h"
#include "congress/drafting/v1/number_register_service.grpc.pb.h"
#include "congress/scheduling/v1/conclusion_service.grpc.pb.h"
#include "congress/scheduling/v1/meeting_service.grpc.pb.h"
#include "congress/scheduling/v1/scheduling_service.grpc.pb.h"
#include "congress/scheduling/v1/task_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

using scheduling::v1::ConclusionService;
using scheduling::v1::MeetingService;
using scheduling::v1::SchedulingService;
using scheduling::v1::TaskService;

std::string FirstDay(const scheduling::v1::Meeting& meeting) { return DayTold(meeting.slots(0).date()); }

// The congress of the province itself, on the days that were decided, and announced.
absl::Status EnterOwnCongress(Work& work) {
  const Sessions& input = work.province().sessions();
  const auto windows = SchedulingService::NewStub(work.preparer.channel());
  const auto meetings = MeetingService::NewStub(work.preparer.channel());
  RETURN_IF_ERROR(
      work.preparer.Change("own-window", *windows, &SchedulingService::StubInterface::CreateWindow, input.window())
          .status());
  ASSIGN_OR_RETURN(
      const scheduling::v1::Meeting own,
      work.preparer.Change("own-congress", *meetings, &MeetingService::StubInterface::CreateMeeting, input.congress()));
  scheduling::v1::ReleaseMeetingRequest release;
  release.set_name(own.name());
  ASSIGN_OR_RETURN(const auto announced, work.preparer.Change("own-announced", *meetings,
                                                              &MeetingService::StubInterface::ReleaseMeeting, release));
  const auto& slots = announced.released().slots();
  work.progress.Tell("   The province's own congress is announced: %d days, %s to %s",
                     "   Đã thông báo đại hội của tỉnh: %d ngày, từ %s đến %s", slots.size(),
                     DayTold(slots.begin()->date()), DayTold(slots.rbegin()->date()));
  return absl::OkStatus();
}

// What the hearing concluded, with a number; each item is a task from then on.
absl::StatusOr<scheduling::v1::Conclusion> IssueNotice(Work& work) {
  const Sessions& input = work.province().sessions();
  const auto plans = TaskService::NewStub(work.preparer.channel());
  const auto numbers = drafting::v1::NumberRegisterService::NewStub(work.preparer.channel());
  const auto conclusions = ConclusionService::NewStub(work.approver.channel());
  RETURN_IF_ERROR(
      work.preparer.Change("notice-plan", *plans, &TaskService::StubInterface::CreatePlan, input.plan()).status());
  RETURN_IF_ERROR(work.preparer
                      .Change("notice-series", *numbers,
                              &drafting::v1::NumberRegisterService::StubInterface::CreateNumberSeries,
                              input.number_series())
                      .status());
  RETURN_IF_ERROR(
      work.approver
          .Change("conclusion", *conclusions, &ConclusionService::StubInterface::CreateConclusion, input.conclusion())
          .status());
  return work.approver.Change("notice", *conclusions, &ConclusionService::StubInterface::IssueConclusion,
                              input.notice());
}

}  // namespace

absl::Status HoldSessions(Work& work) {
  RETURN_IF_ERROR(EnterOwnCongress(work));
  const Sessions& input = work.province().sessions();
  const auto meetings = MeetingService::NewStub(work.preparer.channel());
  ASSIGN_OR_RETURN(const auto series,
                   work.preparer.Change("hearings", *meetings, &MeetingService::StubInterface::CreateMeetingSeries,
                                        input.hearings()));
  work.progress.Tell("   %d hearings from %s to %s, %d moved from days off",
                     "   %d phiên thường kỳ từ %s đến %s, %d phiên chuyển khỏi ngày nghỉ", series.meetings_size(),
                     FirstDay(series.meetings(0)), FirstDay(series.meetings(series.meetings_size() - 1)),
                     series.moved_size());
  RETURN_IF_ERROR(
      work.preparer.Change("hearing-held", *meetings, &MeetingService::StubInterface::HoldMeeting, input.held())
          .status());
  ASSIGN_OR_RETURN(const auto notice, IssueNotice(work));
  work.progress.Tell("   That of %s was held: notice %s, due on %s, %d tasks",
                     "   Phiên ngày %s đã họp: thông báo số %s, hạn ngày %s, %d nhiệm vụ", FirstDay(series.meetings(0)),
                     notice.number(), DayTold(notice.due_date()), notice.items_size());
  return absl::OkStatus();
}

}  // namespace congress::cli::demo
