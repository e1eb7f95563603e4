#include "services/allocation/domain/plan/allocate.h"

#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "services/allocation/domain/plan/explain.h"
#include "services/allocation/domain/plan_line.h"
#include "services/allocation/testing/plan_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using google::protobuf::util::MessageDifferencer;
using sample::Computed;
using sample::SeatsOf;
using sample::Unit;
using support::IsOk;
using support::kFailed;
using support::StatusIs;

// Decision 341-QĐ/TW of 23 July 2025: 13, 24 or 35 by the number of provinces merged, one per 12,000 members, a
// remainder of 6,001 gives one more. The weights here are invented.
v1::RuleSet Decision341() {
  v1::RuleSet rule = sample::OpenRule(12'000, v1::OpenTotal::THRESHOLD, 6'001);
  sample::AddBase(&rule, 1, 13);
  sample::AddBase(&rule, 2, 24);
  sample::AddBase(&rule, 3, 35);
  return rule;
}

TEST(Allocate, ReproducesDecision341) {
  v1::RuleSet rule = Decision341();
  sample::AddAddition(&rule, "capital", 10);
  ASSERT_OK_AND_ASSIGN(
      const auto plan,
      Computed(rule, {Unit("none", 6'000), Unit("one", 6'001), Unit("whole", 12'000), Unit("two", 18'001),
                      Unit("pair", 6'000, 2), Unit("triple", 6'001, 3), Unit("capital", 480'000),
                      // The province of 200,579 members: 16 and 8,579 over.
                      Unit("na", 200'579), Unit("na-least", 186'001), Unit("na-less", 186'000)}));
  EXPECT_EQ(SeatsOf(plan, "none"), 13);
  EXPECT_EQ(SeatsOf(plan, "one"), 14);
  EXPECT_EQ(SeatsOf(plan, "whole"), 14);
  EXPECT_EQ(SeatsOf(plan, "two"), 15);
  EXPECT_EQ(SeatsOf(plan, "pair"), 24);
  EXPECT_EQ(SeatsOf(plan, "triple"), 36);
  EXPECT_EQ(SeatsOf(plan, "capital"), 13 + 40 + 10);
  EXPECT_EQ(SeatsOf(plan, "na"), 30);
  EXPECT_EQ(SeatsOf(plan, "na-least"), 29);
  EXPECT_EQ(SeatsOf(plan, "na-less"), 28);
}

// The congress of a merged unit is prepared for the cells of both.
TEST(ComputePlan, TakesThoseBelowAnEndedUnitForItsSuccessorFromTheDayOn) {
  v1::Organisation ended = Unit("k", 10);
  ended.set_state(v1::Organisation::MERGED);
  ended.set_continued_by("organisations/n");
  *ended.mutable_valid_until() = civil::ToDate(sample::kDay);
  std::vector<v1::Organisation> tree = {ended, Unit("n", 10), Unit("of-k", 5), Unit("of-n", 5)};
  tree[2].set_parent("organisations/k");
  tree[3].set_parent("organisations/n");
  v1::AllocationPlan wanted = sample::Wanted();
  wanted.set_organisation("organisations/n");
  const auto lines = [&](absl::CivilDay day) {
    *wanted.mutable_as_of() = civil::ToDate(day);
    return ComputePlan(wanted, sample::FittedRule(4), tree)->lines_size();
  };
  EXPECT_EQ(lines(sample::kDay - 1), 1);
  EXPECT_EQ(lines(sample::kDay), 2);
}

// The published sums: 165 ex officio + 353 elected + 1,070 appointed, 15 of these abroad, are 1,588.
TEST(Allocate, AddsUpToTheDelegatesOfTheFourteenthCongress) {
  v1::RuleSet rule = Decision341();
  rule.set_ex_officio_count(165);
  rule.set_appointed_count(15);
  auto* merged = rule.add_unit_origins();
  merged->set_kind("merged-province");
  merged->set_origin(v1::APPOINTED);
  // 353 = 13 + 340 and 1,055 = 35 + 1,020.
  ASSERT_OK_AND_ASSIGN(const auto plan,
                       Computed(rule, {Unit("elects", int64_t{340} * 12'000, 0, "province"),
                                       Unit("merged", int64_t{1'020} * 12'000, 3, "merged-province")}));
  EXPECT_EQ(plan.totals().ex_officio(), 165);
  EXPECT_EQ(plan.totals().elected(), 353);
  EXPECT_EQ(plan.totals().appointed(), 1'070);
  EXPECT_EQ(plan.totals().total(), 1'588);
}

TEST(Allocate, FitsTheSeatsByMembersToTheTotal) {
  v1::RuleSet rule = sample::FittedRule(500, 64);
  rule.set_appointed_count(6);
  sample::AddBase(&rule, 1, 1);
  sample::AddBase(&rule, 2, 2);
  sample::AddAddition(&rule, "b", 3);
  std::vector<v1::Organisation> units = {Unit("a", 1'000, 2), Unit("b", 2'500), Unit("c", 700, 4)};
  ASSERT_OK_AND_ASSIGN(const auto plan, Computed(rule, units, 500));
  EXPECT_EQ(plan.totals().total(), 500);
  EXPECT_EQ(plan.totals().base_seats(), 5);
  EXPECT_EQ(plan.totals().addition_seats(), 3);
  EXPECT_EQ(plan.totals().member_seats(), 500 - 64 - 6 - 5 - 3);
  EXPECT_EQ(plan.totals().members(), 4'200);
  // 4,200 ÷ 422 in lowest terms.
  EXPECT_EQ(plan.step().numerator(), 2'100);
  EXPECT_EQ(plan.step().denominator(), 211);
  int64_t sum = 0;
  for (const auto& line : plan.lines()) {
    sum += line.seats();
    EXPECT_EQ(line.seats(), line.base_seats() + line.member_seats() + line.addition_seats());
    EXPECT_EQ(line.members() * 422, line.whole_seats() * 4'200 + line.remainder_numerator());
    EXPECT_EQ(line.explanation(), "") << "which is made when the plan is read";
  }
  EXPECT_EQ(sum, 430);
}

TEST(Allocate, ARoundStepGivesTheSameSeatsAsTheFittedTotal) {
  std::vector<v1::Organisation> units;
  for (int i = 0; i < 136; ++i) units.push_back(Unit(StrCat("u", 100 + i), 400 + i * i % 977 * 3, 1 + i % 5));
  v1::RuleSet rule = sample::FittedRule(500, 64);
  sample::AddBase(&rule, 1, 2);
  ASSERT_OK_AND_ASSIGN(const auto fitted, Computed(rule, units));
  ASSERT_GT(fitted.step().round_step(), 0);
  v1::RuleSet open = rule;
  auto* step = open.mutable_member_step()->mutable_open_total();
  step->set_members_per_seat(fitted.step().round_step());
  step->set_remainder(v1::OpenTotal::THRESHOLD);
  step->set_threshold(fitted.step().round_threshold());
  ASSERT_OK_AND_ASSIGN(const auto again, Computed(open, units));
  for (const auto& line : fitted.lines()) {
    EXPECT_EQ(FindLine(again, line.organisation())->seats(), line.seats()) << line.code();
  }
}

// The seats of pools that share `total` by these parts.
std::vector<int64_t> SeatsOfPools(int64_t total, const std::vector<int64_t>& parts) {
  v1::RuleSet rule = sample::EmptyRule();
  rule.set_total(total);
  for (const int64_t part : parts) {
    v1::Pool& pool = *rule.add_pools();
    pool.set_id(StrCat("p", rule.pools_size()));
    pool.mutable_shared()->set_parts(part);
  }
  const auto plan = Computed(rule, {Unit("a", 5)});
  EXPECT_THAT(plan, IsOk());
  std::vector<int64_t> seats;
  for (const v1::PoolOutcome& pool : plan->pools()) seats.push_back(pool.seats());
  return seats;
}

TEST(Allocate, DividesAmongPoolsByLargestRemaindersTheEarlierFirst) {
  // 10/7, 20/7 and 40/7: whole 1, 2 and 5, remainders 3, 6 and 5.
  EXPECT_EQ(SeatsOfPools(10, {1, 2, 4}), (std::vector<int64_t>{1, 3, 6}));
  EXPECT_EQ(SeatsOfPools(10, {4, 2, 1}), (std::vector<int64_t>{6, 3, 1}));
  EXPECT_EQ(SeatsOfPools(5, {1, 1, 1}), (std::vector<int64_t>{2, 2, 1}));
  EXPECT_EQ(SeatsOfPools(3, {1, 1}), (std::vector<int64_t>{2, 1}));
}

TEST(Allocate, TellsFromWhichRemainderHalfOfAStepCounts) {
  for (const int64_t step : {6, 7}) {
    const v1::RuleSet half = sample::OpenRule(step, v1::OpenTotal::HALF);
    ASSERT_OK_AND_ASSIGN(const auto plan, Computed(half, {Unit("less", step + 3), Unit("more", step + 4)}));
    // 3 are half of 6, and less than half of 7.
    EXPECT_EQ(plan.step().round_threshold(), step == 6 ? 3 : 4);
    EXPECT_EQ(SeatsOf(plan, "less"), step == 6 ? 2 : 1);
    EXPECT_EQ(SeatsOf(plan, "more"), 2);
  }
}

// Three communes made by a merger of three, of four and of none become one; one part of a split merges with another.
std::vector<v1::Organisation> TwoGenerations() {
  std::vector<v1::Organisation> tree = {Unit("x", 1'000), Unit("y", 1'000), Unit("z", 1'000)};
  for (const char* merged : {"m", "n", "c"}) tree[0].add_merged_from(StrCat("organisations/", merged));
  for (const char* merged : {"p", "q"}) tree[1].add_merged_from(StrCat("organisations/", merged));
  const auto closed = [&](v1::Organisation unit, v1::Organisation::State state) {
    unit.set_state(state);
    *unit.mutable_valid_until() = civil::ToDate(sample::kDay);
    tree.push_back(std::move(unit));
  };
  closed(Unit("m", 100, 3), v1::Organisation::MERGED);
  closed(Unit("n", 100, 4), v1::Organisation::MERGED);
  for (const char* part : {"p", "q"}) {
    v1::Organisation unit = Unit(part, 100);
    unit.set_split_from("organisations/u");
    closed(std::move(unit), v1::Organisation::MERGED);
  }
  closed(Unit("u", 200), v1::Organisation::SPLIT);
  return tree;
}

TEST(Allocate, CountsFormerUnitsOfAllGenerationsUnlessTheRuleSaysOtherwise) {
  v1::RuleSet rule = sample::OpenRule(1'000, v1::OpenTotal::FLOOR);
  for (const int64_t units : {1, 2, 3, 8}) sample::AddBase(&rule, units, 10 * units);
  for (const auto counted : {v1::BaseRule::FORMER_UNITS_UNSPECIFIED, v1::BaseRule::ALL_GENERATIONS}) {
    rule.mutable_base()->set_former_units(counted);
    ASSERT_OK_AND_ASSIGN(const auto plan, Computed(rule, TwoGenerations()));
    ASSERT_EQ(plan.lines_size(), 3);
    // 3 + 4 + 1; both parts of one unit.
    EXPECT_EQ(FindLine(plan, "organisations/x")->merged_units(), 8);
    EXPECT_EQ(SeatsOf(plan, "x"), 80 + 1);
    EXPECT_EQ(FindLine(plan, "organisations/y")->merged_units(), 1);
    EXPECT_EQ(SeatsOf(plan, "z"), 10 + 1);
  }
  rule.mutable_base()->set_former_units(v1::BaseRule::LAST_MERGER);
  ASSERT_OK_AND_ASSIGN(const auto plan, Computed(rule, TwoGenerations()));
  EXPECT_EQ(FindLine(plan, "organisations/x")->merged_units(), 3);
  EXPECT_EQ(SeatsOf(plan, "x"), 30 + 1);
  EXPECT_EQ(FindLine(plan, "organisations/y")->merged_units(), 2);
  EXPECT_EQ(SeatsOf(plan, "z"), 10 + 1);
}

TEST(Allocate, NamesEveryTieAndWhoWonIt) {
  ASSERT_OK_AND_ASSIGN(const auto plan, Computed(sample::FittedRule(4), {Unit("c", 10), Unit("a", 10), Unit("b", 10)}));
  EXPECT_EQ(SeatsOf(plan, "a"), 2);
  ASSERT_EQ(plan.ties_size(), 1);
  EXPECT_EQ(plan.ties(0).organisations_size(), 3);
  ASSERT_EQ(plan.ties(0).winners_size(), 1);
  EXPECT_EQ(plan.ties(0).winners(0), "organisations/a");
  EXPECT_EQ(plan.ties(0).tie_rule(), v1::RuleSet::MORE_MEMBERS_THEN_EARLIER_CODE);
  const std::string told = ExplainTie(plan.ties(0), plan, status::Language::kVietnamese);
  EXPECT_NE(told.find("Được thêm: Xã a."), std::string::npos) << told;
}

TEST(Allocate, IsReproducibleFromWhatThePlanStores) {
  v1::RuleSet rule = sample::FittedRule(100, 10);
  sample::AddBase(&rule, 2, 3);
  ASSERT_OK_AND_ASSIGN(const auto plan, Computed(rule, {Unit("a", 1'234, 2), Unit("b", 777), Unit("c", 777, 3)}));
  ASSERT_OK_AND_ASSIGN(const auto again, Allocate(plan));
  EXPECT_TRUE(MessageDifferencer::Equals(plan, again));
}

TEST(Allocate, NamedOrganisationsAndKindsBeatTheTable) {
  v1::RuleSet rule = sample::OpenRule(1'000, v1::OpenTotal::FLOOR);
  sample::AddBase(&rule, 1, 1);
  auto* kind = rule.mutable_base()->add_by_kind();
  kind->set_kind("agency");
  kind->set_seats(7);
  auto* named = rule.mutable_base()->add_by_organisation();
  named->set_organisation("organisations/army");
  named->set_seats(9);
  ASSERT_OK_AND_ASSIGN(const auto plan, Computed(rule, {Unit("army", 0, 0, "agency"), Unit("office", 0, 0, "agency"),
                                                        Unit("commune", 0)}));
  EXPECT_EQ(SeatsOf(plan, "army"), 9);
  EXPECT_EQ(SeatsOf(plan, "office"), 7);
  EXPECT_EQ(SeatsOf(plan, "commune"), 1);
}

TEST(Allocate, TakesOnlyWhoIsInForceDirectlyUnderTheOrganisation) {
  v1::Organisation former = Unit("former", 900);
  *former.mutable_valid_until() = civil::ToDate(sample::kDay);
  v1::Organisation coming = Unit("coming", 900);
  *coming.mutable_valid_from() = civil::ToDate(sample::kDay + 1);
  v1::Organisation below = Unit("below", 900);
  below.set_parent("organisations/first");
  v1::Organisation first = Unit("first", 900);
  *first.mutable_valid_from() = civil::ToDate(sample::kDay);
  ASSERT_OK_AND_ASSIGN(const auto plan, Computed(sample::FittedRule(3), {former, coming, below, first}));
  ASSERT_EQ(plan.lines_size(), 1);
  EXPECT_EQ(SeatsOf(plan, "first"), 3);
}

TEST(Allocate, RefusesATotalThatTheFixedSeatsExceed) {
  v1::RuleSet rule = sample::FittedRule(10, 8);
  rule.set_appointed_count(2);
  sample::AddBase(&rule, 1, 1);
  const auto refused = Computed(rule, {Unit("a", 5)});
  ASSERT_THAT(refused, StatusIs(kFailed, "TOTAL_TOO_SMALL"));
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(status::Detail(refused.status(), &info));
  EXPECT_EQ(info.metadata().at("ex_officio"), "8");
  EXPECT_EQ(info.metadata().at("base"), "1");
  EXPECT_EQ(info.metadata().at("appointed"), "2");
  EXPECT_EQ(info.metadata().at("total"), "10");
}

TEST(Allocate, AllowsATotalThatTheFixedSeatsFill) {
  v1::RuleSet rule = sample::FittedRule(10, 9);
  sample::AddBase(&rule, 1, 1);
  ASSERT_OK_AND_ASSIGN(const auto plan, Computed(rule, {Unit("a", 5)}));
  EXPECT_EQ(SeatsOf(plan, "a"), 1);
  EXPECT_EQ(plan.step().numerator(), 0);
}

TEST(Allocate, HoldsTheLowerOfBothCaps) {
  v1::RuleSet rule = sample::FittedRule(500);
  ASSERT_OK_AND_ASSIGN(const auto at_cap, Computed(rule, {Unit("a", 5)}, 500));
  EXPECT_EQ(at_cap.totals().cap(), 500);
  EXPECT_THAT(Computed(rule, {Unit("a", 5)}, 499), StatusIs(kFailed, "CAP_EXCEEDED"));
  rule.set_delegate_cap(499);
  EXPECT_THAT(Computed(rule, {Unit("a", 5)}, 500), StatusIs(kFailed, "CAP_EXCEEDED"));
  EXPECT_THAT(Computed(rule, {Unit("a", 5)}), StatusIs(kFailed, "CAP_EXCEEDED"));
}

TEST(Allocate, RefusesWhatHasNoAnswer) {
  EXPECT_THAT(Computed(sample::FittedRule(3), {}), StatusIs(kFailed, "NO_ORGANISATIONS"));
  EXPECT_THAT(Computed(sample::FittedRule(3), {Unit("a", 0)}), StatusIs(kFailed, "NO_MEMBERS"));
  v1::RuleSet named = sample::FittedRule(3);
  sample::AddAddition(&named, "stranger", 1);
  EXPECT_THAT(Computed(named, {Unit("a", 5)}), StatusIs(kFailed, "ORGANISATION_NOT_TAKING_PART"));
  v1::RuleSet later = sample::FittedRule(3);
  *later.mutable_effective_from() = civil::ToDate(sample::kDay + 1);
  EXPECT_THAT(Computed(later, {Unit("a", 5)}), StatusIs(kFailed, "RULE_SET_NOT_IN_FORCE"));
  v1::RuleSet ended = sample::FittedRule(3);
  *ended.mutable_effective_until() = civil::ToDate(sample::kDay);
  EXPECT_THAT(Computed(ended, {Unit("a", 5)}), StatusIs(kFailed, "RULE_SET_NOT_IN_FORCE"));
}

TEST(Allocate, HoldsMembersAgainstTheCutOffDay) {
  v1::RuleSet rule = sample::FittedRule(3);
  *rule.mutable_members_cutoff() = civil::ToDate(sample::kDay);
  v1::Organisation unit = Unit("a", 5);
  *unit.mutable_members_as_of() = civil::ToDate(sample::kDay);
  EXPECT_THAT(Computed(rule, {unit}), IsOk());
  *unit.mutable_members_as_of() = civil::ToDate(sample::kDay + 1);
  EXPECT_THAT(Computed(rule, {unit}), StatusIs(kFailed, "MEMBERS_COUNTED_LATE"));
}

TEST(ExplainUnit, SaysEveryStepAndRefusesStrangers) {
  v1::RuleSet rule = Decision341();
  sample::AddAddition(&rule, "a", 10);
  ASSERT_OK_AND_ASSIGN(const auto plan, Computed(rule, {Unit("a", 6'001, 2), Unit("b", 1)}));
  ASSERT_OK_AND_ASSIGN(const auto answer, ExplainUnit(plan, "organisations/a", status::Language::kVietnamese));
  EXPECT_EQ(answer.line().seats(), 35);
  ASSERT_EQ(answer.sentences_size(), 7);
  EXPECT_EQ(answer.sentences(0), "Cơ bản: 24 đại biểu (hợp nhất từ 2 đơn vị).");
  EXPECT_EQ(
      answer.sentences(1),
      "Theo số lượng: 6.001 đảng viên, cứ 12.000 đảng viên được 1 đại biểu: 0, dư 6.001; dư từ 6.001 trở lên được "
      "thêm 1: được thêm 1, thành 1 đại biểu.");
  EXPECT_EQ(answer.sentences(2), "Cộng thêm: 10 đại biểu (vị trí quan trọng).");
  EXPECT_EQ(answer.sentences(3), "Tổng: 24 + 1 + 10 = 35 đại biểu.");
  EXPECT_EQ(answer.sentences(5),
            "Thêm 12.000 đảng viên (thành 18.001) thì được thêm 1 đại biểu, nếu các nơi khác không đổi.");
  EXPECT_EQ(answer.sentences(6), "Giảm tới 0 đảng viên vẫn giữ được số đại biểu này, nếu các nơi khác không đổi.");
  ASSERT_OK_AND_ASSIGN(const auto english, ExplainUnit(plan, "organisations/a", status::Language::kEnglish));
  ASSERT_EQ(english.sentences_size(), 7);
  EXPECT_EQ(english.sentences(0), "Base: 24 delegates (merged from 2 units).");
  EXPECT_EQ(
      english.sentences(1),
      "By members: 6,001 members, 1 delegate for every 12,000 members: 0, remainder 6,001; a remainder of 6,001 or "
      "more gives 1 more: 1 more, which makes 1 delegate.");
  EXPECT_EQ(english.sentences(3), "Sum: 24 + 1 + 10 = 35 delegates.");
  EXPECT_EQ(english.sentences(5),
            "With 12,000 members more (18,001 in all) it would have 1 delegate more, if the others stay as they are.");
  EXPECT_THAT(ExplainUnit(plan, "organisations/stranger", {}), StatusIs(kFailed, "ORGANISATION_NOT_IN_PLAN"));
}

}  // namespace
}  // namespace congress::allocation
