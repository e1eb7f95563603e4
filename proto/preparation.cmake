congress_proto(NAME preparation DEPENDS alerts_messages annotations_messages dossiers_messages operations_messages FILES
  congress/preparation/v1/alert_service.proto
  congress/preparation/v1/congress.proto
  congress/preparation/v1/joint_work.proto
  congress/preparation/v1/joint_work_service.proto
  congress/preparation/v1/merger.proto
  congress/preparation/v1/preparation.proto
  congress/preparation/v1/preparation_service.proto
  congress/preparation/v1/readiness.proto
  congress/preparation/v1/reason.proto)
