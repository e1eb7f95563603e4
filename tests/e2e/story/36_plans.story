# Personnel plans of units: built, appraised, decided as numbered acts. Persons are invented.
call dossiers.v1.PersonService/BatchCreatePersons
persons { person_id: "nguoi-361" person { organisation: "organisations/unit-102" display_name: "Ngô Thị Giả Định" } }
persons { person_id: "nguoi-362" person { organisation: "organisations/unit-102" display_name: "Phan Văn Giả Định" } }
persons { person_id: "nguoi-363" person { organisation: "organisations/unit-101" display_name: "Đỗ Thị Giả Định" } }

call dossiers.v1.DossierService/BatchCreateDossiers
parent: "congresses/mau"
dossiers {
  dossier_id: "ho-so-361"
  dossier { organisation: "organisations/unit-102" person: "persons/nguoi-361" purpose: "reserve" template: "checklistTemplates/don-gian" }
}

call dossiers.v1.DossierService/BatchAttachComponents
dossiers {
  dossier: "congresses/mau/dossiers/ho-so-361"
  attachments {
    item_id: "don"
    issued_date { year: 2025 month: 6 day: 1 }
    document { title: "Đơn" issuer: "Đảng ủy xã Hai" file_sha256: "0123456789abcdef0123456789abcdef" file_size_bytes: 1000 }
  }
}

call dossiers.v1.DossierService/SubmitDossier
name: "congresses/mau/dossiers/ho-so-361"

call dossiers.v1.DossierService/BeginDossierReview
name: "congresses/mau/dossiers/ho-so-361"

call dossiers.v1.DossierService/AcceptDossier
name: "congresses/mau/dossiers/ho-so-361"

call dossiers.v1.PositionService/BatchCreatePositionSlots
parent: "congresses/mau"
position_slots {
  position_slot_id: "uy-vien-2"
  position_slot {
    organisation: "organisations/unit-102" display_name: "Ủy viên Ban Chấp hành Đảng bộ xã Hai" norm: 2 dossier_purpose: "reserve"
  }
}
position_slots {
  position_slot_id: "uy-vien-1"
  position_slot {
    organisation: "organisations/unit-101" display_name: "Ủy viên Ban Chấp hành Đảng bộ xã Một" norm: 2 dossier_purpose: "reserve"
  }
}

call dossiers.v1.PersonnelPlanService/CreatePersonnelPlan
parent: "congresses/mau"
personnel_plan_id: "de-an-2"
personnel_plan {
  organisation: "organisations/unit-102"
  display_name: "Ban Chấp hành Đảng bộ xã Hai, nhiệm kỳ 2025 - 2030"
  legal_basis: "Căn cứ Điều lệ Đảng"
  appraisers: "Ban Tổ chức Tỉnh ủy Mẫu"
  parts {
    position: "congresses/mau/positions/uy-vien-2"
    entries { person: "persons/nguoi-361" candidacy: NEWCOMER }
    entries { person: "persons/nguoi-362" }
  }
}

call dossiers.v1.PersonnelPlanService/BatchCreatePersonnelPlans
parent: "congresses/mau"
personnel_plans {
  personnel_plan_id: "de-an-1"
  personnel_plan {
    organisation: "organisations/unit-101"
    display_name: "Ban Chấp hành Đảng bộ xã Một, nhiệm kỳ 2025 - 2030"
    appraisers: "Ban Tổ chức Tỉnh ủy Mẫu"
    parts { position: "congresses/mau/positions/uy-vien-1" entries { person: "persons/nguoi-363" } }
  }
}

call dossiers.v1.PersonnelPlanService/GetPersonnelPlanLacks
name: "congresses/mau/personnelPlans/de-an-2"

call dossiers.v1.PersonnelPlanService/UpdatePersonnelPlan
personnel_plan {
  name: "congresses/mau/personnelPlans/de-an-2"
  parts { position: "congresses/mau/positions/uy-vien-2" entries { person: "persons/nguoi-361" candidacy: NEWCOMER } }
}

call dossiers.v1.PersonnelPlanService/SubmitPersonnelPlan
name: "congresses/mau/personnelPlans/de-an-2"

call dossiers.v1.PersonnelPlanService/ReturnPersonnelPlan
name: "congresses/mau/personnelPlans/de-an-2"
reason: "Bổ sung căn cứ"

call dossiers.v1.PersonnelPlanService/SubmitPersonnelPlan
name: "congresses/mau/personnelPlans/de-an-2"

call dossiers.v1.PersonnelPlanService/RecordPlanAppraisal
name: "congresses/mau/personnelPlans/de-an-2"
appraisal { appraiser: "Ban Tổ chức Tỉnh ủy Mẫu" opinion: AGREES_WITH_REMARKS remarks: "Bổ sung cơ cấu nữ" }

call dossiers.v1.PersonnelPlanService/BatchRecordPlanAppraisals
parent: "congresses/mau"
requests {
  name: "congresses/mau/personnelPlans/de-an-2"
  appraisal { appraiser: "Ban Tổ chức Tỉnh ủy Mẫu" opinion: AGREES basis { decision_number: "15-CV/BTCTU" decision_date ${today} } }
}

call dossiers.v1.PersonnelPlanService/GetPersonnelPlan
name: "congresses/mau/personnelPlans/de-an-2"

call dossiers.v1.PersonnelPlanService/ListPersonnelPlans
parent: "congresses/mau"
filter: "state = APPRAISED"

call dossiers.v1.PersonnelPlanService/ListPersonnelPlanLacks
parent: "congresses/mau"

call dossiers.v1.PersonnelPlanService/ExportPersonnelPlan
name: "congresses/mau/personnelPlans/de-an-2"

call drafting.v1.NumberRegisterService/CreateNumberSeries
number_series_id: "chi-dinh"
number_series {
  organisation: "organisations/province" issuer: "Tỉnh ủy Mẫu" issuer_symbol: "BTCTU" term: "2025-2030" document_type: "QĐ"
}

call dossiers.v1.PersonnelPlanService/BatchDecidePersonnelPlans
@keep deciding name
parent: "congresses/mau"
plans { name: "congresses/mau/personnelPlans/de-an-2" }
number_series: "numberSeries/chi-dinh"
form { place: "Mẫu" signer_authority: "T/M BAN THƯỜNG VỤ" signer_title: "BÍ THƯ" }

call operations.v1.OperationService/GetOperation
@until state DONE
name: "${deciding}"

call dossiers.v1.PersonnelPlanService/GetPersonnelPlan
@until state DECIDED
name: "congresses/mau/personnelPlans/de-an-2"

call dossiers.v1.PositionService/ListTenures
parent: "congresses/mau/positions/uy-vien-2"

call dossiers.v1.PersonnelPlanService/RevokePersonnelPlan
name: "congresses/mau/personnelPlans/de-an-2"
basis { decision_number: "40-QĐ/TU" decision_date ${today} decided_by: "Ban Thường vụ Tỉnh ủy" }
until_date ${today}
reason: "Điều chỉnh nhân sự"

call dossiers.v1.PersonnelPlanService/WithdrawPersonnelPlan
name: "congresses/mau/personnelPlans/de-an-1"
reason: "Lập lại đề án"
