congress_proto(NAME dossiers DEPENDS alerts_messages annotations_messages bundle_messages content_messages operations_messages paper_messages tables_messages
  FILES congress/dossiers/v1/alert_service.proto congress/dossiers/v1/basis.proto congress/dossiers/v1/candidacy.proto
        congress/dossiers/v1/checklist_template.proto congress/dossiers/v1/completeness.proto
        congress/dossiers/v1/component.proto congress/dossiers/v1/curriculum_vitae.proto
        congress/dossiers/v1/curriculum_vitae_service.proto congress/dossiers/v1/dossier.proto
        congress/dossiers/v1/dossier_service.proto congress/dossiers/v1/eligibility.proto
        congress/dossiers/v1/eligibility_service.proto congress/dossiers/v1/erasure.proto
        congress/dossiers/v1/erasure_service.proto congress/dossiers/v1/freeze_period.proto
        congress/dossiers/v1/index.proto congress/dossiers/v1/package.proto
        congress/dossiers/v1/package_service.proto congress/dossiers/v1/person.proto
        congress/dossiers/v1/person_fact.proto congress/dossiers/v1/person_identity_service.proto
        congress/dossiers/v1/person_service.proto congress/dossiers/v1/personnel_plan.proto
        congress/dossiers/v1/personnel_plan_service.proto congress/dossiers/v1/personnel_process.proto
        congress/dossiers/v1/personnel_process_service.proto congress/dossiers/v1/personnel_rule_service.proto
        congress/dossiers/v1/personnel_rule_set.proto congress/dossiers/v1/planning_entry.proto
        congress/dossiers/v1/planning_service.proto congress/dossiers/v1/position_service.proto
        congress/dossiers/v1/position_slot.proto congress/dossiers/v1/process_template.proto
        congress/dossiers/v1/readiness.proto congress/dossiers/v1/reason.proto congress/dossiers/v1/stage.proto
        congress/dossiers/v1/stage_entry.proto congress/dossiers/v1/stage_service.proto
        congress/dossiers/v1/step_result.proto congress/dossiers/v1/structure_service.proto
        congress/dossiers/v1/structure_target.proto congress/dossiers/v1/suspected_duplicate.proto
        congress/dossiers/v1/suspension.proto congress/dossiers/v1/suspension_service.proto
        congress/dossiers/v1/tenure.proto congress/dossiers/v1/verification.proto
        congress/dossiers/v1/verification_service.proto)
