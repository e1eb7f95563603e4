# An invented province: four communes, two of them merged from former ones.
call allocation.v1.OrganisationService/ImportOrganisations
csv: "code,name,kind,parent,members,members_as_of,merged_from,valid_from\n"
     "province,Đảng bộ tỉnh Mẫu,province,,4000,2025-06-30,,\n"
     "cu-1,Xã Cũ Một,former-commune,province,0,,,2000-01-01\n"
     "cu-2,Xã Cũ Hai,former-commune,province,0,,,2000-01-01\n"
     "101,Đảng bộ xã Một,commune,province,2500,2025-06-30,cu-1;cu-2,2025-07-01\n"
     "102,Đảng bộ xã Hai,commune,province,1500,2025-06-30,,2025-07-01\n"

call allocation.v1.OrganisationService/GetOrganisation
name: "organisations/unit-101"

call allocation.v1.OrganisationService/ListOrganisations
page_size: 2

call allocation.v1.OrganisationService/CheckLineage
expected_before: 3
expected_after: 2
expected_members: 4000
as_of { year: 2025 month: 7 day: 1 }

# A cell that was entered twice, one whose administrators have no part in all this, and a file that should not have been
# imported.
call allocation.v1.OrganisationService/ImportOrganisations
csv: "code,name,kind,parent,members,members_as_of,merged_from,valid_from,split_from,renamed_on\n"
     "cb-1,Chi bộ Một,cell,101,40,2025-06-30,,,,\n"
     "cb-01,CHI BỘ MỘT,cell,101,40,2025-06-30,,,,\n"
     "unit-other,Chi bộ Ngoài,cell,102,0,,,,,\n"

call allocation.v1.OrganisationService/MergeDuplicateOrganisations
name: "organisations/cb-1"
duplicate: "organisations/cb-01"
reason: "Nhập hai lần"

call allocation.v1.OrganisationService/ImportOrganisations
@keep import organisation_import
csv: "code,name,kind,parent,members,members_as_of,merged_from,valid_from,split_from,renamed_on\n"
     "cb-1,Chi bộ Một,cell,101,40,2025-06-30,,2020-01-01,,\n"
     "cb-2,Chi bộ Hai,cell,101,20,2025-06-30,,2025-07-01,cb-1,\n"
     "cb-3,Chi bộ Ba,cell,101,20,2025-06-30,,2025-07-01,cb-1,\n"

call allocation.v1.OrganisationService/GetOrganisationImport
name: "${import}"

call allocation.v1.OrganisationService/UndoOrganisationImport
name: "${import}"
reason: "Nhầm tệp"

call allocation.v1.OrganisationService/ListOrganisationImports

# What is known already; a larger file would keep the tree for some steps.
call allocation.v1.OrganisationService/StartOrganisationImport
csv: "code,name,kind,parent,members,members_as_of,merged_from,valid_from\n"
     "102,Đảng bộ xã Hai,commune,province,1500,2025-06-30,,2025-07-01\n"

call allocation.v1.RuleSetService/CreateRuleSet
rule_set_id: "quy-tac"
rule_set {
  organisation: "organisations/province"
  display_name: "Quy tắc phân bổ đại biểu"
  legal_basis: "Giả định"
  effective_from { year: 2025 month: 1 day: 1 }
  ex_officio_count: 2
  appointed_count: 1
  base { by_merged_units { from_units: 1 seats: 2 } }
  member_step { open_total { members_per_seat: 1000 remainder: FLOOR } }
  tie_rule: MORE_MEMBERS_THEN_EARLIER_CODE
}

call allocation.v1.RuleSetService/CreateRuleSet
rule_set_id: "quy-tac-sau"
rule_set {
  organisation: "organisations/province"
  display_name: "Quy tắc phân bổ đại biểu, bản sau"
  legal_basis: "Giả định"
  effective_from { year: 2026 month: 1 day: 1 }
  replaces: "ruleSets/quy-tac"
  member_step { fitted { total: 20 } }
  tie_rule: MORE_MEMBERS_THEN_EARLIER_CODE
}

