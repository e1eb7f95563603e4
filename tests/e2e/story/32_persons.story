# Facts and moves of persons. All are invented.
call dossiers.v1.PersonService/CreatePerson
person_id: "nguoi-41"
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
parent: "persons/nguoi-41"
field: "health"
value { health: "Loại hai" }
valid_from { year: 2019 }
valid_until { year: 2021 }
basis { source: "Giấy khám sức khỏe số 12/GKSK" }

call dossiers.v1.PersonService/RecordPersonFact
@clearance none
@keep fact name
parent: "persons/nguoi-41"
field: "position_title"
value { position_title: "Phó Trưởng phòng" }
valid_from ${today}
basis { decision_number: "127-QĐ/TU" decision_date ${today} decided_by: "organisations/province" }

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
parent: "persons/nguoi-41"

call dossiers.v1.PersonIdentityService/TransferPerson
name: "persons/nguoi-41"
organisation: "organisations/unit-102"
basis { decision_number: "130-QĐ/TU" decision_date ${today} decided_by: "organisations/province" }

call dossiers.v1.PersonIdentityService/TransferPerson
@clearance none
name: "persons/nguoi-41"
organisation: "organisations/unit-101"
valid_from ${today}

call dossiers.v1.CurriculumVitaeService/UpdateCurriculumVitae
curriculum_vitae {
  name: "persons/nguoi-41/curriculumVitae"
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
curriculum_vitae { name: "persons/nguoi-41/curriculumVitae" }
basis { source: "Không có gì thay đổi" }

call dossiers.v1.CurriculumVitaeService/GetCurriculumVitae
name: "persons/nguoi-41/curriculumVitae"

call dossiers.v1.CurriculumVitaeService/ExportCurriculumVitae
name: "persons/nguoi-41/curriculumVitae"
paper_format: DOCX

# One person with two records: who makes the second may not read the first, and is told nothing.
call dossiers.v1.PersonService/UpdatePerson
person {
  name: "persons/nguoi-41"
  identifiers { kind: CITIZEN_ID value: "040 078 000 031" }
  identifiers { kind: OTHER value: "HS-31" }
  identifiers { kind: OTHER value: "HS-31B" }
}

call dossiers.v1.PersonService/CreatePerson
@as clerk@unit-102
person_id: "unit-102-31"
person {
  organisation: "organisations/unit-102"
  display_name: "Đỗ Văn Mẫu"
  identifiers { kind: CITIZEN_ID value: "040078000031" }
}

call dossiers.v1.PersonService/CreatePerson
@as clerk@unit-102
person_id: "unit-102-32"
person {
  organisation: "organisations/unit-102"
  display_name: "Đỗ Văn Giả Định"
  identifiers { kind: OTHER value: "HS31" }
}

call dossiers.v1.PersonService/CreatePerson
@as clerk@unit-102
person_id: "unit-102-33"
person {
  organisation: "organisations/unit-102"
  display_name: "Đỗ Thị Giả Định"
  identifiers { kind: OTHER value: "HS31B" }
}

call dossiers.v1.PersonIdentityService/FindPersonByIdentifier
identifier { kind: CITIZEN_ID value: "040.078.000.031" }

call dossiers.v1.PersonIdentityService/MergePersons
name: "persons/nguoi-41"
duplicate: "persons/unit-102-31"
reason: "Cùng số căn cước, đã đối chiếu hồ sơ gốc"

call dossiers.v1.PersonIdentityService/SeparatePersons
name: "persons/unit-102-31"
reason: "Đối chiếu lại, nhập nhầm số căn cước"

call dossiers.v1.PersonIdentityService/MergePersons
@clearance none
name: "persons/unit-102-31"
duplicate: "persons/nguoi-41"
reason: "Cùng số căn cước"

call dossiers.v1.PersonIdentityService/SeparatePersons
@clearance none
name: "persons/nguoi-41"
reason: "Là hai người"

call dossiers.v1.PersonIdentityService/ListSuspectedDuplicates
@keep one suspected_duplicates.0.name
@keep other suspected_duplicates.1.name
state: OPEN

call dossiers.v1.PersonIdentityService/DismissSuspectedDuplicate
@clearance none
name: "${one}"
reason: "Hai người khác nhau"

call dossiers.v1.PersonIdentityService/DismissSuspectedDuplicate
name: "${other}"
reason: "Hai người khác nhau, trùng số hiệu nội bộ"

call dossiers.v1.PersonIdentityService/ListSuspectedDuplicates

call dossiers.v1.PersonService/ExportPersons
organisation: "organisations/unit-101"
paper_format: PDF
