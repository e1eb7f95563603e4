// A province in miniature for tests of runs: six communes in two groups, four posts that attend, August 2025.
#pragma once

#include <string>

#include "congress/scheduling/v1/schedule_service.grpc.pb.h"
#include "platform/operations/operations.h"
#include "platform/status/strings.h"
#include "services/scheduling/approval_records.h"
#include "services/scheduling/meeting_records.h"
#include "services/scheduling/post_records.h"
#include "services/scheduling/schedule_runs.h"
#include "services/scheduling/testing/scene.h"

namespace congress::scheduling {

using Schedules = v1::ScheduleService::StubInterface;

inline constexpr char kPolicy[] = "congresses/x/schedulePolicies/p";
inline const rpc::Repository<operations::v1::Operation> kOperations{rpc::kUnlisted};

class ScheduleScene : public support::ServiceFixture<v1::ScheduleService> {
 public:
  ScheduleScene()
      : ServiceFixture(Service()), runner_("scheduling", service_.gate(), service_.signer()), runs_(runner_) {
    Put(kCalendars, "name: 'calendars/c' organisation: 'organisations/province' first_year: 2025 last_year: 2025");
    Put(kWindows, Window(""));
    for (int i = 0; i < 4; ++i) {
      const std::string post = PostName(i);
      Put(kPosts, StrCat("name: '", post, "' organisation: 'organisations/btv' title: 'Ủy viên ", i, "'"));
      Put(kMemberships, Member("btv", i));
      Put(kMemberships, Member(i < 2 ? "to-1" : "to-2", i));
    }
    for (int i = 1; i <= 6; ++i) Put(kMeetings, Meeting(i, ""));
    EXPECT_THAT(Call(&Schedules::CreateSchedulePolicy, PolicyText("p", "")), support::IsOk());
  }

  static std::string PostName(int number) { return StrCat("organisations/btv/posts/p", number); }
  static std::string Member(const std::string& body, int number) {
    return StrCat("name: 'organisations/", body, "/memberships/m", number, "' organisation: 'organisations/", body,
                  "' post: '", PostName(number), "' role: MEMBER first_day { year: 2025 month: 1 day: 1 }");
  }
  // From Monday 4 to Friday 15 August.
  static std::string Window(const std::string& more) {
    return StrCat("name: 'congresses/x/windows/w' organisation: 'organisations/province' level: ABOVE_GRASSROOTS ",
                  "first_day { year: 2025 month: 8 day: 4 } last_day { year: 2025 month: 8 day: 15 } longest_days: 2 ",
                  "calendar: 'calendars/c' ", more);
  }
  static std::string MeetingName(int number) { return StrCat("meetings/x-u", number); }
  static std::string Meeting(int number, const std::string& more) {
    return StrCat("name: '", MeetingName(number), "' organisation: 'organisations/u", number,
                  "' congress: 'congresses/x' kind: CONGRESS state: PLANNED title: 'Đại hội xã ", number,
                  "' window: 'congresses/x/windows/w' days: 1 attended: true approval_group: 'organisations/to-",
                  number % 2 + 1, "' ", more);
  }
  static std::string PolicyText(const std::string& id, const std::string& more) {
    return StrCat("parent: 'congresses/x' policy_id: '", id, "' policy { organisation: 'organisations/province' ",
                  "display_name: 'Quy tắc' papers_working_days: 1 lead_working_days: 2 session_size: 3 day_level: 1 ",
                  "day_most: 2 attending_body: 'organisations/btv' ", more, " }");
  }

  template <class T>
  void Put(const rpc::Repository<T>& records, const std::string& text) {
    EXPECT_THAT(Do([&](rpc::Call& call) {
                  T record = support::Parse<T>(text);
                  const auto stored = records.Load(call, record.name());
                  if (stored.ok()) record.set_etag(stored->etag());
                  stored.ok() ? records.Put(call, record) : records.PutNew(call, record);
                  return absl::OkStatus();
                }),
                support::IsOk());
  }
  template <class T>
  T Stored(const rpc::Repository<T>& records, const std::string& name) {
    T stored;
    EXPECT_THAT(Do([&](rpc::Call& call) -> absl::Status {
                  ASSIGN_OR_RETURN(stored, records.Load(call, name));
                  return absl::OkStatus();
                }),
                support::IsOk());
    return stored;
  }
  absl::Status Do(absl::FunctionRef<absl::Status(rpc::Call&)> work,
                  annotations::v1::Grade clearance = annotations::v1::SENSITIVE) {
    auth::Principal admin;
    admin.subject = "an";
    admin.clearance = clearance;
    admin.bindings = {{"administrator", std::string(auth::kProvince)}};
    return service_.gate().Perform(admin, "test", work);
  }