call allocation.v1.RuleSetService/GetRuleSet
name: "ruleSets/quy-tac"

call allocation.v1.RuleSetService/ListRuleSets

call allocation.v1.AllocationService/CreateAllocationPlan
parent: "congresses/mau"
allocation_plan_id: "chinh"
allocation_plan {
  organisation: "organisations/province"
  display_name: "Phương án phân bổ đại biểu"
  rule_set: "ruleSets/quy-tac"
  as_of { year: 2025 month: 8 day: 1 }
}

call allocation.v1.AllocationService/CreateAllocationPlan
parent: "congresses/mau"
allocation_plan_id: "thay"
allocation_plan {
  organisation: "organisations/province"
  display_name: "Phương án thay thế"
  rule_set: "ruleSets/quy-tac"
  as_of { year: 2025 month: 9 day: 1 }
}

call allocation.v1.AllocationService/GetAllocationPlan
name: "congresses/mau/allocationPlans/chinh"

call allocation.v1.AllocationService/ListAllocationPlans
parent: "congresses/mau"

call allocation.v1.AllocationService/RecomputeAllocationPlan
name: "congresses/mau/allocationPlans/chinh"
delegate_cap: 100
targets {
  targets {
    id: "nu"
    display_name: "Đại biểu nữ"
    group: WOMEN
    sense: AT_LEAST
    share { numerator: 15 denominator: 100 }
    base: ALL_DELEGATES
    binding: true
  }
}

call allocation.v1.AllocationService/ExplainUnit
name: "congresses/mau/allocationPlans/chinh"
organisation: "organisations/unit-101"

call allocation.v1.AllocationService/GetFairness
name: "congresses/mau/allocationPlans/chinh"

call allocation.v1.AllocationService/CompareAllocationPlans
name: "congresses/mau/allocationPlans/chinh"
other: "congresses/mau/allocationPlans/thay"

call allocation.v1.AllocationService/SubmitAllocationPlan
name: "congresses/mau/allocationPlans/chinh"

call allocation.v1.AllocationService/SubmitAllocationPlan
name: "congresses/mau/allocationPlans/thay"

call allocation.v1.AllocationService/ApproveAllocationPlan
name: "congresses/mau/allocationPlans/chinh"
reason: "Đúng quy tắc"

call allocation.v1.AllocationService/ApproveAllocationPlan
name: "congresses/mau/allocationPlans/thay"

call drafting.v1.NumberRegisterService/CreateNumberSeries
number_series_id: "quyet-dinh"
number_series {
  organisation: "organisations/province"
  issuer: "Tỉnh ủy Mẫu"
  issuer_symbol: "TU"
  term: "2025-2030"
  document_type: "QĐ"
}

call allocation.v1.AllocationService/IssueAllocationPlan
name: "congresses/mau/allocationPlans/chinh"
number_series: "numberSeries/quyet-dinh"

call allocation.v1.AllocationService/IssueAllocationPlan
name: "congresses/mau/allocationPlans/thay"
number_series: "numberSeries/quyet-dinh"

call allocation.v1.AllocationService/ExportAllocationPlan
name: "congresses/mau/allocationPlans/chinh"
format: DECISION
decision_form {
  place: "Mẫu"
  recipients: "Như Điều 3, các ban của Tỉnh ủy"
  deciding_body: "Ban Thường vụ"
  proposer: "Ban Tổ chức Tỉnh ủy"
  legal_bases: "Điều lệ Đảng"
}

call allocation.v1.AllocationService/ExportAllocationPlan
name: "congresses/mau/allocationPlans/chinh"
format: DECISION
paper_format: DOCX

call allocation.v1.AllocationService/ExportAllocationPlan
name: "congresses/mau/allocationPlans/chinh"
format: PROJECT
paper_format: PDF
paper_language: ENGLISH

call allocation.v1.AllocationService/ExportAllocationPlan
name: "congresses/mau/allocationPlans/chinh"
format: XLSX

