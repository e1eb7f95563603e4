// The table of methods of the service.
#include "services/scheduling/install.h"

#include <memory>

#include "services/scheduling/calendar_service.h"
#include "services/scheduling/conclusion_service.h"
#include "services/scheduling/meeting_service.h"
#include "services/scheduling/room_service.h"
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
                 .On("DeleteCalendar", &CalendarService::DeleteCalendar)
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
                 .On("UpdateWindow", &SchedulingService::UpdateWindow)
                 .On("DeleteWindow", &SchedulingService::DeleteWindow)
                 .On("PlaceMeetings", &SchedulingService::PlaceMeetings)
                 .On("AssignAttendance", &SchedulingService::AssignAttendance)
                 .On("ListAttendance", &SchedulingService::ListAttendance)
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
  host.Serve(rpc::Bind("congress.scheduling.v1.RoomService", std::make_shared<RoomService>())
                 .On("CreateRoom", &RoomService::CreateRoom)
                 .On("GetRoom", &RoomService::GetRoom)
                 .On("ListRooms", &RoomService::ListRooms)
                 .On("UpdateRoom", &RoomService::UpdateRoom)
                 .On("DeleteRoom", &RoomService::DeleteRoom));
}

}  // namespace

server::Service Service() { return {.name = "scheduling", .install = Install}; }

}  // namespace congress::scheduling
