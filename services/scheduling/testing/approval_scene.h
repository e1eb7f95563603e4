// Approval sessions in process, with requests written as text, for their tests.
#pragma once

#include <string>

#include "congress/scheduling/v1/approval_service.grpc.pb.h"
#include "congress/scheduling/v1/schedule_service.grpc.pb.h"
#include "services/scheduling/testing/scene.h"

namespace congress::scheduling {

using ApprovalStub = v1::ApprovalService::StubInterface;

inline const std::string kSession = "name: 'congresses/x/approvalSessions/p1' ";
inline const std::string kInSession = "session: 'congresses/x/approvalSessions/p1' ";

// The group to-1 has a head, pho, and a member, uy-vien; the window is 4 to 29 August 2025, and 16 June is today.
class ApprovalScene
    : public support::ServiceFixture<v1::AlertService, v1::ApprovalService, v1::BodyService, v1::CalendarService,
                                     v1::MeetingService, v1::ScheduleService, v1::SchedulingService, v1::TaskService> {
 public:
  explicit ApprovalScene(const Peers& peers = {}) : ServiceFixture(Service(), peers) {
    EXPECT_THAT(Call(&Calendars::CreateCalendar, Scene::CalendarText()), support::IsOk());
    EXPECT_THAT(Call(&Scheduling::CreateWindow, Scene::WindowText("main", 4, 29)), support::IsOk());
    MakeMember("to-1", "pho", "HEAD");
    MakeMember("to-1", "uy-vien", "MEMBER");
    MakeMember("to-2", "chanh", "HEAD");
    EXPECT_THAT(Call(&Tasks::CreatePlan, StrCat("plan_id: 'p' plan { organisation: 'organisations/province' number: ",
                                                "'1-KH' title: 'Kế hoạch' }")),
                support::IsOk());
  }

  void MakeMember(const std::string& group, const std::string& id, const std::string& role) {
    EXPECT_THAT(Call(&Bodies::CreatePost, StrCat("parent: 'organisations/province' post_id: '", id,
                                                 "' post { title: 'Đồng chí ", id, "' }")),
                support::IsOk());
    EXPECT_THAT(Call(&Bodies::CreateMembership,
                     StrCat("parent: 'organisations/", group, "' membership_id: '", id, "' membership { post: '",
                            PostName(id), "' role: ", role, " first_day ", Date(2025, 1, 1), "}")),
                support::IsOk());
  }
  // A session of to-1 on that day of August; `more` may change any field of it.
  static std::string SessionText(const std::string& id, int day, const std::string& more = "",
                                 const std::string& beside = "") {
    return StrCat("parent: 'congresses/x' session_id: '", id, "' session { organisation: 'organisations/province' ",
                  "group: 'organisations/to-1' date ", August(day), more, " } ", beside);
  }
  absl::StatusOr<v1::ApprovalSession> Plan(const std::string& id, int day, const std::string& more = "",
                                           const std::string& beside = "", const std::string& binding = kAdmin) {
    return Call(&ApprovalStub::CreateApprovalSession, SessionText(id, day, more, beside), binding);
  }
  static std::string Name(const std::string& id) { return StrCat("congresses/x/approvalSessions/", id); }
  static std::string Unit(const std::string& unit) { return StrCat("name: 'congresses/x/unitApprovals/", unit, "' "); }
  absl::StatusOr<v1::ApprovalSession> Schedule(const std::string& id, const std::string& unit,
                                               const std::string& more = "", const std::string& binding = kAdmin) {
    return Call(&ApprovalStub::ScheduleUnitApprovals,
                StrCat("session: '", Name(id), "' organisations: 'organisations/", unit, "' ", more), binding);
  }
  static std::string Outcome(const std::string& unit, const std::string& decided) {
    return StrCat("outcomes { organisation: 'organisations/", unit, "' ", decided, " } ");
  }
  absl::StatusOr<v1::RecordApprovalOutcomesResponse> Record(const std::string& outcomes, const std::string& more = "",
                                                            const std::string& binding = kAdmin) {
    return Call(&ApprovalStub::RecordApprovalOutcomes, StrCat(kInSession, outcomes, more), binding);
  }
  v1::UnitApproval Get(const std::string& unit, annotations::v1::Grade clearance = annotations::v1::SENSITIVE,
                       const std::string& binding = kAdmin) {
    const auto read = Call(&ApprovalStub::GetUnitApproval, support::Parse<v1::GetUnitApprovalRequest>(Unit(unit)),
                           service().As("an", {binding}, clearance));
    EXPECT_THAT(read, support::IsOk());
    return read.value_or(v1::UnitApproval());
  }
  // It is noon of that day of August from now on.
  void Noon(int day) {
    service().SetNow(absl::FromCivil(absl::CivilDay(2025, 8, day), civil::Zone()) + absl::Hours(12));
  }
};

}  // namespace congress::scheduling
