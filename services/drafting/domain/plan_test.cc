#include "services/drafting/domain/plan.h"

#include "platform/civil/civil.h"
#include "services/drafting/domain/progress.h"
#include "services/drafting/testing/stepping.h"

namespace congress::drafting {
namespace {

using sample::Begun;
using sample::By;
using sample::kToday;
using support::IsOk;
using support::StatusIs;

const char kThree[] = R"(
  steps { id: "draft" display_name: "Dự thảo" } steps { id: "opinions" display_name: "Lấy ý kiến các cấp" }
  steps { id: "final" display_name: "Hoàn thiện" })";

// Days after today.
PlannedSteps Plan(const std::vector<std::pair<std::string, int>>& days) {
  PlannedSteps planned;
  for (const auto& [step, day] : days) {
    v1::PlannedStep& one = *planned.Add();
    one.set_step(step);
    *one.mutable_planned_date() = civil::ToDate(kToday + day);
  }
  return planned;
}

TEST(SetPlan, KeepsPlannedDatesAndRefusesOnesThatGoBack) {
  const v1::Document document = Begun(kThree, Plan({{"opinions", 7}, {"final", 7}}));
  EXPECT_EQ(civil::FromDate(document.steps(2).planned_date()), kToday + 7);
  v1::Document changed = document;
  EXPECT_THAT(SetPlan(Plan({{"final", 6}}), changed),
              StatusIs(absl::StatusCode::kInvalidArgument, "PLAN_OUT_OF_ORDER"));
  EXPECT_THAT(SetPlan(Plan({{"nowhere", 6}}), changed),
              StatusIs(absl::StatusCode::kFailedPrecondition, "STEP_UNKNOWN"));
  EXPECT_THAT(SetPlan(Plan({{"final", 7}, {"final", 8}}), changed),
              StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"))
      << "which of both is meant?";
}

TEST(Replan, KeepsWhatWasPlannedBeforeWithTheReason) {
  v1::Document document = Begun(kThree, Plan({{"opinions", 7}}));
  ASSERT_OK_AND_ASSIGN(document, Replan(document, Plan({{"opinions", 7}, {"final", 20}}), "Thêm thời gian", By("an")));
  ASSERT_EQ(document.replans_size(), 1);  // One that stays as it is was not changed.
  EXPECT_EQ(document.replans(0).step(), "final");
  EXPECT_FALSE(document.replans(0).has_from_date());
  ASSERT_OK_AND_ASSIGN(document, Replan(document, Plan({{"final", 25}}), "Chờ Bộ Chính trị", By("binh")));
  ASSERT_EQ(document.replans_size(), 2);
  const v1::StepReplan& last = document.replans(1);
  EXPECT_EQ(civil::FromDate(last.from_date()), kToday + 20);
  EXPECT_EQ(civil::FromDate(last.to_date()), kToday + 25);
  EXPECT_EQ(last.reason(), "Chờ Bộ Chính trị");
  EXPECT_EQ(last.author(), "binh");
  EXPECT_EQ(civil::FromDate(document.steps(2).planned_date()), kToday + 25);
}

TEST(Replan, LeavesReachedStepsAndTheOrderAsTheyAre) {
  const v1::Document document = Begun(kThree, Plan({{"opinions", 7}}));
  const auto replanned = [&](const PlannedSteps& planned) { return Replan(document, planned, "x", By("an")); };
  EXPECT_THAT(replanned(Plan({{"draft", 1}})), StatusIs(absl::StatusCode::kFailedPrecondition, "STEP_REACHED"));
  EXPECT_THAT(replanned(Plan({{"nowhere", 1}})), StatusIs(absl::StatusCode::kFailedPrecondition, "STEP_UNKNOWN"));
  EXPECT_THAT(replanned(Plan({{"final", 6}})), StatusIs(absl::StatusCode::kInvalidArgument, "PLAN_OUT_OF_ORDER"));
}

TEST(Progress, SaysHowLateTheDocumentIs) {
  v1::Document document = Begun(kThree, Plan({{"opinions", 7}, {"final", 9}}));
  const struct {
    int day;
    int late;
    const char* words;
  } cases[] = {
      {7, 0, "Bước 1/3: Dự thảo"}, {8, 1, "Bước 1/3: Dự thảo, chậm 1 ngày"}, {12, 5, "Bước 1/3: Dự thảo, chậm 5 ngày"}};
  for (const auto& [day, late, words] : cases) {
    v1::Document told = document;
    Tell(kToday + day, status::Language::kVietnamese, &told);
    EXPECT_EQ(told.progress(), words);
    EXPECT_EQ(told.days_late(), late);
    EXPECT_EQ(told.late_step(), late > 0 ? "opinions" : "");
    EXPECT_EQ(told.steps(1).days_late(), late);
  }
  EXPECT_EQ(ProgressOf(document, kToday + 12, status::Language::kEnglish), "Step 1/3: Dự thảo, 5 days late");
  EXPECT_EQ(ProgressOf(document, kToday + 8, status::Language::kEnglish), "Step 1/3: Dự thảo, 1 day late");
}

TEST(Progress, IsInTimeAgainOnceTheLateStepIsReached) {
  v1::Document document = Begun(kThree, Plan({{"opinions", 7}, {"final", 20}}));
  const absl::Time later = sample::kNow + absl::Hours(24 * 10);
  ASSERT_OK_AND_ASSIGN(document, AdvanceStep(document, "opinions", kToday + 10, By("an", later), {}));
  Tell(kToday + 12, status::Language::kVietnamese, &document);
  EXPECT_EQ(document.progress(), "Bước 2/3: Lấy ý kiến các cấp");
  EXPECT_EQ(document.days_late(), 0);
  EXPECT_EQ(document.steps(1).days_late(), 3);
  EXPECT_EQ(document.draft_title(), "Dự thảo lần 1");
  ASSERT_EQ(document.missing_signoffs_size(), 1);
  EXPECT_EQ(document.missing_signoffs(0).role(), "reviewer");
}

TEST(Progress, DoesNotCallAStepLateThatWasLeftOut) {
  v1::Document document = Begun(R"(
    steps { id: "draft" next: "final" next: "opinions" } steps { id: "opinions" } steps { id: "final" })",
                                Plan({{"opinions", 2}, {"final", 30}}));
  document = sample::Signed(document, "binh", "reviewer", "final");
  ASSERT_OK_AND_ASSIGN(document, AdvanceStep(document, "final", kToday, By("an"), {}));
  EXPECT_EQ(DaysLate(document, 1, kToday + 12), 0);
  EXPECT_EQ(LatestPlace(document, kToday + 12), -1);
}

}  // namespace
}  // namespace congress::drafting
