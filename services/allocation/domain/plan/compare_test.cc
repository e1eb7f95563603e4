#include "services/allocation/domain/plan/compare.h"

#include "gtest/gtest.h"
#include "services/allocation/testing/plan_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using sample::Unit;
using support::IsOk;

constexpr auto kLanguage = status::Language::kVietnamese;

TEST(Compare, TellsWhoGainsWhoLosesAndWhy) {
  v1::RuleSet rule = sample::OpenRule(100, v1::OpenTotal::FLOOR);
  sample::AddBase(&rule, 1, 1);
  sample::AddBase(&rule, 2, 2);
  ASSERT_OK_AND_ASSIGN(const auto before, sample::Computed(rule, {Unit("a", 500), Unit("b", 200), Unit("old", 100)}));
  ASSERT_OK_AND_ASSIGN(const auto after, sample::Computed(rule, {Unit("a", 500), Unit("b", 350, 2), Unit("new", 100)}));
  const auto compared = Compare(before, after, {}, kLanguage);
  ASSERT_EQ(compared.differences_size(), 4);
  EXPECT_EQ(compared.differences(0).code(), "a");
  EXPECT_EQ(compared.differences(0).reasons_size(), 0);
  const auto& b = compared.differences(1);
  EXPECT_EQ(b.seats(), 3);
  EXPECT_EQ(b.other_seats(), 5);
  ASSERT_EQ(b.reasons_size(), 4);
  EXPECT_EQ(b.reasons(0), "Số đảng viên: 200 → 350.");
  EXPECT_EQ(b.causes(0).kind(), v1::AllocationDifference::Cause::MEMBERS);
  EXPECT_EQ(Compare(before, after, {}, status::Language::kEnglish).differences(1).reasons(0), "Members: 200 → 350.");
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
  const auto compared = Compare(plan, plan, {}, kLanguage);
  EXPECT_EQ(compared.changed_count(), 0);
  for (const auto& difference : compared.differences()) EXPECT_EQ(difference.reasons_size(), 0);
}

TEST(Compare, ADraftKeepsTheCausesAndNoSentences) {
  ASSERT_OK_AND_ASSIGN(const auto before, sample::Computed(sample::FittedRule(9), {Unit("a", 500), Unit("b", 200)}));
  ASSERT_OK_AND_ASSIGN(auto draft, sample::Computed(sample::FittedRule(9), {Unit("a", 200), Unit("b", 500)}));
  NoteChanges(before, {}, &draft);
  ASSERT_EQ(draft.changes_size(), 2);
  EXPECT_EQ(draft.changes(0).reasons_size(), 0);
  EXPECT_EQ(sample::Told(draft).changes(0).reasons(0), "Số đảng viên: 500 → 200.");
  EXPECT_EQ(sample::Told(draft, status::Language::kEnglish).changes(0).reasons(0), "Members: 500 → 200.");
}

v1::AllocationPlan Fitted(int64_t total, const std::vector<v1::Organisation>& units) {
  const auto plan = sample::Computed(sample::FittedRule(total), units);
  EXPECT_TRUE(plan.ok()) << plan.status();
  return *plan;
}

TEST(Compare, TellsTheAlabamaParadox) {
  const std::vector<v1::Organisation> units = {Unit("a", 6), Unit("b", 6), Unit("c", 2)};
  const auto answer = Compare(Fitted(10, units), Fitted(11, units), {}, kLanguage);
  ASSERT_EQ(answer.paradoxes_size(), 1);
  EXPECT_EQ(answer.paradoxes(0), "Nghịch lý Alabama: tổng số đại biểu tăng 1 mà Xã c bị bớt 1.");
  EXPECT_EQ(Compare(Fitted(10, units), Fitted(11, units), {}, status::Language::kEnglish).paradoxes(0),
            "Alabama paradox: there are 1 delegate more in all, but Xã c has 1 fewer.");
  EXPECT_EQ(Compare(Fitted(11, units), Fitted(10, units), {}, kLanguage).paradoxes_size(), 0);
}

// b grows by 3.2 % and c by 2.9 %; b loses a seat to c.
TEST(Compare, TellsThePopulationParadox) {
  const auto before = Fitted(10, {Unit("a", 71), Unit("b", 280), Unit("c", 68)});
  const auto after = Fitted(10, {Unit("a", 96), Unit("b", 289), Unit("c", 70)});
  ASSERT_EQ(before.lines(1).seats(), 7);
  ASSERT_EQ(after.lines(1).seats(), 6);
  const auto answer = Compare(before, after, {}, kLanguage);
  ASSERT_EQ(answer.paradoxes_size(), 1);
  EXPECT_NE(answer.paradoxes(0).find("Nghịch lý dân số: đảng viên của Xã b"), std::string::npos);
}

