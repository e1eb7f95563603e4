# The planning list and personnel processes. Persons are those of 30_dossiers.
call dossiers.v1.PlanningService/CreatePlanningEntry
planning_entry_id: "quy-hoach-1"
planning_entry {
  organisation: "organisations/unit-101"
  term: "2025-2030"
  position_kind: "committee-member"
  position_title: "Uỷ viên Ban Chấp hành"
  person: "persons/nguoi-1"
}

call dossiers.v1.PlanningService/BatchCreatePlanningEntries
planning_entries {
  planning_entry_id: "quy-hoach-2"
  planning_entry {
    organisation: "organisations/unit-102"
    term: "2025-2030"
    position_kind: "committee-member"
    person: "persons/nguoi-2"
  }
}

call dossiers.v1.PlanningService/GetPlanningEntry
name: "planningEntries/quy-hoach-1"

call dossiers.v1.PlanningService/ListPlanningEntries
filter: "term = \"2025-2030\""

call dossiers.v1.PlanningService/ApprovePlanningEntry
name: "planningEntries/quy-hoach-1"
basis { decision_number: "12-QĐ/TU" decision_date ${today} decided_by: "Ban Thường vụ" }

call dossiers.v1.PlanningService/RemovePlanningEntry
name: "planningEntries/quy-hoach-2"
reason: "Chuyển công tác"
basis { source: "Thông báo kết luận số 5" }

call dossiers.v1.PersonnelProcessService/CreateProcessTemplate
process_template_id: "hai-buoc"
process_template {
  organisation: "organisations/province"
  display_name: "Quy trình hai bước (mẫu)"
  kind: FIRST_TIME
  effective_date { year: 2025 month: 1 day: 1 }
  legal_basis: "Giả định"
  steps { step_id: "ra-soat" title: "Rà soát danh sách" act: REVIEW }
  steps {
    step_id: "bo-phieu"
    title: "Bỏ phiếu giới thiệu"
    body: "Hội nghị Ban Chấp hành"
    act: BALLOT
    base: CONVENED
    threshold { numerator: 1 denominator: 2 }
    limit_to_seats: true
  }
}

call dossiers.v1.PersonnelProcessService/GetProcessTemplate
name: "processTemplates/hai-buoc"

call dossiers.v1.PersonnelProcessService/ListProcessTemplates

call dossiers.v1.PersonnelProcessService/CreatePersonnelProcess
parent: "congresses/mau"
personnel_process_id: "lan-dau"
personnel_process {
  organisation: "organisations/unit-101"
  template: "processTemplates/hai-buoc"
  title: "Giới thiệu nhân sự lần đầu tham gia cấp uỷ"
  body: "Ban Chấp hành Đảng bộ xã Một"
  seat_count: 1
  candidates { person: "persons/nguoi-1" }
}

call dossiers.v1.PersonnelProcessService/GetPersonnelProcess
name: "congresses/mau/personnelProcesses/lan-dau"

call dossiers.v1.PersonnelProcessService/ListPersonnelProcesses
parent: "congresses/mau"

call dossiers.v1.PersonnelProcessService/UpdatePersonnelProcess
personnel_process {
  name: "congresses/mau/personnelProcesses/lan-dau"
  title: "Giới thiệu nhân sự lần đầu tham gia cấp uỷ khoá mới"
}

call dossiers.v1.PersonnelProcessService/AddProcessCandidate
name: "congresses/mau/personnelProcesses/lan-dau"
person: "persons/nguoi-2"

call dossiers.v1.PersonnelProcessService/AddProcessCandidate
name: "congresses/mau/personnelProcesses/lan-dau"
person: "persons/nguoi-3"

call dossiers.v1.PersonnelProcessService/WithdrawProcessCandidate
name: "congresses/mau/personnelProcesses/lan-dau"
person: "persons/nguoi-3"
reason: "Có đơn xin rút"

call dossiers.v1.PersonnelProcessService/ScheduleProcessStep
name: "congresses/mau/personnelProcesses/lan-dau"
step_id: "bo-phieu"
opens_date ${today}
closes_date ${today+3}

call dossiers.v1.PersonnelProcessService/RecordStepResult
name: "congresses/mau/personnelProcesses/lan-dau"
step_id: "ra-soat"
step_result { date ${today} convened: 15 present: 14 }

call dossiers.v1.PersonnelProcessService/RecordStepResult
name: "congresses/mau/personnelProcesses/lan-dau"
step_id: "bo-phieu"
step_result {
  date ${today}
  convened: 33
  present: 32
  issued: 32
  returned: 32
  valid: 31
  invalid: 1
  tallies { person: "persons/nguoi-1" agree: 20 disagree: 11 }
  tallies { person: "persons/nguoi-2" agree: 20 disagree: 11 }
}

call dossiers.v1.PersonnelProcessService/GetStepResult
name: "congresses/mau/personnelProcesses/lan-dau/results/bo-phieu-1"

call dossiers.v1.PersonnelProcessService/CorrectStepResult
name: "congresses/mau/personnelProcesses/lan-dau/results/bo-phieu-1"
reason: "Ghi nhầm số phiếu"
step_result {
  date ${today}
  convened: 33
  present: 32
  issued: 32
  returned: 32
  valid: 32
  tallies { person: "persons/nguoi-1" agree: 21 disagree: 11 }
  tallies { person: "persons/nguoi-2" agree: 21 disagree: 11 }
}

call dossiers.v1.PersonnelProcessService/AttachStepMinutes
name: "congresses/mau/personnelProcesses/lan-dau/results/bo-phieu-1-2"
minutes { title: "Biên bản kiểm phiếu" file_sha256: "0123456789abcdef0123456789abcdef" file_size_bytes: 1000 }

call dossiers.v1.PersonnelProcessService/ListStepResults
parent: "congresses/mau/personnelProcesses/lan-dau"

call dossiers.v1.PersonnelProcessService/ExportStepResult
name: "congresses/mau/personnelProcesses/lan-dau/results/bo-phieu-1-2"
paper_format: DOCX

call dossiers.v1.PersonnelProcessService/SettleProcessStep
name: "congresses/mau/personnelProcesses/lan-dau"
step_id: "bo-phieu"
outcome: CHOOSE
persons: "persons/nguoi-1"
basis { source: "Biên bản hội nghị, theo thâm niên công tác" }

call dossiers.v1.PersonnelProcessService/ConcludePersonnelProcess
name: "congresses/mau/personnelProcesses/lan-dau"
conclusion: "Thống nhất giới thiệu 1 đồng chí"

call dossiers.v1.PersonnelProcessService/CreatePersonnelProcess
parent: "congresses/mau"
personnel_process_id: "lan-dau-2"
personnel_process {
  organisation: "organisations/unit-101"
  template: "processTemplates/hai-buoc"
  title: "Giới thiệu nhân sự lần đầu, bổ sung"
  body: "Ban Chấp hành Đảng bộ xã Một"
  seat_count: 1
  candidates { person: "persons/nguoi-2" }
}

call dossiers.v1.PersonnelProcessService/CancelPersonnelProcess
name: "congresses/mau/personnelProcesses/lan-dau-2"
reason: "Thay đổi phương án"
