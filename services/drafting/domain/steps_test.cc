#include "services/drafting/domain/steps.h"

#include <google/protobuf/text_format.h>

#include "congress/drafting/v1/document_template.pb.h"
#include "platform/civil/civil.h"
#include "services/drafting/testing/days.h"
#include "tests/support/status_matchers.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::MetadataIn;
using support::StatusIs;

// 02:00 UTC is 09:00 in Asia/Ho_Chi_Minh.

StepRules Rules(const std::string& text) {
  v1::DocumentTemplate parsed;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &parsed));
  return parsed.steps();
}

const char kFour[] = R"(
  steps { id: "outline" display_name: "Đề cương" next: "draft" next: "opinions" }
  steps { id: "draft" display_name: "Dự thảo" }
  steps { id: "opinions" display_name: "Lấy ý kiến các cấp" frozen: true requires_closed_round: true }
  steps { id: "congress" display_name: "Trình đại hội" frozen: true })";

v1::Document Begun() {
  v1::Document document;
  EXPECT_THAT(BeginSteps(Rules(kFour), {}, sample::kToday, document), IsOk());
  return document;
}

TEST(CheckSteps, TakesAnyOrderThatLeadsForwardToTheLast) {
  EXPECT_THAT(CheckSteps(Rules(kFour)), IsOk());
  EXPECT_THAT(CheckSteps(Rules(R"(steps { id: "only" })")), IsOk());
}

TEST(CheckSteps, RefusesRulesThatNoDocumentCouldFollow) {
  const struct {
    const char* rules;
    const char* cause;
  } bad[] = {
      {R"(steps { id: "a" } steps { id: "a" })", "repeated"},
      {R"(steps { id: "a" next: "b" } steps { id: "b" next: "a" } steps { id: "c" })", "next_not_later"},
      {R"(steps { id: "a" next: "a" } steps { id: "b" })", "next_not_later"},
      {R"(steps { id: "a" next: "zzz" } steps { id: "b" })", "next_unknown"},
      {R"(steps { id: "a" next: "c" } steps { id: "b" } steps { id: "c" })", "unreachable"},
      {R"(steps { id: "a" } steps { id: "b" requires_closed_round: true })", "last_requires_round"},
  };
  for (const auto& [rules, cause] : bad) {
    const absl::Status refused = CheckSteps(Rules(rules));
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument, "STEPS_INCONSISTENT")) << rules;
    EXPECT_EQ(MetadataIn(refused, "cause"), cause) << rules;
  }
}

TEST(BeginSteps, StandsAtTheFirstStepToday) {
  const v1::Document document = Begun();
  EXPECT_EQ(document.current_step(), 1);
  EXPECT_EQ(ProgressOf(document, status::Language::kVietnamese), "Bước 1/4: Đề cương");
  EXPECT_EQ(ProgressOf(document, status::Language::kEnglish), "Step 1/4: Đề cương");
  EXPECT_EQ(civil::FromDate(document.steps(0).actual_date()), sample::kToday);
  EXPECT_FALSE(document.steps(1).has_actual_date());
  EXPECT_FALSE(IsFinal(document));
}

TEST(BeginSteps, KeepsPlannedDatesAndRefusesOnesThatGoBack) {
  PlannedSteps planned;
  v1::PlannedStep& draft = *planned.Add();
  draft.set_step("draft");
  *draft.mutable_planned_date() = civil::ToDate(absl::CivilDay(2025, 7, 1));
  v1::PlannedStep& last = *planned.Add();
  last.set_step("congress");
  *last.mutable_planned_date() = civil::ToDate(absl::CivilDay(2025, 7, 1));
  v1::Document document;
  ASSERT_THAT(BeginSteps(Rules(kFour), planned, sample::kToday, document), IsOk());
  EXPECT_EQ(civil::FromDate(document.steps(3).planned_date()), absl::CivilDay(2025, 7, 1));

  *last.mutable_planned_date() = civil::ToDate(absl::CivilDay(2025, 6, 30));
  EXPECT_THAT(BeginSteps(Rules(kFour), planned, sample::kToday, document),
              StatusIs(absl::StatusCode::kInvalidArgument, "PLAN_OUT_OF_ORDER"));
  last.set_step("nowhere");
  EXPECT_THAT(BeginSteps(Rules(kFour), planned, sample::kToday, document),
              StatusIs(absl::StatusCode::kFailedPrecondition, "STEP_UNKNOWN"));
}

