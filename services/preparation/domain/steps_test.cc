#include "services/preparation/domain/steps.h"

#include "gtest/gtest.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"
#include "tests/support/status_matchers.h"

namespace congress::preparation {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'750'000'000);
const Starter kStarter = {.account = "thu", .person = "persons/thu"};

v1::Congress Congress() {
  v1::Congress congress;
  congress.set_name("congresses/x");
  congress.set_organisation("organisations/province");
  return congress;
}

v1::Scope Scope() {
  v1::Scope scope;
  scope.mutable_allocation_plan()->set_id("plan");
  scope.add_documents()->set_id("report");
  scope.add_documents()->set_id("resolution");
  scope.mutable_task_plan()->set_id("tasks");
  scope.mutable_task_plan()->set_csv("x");
  scope.add_windows()->set_id("communes");
  return scope;
}

v1::Preparation Started() { return *Plan(Congress(), Scope(), "uid", kStarter, kNow); }

TEST(Preparation, HasItsStepsInOrderAndTheCongressDone) {
  const v1::Preparation preparation = Started();
  std::vector<std::string> ids;
  for (const auto& step : preparation.steps()) ids.push_back(step.id());
  EXPECT_EQ(ids, (std::vector<std::string>{"congress", "allocation-plan", "document-report", "document-resolution",
                                           "task-plan", "tasks", "window-communes"}));
  EXPECT_EQ(preparation.state(), v1::Preparation::RUNNING);
  EXPECT_EQ(NextStep(preparation)->id(), "allocation-plan");
}

TEST(Preparation, IsToldInTheReadersLanguage) {
  const v1::Preparation vietnamese = Told(Started(), status::Language::kVietnamese);
  const v1::Preparation english = Told(Started(), status::Language::kEnglish);
  EXPECT_EQ(vietnamese.steps(0).title(), "Lập đại hội");
  EXPECT_EQ(english.steps(0).title(), "Create the congress");
  EXPECT_EQ(english.steps(6).title(), "Set the window of the subordinate congresses");
  // As an older store has it.
  v1::Preparation old = Started();
  old.mutable_steps(0)->clear_making();
  old.mutable_steps(0)->set_title("Lập đại hội");
  EXPECT_EQ(Told(old, status::Language::kEnglish).steps(0).title(), "Lập đại hội");
}

TEST(Preparation, GoesStepByStepToTheEnd) {
  v1::Preparation preparation = Started();
  int steps = 0;
  while (const v1::Step* step = NextStep(preparation)) {
    EXPECT_EQ(preparation.state(), v1::Preparation::RUNNING);
    preparation = Done(std::move(preparation), std::string(step->id()), "made", kNow);
    ++steps;
  }
  EXPECT_EQ(steps, 6);
  EXPECT_EQ(preparation.state(), v1::Preparation::DONE);
}

TEST(Preparation, ARefusalBlocksUntilResumed) {
  v1::Preparation preparation = Started();
  EXPECT_THAT(Resume(preparation, Congress(), kStarter, kNow),
              support::StatusIs(absl::StatusCode::kFailedPrecondition, "PREPARATION_NOT_BLOCKED"));
  preparation = Blocked(std::move(preparation), "allocation-plan", status::AlreadyExists("AllocationPlan", "n"), kNow);
  EXPECT_EQ(preparation.state(), v1::Preparation::BLOCKED);
  EXPECT_EQ(NextStep(preparation)->reason(), "RESOURCE_EXISTS");
  EXPECT_EQ(NextStep(Told(preparation, status::Language::kVietnamese))->detail(), "n đã có.");
  EXPECT_EQ(NextStep(Told(preparation, status::Language::kEnglish))->detail(), "n exists already.");
  v1::Congress changed = Congress();
  changed.set_delegate_cap(499);
  preparation.set_started_by("binh");
  preparation.set_started_by_person("persons/binh");
  ASSERT_OK_AND_ASSIGN(preparation, Resume(std::move(preparation), changed, kStarter, kNow));
  EXPECT_EQ(preparation.congress().delegate_cap(), 499);
  // In the name of who resumed it from here on: account and person go together.
  EXPECT_EQ(preparation.started_by(), "thu");
  EXPECT_EQ(preparation.started_by_person(), "persons/thu");
  // After a fault, or without the permission, an earlier attempt may have made it: the same is asked again.
  changed.set_delegate_cap(498);
  for (const absl::Status& unclear : {absl::InternalError("fault"), absl::PermissionDeniedError("role taken away"),
                                      absl::UnauthenticatedError("key changed")}) {
    preparation = Blocked(std::move(preparation), "allocation-plan", unclear, kNow);
    ASSERT_OK_AND_ASSIGN(preparation, Resume(std::move(preparation), changed, kStarter, kNow));
    EXPECT_EQ(preparation.congress().delegate_cap(), 499) << unclear;
  }
  EXPECT_EQ(preparation.state(), v1::Preparation::RUNNING);
  EXPECT_EQ(NextStep(preparation)->state(), v1::Step::PENDING);
  preparation = Done(std::move(preparation), "allocation-plan", "made", kNow);
  EXPECT_EQ(preparation.steps(1).reason(), "");
}

TEST(Preparation, TwoStepsOfOneIdAreRefused) {
  v1::Scope scope = Scope();
  scope.add_documents()->set_id("report");
  EXPECT_THAT(Plan(Congress(), scope, "uid", kStarter, kNow),
              support::StatusIs(absl::StatusCode::kInvalidArgument, "STEP_DUPLICATED"));
}

TEST(Preparation, NothingButTheCongressIsDoneAtOnce) {
  ASSERT_OK_AND_ASSIGN(const v1::Preparation preparation, Plan(Congress(), v1::Scope(), "uid", kStarter, kNow));
  EXPECT_EQ(preparation.state(), v1::Preparation::DONE);
}

TEST(Congress, DatesRunForward) {
  v1::Congress congress = Congress();
  *congress.mutable_opening_date() = civil::ToDate(absl::CivilDay(2025, 10, 1));
  *congress.mutable_closing_date() = civil::ToDate(absl::CivilDay(2025, 10, 1));
  EXPECT_THAT(CheckDates(congress), support::IsOk());
  *congress.mutable_closing_date() = civil::ToDate(absl::CivilDay(2025, 9, 30));
  EXPECT_THAT(CheckDates(congress), support::StatusIs(absl::StatusCode::kInvalidArgument, "DATES_REVERSED"));
  congress.clear_opening_date();
  EXPECT_THAT(CheckDates(congress), support::IsOk());
  // The first and the last day of the window belong to it.
  *congress.mutable_opening_date() = civil::ToDate(absl::CivilDay(2025, 9, 29));
  *congress.mutable_window_first_day() = congress.opening_date();
  *congress.mutable_window_last_day() = congress.closing_date();
  EXPECT_THAT(CheckDates(congress), support::IsOk());
  *congress.mutable_window_last_day() = congress.opening_date();
  EXPECT_THAT(CheckDates(congress), support::StatusIs(absl::StatusCode::kInvalidArgument, "OUTSIDE_WINDOW"));
  *congress.mutable_window_last_day() = congress.closing_date();
  *congress.mutable_window_first_day() = congress.closing_date();
  EXPECT_THAT(CheckDates(congress), support::StatusIs(absl::StatusCode::kInvalidArgument, "OUTSIDE_WINDOW"));
  congress.clear_opening_date();
  *congress.mutable_window_first_day() = civil::ToDate(absl::CivilDay(2025, 10, 2));
  *congress.mutable_window_last_day() = civil::ToDate(absl::CivilDay(2025, 10, 1));
  EXPECT_THAT(CheckDates(congress), support::StatusIs(absl::StatusCode::kInvalidArgument, "DATES_REVERSED"));
}

}  // namespace
}  // namespace congress::preparation
