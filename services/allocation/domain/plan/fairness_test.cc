#include "services/allocation/domain/plan/fairness.h"

#include "gtest/gtest.h"
#include "services/allocation/testing/plan_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

Measured Row(const std::string& id, int64_t weight, int64_t seats) {
  return {StrCat("organisations/", id), StrCat("Xã ", id), weight, seats};
}

// Worked by hand. W = 100, S = 10.
//   a: 60, 7  s/S − w/W =  1/10   b: 25, 2  −1/20   c: 15, 1  −1/20
// Sainte-Laguë: (1/100)/(60/100) + (1/400)/(25/100) + (1/400)/(15/100) = 1/60 + 1/100 + 1/60 = 13/300
// Loosemore-Hanby: ½(1/10 + 1/20 + 1/20) = 1/10;  Gallagher²: ½(1/100 + 2/400) = 3/400, √ = 0.0866025…
TEST(Fairness, IsAsWorkedByHand) {
  const auto fairness = MeasureFairness({Row("a", 60, 7), Row("b", 25, 2), Row("c", 15, 1)}, {});
  ASSERT_TRUE(fairness.has_value());
  EXPECT_EQ(fairness->organisations(), 3);
  EXPECT_EQ(fairness->members_per_seat(), "10.000000");
  EXPECT_EQ(fairness->sainte_lague(), "0.043333");
  EXPECT_EQ(fairness->loosemore_hanby(), "0.100000");
  EXPECT_EQ(fairness->gallagher(), "0.086603");
  EXPECT_EQ(fairness->gallagher_square_numerator(), "3");
  EXPECT_EQ(fairness->gallagher_square_denominator(), "400");
  EXPECT_EQ(fairness->most_members_per_seat().value(), "15.000000");
  EXPECT_EQ(fairness->most_members_per_seat().display_names(0), "Xã c");
  EXPECT_EQ(fairness->fewest_members_per_seat().value(), "8.571429");
  EXPECT_EQ(fairness->ratio(), "1.750000");
  EXPECT_EQ(fairness->most_over_represented().value(), "-0.142857");
  EXPECT_EQ(fairness->most_over_represented().organisations(0), "organisations/a");
  EXPECT_EQ(fairness->most_under_represented().value(), "0.500000");
  // Quotas 6, 2.5 and 1.5: 7 is one above 6, 2 and 1 are the lower quotas.
  ASSERT_EQ(fairness->above_quota_size(), 1);
  EXPECT_EQ(fairness->above_quota(0).quota(), "6.000000");
  EXPECT_EQ(fairness->below_quota_size(), 0);
  const auto vietnamese =
      MeasureFairness({Row("a", 60, 7), Row("b", 25, 2), Row("c", 15, 1)}, status::Language::kVietnamese);
  ASSERT_EQ(fairness->sentences_size(), vietnamese->sentences_size());
  EXPECT_EQ(fairness->sentences(0),
            "3 organisations, 100 members, 10 delegates: 10.000000 members per delegate on average.");
  EXPECT_EQ(vietnamese->sentences(0),
            "3 tổ chức, 100 đảng viên, 10 đại biểu: bình quân 10,000000 đảng viên cho 1 đại biểu.");
  EXPECT_EQ(fairness->sentences(1), "Above the quota: Xã a (7 against 6.000000).");
  EXPECT_EQ(vietnamese->sentences(1), "Cao hơn định mức: Xã a (7 so với 6,000000).");
}

TEST(Fairness, CountsQuotaViolationsAtTheirEdge) {
  struct Case {
    int64_t weight;
    int64_t seats;
    int below;
    int above;
  };
  // The other unit has the rest of 100 members and 10 seats, so that the quota is weight / 10.
  for (const Case& c : {Case{35, 3, 0, 0}, Case{35, 4, 0, 0}, Case{35, 2, 1, 1}, Case{35, 5, 1, 1}, Case{30, 3, 0, 0},
                        Case{30, 2, 1, 1}, Case{30, 4, 1, 1}, Case{31, 2, 1, 1}, Case{39, 5, 1, 1}}) {
    const auto fairness = MeasureFairness({Row("a", c.weight, c.seats), Row("b", 100 - c.weight, 10 - c.seats)}, {});
    EXPECT_EQ(fairness->below_quota_size(), c.below) << c.weight << " " << c.seats;
    EXPECT_EQ(fairness->above_quota_size(), c.above) << c.weight << " " << c.seats;
  }
}

