// The scheduling service in process with its stubs, and requests written as text, for its tests.
#pragma once

#include <string>
#include <vector>

#include "congress/scheduling/v1/alert_service.grpc.pb.h"
#include "congress/scheduling/v1/body_service.grpc.pb.h"
#include "congress/scheduling/v1/calendar_service.grpc.pb.h"
#include "congress/scheduling/v1/meeting_service.grpc.pb.h"
#include "congress/scheduling/v1/progress_service.grpc.pb.h"
#include "congress/scheduling/v1/room_service.grpc.pb.h"
#include "congress/scheduling/v1/scheduling_service.grpc.pb.h"
#include "congress/scheduling/v1/task_service.grpc.pb.h"
#include "congress/scheduling/v1/task_template_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/scheduling/install.h"
#include "tests/support/service_fixture.h"

namespace congress::scheduling {

using support::kAborted;
using support::kDenied;
using support::kExhausted;
using support::kExists;
using support::kFailed;
using support::kInvalid;
using support::kMissing;

inline constexpr char kAdmin[] = "administrator@province";
inline constexpr char kClerk[] = "clerk@province";
inline constexpr char kReader[] = "reader@province";
// Prepares at one unit only.
inline constexpr char kUnitClerk[] = "clerk@u1";
inline constexpr char kStranger[] = "clerk@elsewhere";
inline constexpr char kUuid[] = "request_id: '6f1c2a9e-30b4-4c57-9a55-0d3c1c3f8a01' ";

using AlertLists = v1::AlertService::StubInterface;
using Bodies = v1::BodyService::StubInterface;
using Calendars = v1::CalendarService::StubInterface;
using Progress = v1::ProgressService::StubInterface;
using Tasks = v1::TaskService::StubInterface;
using Templates = v1::TaskTemplateService::StubInterface;
using Scheduling = v1::SchedulingService::StubInterface;
using Meetings = v1::MeetingService::StubInterface;
using Rooms = v1::RoomService::StubInterface;

using support::Parse;

inline std::string Date(int year, int month, int day) {
  return StrCat("{ year: ", year, " month: ", month, " day: ", day, " } ");
}
// A day of August 2025; 4 August is a Monday.
inline std::string August(int day) { return Date(2025, 8, day); }
// A meeting's slot of that day of August; `part` holds hours as well.
inline std::string Slot(int day, const std::string& part = "DAY") {
  return StrCat("slots { date ", August(day), "part: ", part, " } ");
}
// Hours on that day of August.
inline std::string Hours(int day, int start, int end) {
  return Slot(day, StrCat("HOURS start { hours: ", start, " } end { hours: ", end, " }"));
}
// A post of the province's office, or of an organisation.
inline std::string PostName(const std::string& id, const std::string& organisation = "province") {
  return StrCat("organisations/", organisation, "/posts/", id);
}
inline std::string RoomName(const std::string& id) { return StrCat("organisations/province/rooms/", id); }
// A participant from the province's office.
inline std::string Participant(const std::string& id, const std::string& role) {
  return StrCat("participants { post: '", PostName(id), "' role: ", role, " } ");
}

// 16 June 2025 is today.
class Scene : public support::ServiceFixture<v1::AlertService, v1::BodyService, v1::CalendarService, v1::MeetingService,
                                             v1::ProgressService, v1::RoomService, v1::SchedulingService,
                                             v1::TaskService, v1::TaskTemplateService> {
 public:
  Scene() : ServiceFixture(Service()) {}

  // `calendars/vn` of 2025 with the National Day, and the window `main` from 4 to 29 August.
  void MakeWindow() {
    ASSERT_THAT(Call(&Calendars::CreateCalendar, CalendarText()), support::IsOk());
    ASSERT_THAT(Call(&Scheduling::CreateWindow, WindowText("main", 4, 29)), support::IsOk());
  }
  static std::string CalendarText(const std::string& id = "vn") {
    return StrCat("calendar_id: '", id, "' calendar { organisation: 'organisations/province' display_name: 'Lịch' ",
                  "first_year: 2025 last_year: 2025 holidays { date ", Date(2025, 9, 2), "title: 'Quốc khánh' } }");
  }
  static std::string WindowText(const std::string& id, int first, int last) {
    return StrCat("parent: 'congresses/x' window_id: '", id, "' window { organisation: 'organisations/province' ",
                  "level: ABOVE_GRASSROOTS first_day ", August(first), "last_day ", August(last),
                  "longest_days: 2 calendar: 'calendars/vn' legal_basis: '45-CT/TW' }");
  }

  // The congress `meetings/x-{id}` of a unit, from that day of August on; `more` holds further fields.
  static std::string UnitOn(const std::string& id, int day, int days = 1, const std::string& more = "") {
    std::string slots;
    for (int i = 0; i < days; ++i) slots += Slot(day + i);
    return StrCat("entries { meeting_id: 'x-", id, "' meeting { organisation: 'organisations/", id,
                  "' congress: ", "'congresses/x' kind: CONGRESS title: 'Đại hội Đảng bộ xã ", id,
                  "' window: ", "'congresses/x/windows/main' attended: true ", slots, more, " } } ");
  }
  absl::StatusOr<v1::BatchCreateMeetingsResponse> Place(const std::string& units, const std::string& binding = kAdmin) {
    return Call(&Meetings::BatchCreateMeetings, units, binding);
  }
  // The post of the province's office, which is made, attends the congresses of these units.
  void Attend(const std::string& post, const std::vector<std::string>& units) {
    EXPECT_THAT(MakePost("province", post), support::IsOk());
    for (const std::string& unit : units) {
      EXPECT_THAT(Update(unit, StrCat("attendee { post: '", PostName(post), "' role: REQUIRED }")), support::IsOk());
    }
  }
  // The room `id` of the province.
  absl::StatusOr<v1::Room> MakeRoom(const std::string& id, int capacity = 0) {
    return Call(&Rooms::CreateRoom, StrCat("parent: 'organisations/province' room_id: '", id, "' room { display_name: ",
                                           "'Hội trường ", id, "' capacity: ", capacity, " }"));
  }
  // `meetings/{id}` of the kind OTHER of the province; `fields` is text of the meeting.
  absl::StatusOr<v1::Meeting> Create(const std::string& id, const std::string& fields, const std::string& more = "",
                                     const std::string& binding = kAdmin) {
    return Call(&Meetings::CreateMeeting, CreateText(id, fields) + more, binding);
  }
  static std::string CreateText(const std::string& id, const std::string& fields) {
    return StrCat("meeting_id: '", id, "' meeting { organisation: 'organisations/province' kind: OTHER title: 'Họp' ",
                  fields, " } ");
  }
  // The congress of a unit, or another meeting by its name.
  static std::string Named(const std::string& unit) {
    return unit.starts_with("meetings/") ? unit : StrCat("meetings/x-", unit);
  }
  absl::StatusOr<v1::Meeting> Meeting(const std::string& unit, const std::string& binding = kAdmin) {
    return Call(&Meetings::GetMeeting, StrCat("name: '", Named(unit), "'"), binding);
  }
  // Changes a meeting; `fields` is text of the meeting besides its name.
  absl::StatusOr<v1::Meeting> Update(const std::string& unit, const std::string& fields, const std::string& more = "",
                                     const std::string& binding = kAdmin) {
    return Call(&Meetings::UpdateMeeting, StrCat("meeting { name: '", Named(unit), "' ", fields, " } ", more), binding);
  }
  // A plan of the province; `more` holds further fields.
  void MakePlan(const std::string& id, const std::string& more = "") {
    EXPECT_THAT(Call(&Tasks::CreatePlan,
                     StrCat("plan_id: '", id, "' plan { organisation: 'organisations/province' number: '47-KH/BCĐ' ",
                            "title: 'Chuẩn bị đại hội' ", more, " }")),
                support::IsOk());
  }
  // One task of a plan.
  absl::StatusOr<v1::Task> AddTask(const std::string& plan, const std::string& code, const std::string& more = "",
                                   const std::string& binding = kAdmin) {
    return Call(&Tasks::CreateTask,
                StrCat("parent: 'plans/", plan, "' task { code: '", code, "' title: 'Đề án' owner: 'Văn phòng' ",
                       more.find("task_class") == std::string::npos ? "task_class: ONE_OFF " : "", more, " }"),
                binding);
  }
  // The post `organisations/{organisation}/posts/{id}`.
  absl::StatusOr<v1::Post> MakePost(const std::string& organisation, const std::string& id,
                                    const std::string& more = "", const std::string& binding = kAdmin) {
    return Call(&Bodies::CreatePost,
                StrCat("parent: 'organisations/", organisation, "' post_id: '", id,
                       "' post { title: 'Chánh Văn phòng' ", more, " }"),
                binding);
  }
  // It is noon of that day from now on.
  void Noon(absl::CivilDay day) { service().SetNow(absl::FromCivil(day, civil::Zone()) + absl::Hours(12)); }

  // Takes 2025 from the calendar, as if it had been corrected behind everyone's back.
  void UncoverTheYear() {
    EXPECT_THAT(Call(&Calendars::UpdateCalendar,
                     "calendar { name: 'calendars/vn' first_year: 2030 last_year: 2030 } update_mask { paths: "
                     "'first_year' paths: 'last_year' paths: 'holidays' }"),
                support::IsOk());
  }
};

}  // namespace congress::scheduling
