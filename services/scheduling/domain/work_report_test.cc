#include "services/scheduling/domain/work_report.h"

#include "gmock/gmock.h"
#include "platform/civil/civil.h"
#include "platform/paper/paper.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/figure.h"
#include "services/scheduling/domain/progress.h"
#include "tests/support/status_matchers.h"

namespace congress::scheduling {
namespace {

using absl::CivilDay;
using ::testing::HasSubstr;

v1::FigureReport Said(const std::string& value, CivilDay day) {
  v1::FigureReport report;
  report.set_value(value);
  *report.mutable_as_of() = civil::ToDate(day);
  return report;
}

TEST(ChooseValues, TakesTheLastOfThePeriodAndTheLastBefore) {
  const CivilDay first(2025, 7, 1);
  const CivilDay last(2025, 9, 30);
  v1::FigureReport quarter = Said("9", CivilDay(2025, 6, 30));
  *quarter.mutable_first_day() = civil::ToDate(CivilDay(2025, 4, 1));
  WorkReport::Values values;
  ChooseValues({Said("1", CivilDay(2025, 5, 1)), Said("2", CivilDay(2025, 6, 29)), quarter, Said("3", first),
                Said("4", last), Said("5", last + 1)},
               first, last, &values);
  ASSERT_TRUE(values.now.has_value());
  ASSERT_TRUE(values.before.has_value());
  EXPECT_EQ(values.now->value(), "4");
  EXPECT_EQ(values.before->value(), "2") << "a quarter's value is no value of a day";
}

WorkReport ReportToPrint(status::Language language) {
  WorkReport report{.organisation_name = "Tỉnh ủy Mẫu"};
  v1::Plan plan;
  plan.set_title("Kế hoạch tổ chức đại hội");
  plan.set_number("12-KH/TU");
  v1::Task task;
  task.set_code("II.3");
  task.set_title("In tài liệu");
  task.set_task_class(v1::Task::ONE_OFF);
  *task.mutable_due_date() = civil::ToDate(CivilDay(2025, 8, 1));
  v1::Occurrence late;
  late.set_period("2025-08");
  *late.mutable_due_date() = civil::ToDate(CivilDay(2025, 8, 29));
  report.plans.push_back({.plan = plan,
                          .progress = MeasureProgress({task}, CivilDay(2025, 9, 30), language),
                          .late = {{"I.1", "Báo cáo tháng", late}}});
  v1::Conclusion conclusion;
  conclusion.set_number("15-TB/TU");
  *conclusion.mutable_date() = civil::ToDate(CivilDay(2025, 8, 12));
  conclusion.set_title("Kết luận phiên giao ban tháng 8");
  report.conclusions.push_back({.conclusion = conclusion, .task_count = 3, .done_count = 2});
  report.owed.push_back({"Phiên giao ban tháng 9", CivilDay(2025, 9, 12)});
  v1::Figure figure;
  figure.set_title("Đơn vị hành chính cấp xã");
  figure.set_unit("đơn vị");
  figure.set_target("100");
  WorkReport::Values values{.figure = figure};
  values.before = Said("412", CivilDay(2025, 6, 30));
  values.now = Said("130", CivilDay(2025, 7, 1));
  report.figures.push_back(values);
  v1::FigureFinding finding;
  finding.set_description("669 = 440 + 69 + 190");
  finding.set_state(v1::FigureFinding::EXPLAINED);
  finding.set_explanation("Một số ý kiến được tính hai lần.");
  report.findings.push_back({finding, "Ban Tổ chức Tỉnh ủy"});
  return report;
}

std::string Printed(status::Language language, const WorkReport& report) {
  v1::ExportWorkReportRequest request;
  *request.mutable_first_day() = civil::ToDate(CivilDay(2025, 7, 1));
  *request.mutable_last_day() = civil::ToDate(CivilDay(2025, 9, 30));
  const auto text = paper::RenderText(WorkReportPaper(report, request, language));
  EXPECT_TRUE(text.ok()) << text.status();
  return text.value_or("");
}

TEST(WorkReportPaper, DrawsTasksConclusionsFiguresAndFindingsTogether) {
  const std::string text = Printed(status::Language::kVietnamese, ReportToPrint(status::Language::kVietnamese));
  for (const char* said :
       {"BÁO CÁO", "01/7/2025", "1 nhiệm vụ = 0 thường xuyên", "II.3 In tài liệu, hạn ngày 01/8/2025", "412", "130",
        "-282", "-68,45 %", "130,00 %", "669 = 440 + 69 + 190", "Ban Tổ chức Tỉnh ủy", "đã giải trình",
        "Một số ý kiến được tính hai lần.",
        "15-TB/TU ngày 12/8/2025: Kết luận phiên giao ban tháng 8; nhiệm vụ đã hoàn thành: 2/3",
        "Phiên giao ban tháng 9: chưa ra thông báo, hạn ngày 12/9/2025"}) {
    EXPECT_THAT(text, HasSubstr(said));
  }
  EXPECT_THAT(Printed(status::Language::kEnglish, ReportToPrint(status::Language::kEnglish)), HasSubstr("-68.45 %"));
}

TEST(WorkReportPaper, SaysWhatThereIsNotAnyOf) {
  const std::string text = Printed(status::Language::kVietnamese, {.organisation_name = "Tỉnh ủy Mẫu"});
  EXPECT_THAT(text, HasSubstr("Chưa có chỉ tiêu nào."));
  EXPECT_THAT(text, HasSubstr("Không có."));
}

}  // namespace
}  // namespace congress::scheduling
