# Approvals: a working group approves the congresses of two communes, one with conditions; what changed is confirmed.
call scheduling.v1.BodyService/CreatePost
parent: "organisations/province"
post_id: "truong-ban"
post { title: "Trưởng Ban Tổ chức Tỉnh ủy" rank: 1 }

call scheduling.v1.BodyService/CreateMembership
parent: "organisations/unit-101"
membership_id: "truong-ban"
membership {
  post: "organisations/province/posts/truong-ban"
  role: HEAD
  first_day { year: 2025 month: 1 day: 1 }
}

call scheduling.v1.TaskService/CreatePlan
plan_id: "dieu-kien"
plan { organisation: "organisations/province" number: "77-KH/TU" title: "Theo dõi điều kiện sau phê duyệt" }

call scheduling.v1.ApprovalService/CreateApprovalSession
parent: "congresses/mau"
session_id: "phien-1"
session {
  organisation: "organisations/province"
  group: "organisations/unit-101"
  date: ${today}
}
reason: "Họp sớm"

call scheduling.v1.ApprovalService/CreateApprovalSession
parent: "congresses/mau"
session_id: "phien-2"
session {
  organisation: "organisations/province"
  group: "organisations/unit-101"
  date: ${today+1}
}
reason: "Họp sớm"

call scheduling.v1.ApprovalService/CreateApprovalSession
parent: "congresses/mau"
session_id: "phien-3"
session {
  organisation: "organisations/province"
  group: "organisations/unit-101"
  date: ${today+2}
}
reason: "Họp sớm"

call scheduling.v1.ApprovalService/UpdateApprovalSession
session { name: "congresses/mau/approvalSessions/phien-2" pinned: true }
update_mask { paths: "pinned" }

call scheduling.v1.ApprovalService/CancelApprovalSession
name: "congresses/mau/approvalSessions/phien-2"
reason: "Gộp vào phiên thứ nhất"

call scheduling.v1.ApprovalService/DeleteApprovalSession
name: "congresses/mau/approvalSessions/phien-3"

call scheduling.v1.ApprovalService/GetApprovalSession
name: "congresses/mau/approvalSessions/phien-1"

call scheduling.v1.ApprovalService/ListApprovalSessions
parent: "congresses/mau"

call scheduling.v1.ApprovalService/ScheduleUnitApprovals
session: "congresses/mau/approvalSessions/phien-1"
organisations: "organisations/unit-101"
organisations: "organisations/unit-102"

call drafting.v1.DraftingService/CreateDocument
@keep approved latest_revision
parent: "congresses/mau"
document_id: "bao-cao-xa-hai"
document { organisation: "organisations/unit-102" kind: "report" symbol: "BC" display_name: "Báo cáo chính trị Đảng bộ xã Hai" }
sections { id: "chi-tieu" title: "Chỉ tiêu" text: "Đến năm 2030." }
steps { id: "draft" display_name: "Dự thảo" }
steps { id: "final" display_name: "Hoàn thiện" frozen: true }

call scheduling.v1.ApprovalService/RecordApprovalOutcomes
@clearance none
session: "congresses/mau/approvalSessions/phien-1"
outcomes {
  organisation: "organisations/unit-102"
  documents {
    outcome: CONDITIONAL
    versions { resource: "${approved}" }
    conditions { text: "Bổ sung chỉ tiêu về chuyển đổi số" owner: "organisations/unit-102" }
    conditions { text: "Làm rõ nguồn lực" }
  }
}
outcomes { organisation: "organisations/unit-101" documents { outcome: RETURNED note: "Cần làm rõ phương hướng" } }
plan: "plans/dieu-kien"

# What nobody sees who is not cleared.
call scheduling.v1.ApprovalService/RecordApprovalOutcomes
session: "congresses/mau/approvalSessions/phien-1"
outcomes {
  organisation: "organisations/unit-102"
  personnel {
    outcome: RETURNED
    versions { resource: "congresses/mau/personnelPlans/de-an-2" }
    note: "Nhân sự chưa bảo đảm cơ cấu"
  }
}

call scheduling.v1.ApprovalService/GetUnitApproval
name: "congresses/mau/unitApprovals/unit-102"

call scheduling.v1.ApprovalService/ListUnitApprovals
parent: "congresses/mau"

call scheduling.v1.ApprovalService/SettleCondition
@clearance none
name: "congresses/mau/unitApprovals/unit-102"
subject: DOCUMENTS
note: "Đã bổ sung"

call scheduling.v1.ApprovalService/SettleCondition
name: "congresses/mau/unitApprovals/unit-102"
subject: DOCUMENTS
index: 1
note: "Đã làm rõ"

call drafting.v1.DraftingService/ReviseDocument
@keep newest name
name: "congresses/mau/documents/bao-cao-xa-hai"
base_revision: "${approved}"
edits { change { section: "chi-tieu" text: "Đến năm 2030, có 100 %." } }

call scheduling.v1.ApprovalService/GetUnitApproval
@until state STALE
name: "congresses/mau/unitApprovals/unit-102"

call scheduling.v1.ApprovalService/ConfirmUnitApproval
@clearance none
name: "congresses/mau/unitApprovals/unit-102"
version { resource: "${newest}" }
reason: "Chỉ sửa câu chữ"

call drafting.v1.DraftingService/ReviseDocument
@keep last name
name: "congresses/mau/documents/bao-cao-xa-hai"
base_revision: "${newest}"
edits { change { section: "chi-tieu" text: "Đến năm 2030, có 100 % số xã." } }

call scheduling.v1.ApprovalService/GetUnitApproval
@until state STALE
name: "congresses/mau/unitApprovals/unit-102"

call scheduling.v1.ApprovalService/ConfirmUnitApproval
name: "congresses/mau/unitApprovals/unit-102"
version { resource: "${last}" }
reason: "Chỉ sửa câu chữ"

call scheduling.v1.ApprovalService/WithdrawUnitApproval
@clearance none
name: "congresses/mau/unitApprovals/unit-101"
reason: "Trình lại ở phiên sau"

call scheduling.v1.ApprovalService/WithdrawUnitApproval
name: "congresses/mau/unitApprovals/unit-102"
reason: "Trình lại ở phiên sau"
