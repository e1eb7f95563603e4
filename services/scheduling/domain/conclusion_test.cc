#include "services/scheduling/domain/conclusion.h"

#include "platform/civil/civil.h"
#include "platform/paper/paper.h"
#include "services/scheduling/testing/meetings.h"
#include "tests/support/status_matchers.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;
using ::testing::HasSubstr;

const auto kInvalidFields = StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID");

v1::Conclusion Draft() {
  v1::Conclusion conclusion;
  conclusion.set_title("Kết luận giao ban tháng 7");
  conclusion.set_text("Các đơn vị khẩn trương.\n\nBáo cáo hằng tuần.");
  conclusion.set_plan("plans/p");
  v1::Conclusion::Item* item = conclusion.add_items();
  item->set_code("12.1");
  item->set_text("Rà soát hồ sơ");
  item->set_owner("organisations/a");
  *item->mutable_due_date() = civil::ToDate(sample::kMonday);
  return conclusion;
}

TEST(CheckConclusion, DemandsTitleTextAndCodesThatMakeIds) {
  EXPECT_THAT(CheckConclusion(Draft()), IsOk());
  EXPECT_THAT(CheckConclusion({}), kInvalidFields);
  v1::Conclusion twice = Draft();
  *twice.add_items() = twice.items(0);
  twice.mutable_items(1)->set_code("12-1");
  EXPECT_THAT(CheckConclusion(twice), kInvalidFields) << "the same id of a task";
  twice.mutable_items(1)->set_code("*");
  EXPECT_THAT(CheckConclusion(twice), kInvalidFields);
}

TEST(CheckIssue, DemandsASeriesOrANumberWithItsDay) {
  v1::IssueConclusionRequest request;
  const auto check = [&](const v1::Conclusion& conclusion) {
    return CheckIssue(request, conclusion, sample::kToday - 2, sample::kToday);
  };
  EXPECT_THAT(check(Draft()), kInvalidFields);
  request.set_number_series("numberSeries/tb");
  EXPECT_THAT(check(Draft()), IsOk());
  v1::Conclusion without_plan = Draft();
  without_plan.clear_plan();
  EXPECT_THAT(check(without_plan), kInvalidFields);
  request.set_number("15-TB/TU");
  EXPECT_THAT(check(Draft()), kInvalidFields) << "both";
  request.clear_number_series();
  EXPECT_THAT(check(Draft()), kInvalidFields) << "no day";
  *request.mutable_date() = civil::ToDate(sample::kToday);
  EXPECT_THAT(check(Draft()), IsOk());
  *request.mutable_date() = civil::ToDate(sample::kToday + 1);
  EXPECT_THAT(check(Draft()), kInvalidFields) << "a day to come";
  *request.mutable_date() = civil::ToDate(sample::kToday - 2);
  EXPECT_THAT(check(Draft()), IsOk()) << "the day on which the meeting ended";
  *request.mutable_date() = civil::ToDate(sample::kToday - 3);
  EXPECT_THAT(check(Draft()), kInvalidFields) << "before it";
}

TEST(NoticePaper, TellsWhoDoesWhatByWhen) {
  paper::v1::Form form;
  form.set_number("1");
  const paper::v1::Paper paper =
      NoticePaper(Draft(), form, [](const std::string&) { return std::string("Đảng bộ xã Một"); });
  EXPECT_EQ(paper.number(), "") << "drafting gives it";
  EXPECT_EQ(paper.abstract(), "Kết luận giao ban tháng 7");
  const std::string text = *paper::RenderText(paper);
  EXPECT_THAT(text, HasSubstr("Báo cáo hằng tuần."));
  EXPECT_THAT(text, HasSubstr("Đảng bộ xã Một: Rà soát hồ sơ; hoàn thành chậm nhất ngày 04/8/2025."));
}

TEST(Issue, IsNotedAndBindsItsTasks) {
  const v1::Conclusion issued = Issue(Draft(), "15-TB/TU", civil::ToDate(sample::kToday), "", sample::Clerk());
  EXPECT_EQ(issued.state(), v1::Conclusion::ISSUED);
  EXPECT_EQ(issued.notes(0).state(), "ISSUED");
  const v1::Task task = TaskOf(issued, issued.items(0), "organisations/province");
  EXPECT_EQ(task.document(), "15-TB/TU");
  EXPECT_EQ(task.task_class(), v1::Task::ONE_OFF);
  EXPECT_EQ(civil::FromDate(task.due_date()), sample::kMonday);
  EXPECT_THAT(RequireDraft(issued), StatusIs(absl::StatusCode::kFailedPrecondition, "CONCLUSION_ISSUED"));
}

}  // namespace
}  // namespace congress::scheduling
