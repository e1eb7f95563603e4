call scheduling.v1.CalendarService/CreateCalendar
calendar_id: "cong-so"
calendar {
  organisation: "organisations/province"
  display_name: "Ngày làm việc của cơ quan"
  first_year: ${year}
  last_year: ${year+1}
  holidays { date { year: ${year+1} month: 1 day: 1 } title: "Tết Dương lịch" }
}

call scheduling.v1.CalendarService/GetCalendar
name: "calendars/cong-so"

call scheduling.v1.CalendarService/ListCalendars

call scheduling.v1.CalendarService/UpdateCalendar
calendar { name: "calendars/cong-so" display_name: "Ngày làm việc của cơ quan tỉnh" }
update_mask { paths: "display_name" }

call scheduling.v1.CalendarService/CountWorkingDays
calendar: "calendars/cong-so"
start_date: ${today}
working_days: 5

call scheduling.v1.TaskService/CreatePlan
plan_id: "ke-hoach"
plan {
  organisation: "organisations/province"
  number: "Số 12-KH/TU"
  title: "Kế hoạch tổ chức đại hội"
}

call scheduling.v1.TaskService/UpdatePlan
plan { name: "plans/ke-hoach" congress: "congresses/mau" }
update_mask { paths: "congress" }

call scheduling.v1.TaskService/GetPlan
name: "plans/ke-hoach"

call scheduling.v1.TaskService/ListPlans

call scheduling.v1.TaskService/ImportTasks
parent: "plans/ke-hoach"
csv: "code,title,owner,class,due,done_on,document\n"
     "1,Dự thảo báo cáo,Văn phòng,one-off,2025-08-01,,\n"
     "2,Giao ban hằng tuần,Văn phòng,regular,,,\n"

call scheduling.v1.TaskService/CreateTask
@keep task name
parent: "plans/ke-hoach"
task { code: "3" title: "In tài liệu" owner: "Văn phòng" task_class: ONE_OFF due_date { year: 2025 month: 9 day: 1 } }

call scheduling.v1.TaskService/GetTask
name: "${task}"

call scheduling.v1.TaskService/ListTasks
parent: "plans/ke-hoach"

call scheduling.v1.TaskService/UpdateTask
task { name: "${task}" title: "In tài liệu đại hội" }
update_mask { paths: "title" }

call scheduling.v1.TaskService/CompleteTask
name: "${task}"

call scheduling.v1.TaskService/GetPlanProgress
name: "plans/ke-hoach"

call scheduling.v1.SchedulingService/CreateWindow
parent: "congresses/mau"
window_id: "cap-xa"
window {
  organisation: "organisations/province"
  level: ABOVE_GRASSROOTS
  first_day: ${today+1}
  last_day: ${today+40}
  longest_days: 2
  calendar: "calendars/cong-so"
}

call scheduling.v1.SchedulingService/GetWindow
name: "congresses/mau/windows/cap-xa"

call scheduling.v1.SchedulingService/ListWindows
parent: "congresses/mau"

call scheduling.v1.MeetingService/BatchCreateMeetings
entries {
  meeting_id: "mau-unit-101"
  meeting {
    organisation: "organisations/unit-101"
    congress: "congresses/mau"
    kind: CONGRESS
    title: "Đại hội Đảng bộ xã Một"
    window: "congresses/mau/windows/cap-xa"
    slots { date: ${workday+10} part: DAY }
    attended: true
  }
}
entries {
  meeting_id: "mau-unit-102"
  meeting {
    organisation: "organisations/unit-102"
    congress: "congresses/mau"
    kind: CONGRESS
    title: "Đại hội Đảng bộ xã Hai"
    window: "congresses/mau/windows/cap-xa"
    slots { date: ${workday+17} part: DAY }
    attended: true
  }
}

call scheduling.v1.SchedulingService/UpdateWindow
window { name: "congresses/mau/windows/cap-xa" legal_basis: "45-CT/TW" }

# Before the schedule is announced, those alone see it who make it.
call scheduling.v1.SchedulingService/ExportCalendar
@as clerk@province
parent: "congresses/mau"

# Before the schedule is announced, those alone see it who make it.
call scheduling.v1.SchedulingService/ExportCalendar
@as clerk@province
parent: "congresses/mau"
format: PROGRAMME
paper_format: PDF
form {
  issuer: "TỈNH ỦY MẪU"
  issuer: "VĂN PHÒNG"
  number: "15-CTr/VPTU"
  place: "Mẫu"
  date ${today}
  signer_authority: "T/L BAN THƯỜNG VỤ"
  signer_title: "CHÁNH VĂN PHÒNG"
  signer_name: "Nguyễn Văn Mẫu"
  recipients: "Ban Tổ chức, các đảng ủy trực thuộc"
}

call scheduling.v1.SchedulingService/GetSchedulingReadiness
parent: "congresses/mau"

call scheduling.v1.CalendarService/CreateCalendar
calendar_id: "lich-thua"
calendar { organisation: "organisations/province" display_name: "Lịch thừa" first_year: ${year} last_year: ${year} }

call scheduling.v1.CalendarService/DeleteCalendar
name: "calendars/lich-thua"

call scheduling.v1.SchedulingService/CreateWindow
parent: "congresses/mau"
window_id: "khung-thua"
window {
  organisation: "organisations/province"
  level: GRASSROOTS
  first_day: ${today+1}
  last_day: ${today+40}
  longest_days: 1
  calendar: "calendars/cong-so"
}

call scheduling.v1.SchedulingService/DeleteWindow
name: "congresses/mau/windows/khung-thua"
