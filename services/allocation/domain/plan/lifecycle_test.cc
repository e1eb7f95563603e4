#include "services/allocation/domain/plan/lifecycle.h"

#include "gtest/gtest.h"
#include "services/allocation/testing/plan_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using Plan = v1::AllocationPlan;
using support::IsOk;
using support::StatusIs;

const absl::Time kNow = absl::FromUnixSeconds(1'750'000'000);
using support::kFailed;
const Submitter kAn = {.account = "an", .person = "persons/an"};

Plan In(Plan::State state, const std::string& id = "p") {
  Plan plan = sample::Wanted();
  plan.set_name(StrCat("congresses/c/allocationPlans/", id));
  plan.set_state(state);
  plan.set_submitted_by("an");
  return plan;
}

TEST(Lifecycle, EveryVerbWantsItsOneState) {
  for (int number = Plan::DRAFT; number <= Plan::SUPERSEDED; ++number) {
    const auto state = static_cast<Plan::State>(number);
    EXPECT_EQ(Submit(In(state), {}, kAn, kNow).ok(), state == Plan::DRAFT);
    EXPECT_EQ(Approve(In(state), "binh", "", kNow).ok(), state == Plan::SUBMITTED);
    EXPECT_EQ(Issue(In(state), {}, kNow).ok(), state == Plan::APPROVED);
    EXPECT_EQ(Supersede(In(state), In(Plan::ISSUED, "q"), "", kNow).ok(), state == Plan::ISSUED);
    EXPECT_EQ(Supersede(In(Plan::ISSUED), In(state, "q"), "", kNow).ok(), state == Plan::ISSUED);
  }
  EXPECT_THAT(Submit(In(Plan::ISSUED), {}, kAn, kNow), StatusIs(kFailed, "PLAN_NOT_DRAFT"));
  EXPECT_THAT(Approve(In(Plan::DRAFT), "binh", "", kNow), StatusIs(kFailed, "PLAN_NOT_SUBMITTED"));
  EXPECT_THAT(Issue(In(Plan::DRAFT), {}, kNow), StatusIs(kFailed, "PLAN_NOT_APPROVED"));
}

TEST(Lifecycle, KeepsWhoSubmittedAndWhoApproved) {
  ASSERT_OK_AND_ASSIGN(const Plan submitted, Submit(In(Plan::DRAFT), {}, kAn, kNow));
  EXPECT_EQ(submitted.submitted_by(), "an");
  EXPECT_EQ(submitted.submitted_by_person(), "persons/an");
  ASSERT_OK_AND_ASSIGN(const Plan approved, Approve(submitted, "binh", "đúng quy định", kNow));
  EXPECT_EQ(approved.state(), Plan::APPROVED);
  EXPECT_EQ(approved.approved_by(), "binh");
  EXPECT_EQ(approved.approval_reason(), "đúng quy định");
}

TEST(Lifecycle, IssuingKeepsNumberEntryAndDay) {
  ASSERT_OK_AND_ASSIGN(
      const Plan issued,
      Issue(In(Plan::APPROVED), {"Số 12-QĐ/TU", "numberSeries/qd/entries/000012", civil::ToDate(sample::kDay)}, kNow));
  EXPECT_EQ(issued.decision_number(), "Số 12-QĐ/TU");
  EXPECT_EQ(issued.number_entry(), "numberSeries/qd/entries/000012");
  EXPECT_EQ(issued.decision_date().year(), 2025);
}

TEST(Lifecycle, APlanIsSupersededByAnotherOfItsCongress) {
  Plan elsewhere = In(Plan::ISSUED);
  elsewhere.set_name("congresses/d/allocationPlans/q");
  EXPECT_THAT(Supersede(In(Plan::ISSUED), elsewhere, "", kNow),
              StatusIs(absl::StatusCode::kInvalidArgument, "SUCCESSOR_INVALID"));
  EXPECT_THAT(Supersede(In(Plan::ISSUED), In(Plan::ISSUED), "", kNow),
              StatusIs(absl::StatusCode::kInvalidArgument, "SUCCESSOR_INVALID"));
  ASSERT_OK_AND_ASSIGN(const Plan closed, Supersede(In(Plan::ISSUED), In(Plan::ISSUED, "q"), "số liệu mới", kNow));
  EXPECT_EQ(closed.superseded_by(), "congresses/c/allocationPlans/q");
  EXPECT_EQ(closed.supersede_reason(), "số liệu mới");
}

}  // namespace
}  // namespace congress::allocation
