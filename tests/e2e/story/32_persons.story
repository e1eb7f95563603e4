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
