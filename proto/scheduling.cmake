congress_proto(NAME scheduling DEPENDS annotations_messages paper_messages tables_messages
  FILES congress/scheduling/v1/reason.proto
        congress/scheduling/v1/calendar.proto congress/scheduling/v1/calendar_service.proto
        congress/scheduling/v1/task.proto congress/scheduling/v1/task_service.proto
        congress/scheduling/v1/meeting.proto congress/scheduling/v1/attendance.proto
        congress/scheduling/v1/readiness.proto congress/scheduling/v1/scheduling_service.proto
        congress/scheduling/v1/note.proto
        congress/scheduling/v1/figure.proto congress/scheduling/v1/figure_day.proto
        congress/scheduling/v1/figure_service.proto
        congress/scheduling/v1/follow_up.proto congress/scheduling/v1/follow_up_service.proto)
