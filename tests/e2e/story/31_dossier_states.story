# What becomes of papers and dossiers after they were made. Persons and papers are invented.
call dossiers.v1.PersonService/BatchCreatePersons
persons { person_id: "nguoi-31" person { organisation: "organisations/unit-101" display_name: "Hoàng Thị Giả Định" } }
persons { person_id: "nguoi-32" person { organisation: "organisations/unit-102" display_name: "Vũ Văn Giả Định" } }
persons { person_id: "nguoi-33" person { organisation: "organisations/unit-102" display_name: "Đỗ Thị Giả Định" } }
persons { person_id: "nguoi-34" person { organisation: "organisations/unit-102" display_name: "Lý Thị Giả Định" } }

# Without graded papers, so that who has no clearance can gather it.
call dossiers.v1.DossierService/CreateChecklistTemplate
checklist_template_id: "don-gian"
checklist_template {
  organisation: "organisations/province"
  display_name: "Hồ sơ đơn giản"
  purposes: "reserve"
  effective_date { year: 2025 month: 1 day: 1 }
  legal_basis: "Giả định"
  watched_fields: "position_title"
  items { item_id: "don" title: "Đơn" required: true }
  items { item_id: "bang-cap" title: "Bằng cấp" multiple: true }
}

call dossiers.v1.DossierService/BatchCreateDossiers
parent: "congresses/mau"
dossiers {
  dossier_id: "ho-so-31"
  dossier { organisation: "organisations/unit-101" person: "persons/nguoi-31" purpose: "reserve" template: "checklistTemplates/don-gian" }
}
dossiers {
  dossier_id: "ho-so-32"
  dossier { organisation: "organisations/unit-102" person: "persons/nguoi-32" purpose: "reserve" template: "checklistTemplates/don-gian" }
}
dossiers {
  dossier_id: "ho-so-33"
  dossier { organisation: "organisations/unit-102" person: "persons/nguoi-33" purpose: "reserve" template: "checklistTemplates/don-gian" }
}
dossiers {
  dossier_id: "ho-so-34"
  dossier { organisation: "organisations/unit-102" person: "persons/nguoi-34" purpose: "reserve" template: "checklistTemplates/don-gian" }
}

call dossiers.v1.DossierService/AttachComponent
@keep wrong name
name: "congresses/mau/dossiers/ho-so-31"
attachment {
  item_id: "don"
  issued_date { year: 2025 month: 5 day: 1 }
  document { title: "Đơn" issuer: "Đảng ủy xã Một" file_sha256: "0123456789abcdef0123456789abcdef" file_size_bytes: 1000 }
}

call dossiers.v1.DossierService/WithdrawComponent
name: "${wrong}"
reason: "Đơn của người khác"

call dossiers.v1.DossierService/AttachComponent
@keep blurred name
name: "congresses/mau/dossiers/ho-so-31"
attachment {
  item_id: "bang-cap"
  issued_date { year: 2025 month: 5 day: 1 }
  document { title: "Bằng" issuer: "Trường Mẫu" file_sha256: "0123456789abcdef0123456789abcdef" file_size_bytes: 1000 }
}

call dossiers.v1.DossierService/WithdrawComponent
@clearance none
name: "${blurred}"
reason: "Bản chụp không đọc được"

call dossiers.v1.DossierService/GetComponent
name: "${wrong}"

call dossiers.v1.DossierService/ListComponents
parent: "congresses/mau/dossiers/ho-so-31"
state: WITHDRAWN

# Graded papers of a dossier that was submitted.
call dossiers.v1.DossierService/ListComponents
parent: "congresses/mau/dossiers/ho-so-1"

call dossiers.v1.DossierService/BatchAttachComponents
dossiers {
  dossier: "congresses/mau/dossiers/ho-so-31"
  attachments {
    item_id: "don"
    issued_date { year: 2025 month: 6 day: 1 }
    document { title: "Đơn" issuer: "Đảng ủy xã Một" file_sha256: "0123456789abcdef0123456789abcdef" file_size_bytes: 1000 }
  }
}
dossiers {
  dossier: "congresses/mau/dossiers/ho-so-32"
  attachments {
    item_id: "don"
    issued_date { year: 2025 month: 6 day: 1 }
    document { title: "Đơn" issuer: "Đảng ủy xã Hai" file_sha256: "0123456789abcdef0123456789abcdef" file_size_bytes: 1000 }
  }
}

# Bodies are asked about the person; the province enters their answers.
call dossiers.v1.VerificationService/RequestVerification
@keep asked name
parent: "congresses/mau/dossiers/ho-so-31"
verification {
  addressee: "Công an tỉnh Mẫu"
  question: "Xác minh lịch sử chính trị"
  request_date ${today}
  due_date ${today+10}
  request_number: "15-CV/BTCTU"
}

