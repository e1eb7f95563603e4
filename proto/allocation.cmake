congress_proto(NAME allocation DEPENDS annotations_messages operations_messages paper_messages tables_messages
  FILES congress/allocation/v1/allocation_plan.proto
        congress/allocation/v1/allocation_service.proto
        congress/allocation/v1/apportionment.proto
        congress/allocation/v1/apportionment_service.proto
        congress/allocation/v1/certificate.proto
        congress/allocation/v1/credential.proto
        congress/allocation/v1/credential_service.proto
        congress/allocation/v1/delegate.proto
        congress/allocation/v1/delegate_service.proto
        congress/allocation/v1/delegation_service.proto
        congress/allocation/v1/fairness.proto
        congress/allocation/v1/organisation.proto
        congress/allocation/v1/organisation_import.proto
        congress/allocation/v1/organisation_service.proto
        congress/allocation/v1/origin.proto
        congress/allocation/v1/part.proto
        congress/allocation/v1/pool.proto
        congress/allocation/v1/reason.proto
        congress/allocation/v1/rule_set.proto
        congress/allocation/v1/rule_set_service.proto
        congress/allocation/v1/stored.proto
        congress/allocation/v1/target.proto
        congress/allocation/v1/target_spread.proto)