call allocation.v1.AllocationService/ExportAllocationPlan
name: "congresses/mau/allocationPlans/chinh"
format: CHART_SVG

call allocation.v1.DelegateService/CreateDelegate
parent: "congresses/mau"
delegate_id: "dai-bieu-1"
delegate {
  organisation: "organisations/unit-101"
  person: "persons/nguoi-1"
  plan: "congresses/mau/allocationPlans/chinh"
  origin: ELECTED
  profile {
    gender: FEMALE
    birth_date { year: 1990 month: 2 day: 3 }
    ethnic_minority: false
    sectors: "dang"
  }
}

# What is entered without clearance comes back without grades.
call allocation.v1.DelegateService/CreateDelegate
@clearance none
parent: "congresses/mau"
delegate_id: "dai-bieu-3"
delegate {
  organisation: "organisations/unit-101"
  person: "persons/nguoi-3"
  plan: "congresses/mau/allocationPlans/chinh"
  origin: ELECTED
}

call allocation.v1.DelegateService/BatchCreateDelegates
parent: "congresses/mau"
entries {
  delegate_id: "dai-bieu-2"
  delegate {
    organisation: "organisations/unit-102"
    person: "persons/nguoi-2"
    plan: "congresses/mau/allocationPlans/chinh"
    origin: ELECTED
    profile { gender: MALE sectors: "san-xuat" }
  }
}

call allocation.v1.DelegateService/ImportDelegates
parent: "congresses/mau"
csv: "name,sectors\ndai-bieu-2,san-xuat; y-te\n"

call allocation.v1.DelegateService/BatchCreateDelegates
@clearance none
parent: "congresses/mau"
entries {
  delegate_id: "du-khuyet-1"
  delegate {
    organisation: "organisations/unit-101"
    person: "persons/nguoi-4"
    plan: "congresses/mau/allocationPlans/chinh"
    origin: RESERVE
    reserve_rank: 1
  }
}
entries {
  delegate_id: "du-khuyet-2"
  delegate {
    organisation: "organisations/unit-101"
    person: "persons/nguoi-5"
    plan: "congresses/mau/allocationPlans/chinh"
    origin: RESERVE
    reserve_rank: 3
  }
}
entries {
  delegate_id: "du-khuyet-3"
  delegate {
    organisation: "organisations/unit-101"
    person: "persons/nguoi-6"
    plan: "congresses/mau/allocationPlans/chinh"
    origin: RESERVE
    reserve_rank: 4
  }
}

call allocation.v1.DelegateService/UpdateDelegate
delegate {
  name: "congresses/mau/delegates/du-khuyet-1"
  profile { gender: FEMALE birth_date { year: 1985 month: 6 day: 7 } ethnic_minority: true sectors: "san-xuat" }
}
update_mask { paths: "profile" }

call allocation.v1.DelegateService/UpdateDelegate
@clearance none
delegate { name: "congresses/mau/delegates/du-khuyet-2" reserve_rank: 2 }
update_mask { paths: "reserve_rank" }

call allocation.v1.DelegateService/GetDelegate
name: "congresses/mau/delegates/dai-bieu-1"

call allocation.v1.DelegateService/ListDelegates
parent: "congresses/mau"

call allocation.v1.DelegateService/ExportDelegates
parent: "congresses/mau"
organisation: "organisations/unit-101"
persons { person: "persons/nguoi-1" display_name: "Nguyễn Văn Mẫu" position_title: "Bí thư chi bộ" }
paper_format: DOCX
form {
  issuer: "TỈNH ỦY MẪU"
  issuer: "VĂN PHÒNG"
  number: "12-DS/VPTU"
  place: "Mẫu"
  date ${today}
  signer_authority: "T/L BAN THƯỜNG VỤ"
  signer_title: "CHÁNH VĂN PHÒNG"
  signer_name: "Nguyễn Văn Mẫu"
  recipients: "Ban Tổ chức, các đảng ủy trực thuộc"
}

call allocation.v1.AllocationService/GetAllocationReadiness
parent: "congresses/mau"

