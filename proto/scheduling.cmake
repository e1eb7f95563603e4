congress_proto(NAME scheduling DEPENDS annotations_messages paper_messages tables_messages
  FILES congress/scheduling/v1/reason.proto congress/scheduling/v1/note.proto congress/scheduling/v1/affected.proto
        congress/scheduling/v1/calendar.proto congress/scheduling/v1/calendar_service.proto
        congress/scheduling/v1/task.proto congress/scheduling/v1/task_service.proto
        congress/scheduling/v1/window.proto congress/scheduling/v1/room.proto congress/scheduling/v1/room_service.proto
        congress/scheduling/v1/meeting.proto congress/scheduling/v1/meeting_service.proto
        congress/scheduling/v1/conclusion.proto congress/scheduling/v1/conclusion_service.proto
        congress/scheduling/v1/attendance.proto congress/scheduling/v1/readiness.proto
        congress/scheduling/v1/scheduling_service.proto congress/scheduling/v1/stored.proto)
