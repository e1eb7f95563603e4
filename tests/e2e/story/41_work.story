# Posts and bodies, a joint programme, its reports and what waits.
call scheduling.v1.BodyService/CreatePost
parent: "organisations/province"
post_id: "pho-van-phong"
post { title: "Phó Chánh Văn phòng" stand_ins: "organisations/province/posts/chanh-van-phong" }

call scheduling.v1.BodyService/GetPost
name: "organisations/province/posts/chanh-van-phong"

call scheduling.v1.BodyService/ListPosts
parent: "organisations/-"

call scheduling.v1.BodyService/UpdatePost
post {
  name: "organisations/province/posts/chanh-van-phong"
  title: "Chánh Văn phòng Tỉnh ủy"
  holders { person: "persons/account-clerk" first_day ${today} }
}
update_mask { paths: "title" paths: "holders" }

call scheduling.v1.BodyService/CreateMembership
parent: "organisations/province"
membership_id: "van-phong"
membership { post: "organisations/province/posts/chanh-van-phong" role: MEMBER first_day ${today} }

call scheduling.v1.BodyService/GetMembership
name: "organisations/province/memberships/van-phong"

call scheduling.v1.BodyService/ListMemberships
parent: "organisations/-"
post: "organisations/province/posts/chanh-van-phong"

call scheduling.v1.BodyService/UpdateMembership
membership { name: "organisations/province/memberships/van-phong" role: STANDING_MEMBER }
update_mask { paths: "role" }

call scheduling.v1.BodyService/DeleteMembership
name: "organisations/province/memberships/van-phong"

call scheduling.v1.TaskService/CreatePlan
plan_id: "chuong-trinh"
plan {
  organisation: "organisations/province"
  number: "03-CTr/TU"
  title: "Chương trình phối hợp"
  partners: "organisations/unit-101"
}

call scheduling.v1.TaskService/UpdatePlan
plan { name: "plans/chuong-trinh" calendar: "calendars/cong-so" }
update_mask { paths: "calendar" }

call scheduling.v1.TaskTemplateService/CreateTaskTemplate
task_template_id: "mau-xa"
task_template {
  organisation: "organisations/province"
  display_name: "Chuẩn bị đại hội cấp xã"
  items { code: "M1" title: "Duyệt văn kiện" owner: "Văn phòng" task_class: ONE_OFF offset: -20 working_days: true }
  items { code: "M2" title: "In tài liệu" owner: "Văn phòng" task_class: ONE_OFF offset: -5 after: "M1" }
  items { code: "M3" title: "Giao ban" owner: "Văn phòng" task_class: REGULAR rhythm { every: WEEK due_day: 5 } }
  items { code: "M4" title: "Quán triệt nghị quyết" owner: "Văn phòng" task_class: REGULAR rhythm { every: ON_DEMAND } }
}

call scheduling.v1.TaskTemplateService/GetTaskTemplate
name: "taskTemplates/mau-xa"

call scheduling.v1.TaskTemplateService/ListTaskTemplates

call scheduling.v1.TaskTemplateService/UpdateTaskTemplate
task_template { name: "taskTemplates/mau-xa" display_name: "Chuẩn bị đại hội xã" }
update_mask { paths: "display_name" }

call scheduling.v1.TaskTemplateService/ApplyTaskTemplate
parent: "plans/chuong-trinh"
template: "taskTemplates/mau-xa"
anchor ${today+90}

call scheduling.v1.TaskTemplateService/DeleteTaskTemplate
name: "taskTemplates/mau-xa"

call scheduling.v1.TaskService/ClaimTask
name: "plans/chuong-trinh/tasks/m1"
post: "organisations/province/posts/chanh-van-phong"

call scheduling.v1.TaskService/ReleaseTask
name: "plans/chuong-trinh/tasks/m1"

call scheduling.v1.TaskService/ListOccurrences
parent: "plans/chuong-trinh/tasks/m3"

call scheduling.v1.TaskService/CreateOccurrence
parent: "plans/chuong-trinh/tasks/m4"
occurrence { period: "18-NQ/TU" due_date ${today+10} }

call scheduling.v1.AlertService/ListSchedulingAlerts

call scheduling.v1.ProgressService/RecordPlanProgress
name: "plans/chuong-trinh"
paper: "12-BC/VPTU"

call scheduling.v1.TaskService/CancelTask
name: "plans/chuong-trinh/tasks/m2"
reason: "Không in nữa"

call scheduling.v1.TaskService/ReopenTask
name: "plans/chuong-trinh/tasks/m2"
reason: "Vẫn phải in"

call scheduling.v1.TaskService/ListTaskVersions
name: "plans/chuong-trinh/tasks/m2"

call scheduling.v1.ProgressService/ListProgressReports
parent: "plans/chuong-trinh"

call scheduling.v1.ProgressService/ComparePlanProgress
name: "plans/chuong-trinh"
before { as_of ${today} }
after { as_of ${today+30} }

call scheduling.v1.BodyService/DeletePost
name: "organisations/province/posts/pho-van-phong"

call scheduling.v1.TaskService/CreatePlan
plan_id: "nhap-nham"
plan { organisation: "organisations/province" number: "04-CTr/TU" title: "Nhập nhầm" }

call scheduling.v1.TaskService/DeletePlan
name: "plans/nhap-nham"
