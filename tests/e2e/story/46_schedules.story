call scheduling.v1.BodyService/CreatePost
parent: "organisations/province"
post_id: "pho-chu-tich"
post { title: "Phó Chủ tịch Hội đồng nhân dân tỉnh" rank: 1 }

call scheduling.v1.BodyService/CreateMembership
parent: "organisations/province"
membership_id: "pho-chu-tich"
membership {
  post: "organisations/province/posts/pho-chu-tich"
  role: MEMBER
  first_day { year: 2025 month: 1 day: 1 }
}

call scheduling.v1.ScheduleService/CreateSchedulePolicy
parent: "congresses/mau"
policy_id: "xep-lich"
policy {
  organisation: "organisations/province"
  display_name: "Quy tắc xếp lịch đại hội cấp xã"
  rules { rule: TRAVEL severity: IGNORE legal_basis: "Số 12-KH/TU" }
  lead_working_days: 2
  session_size: 4
  day_level: 4
  day_most: 5
  attending_body: "organisations/province"
}

call scheduling.v1.ScheduleService/GetSchedulePolicy
name: "congresses/mau/schedulePolicies/xep-lich"

call scheduling.v1.ScheduleService/ListSchedulePolicies
parent: "congresses/mau"

call scheduling.v1.ScheduleService/UpdateSchedulePolicy
policy { name: "congresses/mau/schedulePolicies/xep-lich" day_most: 6 }
update_mask { paths: "day_most" }

call scheduling.v1.ScheduleService/StartScheduleRun
@keep placing name
parent: "congresses/mau"
policy: "congresses/mau/schedulePolicies/xep-lich"
effort: 100000

call operations.v1.OperationService/GetOperation
@until state DONE
name: "${placing}"

call scheduling.v1.ScheduleService/ListScheduleRuns
parent: "congresses/mau"

call scheduling.v1.ScheduleService/GetScheduleRun
name: "congresses/mau/scheduleRuns/000001"

call scheduling.v1.ScheduleService/GetScheduleProof
name: "congresses/mau/scheduleRuns/000001"

call scheduling.v1.ScheduleService/ApplyScheduleRun
name: "congresses/mau/scheduleRuns/000001"

call scheduling.v1.ScheduleService/ExplainPlacement
policy: "congresses/mau/schedulePolicies/xep-lich"
meeting: "meetings/mau-unit-101"

call scheduling.v1.ScheduleService/ReleaseSchedule
parent: "congresses/mau"
policy: "congresses/mau/schedulePolicies/xep-lich"
overrides { rule: NOT_APPROVED reason: "Được duyệt bằng văn bản" }
note: "Đợt một"

call scheduling.v1.ScheduleService/GetScheduleRelease
name: "congresses/mau/scheduleReleases/000001"

call scheduling.v1.ScheduleService/ListScheduleReleases
parent: "congresses/mau"

call scheduling.v1.ScheduleService/ExportScheduleRelease
name: "congresses/mau/scheduleReleases/000001"
paper_format: PDF

call scheduling.v1.ScheduleService/ExportScheduleRelease
name: "congresses/mau/scheduleReleases/000001"
workbook: true

call scheduling.v1.SchedulingService/ExportCalendar
@as clerk@province
parent: "congresses/-"
body: "organisations/province"
format: ATTENDANCE_MATRIX
paper_format: PDF

call scheduling.v1.ScheduleService/CreateSchedulePolicy
parent: "congresses/mau"
policy_id: "xep-lich-thu"
policy {
  organisation: "organisations/province"
  display_name: "Quy tắc xếp thử"
  session_size: 4
  day_level: 4
  day_most: 5
}

call scheduling.v1.ScheduleService/DeleteSchedulePolicy
name: "congresses/mau/schedulePolicies/xep-lich-thu"