// Oklahoma in small: c joins with the seats that its members are worth, and a seat moves between a and b.
TEST(Compare, TellsTheParadoxOfNewStates) {
  const auto before = Fitted(4, {Unit("a", 623), Unit("b", 377)});
  const auto after = Fitted(5, {Unit("a", 623), Unit("b", 377), Unit("c", 200)});
  ASSERT_EQ(before.lines(0).seats(), 2);
  ASSERT_EQ(after.lines(0).seats(), 3);
  ASSERT_EQ(after.lines(2).seats(), 1);
  EXPECT_EQ(Compare(before, after, {}, kLanguage).paradoxes_size(), 2);
}

v1::Organisation MergedInto(const std::string& id, const std::string& successor) {
  v1::Organisation unit = Unit(id, 0);
  unit.set_state(v1::Organisation::MERGED);
  unit.set_successor("organisations/" + successor);
  return unit;
}

// a1 and a2 become a; b, which stays, takes b1 over. Both ways round.
TEST(Compare, HoldsMergedOrganisationsAgainstTheirSuccessor) {
  const v1::RuleSet rule = sample::OpenRule(100, v1::OpenTotal::FLOOR);
  ASSERT_OK_AND_ASSIGN(const auto before,
                       sample::Computed(rule, {Unit("a1", 250), Unit("a2", 150), Unit("b", 300), Unit("b1", 199)}));
  ASSERT_OK_AND_ASSIGN(const auto after, sample::Computed(rule, {Unit("a", 400, 2), Unit("b", 499, 1)}));
  const std::vector<v1::Organisation> tree = {MergedInto("a1", "a"), MergedInto("a2", "a"), MergedInto("b1", "b")};
  const auto compared = Compare(before, after, tree, kLanguage);
  ASSERT_EQ(compared.differences_size(), 2) << compared.ShortDebugString();
  const auto& a = compared.differences(0);
  EXPECT_EQ(a.organisation(), "organisations/a");
  EXPECT_EQ(a.seats(), 2 + 1);
  EXPECT_EQ(a.other_seats(), 4);
  ASSERT_EQ(a.former_size(), 2);
  EXPECT_EQ(a.former(0), "organisations/a1");
  ASSERT_EQ(a.reasons_size(), 2) << a.ShortDebugString();
  EXPECT_EQ(a.reasons(0), "Hợp nhất từ: Xã a1, Xã a2.");
  EXPECT_EQ(a.reasons(1), "Đại biểu theo đảng viên: 3 → 4.");
  const auto& b = compared.differences(1);
  EXPECT_EQ(b.seats(), 3 + 1);
  EXPECT_EQ(b.other_seats(), 4);
  ASSERT_EQ(b.former_size(), 1);
  EXPECT_EQ(compared.changed_count(), 1);

  const auto back = Compare(after, before, tree, kLanguage);
  ASSERT_EQ(back.differences_size(), 2);
  EXPECT_EQ(back.differences(0).organisation(), "organisations/a");
  EXPECT_EQ(back.differences(0).seats(), 4);
  EXPECT_EQ(back.differences(0).other_seats(), 3);
}

// a1 went into a, and a since then into z, which both plans have: what the plans say is that a took a1 over.
TEST(Compare, StopsAtTheOrganisationThatTheOtherPlanHas) {
  const v1::RuleSet rule = sample::OpenRule(100, v1::OpenTotal::FLOOR);
  ASSERT_OK_AND_ASSIGN(const auto before, sample::Computed(rule, {Unit("a1", 250), Unit("z", 300)}));
  ASSERT_OK_AND_ASSIGN(const auto after, sample::Computed(rule, {Unit("a", 250), Unit("z", 300)}));
  const auto compared = Compare(before, after, {MergedInto("a1", "a"), MergedInto("a", "z")}, kLanguage);
  ASSERT_EQ(compared.differences_size(), 2) << compared.ShortDebugString();
  EXPECT_EQ(compared.differences(0).organisation(), "organisations/a");
  EXPECT_EQ(compared.differences(0).seats(), 2);
  EXPECT_EQ(compared.differences(1).former_size(), 0);
  EXPECT_EQ(compared.changed_count(), 0);
  // One that neither plan leads to stands alone, and a circle ends.
  const auto alone = Compare(before, after, {MergedInto("a1", "x"), MergedInto("x", "a1")}, kLanguage);
  EXPECT_EQ(alone.differences_size(), 3);
}

}  // namespace
}  // namespace congress::allocation