TEST(AdvanceStep, FollowsTheOrderOrWhatNextAllows) {
  ASSERT_OK_AND_ASSIGN(const v1::Document draft, AdvanceStep(Begun(), "draft", sample::kToday, sample::kNow));
  EXPECT_EQ(ProgressOf(draft, status::Language::kVietnamese), "Bước 2/4: Dự thảo");
  ASSERT_OK_AND_ASSIGN(const v1::Document skipped, AdvanceStep(Begun(), "opinions", sample::kToday, sample::kNow));
  EXPECT_EQ(ProgressOf(skipped, status::Language::kVietnamese), "Bước 3/4: Lấy ý kiến các cấp");
  EXPECT_FALSE(skipped.steps(1).has_actual_date());
}

TEST(AdvanceStep, NeverGoesBackOrStaysOrJumps) {
  const absl::StatusCode code = absl::StatusCode::kFailedPrecondition;
  ASSERT_OK_AND_ASSIGN(const v1::Document draft, AdvanceStep(Begun(), "draft", sample::kToday, sample::kNow));
  EXPECT_THAT(AdvanceStep(draft, "outline", sample::kToday, sample::kNow), StatusIs(code, "STEP_OUT_OF_ORDER"));
  EXPECT_THAT(AdvanceStep(draft, "draft", sample::kToday, sample::kNow), StatusIs(code, "STEP_OUT_OF_ORDER"));
  EXPECT_THAT(AdvanceStep(draft, "congress", sample::kToday, sample::kNow), StatusIs(code, "STEP_OUT_OF_ORDER"));
  EXPECT_THAT(AdvanceStep(draft, "nowhere", sample::kToday, sample::kNow), StatusIs(code, "STEP_UNKNOWN"));
}

TEST(AdvanceStep, LeavesAStepThatEndsWithARoundOnlyWhenOneIsClosedAndNoneIsOpen) {
  ASSERT_OK_AND_ASSIGN(v1::Document document, AdvanceStep(Begun(), "opinions", sample::kToday, sample::kNow));
  const struct {
    int open;
    int closed;
    bool leaves;
  } cases[] = {{0, 0, false}, {1, 0, false}, {1, 1, false}, {0, 1, true}, {0, 2, true}};
  for (const auto& [open, closed, leaves] : cases) {
    document.mutable_steps(2)->set_open_rounds(open);
    document.mutable_steps(2)->set_closed_rounds(closed);
    const auto advanced = AdvanceStep(document, "congress", sample::kToday, sample::kNow);
    if (leaves) {
      EXPECT_THAT(advanced, IsOk());
      EXPECT_TRUE(IsFinal(*advanced));
    } else {
      EXPECT_THAT(advanced, StatusIs(absl::StatusCode::kFailedPrecondition, "ROUND_NOT_CLOSED"));
      EXPECT_EQ(MetadataIn(advanced.status(), "cause"), open > 0 ? "open" : "none");
    }
  }
}

TEST(AdvanceStep, TakesDaysFromTheStepBeforeUntilToday) {
  const absl::Time week_later = sample::kNow + absl::Hours(24 * 7);
  for (int day = 0; day <= 7; ++day) {
    EXPECT_THAT(AdvanceStep(Begun(), "draft", sample::kToday + day, week_later), IsOk()) << day;
  }
  for (const int day : {-1, 8}) {
    const auto advanced = AdvanceStep(Begun(), "draft", sample::kToday + day, week_later);
    EXPECT_THAT(advanced, StatusIs(absl::StatusCode::kFailedPrecondition, "DATE_OUT_OF_ORDER")) << day;
    EXPECT_EQ(MetadataIn(advanced.status(), "cause"), day < 0 ? "before" : "future");
  }
}

}  // namespace
}  // namespace congress::drafting
