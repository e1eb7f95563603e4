#include "services/allocation/certificate/verify_plan.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/allocation/testing/plan_sample.h"

namespace congress::allocation {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

TEST(VerifyPlan, RefusesEveryChangeOfWhatIsProved) {
  const v1::AllocationPlan plan = *sample::Computed(
      sample::FittedRule(20, 2), {sample::Unit("a", 1000), sample::Unit("b", 700), sample::Unit("c", 330)});
  ASSERT_THAT(VerifyPlan(plan), IsEmpty());
  using Change = void (*)(v1::AllocationPlan&);
  const Change changes[] = {
      [](v1::AllocationPlan& p) { p.mutable_lines(0)->set_seats(p.lines(0).seats() + 1); },
      // Both sums stay as they are.
      [](v1::AllocationPlan& p) {
        for (const auto& [line, more] : {std::pair(0, 1), std::pair(1, -1)}) {
          p.mutable_lines(line)->set_member_seats(p.lines(line).member_seats() + more);
          p.mutable_lines(line)->set_seats(p.lines(line).seats() + more);
        }
      },
      [](v1::AllocationPlan& p) { p.mutable_lines(2)->set_base_seats(p.lines(2).base_seats() + 1); },
      [](v1::AllocationPlan& p) { p.mutable_pools(0)->set_seats(p.pools(0).seats() + 1); },
      [](v1::AllocationPlan& p) { p.mutable_totals()->set_total(p.totals().total() + 1); },
      [](v1::AllocationPlan& p) { p.mutable_totals()->set_elected(p.totals().elected() + 1); },
      [](v1::AllocationPlan& p) { p.set_inputs_sha256(std::string(64, '0')); },
      [](v1::AllocationPlan& p) { p.mutable_rule()->set_version(p.rule().version() + 1); },
      [](v1::AllocationPlan& p) { p.mutable_pools(0)->mutable_certificate()->mutable_units(0)->set_weight("1"); },
  };
  for (const Change change : changes) {
    v1::AllocationPlan altered = plan;
    change(altered);
    EXPECT_THAT(VerifyPlan(altered), Not(IsEmpty())) << &change - &changes[0];
  }
}

}  // namespace
}  // namespace congress::allocation