TEST(Fairness, IsNoughtForExactProportion) {
  const auto fairness = MeasureFairness({Row("a", 30, 3), Row("b", 70, 7)}, {});
  for (const std::string& measure : {fairness->sainte_lague(), fairness->loosemore_hanby(), fairness->gallagher()}) {
    EXPECT_EQ(measure, "0.000000");
  }
  EXPECT_EQ(fairness->ratio(), "1.000000");
  EXPECT_FALSE(fairness->has_most_over_represented());
  EXPECT_FALSE(fairness->has_most_under_represented());
  EXPECT_EQ(fairness->most_members_per_seat().organisations_size(), 2) << "all who share the end are named";
}

TEST(Fairness, TellsWhoHasNoMembersPerSeat) {
  const auto fairness = MeasureFairness({Row("a", 50, 4), Row("b", 50, 0), Row("c", 0, 1), Row("d", 0, 0)}, {});
  EXPECT_EQ(fairness->organisations(), 3) << "who has neither is left out";
  EXPECT_EQ(fairness->sainte_lague(), "") << "would divide by nothing";
  ASSERT_EQ(fairness->without_seats_size(), 1);
  EXPECT_EQ(fairness->without_seats(0), "organisations/b");
  ASSERT_EQ(fairness->without_members_size(), 1);
  EXPECT_EQ(fairness->without_members(0), "organisations/c");
  EXPECT_EQ(fairness->most_members_per_seat().value(), "12.500000");
  EXPECT_FALSE(MeasureFairness({Row("a", 0, 3)}, {}).has_value());
  EXPECT_FALSE(MeasureFairness({Row("a", 3, 0)}, {}).has_value());
  EXPECT_FALSE(MeasureFairness({}, {}).has_value());
}

// A millionth more or less would be wrong by rounding: the roots are 0.0000005 and a little, and 1/2.
TEST(Fairness, RoundsRootsAndQuotientsCorrectly) {
  // Parts of weights and of seats that differ by one in a million: ½ · 2 · 10^-12 under the root.
  const auto tiny = MeasureFairness({Row("a", 500'001, 1), Row("b", 499'999, 1)}, {});
  EXPECT_EQ(tiny->gallagher(), "0.000001");
  const auto less = MeasureFairness({Row("a", 5'000'004, 1), Row("b", 4'999'996, 1)}, {});
  EXPECT_EQ(less->gallagher(), "0.000000") << "0.0000004";
  const auto half = MeasureFairness({Row("a", 5'000'005, 1), Row("b", 4'999'995, 1)}, {});
  EXPECT_EQ(half->gallagher(), "0.000001") << "0.0000005";
}

TEST(Fairness, TakesTheGreatestNumbers) {
  std::vector<Measured> units;
  for (int i = 0; i < 2000; ++i) units.push_back(Row(StrCat(i), 999'999'999'999 - i, 1'000'000 - i % 7));
  const auto fairness = MeasureFairness(units, {});
  EXPECT_EQ(fairness->below_quota_size() + fairness->above_quota_size(), 1428) << "all but those next to 999,997.0025";
  EXPECT_EQ(fairness->sainte_lague(), "0.000000");
  EXPECT_EQ(fairness->ratio(), "1.000006");
}

TEST(Fairness, MeasuresAPlanThreeTimes) {
  v1::RuleSet rule = sample::FittedRule(10);
  sample::AddBase(&rule, 1, 1);
  ASSERT_OK_AND_ASSIGN(auto plan, sample::Computed(rule, {sample::Unit("a", 300), sample::Unit("b", 100)}));
  plan.mutable_lines(1)->set_ex_officio_seats(2);
  const v1::GetFairnessResponse answer = MeasurePlan(plan, {});
  EXPECT_EQ(answer.by_members().seats(), 8);
  EXPECT_EQ(answer.by_members().loosemore_hanby(), "0.000000");
  EXPECT_EQ(answer.without_ex_officio().seats(), 10);
  EXPECT_EQ(answer.without_ex_officio().loosemore_hanby(), "0.050000") << "7 : 3 instead of 7.5 : 2.5";
  EXPECT_EQ(answer.with_ex_officio().seats(), 12);
  EXPECT_GE(answer.with_ex_officio().sentences_size(), 4);
  EXPECT_EQ(answer.with_ex_officio().above_quota(0).organisation(), "organisations/b");
}

}  // namespace
}  // namespace congress::allocation
