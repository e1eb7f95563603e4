// The table of methods of the service.
#include "services/scheduling/install.h"

#include <memory>

#include "services/scheduling/calendar_service.h"
#include "services/scheduling/figure_records.h"
#include "services/scheduling/figure_service.h"
#include "services/scheduling/follow_up_service.h"
#include "services/scheduling/scheduling_service.h"
#include "services/scheduling/task_service.h"

namespace congress::scheduling {
namespace {

void Install(server::Host& host) {
  host.Serve(rpc::Bind("congress.scheduling.v1.CalendarService", std::make_shared<CalendarService>())
                 .On("CreateCalendar", &CalendarService::CreateCalendar)
                 .On("GetCalendar", &CalendarService::GetCalendar)
                 .On("ListCalendars", &CalendarService::ListCalendars)
                 .On("UpdateCalendar", &CalendarService::UpdateCalendar)
                 .On("CountWorkingDays", &CalendarService::CountWorkingDays));
  host.Serve(rpc::Bind("congress.scheduling.v1.TaskService", std::make_shared<TaskService>())
                 .On("CreatePlan", &TaskService::CreatePlan)
                 .On("GetPlan", &TaskService::GetPlan)
                 .On("ListPlans", &TaskService::ListPlans)
                 .On("ImportTasks", &TaskService::ImportTasks)
                 .On("CreateTask", &TaskService::CreateTask)
                 .On("GetTask", &TaskService::GetTask)
                 .On("ListTasks", &TaskService::ListTasks)
                 .On("UpdateTask", &TaskService::UpdateTask)
                 .On("CompleteTask", &TaskService::CompleteTask)
                 .On("GetPlanProgress", &TaskService::GetPlanProgress));
  host.Serve(rpc::Bind("congress.scheduling.v1.SchedulingService", std::make_shared<SchedulingService>(host.layout()))
                 .On("CreateWindow", &SchedulingService::CreateWindow)
                 .On("GetWindow", &SchedulingService::GetWindow)
                 .On("ListWindows", &SchedulingService::ListWindows)
                 .On("PlaceMeetings", &SchedulingService::PlaceMeetings)
                 .On("GetMeeting", &SchedulingService::GetMeeting)
                 .On("ListMeetings", &SchedulingService::ListMeetings)
                 .On("UpdateMeeting", &SchedulingService::UpdateMeeting)
                 .On("ReplyMeeting", &SchedulingService::ReplyMeeting)
                 .On("AssignAttendance", &SchedulingService::AssignAttendance)
                 .On("ListAttendance", &SchedulingService::ListAttendance)
                 .On("ExportCalendar", &SchedulingService::ExportCalendar)
                 .On("GetSchedulingReadiness", &SchedulingService::GetSchedulingReadiness));
  host.Index({&kFigureFindings, &kFigureReports, &kFollowUps});
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
