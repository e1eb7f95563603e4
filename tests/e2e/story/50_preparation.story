call preparation.v1.PreparationService/CreateCongress
congress_id: "mau"
congress {
  organisation: "organisations/province"
  display_name: "Đại hội Đảng bộ tỉnh Mẫu"
  level: PROVINCE
  term: "2025–2030"
  delegate_cap: 100
  rule_set: "ruleSets/quy-tac"
}

call preparation.v1.PreparationService/GetCongress
name: "congresses/mau"

call preparation.v1.PreparationService/ListCongresses

call preparation.v1.PreparationService/UpdateCongress
congress { name: "congresses/mau" delegate_cap: 120 }
update_mask { paths: "delegate_cap" }

call preparation.v1.PreparationService/GetReadiness
name: "congresses/mau"

call preparation.v1.PreparationService/GetDelegateStructure
name: "congresses/mau"
under_ages: 42
rule_set: "personnelRuleSets/co-cau"

call preparation.v1.PreparationService/PreviewMerger
organisations: "organisations/unit-101"

call allocation.v1.OrganisationService/ImportOrganisations
csv: "code,name,kind,parent,members,members_as_of,merged_from,valid_from\ngop-1,Xã Gộp Một,commune,,10,2025-01-01,,2020-01-01\ngop-2,Xã Gộp Hai,commune,,10,2025-01-01,,2020-01-01\n"

call preparation.v1.JointWorkService/StartMerger
@keep merger name
csv: "code,name,kind,parent,members,members_as_of,merged_from,valid_from\ngop,Xã Gộp,commune,,20,2025-01-01,gop-1;gop-2,2025-07-01\n"
organisations: "organisations/gop-1"
organisations: "organisations/gop-2"
reason: "Theo nghị quyết"

call operations.v1.OperationService/GetOperation
@until state DONE
name: "${merger}"

call preparation.v1.AlertService/ListAlerts
organisation: "organisations/province"
least: DUE_SOON

# Of whom a post is held.
call preparation.v1.AlertService/ListInbox
@as clerk@province
least: OPEN

# The template is missing, so that the preparation is blocked and can be resumed.
call preparation.v1.PreparationService/StartPreparation
congress_id: "bi-chan"
congress {
  organisation: "organisations/province"
  display_name: "Đại hội bị chặn"
  level: PROVINCE
  term: "2030–2035"
}
scope { documents { id: "bao-cao" document_template: "documentTemplates/khong-co" } }

call preparation.v1.PreparationService/GetPreparation
@until state BLOCKED
name: "congresses/bi-chan/preparation"

call preparation.v1.PreparationService/ResumePreparation
name: "congresses/bi-chan/preparation"

call audit.v1.AuditService/ListAuditRecords
parent: "services/preparation"

call events.v1.EventService/Watch
parent: "services/allocation"
kinds: "organisations"

call audit.v1.AuditService/GetAuditCheckpoint
@keep act last_sequence
parent: "services/preparation"

call audit.v1.AuditService/GetAuditInclusionProof
parent: "services/preparation"
sequence: ${act}

call audit.v1.AuditService/GetAuditConsistencyProof
parent: "services/preparation"
first_size: 1

call audit.v1.AuditService/ListAuditLeaves
parent: "services/preparation"

call backup.v1.BackupService/DownloadBackup
parent: "services/drafting"
backup_id: "6d0c6d2e-0000-4000-8000-000000000001"

call backup.v1.BackupService/AttestBackup
parent: "services/drafting"
backup_id: "6d0c6d2e-0000-4000-8000-000000000001"
snapshot_time { seconds: 1750000000 }
sequence: 7

call maintenance.v1.MaintenanceService/GetServiceStatus
parent: "services/dossiers"

call maintenance.v1.MaintenanceService/ExamineService
parent: "services/dossiers"

call operations.v1.OperationService/RebuildIndexes
@keep operation name
parent: "services/dossiers"

call operations.v1.OperationService/RewrapKeys
parent: "services/dossiers"

call operations.v1.OperationService/GetOperation
name: "${operation}"

call operations.v1.OperationService/WaitOperation
name: "${operation}"

call operations.v1.OperationService/ListOperations
parent: "services/dossiers"

call operations.v1.OperationService/CancelOperation
name: "${operation}"