  // As if the congress of that unit had been decided so.
  void Decide(int number, const std::string& decided) {
    const std::string name = StrCat("congresses/x/unitApprovals/u", number);
    EXPECT_THAT(Do([&](rpc::Call& call) -> absl::Status {
                  auto approval =
                      support::Parse<v1::UnitApproval>(StrCat("name: '", name, "' organisation: 'organisations/u",
                                                              number, "' round: 1 documents { outcome: PENDING }"));
                  ASSIGN_OR_RETURN(approval, kUnitApprovals.LoadOr(call, std::move(approval)));
                  approval.clear_documents();
                  approval.clear_personnel();
                  approval.MergeFrom(support::Parse<v1::UnitApproval>(decided));
                  kUnitApprovals.Put(call, std::move(approval));
                  return absl::OkStatus();
                }),
                support::IsOk());
  }
  static std::string Approved(const std::string& more = "") {
    return StrCat("documents { outcome: APPROVED decided_date { year: 2025 month: 7 day: 29 } ", more, "} ");
  }
  void ApproveAll() {
    for (int i = 1; i <= 6; ++i) Decide(i, Approved());
  }

  // Of a run from 28 July on.
  static std::string RunText(const std::string& more) {
    return StrCat("parent: 'congresses/x' policy: '", kPolicy,
                  "' from_date { year: 2025 month: 7 day: 28 } effort: 2000000 ", more);
  }
  // How the RPC refuses to begin one.
  absl::Status Refusal(const std::string& more, annotations::v1::Grade clearance = annotations::v1::SENSITIVE) {
    return CallAs(&Schedules::StartScheduleRun, RunText(more), clearance).status();
  }
  // Begins one, which is done step by step by this scene.
  absl::StatusOr<operations::v1::Operation> Start(const std::string& more = "",
                                                  annotations::v1::Grade clearance = annotations::v1::SENSITIVE) {
    const auto request = support::Parse<v1::StartScheduleRunRequest>(RunText(more));
    absl::StatusOr<operations::v1::Operation> begun;
    RETURN_IF_ERROR(Do(
        [&](rpc::Call& call) {
          begun = runs_.Start(call, request);
          return begun.status();
        },
        clearance));
    return begun;
  }
  // Does all steps that are left.
  void Finish(const operations::v1::Operation& operation) {
    while (runner_.DoStep(operation).value_or(false)) {
    }
  }
  // The run with that number, from a run that was begun and finished.
  absl::StatusOr<v1::ScheduleRun> RunNow(const std::string& more = "") {
    ASSIGN_OR_RETURN(const operations::v1::Operation begun, Start(more));
    Finish(begun);
    return Newest();
  }
  absl::StatusOr<v1::ScheduleRun> Newest() {
    ASSIGN_OR_RETURN(const auto runs, Call(&Schedules::ListScheduleRuns, "parent: 'congresses/x'"));
    return Call(&Schedules::GetScheduleRun, StrCat("name: '", runs.runs(0).name(), "'"));
  }
  // As one with that clearance is answered.
  template <class Request, class Response>
  absl::StatusOr<Response> CallAs(rpc::UnaryMethod<Schedules, Request, Response> method, const std::string& text,
                                  annotations::v1::Grade clearance) {
    return Call(method, support::Parse<Request>(text), service_.As("an", {kAdmin}, clearance));
  }
  // As it is stored.
  operations::v1::Operation Operation(const operations::v1::Operation& begun) {
    operations::v1::Operation operation;
    EXPECT_THAT(Do([&](rpc::Call& call) -> absl::Status {
                  ASSIGN_OR_RETURN(operation, kOperations.Load(call, begun.name()));
                  return absl::OkStatus();
                }),
                support::IsOk());
    return operation;
  }
  absl::StatusOr<v1::ScheduleRun> Apply(const v1::ScheduleRun& run, const std::string& more = "",
                                        const std::string& binding = "administrator@province") {
    return Call(&Schedules::ApplyScheduleRun, StrCat("name: '", run.name(), "' ", more), binding);
  }
  absl::StatusOr<v1::ScheduleRelease> Release(const std::string& more = "",
                                              const std::string& binding = "administrator@province") {
    return Call(
        &Schedules::ReleaseSchedule,
        StrCat("parent: 'congresses/x' policy: '", kPolicy, "' from_date { year: 2025 month: 7 day: 28 } ", more),
        binding);
  }

 protected:
  operations::Operations runner_;
  ScheduleRuns runs_;
};

}  // namespace congress::scheduling
