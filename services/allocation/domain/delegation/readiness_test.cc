#include "services/allocation/domain/delegation/readiness.h"

#include "gtest/gtest.h"
#include "services/allocation/testing/plan_sample.h"

namespace congress::allocation {
namespace {

constexpr char kCongress[] = "congresses/c";

// Two seats each for `a` and `b`, one ex officio, one appointed beside them; decided on the first of July.
v1::AllocationPlan IssuedForTwo() {
  v1::RuleSet rule = sample::FittedRule(6, 1);
  rule.set_appointed_count(1);
  v1::AllocationPlan plan = *sample::Computed(rule, {sample::Unit("a", 100), sample::Unit("b", 100)});
  plan.set_state(v1::AllocationPlan::ISSUED);
  *plan.mutable_decision_date() = civil::ToDate(sample::kDay);
  return plan;
}

v1::Delegate Recorded(const std::string& id, v1::Origin origin, absl::CivilDay day = sample::kDay) {
  v1::Delegate delegate;
  delegate.set_organisation(StrCat("organisations/", id));
  delegate.set_origin(origin);
  *delegate.mutable_create_time() = civil::ToTimestamp(absl::FromCivil(day, civil::Zone()));
  return delegate;
}

TEST(JudgeReadiness, IsBlockedWithoutAnIssuedPlan) {
  v1::AllocationPlan approved = IssuedForTwo();
  approved.set_state(v1::AllocationPlan::APPROVED);
  for (const auto& plans : {std::vector<v1::AllocationPlan>{}, {approved}}) {
    const auto answer = JudgeReadiness(kCongress, sample::kDay, plans, {}, status::Language::kVietnamese);
    ASSERT_EQ(answer.blockers_size(), 1);
    EXPECT_EQ(answer.blockers(0).reason(), "PLAN_MISSING");
    EXPECT_EQ(answer.blockers(0).resource(), kCongress);
    EXPECT_EQ(answer.organisations_size(), 0);
  }
}

TEST(JudgeReadiness, APlanCountsFromTheDayOfItsDecisionOn) {
  EXPECT_EQ(JudgeReadiness(kCongress, sample::kDay - 1, {IssuedForTwo()}, {}, status::Language::kVietnamese)
                .blockers(0)
                .reason(),
            "PLAN_MISSING");
  EXPECT_EQ(
      JudgeReadiness(kCongress, sample::kDay, {IssuedForTwo()}, {}, status::Language::kVietnamese).blockers(0).reason(),
      "SEATS_UNFILLED");
}

TEST(JudgeReadiness, TellsWhichSeatsAreEmpty) {
  const auto answer = JudgeReadiness(
      kCongress, sample::kDay, {IssuedForTwo()},
      {Recorded("a", v1::ELECTED), Recorded("a", v1::ELECTED), Recorded("b", v1::ELECTED), Recorded("b", v1::RESERVE),
       Recorded("b", v1::EX_OFFICIO), Recorded("b", v1::ELECTED, sample::kDay + 1)},
      status::Language::kVietnamese);
  ASSERT_EQ(answer.organisations_size(), 2);
  EXPECT_TRUE(answer.organisations(0).ready());
  EXPECT_FALSE(answer.organisations(1).ready());
  ASSERT_EQ(answer.organisations(1).blockers_size(), 1);
  EXPECT_EQ(answer.organisations(1).blockers(0).description(), "Xã b: mới có 1/2 đại biểu, còn thiếu 1.");
  ASSERT_EQ(answer.blockers_size(), 1);
  EXPECT_EQ(answer.blockers(0).description(), "Đại biểu chỉ định ngoài phân bổ: mới có 0/1 đại biểu, còn thiếu 1.");
}

TEST(JudgeReadiness, TellsSeatsThatALaterPlanTookAway) {
  const auto answer =
      JudgeReadiness(kCongress, sample::kDay, {IssuedForTwo()},
                     {Recorded("a", v1::ELECTED), Recorded("a", v1::ELECTED), Recorded("a", v1::APPOINTED)},
                     status::Language::kEnglish);
  EXPECT_EQ(answer.organisations(0).blockers(0).reason(), "SEATS_OVERFILLED");
  EXPECT_EQ(answer.organisations(0).blockers(0).description(),
            "Xã a: 3 delegates are recorded, 1 more than the 2 of the plan.");
}

TEST(JudgeReadiness, GoesByTheLaterDecisionOfTwo) {
  v1::AllocationPlan later = IssuedForTwo();
  later.set_name("congresses/c/allocationPlans/q");
  *later.mutable_decision_date() = civil::ToDate(sample::kDay + 5);
  const auto resource_on = [&](absl::CivilDay day) {
    return JudgeReadiness(kCongress, day, {later, IssuedForTwo()}, {}, status::Language::kVietnamese)
        .blockers(0)
        .resource();
  };
  EXPECT_EQ(resource_on(sample::kDay + 5), later.name());
  EXPECT_EQ(resource_on(sample::kDay + 4), IssuedForTwo().name());
}

}  // namespace
}  // namespace congress::allocation