call allocation.v1.DelegationService/ConveneDelegates
parent: "congresses/mau"
delegate_ids: "dai-bieu-1"
delegate_ids: "dai-bieu-3"
date ${today}
notice: "Số 12-TB/TU"

call allocation.v1.DelegationService/RecordAttendance
parent: "congresses/mau"
session_id: "tru-bi"
date ${today}
entries { delegate_id: "dai-bieu-1" presence: ABSENT absence_reason: "Ốm" }
entries { delegate_id: "dai-bieu-3" presence: ABSENT absence_reason: "Công tác đột xuất" }

call allocation.v1.CredentialService/GetCredentialReport
parent: "congresses/mau"

call allocation.v1.CredentialService/GetDelegateStatistics
parent: "congresses/mau"
opening_date ${today+30}
under_ages: 40
targets {
  id: "nu"
  display_name: "Đại biểu nữ"
  group: WOMEN
  sense: AT_LEAST
  share { numerator: 15 denominator: 100 }
  base: ALL_DELEGATES
}

call allocation.v1.CredentialService/GetMajorityBase
parent: "congresses/mau"

call allocation.v1.DelegationService/ReplaceDelegate
name: "congresses/mau/delegates/dai-bieu-1"
reason: "Chuyển công tác ngoài tỉnh"
reserve: "congresses/mau/delegates/du-khuyet-2"
pass_over_reason: "Người có thứ tự trước đang điều trị"

call allocation.v1.DelegationService/ReplaceDelegate
@clearance none
name: "congresses/mau/delegates/dai-bieu-3"
reason: "Theo nguyện vọng"
date ${today}

call preparation.v1.JointWorkService/StartDelegateReplacement
@clearance none
@keep replacement name
name: "congresses/mau/delegates/du-khuyet-1"
reason: "Nghỉ công tác"
date ${today}

call operations.v1.OperationService/GetOperation
@until state DONE
name: "${replacement}"

call allocation.v1.DelegationService/WithdrawDelegate
name: "congresses/mau/delegates/du-khuyet-3"
reason: "Nghỉ công tác"

call allocation.v1.DelegationService/WithdrawDelegate
@clearance none
name: "congresses/mau/delegates/du-khuyet-2"
reason: "Nghỉ công tác"

call allocation.v1.DelegateService/DeleteDelegate
name: "congresses/mau/delegates/dai-bieu-2"

call allocation.v1.AllocationService/SupersedeAllocationPlan
name: "congresses/mau/allocationPlans/chinh"
successor: "congresses/mau/allocationPlans/thay"
reason: "Số liệu mới"

# Three equal claims on one seat, decided by lot.
call allocation.v1.ApportionmentService/ComputeApportionment
@keep lot lot.name
method: "sainte-lague"
seats: 5
units { key: "Xã Một" weight: "2500" }
units { key: "Xã Hai" weight: "1500" }
units { key: "Xã Ba" weight: "1500" minimum: 1 }
ties { lot_seed: "2025" }
organisation: "organisations/province"

call allocation.v1.ApportionmentService/ComputeBiproportionalApportionment
rows { key: "Huyện Một" seats: 3 }
rows { key: "Huyện Hai" seats: 2 }
columns { key: "nữ" }
columns { key: "nam" }
cells { row: "Huyện Một" column: "nữ" weight: "1200" }
cells { row: "Huyện Một" column: "nam" weight: "1800" }
cells { row: "Huyện Hai" column: "nữ" weight: "1100" }
cells { row: "Huyện Hai" column: "nam" weight: "700.5" }
upper_method: "sainte-lague"

call allocation.v1.ApportionmentService/VerifyAllocation
certificate { format: 1 method: "dhondt" }

call allocation.v1.ApportionmentService/VerifyAllocation
table_certificate { format: 1 method: "dhondt" }

call allocation.v1.ApportionmentService/GetLot
name: "${lot}"

call allocation.v1.ApportionmentService/ListLots

call allocation.v1.ApportionmentService/ContinueLots
parent: "congresses/mau"
reason: "Khôi phục bản sao lưu"
