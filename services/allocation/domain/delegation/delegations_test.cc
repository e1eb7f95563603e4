#include "services/allocation/domain/delegation/delegations.h"

#include <algorithm>

#include "gtest/gtest.h"
#include "services/allocation/testing/delegate_sample.h"

namespace congress::allocation {
namespace {

using sample::At;
using sample::kRecorded;
using sample::Person;
using sample::Summoned;
using sample::Whole;

// Planned, summoned and present differ, as they do at every congress.
TEST(CountDelegates, KeepsPlannedConvenedAndPresentApart) {
  const auto there = v1::Attendance::PRESENT;
  const auto away = v1::Attendance::ABSENT;
  const auto counts = CountDelegates(Whole({
      At(At(Summoned(Person("d1", "a"), kRecorded + 3), "s1", there, kRecorded + 9), "s2", away, kRecorded + 10),
      At(Summoned(Person("d2", "a"), kRecorded + 4), "s1", away, kRecorded + 9),
      Person("d3", "b"),
      Person("r1", "b", v1::RESERVE, 1),
      Summoned(Person("e1", "a", v1::EX_OFFICIO), kRecorded + 5),
  }));
  EXPECT_EQ(counts.planned(), 6);
  EXPECT_EQ(civil::FromDate(counts.planned_date()), sample::kDay);
  EXPECT_EQ(counts.plan(), "congresses/c/allocationPlans/p");
  EXPECT_EQ(counts.seated(), 4);
  EXPECT_EQ(counts.convened(), 3);
  EXPECT_EQ(civil::FromDate(counts.convened_from()), kRecorded + 3);
  EXPECT_EQ(civil::FromDate(counts.convened_until()), kRecorded + 5);
  EXPECT_EQ(counts.present(), 1);
  ASSERT_EQ(counts.sessions_size(), 2);
  EXPECT_EQ(counts.sessions(0).session_id(), "s1");
  EXPECT_EQ(counts.sessions(0).present(), 1);
  EXPECT_EQ(counts.sessions(0).absent(), 1);
  EXPECT_EQ(counts.sessions(1).absent(), 1);
}

TEST(CountDelegates, IsAsOfTheDay) {
  Delegations early =
      Whole({At(Summoned(Person("d1", "a"), kRecorded + 3), "s1", v1::Attendance::PRESENT, kRecorded + 9)});
  const struct {
    int day;
    int64_t seated;
    int64_t convened;
    int64_t present;
  } cases[] = {{-1, 0, 0, 0}, {0, 1, 0, 0}, {3, 1, 1, 0}, {8, 1, 1, 0}, {9, 1, 1, 1}};
  for (const auto& c : cases) {
    early.day = kRecorded + c.day;
    const auto counts = CountDelegates(early);
    EXPECT_EQ(counts.seated(), c.seated) << c.day;
    EXPECT_EQ(counts.convened(), c.convened) << c.day;
    EXPECT_EQ(counts.present(), c.present) << c.day;
  }
}

TEST(Summons, ReachesTheSeatThroughThoseWhoSatBefore) {
  const Delegations seats = Whole({
      Summoned(sample::Ended(Person("d1", "a"), kRecorded + 5, "r1"), kRecorded + 2),
      sample::Ended(sample::Promoted(Person("r1", "a", v1::RESERVE, 1), "d1", kRecorded + 5), kRecorded + 6, "r2"),
      sample::Promoted(Person("r2", "a", v1::RESERVE, 2), "r1", kRecorded + 6),
      Person("d2", "a"),
  });
  const Summons summons(seats);
  EXPECT_TRUE(summons.Reached(seats.delegates[2]));
  EXPECT_FALSE(summons.Reached(seats.delegates[3]));
  EXPECT_EQ(CountDelegates(seats).convened(), 1) << "one seat, though three people";
}

TEST(Restrict, LeavesOneOrganisation) {
  const auto part = Restrict(Whole({Person("d1", "a"), Person("d2", "b"), Person("p1", "province", v1::APPOINTED)}),
                             [](const std::string& organisation) { return organisation == "organisations/a"; });
  EXPECT_FALSE(part.whole);
  ASSERT_EQ(part.delegates.size(), 1u);
  const auto counts = CountDelegates(part);
  EXPECT_EQ(counts.planned(), 2);
  EXPECT_EQ(counts.plan(), "") << "the plan is the congress's";
  EXPECT_EQ(PlannedSeats(Restrict(Whole({}), [](const std::string&) { return false; })), 0);
  EXPECT_EQ(PlannedSeats(Restrict(Whole({}), [](const std::string&) { return true; })), 5) << "those ex officio apart";
}

// `a` decided on `kDay`, `b` a hundred days later in its place, `c` never issued.
std::vector<v1::AllocationPlan> TwoDecisions() {
  v1::AllocationPlan first = sample::IssuedPlan();
  first.set_name("congresses/c/allocationPlans/a");
  v1::AllocationPlan second = sample::IssuedPlan(2);
  second.set_name("congresses/c/allocationPlans/b");
  *second.mutable_decision_date() = civil::ToDate(sample::kDay + 100);
  first.set_state(v1::AllocationPlan::SUPERSEDED);
  first.set_superseded_by(second.name());
  v1::AllocationPlan approved = sample::IssuedPlan();
  approved.set_name("congresses/c/allocationPlans/c");
  approved.set_state(v1::AllocationPlan::APPROVED);
  return {first, second, approved};
}

std::string NameOn(absl::CivilDay day, const std::vector<v1::AllocationPlan>& plans) {
  const v1::AllocationPlan* plan = InForceOn(day, plans);
  return plan == nullptr ? "" : std::string(1, plan->name().back());
}

TEST(InForceOn, ASupersededPlanHoldsUntilTheDecisionThatTookItsPlace) {
  auto plans = TwoDecisions();
  for (int order = 0; order < 2; ++order, std::reverse(plans.begin(), plans.end())) {
    EXPECT_EQ(NameOn(sample::kDay - 1, plans), "");
    EXPECT_EQ(NameOn(sample::kDay, plans), "a");
    EXPECT_EQ(NameOn(sample::kDay + 99, plans), "a");
    EXPECT_EQ(NameOn(sample::kDay + 100, plans), "b");
    EXPECT_EQ(NameOn(sample::kDay + 500, plans), "b");
  }
}

TEST(InForceOn, TheIssuedPlanHoldsWhateverTheDays) {
  for (const int days : {0, -30}) {
    auto plans = TwoDecisions();
    *plans[1].mutable_decision_date() = civil::ToDate(sample::kDay + days);
    for (int order = 0; order < 2; ++order, std::reverse(plans.begin(), plans.end())) {
      EXPECT_EQ(NameOn(sample::kDay, plans), "b") << days;
      EXPECT_EQ(NameOn(sample::kDay + 500, plans), "b") << days;
    }
  }
  // Of one day, the one that was not replaced.
  auto plans = TwoDecisions();
  plans[2].set_state(v1::AllocationPlan::ISSUED);
  for (int order = 0; order < 2; ++order, std::reverse(plans.begin(), plans.end())) {
    EXPECT_EQ(NameOn(sample::kDay + 50, plans), "c");
  }
}

TEST(InForceOn, DelegatesRecordedUnderTheEarlierPlanAreCounted) {
  Delegations early = Whole({Person("d1", "a"), Person("d2", "b")});
  early.plan = *InForceOn(early.day, TwoDecisions());
  EXPECT_EQ(CountDelegates(early).plan(), "congresses/c/allocationPlans/a");
  EXPECT_EQ(CountDelegates(early).planned(), 6);
  EXPECT_EQ(CountDelegates(early).seated(), 2);
}

TEST(InForceOn, WithoutAPlanNothingIsPlanned) {
  EXPECT_EQ(InForceOn(sample::kDay - 1, {sample::IssuedPlan()}), nullptr);
  Delegations none = Whole({Person("d1", "a")});
  none.plan.reset();
  EXPECT_EQ(CountDelegates(none).planned(), 0);
  EXPECT_EQ(SeatsOf(none, "organisations/a"), 0);
}

}  // namespace
}  // namespace congress::allocation
