#include "absl/strings/str_format.h"
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

std::string FirstDay(const scheduling::v1::Meeting& meeting) {
  return civil::Format(civil::FromDate(meeting.slots(0).date()));
}

// The congress of the province itself, on the days that were decided.
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
  const int days = own.slots_size();
  work.progress.Say(absl::StrFormat("   The province's own congress: %d days, %s to %s", days, FirstDay(own),
                                    civil::Format(civil::FromDate(own.slots(days - 1).date()))));
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
  work.progress.Say(absl::StrFormat("   %d hearings from %s to %s, %d moved from days off", series.meetings_size(),
                                    FirstDay(series.meetings(0)), FirstDay(series.meetings(series.meetings_size() - 1)),
                                    series.moved_size()));
  RETURN_IF_ERROR(
      work.preparer.Change("hearing-held", *meetings, &MeetingService::StubInterface::HoldMeeting, input.held())
          .status());
  ASSIGN_OR_RETURN(const auto notice, IssueNotice(work));
  work.progress.Say(absl::StrFormat("   That of %s was held: notice %s, due on %s, %d tasks",
                                    FirstDay(series.meetings(0)), notice.number(),
                                    civil::Format(civil::FromDate(notice.due_date())), notice.items_size()));
  return absl::OkStatus();
}

}  // namespace congress::cli::demo
