# Persons and papers are invented.
call dossiers.v1.PersonService/CreatePerson
person_id: "nguoi-1"
person {
  organisation: "organisations/unit-101"
  display_name: "Nguyễn Văn Ví Dụ"
  birth_date { year: 1980 month: 2 day: 3 }
  gender: MALE
  ethnicity: "Kinh"
  assessments { year: 2024 outcome: "Hoàn thành tốt" }
  political_conclusion: "Không có vấn đề"
  health: "Loại hai"
  assets: "Một nhà"
}

# Whoever may not see a field may not give it either; what they record comes back without grades.
call dossiers.v1.PersonService/CreatePerson
@clearance none
person_id: "nguoi-3"
person { organisation: "organisations/unit-101" display_name: "Lê Văn Mẫu" }

call dossiers.v1.PersonService/BatchCreatePersons
persons {
  person_id: "nguoi-2"
  person {
    organisation: "organisations/unit-102"
    display_name: "Trần Thị Minh Họa"
    birth_date { year: 1985 month: 4 day: 5 }
    health: "Loại một"
  }
}

call dossiers.v1.PersonService/ImportPersons
csv: "name,position_title,health\nnguoi-2,Phó Bí thư,Loại ba theo hội đồng\n"

call dossiers.v1.PersonService/BatchCreatePersons
@clearance none
persons { person_id: "nguoi-4" person { organisation: "organisations/unit-102" display_name: "Phạm Thị Mẫu" } }

call dossiers.v1.PersonService/GetPerson
name: "persons/nguoi-1"

call dossiers.v1.PersonService/ListPersons
query: "nguyen"

call dossiers.v1.PersonService/UpdatePerson
person { name: "persons/nguoi-1" health: "Loại một" }
update_mask { paths: "health" }

call dossiers.v1.PersonService/UpdatePerson
@clearance none
person { name: "persons/nguoi-1" position_title: "Bí thư chi bộ" }
update_mask { paths: "position_title" }

call dossiers.v1.DossierService/CreateChecklistTemplate
checklist_template_id: "dai-bieu"
checklist_template {
  organisation: "organisations/province"
  display_name: "Hồ sơ đại biểu"
  purposes: "delegate"
  effective_date { year: 2025 month: 1 day: 1 }
  legal_basis: "Giả định"
  items { item_id: "so-yeu" title: "Sơ yếu lý lịch" required: true }
  items { item_id: "suc-khoe" title: "Giấy khám sức khỏe" required: true grade: SENSITIVE }
}

call dossiers.v1.DossierService/GetChecklistTemplate
name: "checklistTemplates/dai-bieu"

call dossiers.v1.DossierService/ListChecklistTemplates

call dossiers.v1.DossierService/CreateDossier
parent: "congresses/mau"
dossier_id: "ho-so-1"
dossier {
  organisation: "organisations/unit-101"
  person: "persons/nguoi-1"
  purpose: "delegate"
  template: "checklistTemplates/dai-bieu"
}

call dossiers.v1.DossierService/BatchCreateDossiers
parent: "congresses/mau"
dossiers {
  dossier_id: "ho-so-2"
  dossier {
    organisation: "organisations/unit-102"
    person: "persons/nguoi-2"
    purpose: "delegate"
    template: "checklistTemplates/dai-bieu"
  }
}

call dossiers.v1.DossierService/UpdateDossier
dossier { name: "congresses/mau/dossiers/ho-so-1" position_kind: "committee-member" candidacy: INCUMBENT }

call dossiers.v1.DossierService/UpdateDossier
@clearance none
dossier { name: "congresses/mau/dossiers/ho-so-2" purpose: "delegate" }
update_mask { paths: "purpose" }

call dossiers.v1.DossierService/AttachComponent
name: "congresses/mau/dossiers/ho-so-1"
attachment {
  item_id: "suc-khoe"
  issued_date { year: 2025 month: 6 day: 1 }
  document {
    title: "Giấy khám sức khỏe"
    issuer: "Bệnh viện tỉnh Mẫu"
    file_sha256: "0123456789abcdef0123456789abcdef"
    file_size_bytes: 1000
  }
}

# The paper of an ungraded item, filed by one without clearance into a dossier that holds a graded one.
call dossiers.v1.DossierService/AttachComponent
@clearance none
@keep paper name
name: "congresses/mau/dossiers/ho-so-1"
attachment {
  item_id: "so-yeu"
  issued_date { year: 2025 month: 6 day: 1 }
  document {
    title: "Sơ yếu lý lịch"
    issuer: "Đảng ủy xã Một"
    file_sha256: "\001\303\047\165\313\350\305\004\107\102\006\105\306\135\313\004\361\063\310\163\210\124\167\033\077\155\170\021\165\162\250\331"
    file_size_bytes: 12
  }
}

# The one message of a file that fits into one.
call content.v1.ContentService/UploadContent
@as clerk@province
name: "${paper}"
media_type: "application/pdf"
data: "%PDF-1.7 mau"

call content.v1.ContentService/DownloadContent
@as clerk@province
name: "${paper}"