call dossiers.v1.VerificationService/AnswerVerification
name: "${asked}"
outcome: NOTHING_ADVERSE
answer: "Chưa phát hiện vấn đề"
answer_number: "8-CV/CAT"
answer_date ${today}

call dossiers.v1.VerificationService/GetVerification
name: "${asked}"

call dossiers.v1.VerificationService/ListVerifications
parent: "congresses/mau/dossiers/-"

call dossiers.v1.VerificationService/RequestVerification
@keep twice name
parent: "congresses/mau/dossiers/ho-so-31"
verification {
  addressee: "organisations/unit-102"
  question: "Xác minh thời gian công tác"
  request_date ${today}
  due_date ${today+20}
}

call dossiers.v1.VerificationService/CancelVerification
name: "${twice}"
reason: "Đã có xác nhận trong hồ sơ"

# A complaint comes in and is settled.
call dossiers.v1.SuspensionService/CreateSuspension
@keep complaint name
parent: "persons/nguoi-31"
suspension {
  cause: COMPLAINT
  reason: "Đơn kiến nghị về kê khai tài sản"
  begin_date ${today}
  basis { source: "Phiếu chuyển đơn giả định" }
}

call dossiers.v1.SuspensionService/GetSuspension
name: "${complaint}"

call dossiers.v1.SuspensionService/ListSuspensions
parent: "persons/-"
active_only: true

call dossiers.v1.SuspensionService/EndSuspension
name: "${complaint}"
end_date ${today}
outcome: "Kiến nghị không có cơ sở"
reason: "Kết luận giả định"

call dossiers.v1.DossierService/SubmitDossier
name: "congresses/mau/dossiers/ho-so-31"

call dossiers.v1.DossierService/BeginDossierReview
name: "congresses/mau/dossiers/ho-so-31"

call dossiers.v1.DossierService/AcceptDossier
name: "congresses/mau/dossiers/ho-so-31"

call dossiers.v1.DossierService/CloseDossier
name: "congresses/mau/dossiers/ho-so-31"
reason: "Đã phân công công tác"
keep_until_date ${today+3650}

call dossiers.v1.DossierService/ExtendDossierRetention
name: "congresses/mau/dossiers/ho-so-31"
keep_until_date ${today+4000}
basis { decision_number: "12-QĐ/TU" decision_date { year: 2025 month: 1 day: 2 } decided_by: "Ban Thường vụ Tỉnh ủy" }

call dossiers.v1.DossierService/ExtendDossierRetention
@clearance none
name: "congresses/mau/dossiers/ho-so-31"
keep_until_date ${today+5000}
basis { source: "Quy định về lưu trữ" }

call dossiers.v1.DossierService/WithdrawDossier
name: "congresses/mau/dossiers/ho-so-32"
reason: "Xin rút khỏi danh sách"

call dossiers.v1.DossierService/ReopenDossier
name: "congresses/mau/dossiers/ho-so-32"
reason: "Tiếp tục giới thiệu"

call dossiers.v1.DossierService/WithdrawDossier
@clearance none
name: "congresses/mau/dossiers/ho-so-32"
reason: "Xin rút lần hai"

call dossiers.v1.DossierService/ReopenDossier
@clearance none
name: "congresses/mau/dossiers/ho-so-32"
reason: "Xem xét lại"

call dossiers.v1.DossierService/WithdrawDossier
name: "congresses/mau/dossiers/ho-so-32"
reason: "Thôi hẳn"

call dossiers.v1.DossierService/BatchCloseDossiers
dossiers { dossier: "congresses/mau/dossiers/ho-so-32" }
reason: "Lưu theo quy định"
keep_until_date ${today+3650}

call dossiers.v1.DossierService/WithdrawDossier
name: "congresses/mau/dossiers/ho-so-33"
reason: "Xin rút"

call dossiers.v1.DossierService/BatchCloseDossiers
@clearance none
dossiers { dossier: "congresses/mau/dossiers/ho-so-33" }
reason: "Lưu theo quy định"
keep_until_date ${today+3650}

call dossiers.v1.DossierService/WithdrawDossier
name: "congresses/mau/dossiers/ho-so-34"
reason: "Xin rút"

call dossiers.v1.DossierService/CloseDossier
@clearance none
name: "congresses/mau/dossiers/ho-so-34"
reason: "Lưu theo quy định"
keep_until_date ${today+3650}

# What is graded in dossiers: reasons, hashes and causes.
call dossiers.v1.DossierService/GetDossier
name: "congresses/mau/dossiers/ho-so-1"

call dossiers.v1.DossierService/ListDossiers
parent: "congresses/mau"
