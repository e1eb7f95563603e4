// The table of methods of the service.
#include "services/scheduling/install.h"

#include <memory>
#include <utility>

#include "services/scheduling/alert_service.h"
#include "services/scheduling/approval_records.h"
#include "services/scheduling/approval_service.h"
#include "services/scheduling/approval_watch.h"
#include "services/scheduling/body_service.h"
#include "services/scheduling/calendar_feed_service.h"
#include "services/scheduling/calendar_service.h"
#include "services/scheduling/conclusion_service.h"
#include "services/scheduling/figure_records.h"
#include "services/scheduling/figure_service.h"
#include "services/scheduling/follow_up_service.h"
#include "services/scheduling/meeting_service.h"
#include "services/scheduling/post_records.h"
#include "services/scheduling/progress_service.h"
#include "services/scheduling/room_service.h"
#include "services/scheduling/schedule_service.h"
#include "services/scheduling/scheduling_service.h"
#include "services/scheduling/task_service.h"
#include "services/scheduling/task_template_service.h"

namespace congress::scheduling {
namespace {

void Install(server::Host& host) {
  host.Serve(rpc::Bind("congress.scheduling.v1.CalendarService", std::make_shared<CalendarService>())
                 .On("CreateCalendar", &CalendarService::CreateCalendar)
                 .On("GetCalendar", &CalendarService::GetCalendar)
                 .On("ListCalendars", &CalendarService::ListCalendars)
                 .On("UpdateCalendar", &CalendarService::UpdateCalendar)
                 .On("DeleteCalendar", &CalendarService::DeleteCalendar)
                 .On("CountWorkingDays", &CalendarService::CountWorkingDays));
  host.Serve(rpc::Bind("congress.scheduling.v1.TaskService", std::make_shared<TaskService>())
                 .On("CreatePlan", &TaskService::CreatePlan)
                 .On("GetPlan", &TaskService::GetPlan)
                 .On("ListPlans", &TaskService::ListPlans)
                 .On("UpdatePlan", &TaskService::UpdatePlan)
                 .On("DeletePlan", &TaskService::DeletePlan)
                 .On("ImportTasks", &TaskService::ImportTasks)
                 .On("CreateTask", &TaskService::CreateTask)
                 .On("GetTask", &TaskService::GetTask)
                 .On("ListTasks", &TaskService::ListTasks)
                 .On("UpdateTask", &TaskService::UpdateTask)
                 .On("CompleteTask", &TaskService::CompleteTask)
                 .On("CancelTask", &TaskService::CancelTask)
                 .On("ReopenTask", &TaskService::ReopenTask)
                 .On("ClaimTask", &TaskService::ClaimTask)
                 .On("ReleaseTask", &TaskService::ReleaseTask)
                 .On("ListTaskVersions", &TaskService::ListTaskVersions)
                 .On("CreateOccurrence", &TaskService::CreateOccurrence)
                 .On("ListOccurrences", &TaskService::ListOccurrences)
                 .On("GetPlanProgress", &TaskService::GetPlanProgress));
  host.Serve(rpc::Bind("congress.scheduling.v1.AlertService", std::make_shared<AlertService>())
                 .On("ListSchedulingAlerts", &AlertService::ListSchedulingAlerts));
  host.Serve(rpc::Bind("congress.scheduling.v1.BodyService", std::make_shared<BodyService>())
                 .On("CreatePost", &BodyService::CreatePost)
                 .On("GetPost", &BodyService::GetPost)
                 .On("ListPosts", &BodyService::ListPosts)
                 .On("UpdatePost", &BodyService::UpdatePost)
                 .On("DeletePost", &BodyService::DeletePost)
                 .On("CreateMembership", &BodyService::CreateMembership)
                 .On("GetMembership", &BodyService::GetMembership)
                 .On("ListMemberships", &BodyService::ListMemberships)
                 .On("UpdateMembership", &BodyService::UpdateMembership)
                 .On("DeleteMembership", &BodyService::DeleteMembership));
  host.Serve(rpc::Bind("congress.scheduling.v1.ProgressService", std::make_shared<ProgressService>())
                 .On("RecordPlanProgress", &ProgressService::RecordPlanProgress)
                 .On("ListProgressReports", &ProgressService::ListProgressReports)
                 .On("ComparePlanProgress", &ProgressService::ComparePlanProgress));
  host.Serve(rpc::Bind("congress.scheduling.v1.TaskTemplateService", std::make_shared<TaskTemplateService>())
                 .On("CreateTaskTemplate", &TaskTemplateService::CreateTaskTemplate)
                 .On("GetTaskTemplate", &TaskTemplateService::GetTaskTemplate)
                 .On("ListTaskTemplates", &TaskTemplateService::ListTaskTemplates)
                 .On("UpdateTaskTemplate", &TaskTemplateService::UpdateTaskTemplate)
                 .On("DeleteTaskTemplate", &TaskTemplateService::DeleteTaskTemplate)
                 .On("ApplyTaskTemplate", &TaskTemplateService::ApplyTaskTemplate));
  host.Serve(rpc::Bind("congress.scheduling.v1.SchedulingService", std::make_shared<SchedulingService>(host.layout()))
                 .On("CreateWindow", &SchedulingService::CreateWindow)
                 .On("GetWindow", &SchedulingService::GetWindow)
                 .On("ListWindows", &SchedulingService::ListWindows)
                 .On("UpdateWindow", &SchedulingService::UpdateWindow)
                 .On("DeleteWindow", &SchedulingService::DeleteWindow)
                 .On("ExportCalendar", &SchedulingService::ExportCalendar)
                 .On("GetSchedulingReadiness", &SchedulingService::GetSchedulingReadiness));
  host.Serve(rpc::Bind("congress.scheduling.v1.ConclusionService",
                       std::make_shared<ConclusionService>(host.gate(), host.Peer("drafting")))
                 .On("CreateConclusion", &ConclusionService::CreateConclusion)
                 .On("GetConclusion", &ConclusionService::GetConclusion)
                 .On("ListConclusions", &ConclusionService::ListConclusions)
                 .On("UpdateConclusion", &ConclusionService::UpdateConclusion)
                 .On("DeleteConclusion", &ConclusionService::DeleteConclusion)
                 .On("IssueConclusion", &ConclusionService::IssueConclusion));
  host.Serve(rpc::Bind("congress.scheduling.v1.MeetingService", std::make_shared<MeetingService>())
                 .On("CreateMeeting", &MeetingService::CreateMeeting)
                 .On("BatchCreateMeetings", &MeetingService::BatchCreateMeetings)
                 .On("ImportMeetings", &MeetingService::ImportMeetings)
                 .On("GetMeeting", &MeetingService::GetMeeting)
                 .On("ListMeetings", &MeetingService::ListMeetings)
                 .On("UpdateMeeting", &MeetingService::UpdateMeeting)
                 .On("DeleteMeeting", &MeetingService::DeleteMeeting)
                 .On("ReplyMeeting", &MeetingService::ReplyMeeting)
                 .On("ReleaseMeeting", &MeetingService::ReleaseMeeting)
                 .On("CancelMeeting", &MeetingService::CancelMeeting)
                 .On("PostponeMeeting", &MeetingService::PostponeMeeting)
                 .On("HoldMeeting", &MeetingService::HoldMeeting)
                 .On("BatchHoldMeetings", &MeetingService::BatchHoldMeetings)
                 .On("CorrectMeeting", &MeetingService::CorrectMeeting)
                 .On("CreateMeetingSeries", &MeetingService::CreateMeetingSeries)
                 .On("CancelMeetingSeries", &MeetingService::CancelMeetingSeries));
  host.Serve(rpc::Bind("congress.scheduling.v1.ScheduleService",
                       std::make_shared<ScheduleService>(host.operations(), host.layout()))
                 .On("CreateSchedulePolicy", &ScheduleService::CreateSchedulePolicy)
                 .On("GetSchedulePolicy", &ScheduleService::GetSchedulePolicy)
                 .On("ListSchedulePolicies", &ScheduleService::ListSchedulePolicies)
                 .On("UpdateSchedulePolicy", &ScheduleService::UpdateSchedulePolicy)
                 .On("DeleteSchedulePolicy", &ScheduleService::DeleteSchedulePolicy)
                 .On("StartScheduleRun", &ScheduleService::StartScheduleRun)
                 .On("GetScheduleRun", &ScheduleService::GetScheduleRun)
                 .On("ListScheduleRuns", &ScheduleService::ListScheduleRuns)
                 .On("GetScheduleProof", &ScheduleService::GetScheduleProof)
                 .On("ApplyScheduleRun", &ScheduleService::ApplyScheduleRun)
                 .On("ExplainPlacement", &ScheduleService::ExplainPlacement)
                 .On("ReleaseSchedule", &ScheduleService::ReleaseSchedule)
                 .On("GetScheduleRelease", &ScheduleService::GetScheduleRelease)
                 .On("ListScheduleReleases", &ScheduleService::ListScheduleReleases)
                 .On("ExportScheduleRelease", &ScheduleService::ExportScheduleRelease));
  host.Serve(rpc::Bind("congress.scheduling.v1.CalendarFeedService", std::make_shared<CalendarFeedService>(host.gate()))
                 .On("CreateCalendarFeed", &CalendarFeedService::CreateCalendarFeed)
                 .On("GetCalendarFeed", &CalendarFeedService::GetCalendarFeed)
                 .On("ListCalendarFeeds", &CalendarFeedService::ListCalendarFeeds)
                 .On("RevokeCalendarFeed", &CalendarFeedService::RevokeCalendarFeed)
                 .On("ReadCalendarFeed", &CalendarFeedService::ReadCalendarFeed));
  host.Serve(rpc::Bind("congress.scheduling.v1.RoomService", std::make_shared<RoomService>())
                 .On("CreateRoom", &RoomService::CreateRoom)
                 .On("GetRoom", &RoomService::GetRoom)
                 .On("ListRooms", &RoomService::ListRooms)
                 .On("UpdateRoom", &RoomService::UpdateRoom)
                 .On("DeleteRoom", &RoomService::DeleteRoom));
  host.Seal({&kUnitApprovals});
  host.Serve(rpc::Bind("congress.scheduling.v1.ApprovalService", std::make_shared<ApprovalService>(ApprovalVersions(
                                                                     host.Peer("drafting"), host.Peer("dossiers"))))
                 .On("CreateApprovalSession", &ApprovalService::CreateApprovalSession)
                 .On("GetApprovalSession", &ApprovalService::GetApprovalSession)
                 .On("ListApprovalSessions", &ApprovalService::ListApprovalSessions)
                 .On("UpdateApprovalSession", &ApprovalService::UpdateApprovalSession)
                 .On("DeleteApprovalSession", &ApprovalService::DeleteApprovalSession)
                 .On("CancelApprovalSession", &ApprovalService::CancelApprovalSession)
                 .On("ScheduleUnitApprovals", &ApprovalService::ScheduleUnitApprovals)
                 .On("RecordApprovalOutcomes", &ApprovalService::RecordApprovalOutcomes)
                 .On("SettleCondition", &ApprovalService::SettleCondition)
                 .On("ConfirmUnitApproval", &ApprovalService::ConfirmUnitApproval)
                 .On("WithdrawUnitApproval", &ApprovalService::WithdrawUnitApproval)
                 .On("GetUnitApproval", &ApprovalService::GetUnitApproval)
                 .On("ListUnitApprovals", &ApprovalService::ListUnitApprovals));
  for (const auto& [service, kind] : {std::pair("drafting", "revisions"), std::pair("dossiers", "personnelPlans")}) {
    const auto watch =
        std::make_shared<ApprovalWatch>(host.gate(), host.signer(), host.clock(), host.Peer(service), service, kind);
    host.Background([watch](const std::stop_token& stop) { watch->Run(stop); });
  }
  host.Index({&kFigureFindings, &kFigureReports, &kFollowUps, &kMemberships, &kPosts});
  host.Serve(rpc::Bind("congress.scheduling.v1.FigureService", std::make_shared<FigureService>(host.layout()))
                 .On("CreateFigure", &FigureService::CreateFigure)
                 .On("GetFigure", &FigureService::GetFigure)
                 .On("ListFigures", &FigureService::ListFigures)
                 .On("UpdateFigure", &FigureService::UpdateFigure)
                 .On("DeleteFigure", &FigureService::DeleteFigure)
                 .On("ReportFigures", &FigureService::ReportFigures)
                 .On("ImportFigureReports", &FigureService::ImportFigureReports)
                 .On("WithdrawFigureReport", &FigureService::WithdrawFigureReport)
                 .On("ListFigureReports", &FigureService::ListFigureReports)
                 .On("GetFigureFinding", &FigureService::GetFigureFinding)
                 .On("ListFigureFindings", &FigureService::ListFigureFindings)
                 .On("ExplainFigureFinding", &FigureService::ExplainFigureFinding)
                 .On("CompareFigures", &FigureService::CompareFigures)
                 .On("ExportWorkReport", &FigureService::ExportWorkReport));
  host.Serve(rpc::Bind("congress.scheduling.v1.FollowUpService", std::make_shared<FollowUpService>())
                 .On("CreateFollowUp", &FollowUpService::CreateFollowUp)
                 .On("GetFollowUp", &FollowUpService::GetFollowUp)
                 .On("ListFollowUps", &FollowUpService::ListFollowUps)
                 .On("UpdateFollowUp", &FollowUpService::UpdateFollowUp)
                 .On("SolveFollowUp", &FollowUpService::SolveFollowUp)
                 .On("ReopenFollowUp", &FollowUpService::ReopenFollowUp));
}

}  // namespace

server::Service Service() { return {.name = "scheduling", .install = Install}; }

}  // namespace congress::scheduling
