congress_proto(NAME scheduling DEPENDS annotations_messages operations_messages paper_messages tables_messages alerts_messages
  FILES congress/scheduling/v1/reason.proto congress/scheduling/v1/note.proto congress/scheduling/v1/affected.proto
        congress/scheduling/v1/alert_service.proto
        congress/scheduling/v1/body.proto congress/scheduling/v1/body_service.proto
        congress/scheduling/v1/progress.proto congress/scheduling/v1/progress_service.proto
        congress/scheduling/v1/task_template.proto congress/scheduling/v1/task_template_service.proto
        congress/scheduling/v1/calendar.proto congress/scheduling/v1/calendar_service.proto
        congress/scheduling/v1/task.proto congress/scheduling/v1/task_service.proto
        congress/scheduling/v1/window.proto congress/scheduling/v1/room.proto congress/scheduling/v1/room_service.proto
        congress/scheduling/v1/meeting.proto congress/scheduling/v1/meeting_service.proto
        congress/scheduling/v1/conclusion.proto congress/scheduling/v1/conclusion_service.proto
        congress/scheduling/v1/readiness.proto
        congress/scheduling/v1/scheduling_service.proto congress/scheduling/v1/stored.proto
        congress/scheduling/v1/schedule_policy.proto congress/scheduling/v1/schedule_problem.proto
        congress/scheduling/v1/schedule_run.proto congress/scheduling/v1/schedule_release.proto
        congress/scheduling/v1/schedule_service.proto
        congress/scheduling/v1/figure.proto congress/scheduling/v1/figure_day.proto
        congress/scheduling/v1/figure_service.proto
        congress/scheduling/v1/calendar_feed.proto congress/scheduling/v1/calendar_feed_service.proto
        congress/scheduling/v1/follow_up.proto congress/scheduling/v1/follow_up_service.proto
        congress/scheduling/v1/approval_session.proto congress/scheduling/v1/unit_approval.proto
        congress/scheduling/v1/approval_service.proto)