call dossiers.v1.DossierService/BatchAttachComponents
dossiers {
  dossier: "congresses/mau/dossiers/ho-so-2"
  attachments {
    item_id: "suc-khoe"
    issued_date { year: 2025 month: 6 day: 1 }
    document {
      title: "Giấy khám sức khỏe"
      issuer: "Bệnh viện tỉnh Mẫu"
      file_sha256: "0123456789abcdef0123456789abcdef"
      file_size_bytes: 1000
    }
  }
  attachments {
    item_id: "so-yeu"
    issued_date { year: 2025 month: 6 day: 1 }
    document {
      title: "Sơ yếu lý lịch"
      issuer: "Đảng ủy xã Hai"
      file_sha256: "0123456789abcdef0123456789abcdef"
      file_size_bytes: 2000
    }
  }
}

call dossiers.v1.DossierService/BatchAttachComponents
@clearance none
dossiers {
  dossier: "congresses/mau/dossiers/ho-so-2"
  attachments {
    item_id: "so-yeu"
    issued_date { year: 2025 month: 7 day: 1 }
    document {
      title: "Sơ yếu lý lịch, bản mới"
      issuer: "Đảng ủy xã Hai"
      file_sha256: "0123456789abcdef0123456789abcdef"
      file_size_bytes: 2000
    }
  }
}

call dossiers.v1.DossierService/GetDossier
@as clerk@province
name: "congresses/mau/dossiers/ho-so-1"

call dossiers.v1.DossierService/ListDossiers
@as clerk@province
parent: "congresses/mau"

call dossiers.v1.DossierService/GetDossierCompleteness
name: "congresses/mau/dossiers/ho-so-1"

call dossiers.v1.DossierService/ListDossierGaps
parent: "congresses/mau"
before: ${today+400}

call dossiers.v1.DossierService/ExportDossierGaps
parent: "congresses/mau"
before: ${today+400}
paper_format: PDF
form {
  issuer: "TỈNH ỦY MẪU"
  issuer: "VĂN PHÒNG"
  number: "14-DS/VPTU"
  place: "Mẫu"
  date ${today}
  signer_authority: "T/L BAN THƯỜNG VỤ"
  signer_title: "CHÁNH VĂN PHÒNG"
  signer_name: "Nguyễn Văn Mẫu"
  recipients: "Ban Tổ chức, các đảng ủy trực thuộc"
}

call dossiers.v1.DossierService/SubmitDossier
name: "congresses/mau/dossiers/ho-so-1"

call dossiers.v1.DossierService/SubmitDossier
@clearance none
name: "congresses/mau/dossiers/ho-so-2"

call dossiers.v1.DossierService/ReturnDossier
name: "congresses/mau/dossiers/ho-so-1"
return_reason: PAPER_NOT_CERTIFIED
note: "Thiếu dấu"

call dossiers.v1.DossierService/ReturnDossier
@clearance none
name: "congresses/mau/dossiers/ho-so-2"
return_reason: PAPER_MISSING

call dossiers.v1.DossierService/SubmitDossier
name: "congresses/mau/dossiers/ho-so-1"

call dossiers.v1.DossierService/BeginDossierReview
name: "congresses/mau/dossiers/ho-so-1"

call dossiers.v1.DossierService/AcceptDossier
name: "congresses/mau/dossiers/ho-so-1"
note: "Đủ thành phần"

call dossiers.v1.DossierService/SubmitDossier
@clearance none
name: "congresses/mau/dossiers/ho-so-2"

call dossiers.v1.PositionService/CreatePositionSlot
parent: "congresses/mau"
position_slot_id: "bi-thu-1"
position_slot { organisation: "organisations/unit-101" display_name: "Bí thư Đảng ủy xã Một" norm: 1 }

call dossiers.v1.PositionService/BatchCreatePositionSlots
parent: "congresses/mau"
position_slots {
  position_slot_id: "bi-thu-2"
  position_slot { organisation: "organisations/unit-102" display_name: "Bí thư Đảng ủy xã Hai" norm: 1 }
}

call dossiers.v1.PositionService/ProposePositionSlot
name: "congresses/mau/positions/bi-thu-1"
person: "persons/nguoi-1"

call dossiers.v1.PositionService/ProposePositionSlot
name: "congresses/mau/positions/bi-thu-1"
person: "persons/nguoi-3"

call dossiers.v1.PositionService/GetPositionSlot
name: "congresses/mau/positions/bi-thu-1"

call dossiers.v1.PositionService/ListPositionSlots
parent: "congresses/mau"

call dossiers.v1.PositionService/UpdatePositionSlot
position_slot { name: "congresses/mau/positions/bi-thu-1" norm: 2 }
update_mask { paths: "norm" }

call dossiers.v1.PositionService/UpdatePositionSlot
@clearance none
position_slot { name: "congresses/mau/positions/bi-thu-1" display_name: "Bí thư Đảng ủy xã Một" }
update_mask { paths: "display_name" }

call dossiers.v1.PositionService/WithdrawPositionSlot
name: "congresses/mau/positions/bi-thu-1"
person: "persons/nguoi-1"

call dossiers.v1.PositionService/FillPositionSlot
name: "congresses/mau/positions/bi-thu-1"
person: "persons/nguoi-1"
from_date { year: 2024 month: 6 day: 1 }
basis { decision_number: "20-QĐ/TU" decision_date { year: 2024 month: 5 day: 28 } }
prior: true

call dossiers.v1.DossierService/GetDossierReadiness
parent: "congresses/mau"

call dossiers.v1.PositionService/VacatePositionSlot
name: "congresses/mau/positions/bi-thu-1"
person: "persons/nguoi-1"
until_date ${today}
end_cause: RETIRED
end_reason: "Nghỉ theo nguyện vọng"
