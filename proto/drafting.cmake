congress_proto(NAME drafting DEPENDS annotations_messages bundle_messages content_messages operations_messages paper_messages tables_messages
  FILES congress/drafting/v1/comparison.proto
        congress/drafting/v1/document.proto
        congress/drafting/v1/document_step.proto
        congress/drafting/v1/document_template.proto
        congress/drafting/v1/drafting_service.proto
        congress/drafting/v1/drafting_state.proto
        congress/drafting/v1/hand_over.proto
        congress/drafting/v1/hand_over_service.proto
        congress/drafting/v1/incoming_paper.proto
        congress/drafting/v1/incoming_paper_service.proto
        congress/drafting/v1/issued_paper.proto
        congress/drafting/v1/issuing_service.proto
        congress/drafting/v1/number_import.proto
        congress/drafting/v1/number_register.proto
        congress/drafting/v1/number_register_service.proto
        congress/drafting/v1/opinion.proto
        congress/drafting/v1/opinion_report.proto
        congress/drafting/v1/opinion_service.proto
        congress/drafting/v1/paper_link.proto
        congress/drafting/v1/paper_link_service.proto
        congress/drafting/v1/readiness.proto
        congress/drafting/v1/reason.proto
        congress/drafting/v1/revision_file.proto
        congress/drafting/v1/secrecy.proto
        congress/drafting/v1/stored.proto
        congress/drafting/v1/transmission.proto
        congress/drafting/v1/transmission_service.proto)
