call scheduling.v1.BodyService/CreatePost
parent: "organisations/province"
post_id: "chu-tri"
post { title: "Chủ trì" }

call scheduling.v1.BodyService/CreatePost
parent: "organisations/province"
post_id: "bi-thu"
post { title: "Bí thư" }

call scheduling.v1.BodyService/CreatePost
parent: "organisations/province"
post_id: "chanh-van-phong"
post { title: "Chánh Văn phòng" rank: 5 }

call scheduling.v1.RoomService/CreateRoom
parent: "organisations/province"
room_id: "hoi-truong"
room { display_name: "Hội trường lớn" capacity: 300 }

call scheduling.v1.RoomService/GetRoom
name: "organisations/province/rooms/hoi-truong"

call scheduling.v1.RoomService/ListRooms
parent: "organisations/province"

call scheduling.v1.RoomService/UpdateRoom
room { name: "organisations/province/rooms/hoi-truong" capacity: 320 }

call scheduling.v1.MeetingService/UpdateMeeting
meeting {
  name: "meetings/mau-unit-101"
  room: "organisations/province/rooms/hoi-truong"
  participants { post: "organisations/province/posts/chu-tri" title: "Chủ trì" role: CHAIR }
}
update_mask { paths: "room" paths: "participants" }

call scheduling.v1.MeetingService/GetMeeting
name: "meetings/mau-unit-101"

call scheduling.v1.MeetingService/ListMeetings
congress: "congresses/mau"

call scheduling.v1.MeetingService/ReplyMeeting
@as clerk@province
name: "meetings/mau-unit-101"
post: "organisations/province/posts/chu-tri"
reply: ACCEPTED

call scheduling.v1.MeetingService/CreateMeeting
meeting_id: "giao-ban"
meeting {
  organisation: "organisations/province"
  kind: HEARING
  title: "Giao ban công tác xây dựng Đảng"
  slots { date: ${today+2} part: HOURS start { hours: 14 } end { hours: 17 } }
  room: "organisations/province/rooms/hoi-truong"
  agenda { title: "Báo cáo tháng" papers: "15-BC/TU" presenter: "Chánh Văn phòng" time { hours: 14 minutes: 15 } }
  participants { post: "organisations/province/posts/bi-thu" title: "Bí thư" role: CHAIR }
  participants { post: "organisations/province/posts/chanh-van-phong" title: "Chánh Văn phòng" role: REQUIRED }
  quorum { numerator: 1 denominator: 2 }
}

call scheduling.v1.MeetingService/ReleaseMeeting
name: "meetings/giao-ban"

call scheduling.v1.MeetingService/PostponeMeeting
name: "meetings/giao-ban"
reason: "Đổi lịch công tác"
slots { date: ${today+3} part: MORNING }

call scheduling.v1.MeetingService/CancelMeeting
name: "meetings/giao-ban"
reason: "Chuyển thành báo cáo bằng văn bản"

call scheduling.v1.MeetingService/BatchCreateMeetings
entries {
  meeting_id: "hop-1"
  meeting {
    organisation: "organisations/province"
    kind: OTHER
    title: "Họp thẩm định văn kiện"
    slots { date: ${today} part: MORNING }
    room: "organisations/province/rooms/hoi-truong"
    participants { post: "organisations/province/posts/bi-thu" title: "Bí thư" role: CHAIR }
  }
}
entries {
  meeting_id: "hop-2"
  meeting {
    organisation: "organisations/province"
    kind: OTHER
    title: "Họp thẩm định nhân sự"
    slots { date: ${today} part: AFTERNOON }
  }
}
entries {
  meeting_id: "hop-nham"
  meeting { organisation: "organisations/province" kind: OTHER title: "Nhập nhầm" }
}

call scheduling.v1.MeetingService/ImportMeetings
csv: "name,organisation,kind,title,venue\nhop-3,organisations/province,OTHER,Họp rà soát,Phòng họp số 1\n"

call scheduling.v1.MeetingService/DeleteMeeting
name: "meetings/hop-nham"

call scheduling.v1.MeetingService/HoldMeeting
name: "meetings/hop-1"
attendance { post: "organisations/province/posts/bi-thu" presence: PRESENT }
minutes: "12-BB/TU"

call scheduling.v1.MeetingService/CorrectMeeting
name: "meetings/hop-1"
reason: "Ghi nhầm số biên bản"
minutes: "13-BB/TU"

call scheduling.v1.ConclusionService/CreateConclusion
parent: "meetings/hop-1"
conclusion_id: "ket-luan"
conclusion {
  title: "Kết luận cuộc họp thẩm định văn kiện"
  text: "Cuộc họp thống nhất dự thảo văn kiện.\nCác đơn vị hoàn thiện hồ sơ."
  plan: "plans/ke-hoach"
  items { code: "KL-1" text: "Hoàn thiện dự thảo báo cáo chính trị" owner: "Văn phòng" due_date: ${today+10} }
}

call scheduling.v1.ConclusionService/GetConclusion
name: "meetings/hop-1/conclusions/ket-luan"

call scheduling.v1.ConclusionService/ListConclusions
parent: "meetings/-"

call scheduling.v1.ConclusionService/UpdateConclusion
conclusion { name: "meetings/hop-1/conclusions/ket-luan" title: "Kết luận phiên thẩm định văn kiện" }

call scheduling.v1.ConclusionService/IssueConclusion
name: "meetings/hop-1/conclusions/ket-luan"
number: "16-TB/VPTU"
date: ${today}

call scheduling.v1.ConclusionService/CreateConclusion
parent: "meetings/hop-1"
conclusion_id: "nhap-nham"
conclusion { title: "Nhập nhầm" text: "Nhập nhầm" }

call scheduling.v1.ConclusionService/DeleteConclusion
name: "meetings/hop-1/conclusions/nhap-nham"

call scheduling.v1.MeetingService/BatchHoldMeetings
entries { name: "meetings/hop-2" }

call scheduling.v1.MeetingService/CreateMeetingSeries
series: "giao-ban-tuan"
every: WEEK
until: ${today+20}
meeting {
  organisation: "organisations/province"
  kind: REGULAR
  title: "Giao ban tuần"
  slots { date: ${today+4} part: HOURS start { hours: 7 minutes: 30 } end { hours: 9 } }
  calendar: "calendars/cong-so"
}

call scheduling.v1.MeetingService/CancelMeetingSeries
series: "giao-ban-tuan"
from_date: ${today+10}
reason: "Đổi lịch công tác"

call scheduling.v1.RoomService/CreateRoom
parent: "organisations/province"
room_id: "phong-thua"
room { display_name: "Phòng nhập nhầm" }

call scheduling.v1.RoomService/DeleteRoom
name: "organisations/province/rooms/phong-thua"
