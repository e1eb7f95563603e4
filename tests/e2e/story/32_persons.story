# Facts and moves of persons. All are invented.
call dossiers.v1.PersonService/CreatePerson
person_id: "nguoi-31"
person {
  organisation: "organisations/unit-101"
  display_name: "Đỗ Văn Mẫu"
  position_title: "Chuyên viên"
  birth_date { year: 1978 }
  party_admission_date { year: 2001 }
  qualifications: "university"
  political_conclusion: "Đủ tiêu chuẩn chính trị"
  political_conclusion_outcome: MEETS
  health: "Loại một"
}

call dossiers.v1.PersonService/RecordPersonFact
parent: "persons/nguoi-31"
person_fact {
  field: "health"
  value { health: "Loại hai" }
  valid_from { year: 2019 }
  valid_until { year: 2021 }
  basis { source: "Giấy khám sức khỏe số 12/GKSK" }
}

call dossiers.v1.PersonService/RecordPersonFact
@clearance none
@keep fact name
parent: "persons/nguoi-31"
person_fact {
  field: "position_title"
  value { position_title: "Phó Trưởng phòng" }
  valid_from ${today}
  basis {
    decision_number: "127-QĐ/TU"
    decision_date ${today}
    decided_by: "organisations/province"
  }
}

call dossiers.v1.PersonService/CorrectPersonFact
@clearance none
name: "${fact}"
basis { decision_number: "128-QĐ/TU" decision_date ${today} decided_by: "organisations/province" }
reason: "Nhầm số quyết định"

call dossiers.v1.PersonService/CorrectPersonFact
name: "${fact}"
basis {
  decision_number: "129-QĐ/TU"
  decision_date ${today}
  decided_by: "organisations/province"
  source: "Quyết định gốc tại Văn phòng"
}
reason: "Nhầm số quyết định lần hai"

call dossiers.v1.PersonService/ListPersonFacts
parent: "persons/nguoi-31"

call dossiers.v1.PersonIdentityService/TransferPerson
name: "persons/nguoi-31"
organisation: "organisations/unit-102"
basis { decision_number: "130-QĐ/TU" decision_date ${today} decided_by: "organisations/province" }

call dossiers.v1.PersonIdentityService/TransferPerson
@clearance none
name: "persons/nguoi-31"
organisation: "organisations/unit-101"
valid_from ${today}

call dossiers.v1.CurriculumVitaeService/UpdateCurriculumVitae
curriculum_vitae {
  name: "persons/nguoi-31/curriculumVitae"
  native_place: "Xã Mẫu, tỉnh Mẫu"
  memberships { kind: PARTY_OFFICIAL date { year: 2002 } place: "Chi bộ Mẫu" card_number: "36012345" }
  trainings { kind: POLITICAL_THEORY school: "Trường Chính trị tỉnh Mẫu" until_date { year: 2010 } certificate: "Trung cấp" }
  work_periods { from_date { year: 2001 } workplace: "Ủy ban nhân dân xã Mẫu" post: "Cán bộ văn phòng" }
  relatives { relation: "Bố đẻ" display_name: "Đỗ Văn Giả Định" birth_year: 1950 }
  stated_none: "disciplines"
}
basis { source: "Lý lịch đảng viên" }

call dossiers.v1.CurriculumVitaeService/UpdateCurriculumVitae
@clearance none
curriculum_vitae { name: "persons/nguoi-31/curriculumVitae" }
basis { source: "Không có gì thay đổi" }

call dossiers.v1.CurriculumVitaeService/GetCurriculumVitae
name: "persons/nguoi-31/curriculumVitae"

call dossiers.v1.CurriculumVitaeService/ExportCurriculumVitae
name: "persons/nguoi-31/curriculumVitae"
paper_format: DOCX
