// What a year's report over 5,000 tasks costs through the gateway on the embedded store: as of a day in the middle, as
// it was known then, after each task was changed three times; and the report on the work that draws it together with
// the conclusions of forty meetings.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "congress/scheduling/v1/conclusion_service.grpc.pb.h"
#include "congress/scheduling/v1/figure_service.grpc.pb.h"
#include "congress/scheduling/v1/meeting_service.grpc.pb.h"
#include "congress/scheduling/v1/progress_service.grpc.pb.h"
#include "congress/scheduling/v1/task_service.grpc.pb.h"
#include "platform/status/strings.h"
#include "tests/support/suite.h"

namespace congress {
namespace {

namespace v1 = scheduling::v1;

constexpr int kTasks = 5'000;
constexpr int kBatch = 2'000;
constexpr int kCalls = 100;
constexpr int kMeetings = 40;
constexpr double kBound = 50;

void Check(const grpc::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "progress_bench: %s\n", status.error_message().c_str());
  std::exit(1);
}

class Bench {
 public:
  // Whether the bounds are kept.
  bool Run() {
    v1::CreatePlanRequest plan;
    plan.set_plan_id("p");
    plan.mutable_plan()->set_organisation("organisations/province");
    plan.mutable_plan()->set_number("1-KH/TU");
    plan.mutable_plan()->set_title("Nhiệm vụ cả năm");
    v1::Plan made;
    Check(tasks_->CreatePlan(suite_.Admin().get(), plan, &made));
    Import("Đề án");
    v1::RecordPlanProgressRequest record;
    record.set_name("plans/p");
    *record.mutable_as_of() = Day(7, 1);
    v1::ProgressReport report;
    Check(reports_->RecordPlanProgress(suite_.Admin().get(), record, &report));
    for (const char* title : {"Đề án sửa", "Đề án sửa lần hai", "Đề án sửa lần ba"}) Import(title);
    v1::GetPlanProgressRequest request;
    request.set_name("plans/p");
    const auto progress = [&] {
      v1::GetPlanProgressResponse answer;
      Check(tasks_->GetPlanProgress(suite_.Admin().get(), request, &answer));
      if (answer.total_count() != kTasks) Check({grpc::INTERNAL, StrCat("counted ", answer.total_count())});
    };
    const bool now = Measure("progress, as it is", progress);
    *request.mutable_as_of() = Day(7, 1);
    const bool then = Measure("progress, as of a day, as it was known", progress);
    for (int i = 0; i < kMeetings; ++i) Conclude(i);
    const auto figures = v1::FigureService::NewStub(suite_.channel());
    v1::ExportWorkReportRequest work;
    work.set_organisation("organisations/province");
    *work.mutable_first_day() = Day(1, 1);
    *work.mutable_last_day() = Day(12, 31);
    work.add_plans("plans/p");
    const bool drawn = Measure("report on the work, as it is", [&] {
      v1::ExportWorkReportResponse answer;
      Check(figures->ExportWorkReport(suite_.Admin().get(), work, &answer));
      if (answer.content().find("9-TB/TU") == std::string::npos) Check({grpc::INTERNAL, "no conclusion is told"});
    });
    return now && then && drawn;
  }

 private:
  static google::type::Date Day(int month, int day) {
    google::type::Date date;
    date.set_year(2025);
    date.set_month(month);
    date.set_day(day);
    return date;
  }

  void Import(const std::string& title) {
    for (int first = 0; first < kTasks; first += kBatch) {
      v1::ImportTasksRequest request;
      request.set_parent("plans/p");
      std::string& csv = *request.mutable_csv() = "code,title,owner,class,due,done_on\n";
      for (int i = first; i < std::min(first + kBatch, kTasks); ++i) {
        const std::string month = StrCat(i % 12 < 9 ? "0" : "", i % 12 + 1);
        csv += StrCat("T", i, ",", title, ",Văn phòng,one-off,2025-", month, "-20,",
                      i % 3 == 0 ? "" : StrCat("2025-", month, "-15"), "\n");
      }
      v1::ImportTasksResponse imported;
      Check(tasks_->ImportTasks(suite_.Admin().get(), request, &imported));
    }
  }

  // A meeting that was held, and its notice with one more task of the plan.
  void Conclude(int i) {
    const std::string id = StrCat("m", i);
    v1::CreateMeetingRequest create;
    create.set_meeting_id(id);
    create.mutable_meeting()->set_organisation("organisations/province");
    create.mutable_meeting()->set_kind(v1::Meeting::OTHER);
    create.mutable_meeting()->set_title("Họp");
    v1::Meeting meeting;
    const auto meetings = v1::MeetingService::NewStub(suite_.channel());
    Check(meetings->CreateMeeting(suite_.Admin().get(), create, &meeting));
    v1::HoldMeetingRequest hold;
    hold.set_name(meeting.name());
    v1::Slot& slot = *hold.add_slots();
    *slot.mutable_date() = Day(6, 10);
    slot.set_part(v1::Slot::DAY);
    Check(meetings->HoldMeeting(suite_.Admin().get(), hold, &meeting));
    v1::CreateConclusionRequest draft;
    draft.set_parent(meeting.name());
    draft.set_conclusion_id("k");
    draft.mutable_conclusion()->set_title("Kết luận");
    draft.mutable_conclusion()->set_text("Khẩn trương.");
    draft.mutable_conclusion()->set_plan("plans/p");
    v1::Conclusion::Item& item = *draft.mutable_conclusion()->add_items();
    item.set_code(StrCat("K", i));
    item.set_text("Rà soát");
    item.set_owner("Văn phòng");
    v1::Conclusion conclusion;
    const auto conclusions = v1::ConclusionService::NewStub(suite_.channel());
    Check(conclusions->CreateConclusion(suite_.Admin().get(), draft, &conclusion));
    v1::IssueConclusionRequest issue;
    issue.set_name(conclusion.name());
    issue.set_number("9-TB/TU");
    *issue.mutable_date() = Day(6, 11);
    Check(conclusions->IssueConclusion(suite_.Admin().get(), issue, &conclusion));
  }

  template <class Call>
  bool Measure(const std::string& what, Call call) {
    std::vector<double> times;
    for (int i = 0; i < kCalls; ++i) {
      const auto begun = std::chrono::steady_clock::now();
      call();
      times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count());
    }
    std::sort(times.begin(), times.end());
    const double median = times[times.size() / 2];
    std::printf("%s, %d tasks: median %.1f ms, p99 %.1f ms (at most %.0f)%s\n", what.c_str(), kTasks, median,
                times[times.size() * 99 / 100], kBound, median > kBound ? ", above it" : "");
    return median <= kBound;
  }

  const support::Suite suite_{support::Shape::kOneProcess};
  const std::unique_ptr<v1::TaskService::Stub> tasks_ = v1::TaskService::NewStub(suite_.channel());
  const std::unique_ptr<v1::ProgressService::Stub> reports_ = v1::ProgressService::NewStub(suite_.channel());
};

}  // namespace
}  // namespace congress

int main() { return congress::Bench().Run() ? 0 : 1; }
