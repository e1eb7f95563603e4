#include "services/allocation/domain/compare.h"

#include "gtest/gtest.h"
#include "services/allocation/domain/sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using sample::Unit;
using support::IsOk;

TEST(Compare, TellsWhoGainsWhoLosesAndWhy) {
  v1::RuleSet rule = sample::OpenRule(100, v1::OpenTotal::FLOOR);
  sample::AddBase(&rule, 1, 1);
  sample::AddBase(&rule, 2, 2);
  ASSERT_OK_AND_ASSIGN(const auto before, sample::Computed(rule, {Unit("a", 500), Unit("b", 200), Unit("old", 100)}));
  ASSERT_OK_AND_ASSIGN(const auto after, sample::Computed(rule, {Unit("a", 500), Unit("b", 350, 2), Unit("new", 100)}));
  const auto compared = Compare(before, after);
  ASSERT_EQ(compared.differences_size(), 4);
  EXPECT_EQ(compared.differences(0).code(), "a");
  EXPECT_EQ(compared.differences(0).reasons_size(), 0);
  const auto& b = compared.differences(1);
  EXPECT_EQ(b.seats(), 3);
  EXPECT_EQ(b.other_seats(), 5);
  ASSERT_EQ(b.reasons_size(), 4);
  EXPECT_EQ(b.reasons(0), "Số đảng viên: 200 → 350.");
  EXPECT_EQ(compared.differences(2).code(), "new");
  EXPECT_EQ(compared.differences(2).seats(), 0);
  EXPECT_EQ(compared.differences(3).code(), "old");
  EXPECT_EQ(compared.differences(3).other_seats(), 0);
  EXPECT_EQ(compared.changed_count(), 3);
  EXPECT_EQ(compared.totals().total(), before.totals().total());
  EXPECT_EQ(compared.other_totals().total(), after.totals().total());
}

TEST(Compare, FindsNoDifferenceBetweenAPlanAndItself) {
  ASSERT_OK_AND_ASSIGN(const auto plan, sample::Computed(sample::FittedRule(9), {Unit("a", 500), Unit("b", 200)}));
  const auto compared = Compare(plan, plan);
  EXPECT_EQ(compared.changed_count(), 0);
  for (const auto& difference : compared.differences()) EXPECT_EQ(difference.reasons_size(), 0);
}

}  // namespace
}  // namespace congress::allocation
