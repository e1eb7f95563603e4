# Erasures. Persons are invented.
call dossiers.v1.PersonService/BatchCreatePersons
persons {
  person_id: "nguoi-381"
  person { organisation: "organisations/unit-101" display_name: "Phan Văn Giả Định" health: "Loại ba" }
}
persons {
  person_id: "nguoi-382"
  person { organisation: "organisations/unit-102" display_name: "Phan Thị Giả Định" health: "Loại ba" }
}

call dossiers.v1.ErasureService/RequestErasure
name: "persons/nguoi-381"
reason: "Nhập từ danh sách không liên quan"
basis { source: "Đơn đề nghị của cá nhân" }

call dossiers.v1.ErasureService/GetPersonErasure
name: "persons/nguoi-381/erasure"

call dossiers.v1.ErasureService/ListPersonErasures
state: REQUESTED

call dossiers.v1.ErasureService/WithdrawErasure
name: "persons/nguoi-381/erasure"
reason: "Đề nghị nhầm người"

call dossiers.v1.ErasureService/RequestErasure
name: "persons/nguoi-382"
reason: "Theo đơn"
basis { decision_number: "15-TB/TU" decision_date ${today} }

# Another administrator.
call dossiers.v1.ErasureService/ErasePerson
@account another
name: "persons/nguoi-382"

# A dossier that goes to the superior in packages: one is returned, the next accepted, another given up.
call dossiers.v1.PersonService/CreatePerson
person_id: "nguoi-383"
person { organisation: "organisations/unit-101" display_name: "Phan Thị Minh Họa" birth_date { year: 1981 } }

call dossiers.v1.DossierService/CreateDossier
parent: "congresses/mau"
dossier_id: "ho-so-381"
dossier {
  organisation: "organisations/unit-101"
  person: "persons/nguoi-383"
  purpose: "reserve"
  template: "checklistTemplates/don-gian"
}

call dossiers.v1.DossierService/AttachComponent
@clearance none
@keep sent name
name: "congresses/mau/dossiers/ho-so-381"
attachment {
  item_id: "don"
  issued_date { year: 2025 month: 6 day: 1 }
  document {
    title: "Đơn"
    issuer: "Đảng ủy xã Một"
    file_sha256: "\001\303\047\165\313\350\305\004\107\102\006\105\306\135\313\004\361\063\310\163\210\124\167\033\077\155\170\021\165\162\250\331"
    file_size_bytes: 12
  }
}

call content.v1.ContentService/UploadContent
@as clerk@province
name: "${sent}"
media_type: "application/pdf"
data: "%PDF-1.7 mau"

call dossiers.v1.DossierService/SubmitDossier
name: "congresses/mau/dossiers/ho-so-381"

call dossiers.v1.DossierService/BeginDossierReview
@as reviewer@province
name: "congresses/mau/dossiers/ho-so-381"

call dossiers.v1.DossierService/AcceptDossier
@as reviewer@province
name: "congresses/mau/dossiers/ho-so-381"

call dossiers.v1.PackageService/CreatePackage
parent: "congresses/mau"
package_id: "goi-1"
package {
  organisation: "organisations/unit-101"
  receiver: "organisations/province"
  title: "Hồ sơ nhân sự dự phòng"
  items { dossier: "congresses/mau/dossiers/ho-so-381" }
}

call dossiers.v1.PackageService/GetPackage
@until state BUILT
@keep list manifest_sha256
name: "congresses/mau/packages/goi-1"

call dossiers.v1.PackageService/ListPackages
parent: "congresses/mau"

call dossiers.v1.PackageService/DownloadPackage
@as clerk@province
name: "congresses/mau/packages/goi-1"

call dossiers.v1.PackageService/SendPackage
name: "congresses/mau/packages/goi-1"
basis { decision_number: "15-TTr/ĐU" decision_date ${today} }

call dossiers.v1.PackageService/ReceivePackage
@account receiver
name: "congresses/mau/packages/goi-1"
receipt { received_by: "Ban Tổ chức" receive_date ${today} manifest_sha256: "${list}" remarks: "Đủ tệp" }

call dossiers.v1.PackageService/ReturnPackage
@account receiver
name: "congresses/mau/packages/goi-1"
reason: "Đơn chưa có chữ ký"
faults { dossier: "congresses/mau/dossiers/ho-so-381" reason: "Thiếu chữ ký" }

call dossiers.v1.PackageService/CreatePackage
parent: "congresses/mau"
package_id: "goi-2"
package {
  organisation: "organisations/unit-101"
  receiver: "organisations/province"
  title: "Hồ sơ nhân sự dự phòng (lần hai)"
  items { dossier: "congresses/mau/dossiers/ho-so-381" }
  supersedes: "congresses/mau/packages/goi-1"
}

call dossiers.v1.PackageService/GetPackage
@until state BUILT
@keep next manifest_sha256
name: "congresses/mau/packages/goi-2"

call dossiers.v1.PackageService/SendPackage
name: "congresses/mau/packages/goi-2"
basis { decision_number: "16-TTr/ĐU" decision_date ${today} }

call dossiers.v1.PackageService/ReceivePackage
@account receiver
name: "congresses/mau/packages/goi-2"
receipt { received_by: "Ban Tổ chức" receive_date ${today} manifest_sha256: "${next}" }

call dossiers.v1.PackageService/AcceptPackage
@account receiver
name: "congresses/mau/packages/goi-2"
basis { decision_number: "20-TB/TU" decision_date ${today} }

call dossiers.v1.PackageService/CreatePackage
parent: "congresses/mau"
package_id: "goi-3"
package {
  organisation: "organisations/unit-101"
  receiver: "organisations/province"
  title: "Hồ sơ nhân sự dự phòng (bản khác)"
  items { dossier: "congresses/mau/dossiers/ho-so-381" }
}

call dossiers.v1.PackageService/GetPackage
@until state BUILT
name: "congresses/mau/packages/goi-3"

call dossiers.v1.PackageService/WithdrawPackage
name: "congresses/mau/packages/goi-3"
reason: "Không gửi nữa"

call dossiers.v1.AlertService/ListDossierAlerts
organisations: "organisations/unit-101"
least: OPEN
