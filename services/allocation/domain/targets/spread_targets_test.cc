#include "services/allocation/domain/targets/spread_targets.h"

#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/allocation/domain/targets/target_wording.h"
#include "services/allocation/domain/targets/targets.h"
#include "services/allocation/testing/target_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using google::protobuf::TextFormat;
using sample::PlanOf;
using support::IsOk;
using support::kFailed;
using support::kInvalid;
using support::StatusIs;
using v1::TargetGap;

v1::AllocationPlan WithSpread(v1::AllocationPlan plan) {
  EXPECT_THAT(SpreadTargets(&plan), IsOk());
  return plan;
}

std::vector<int64_t> CountsOf(const v1::TargetSpread& spread) {
  std::vector<int64_t> counts;
  for (const v1::TargetPart& part : spread.parts()) counts.push_back(part.count());
  return counts;
}

using Counts = std::vector<int64_t>;

v1::TargetSpread Told(const v1::AllocationPlan& plan, int target, status::Language language) {
  v1::TargetSpread spread = plan.target_spreads(target);
  TellSpread(plan.targets(target), LineNames(plan), status::Teller(language), &spread);
  return spread;
}

TEST(SpreadTargets, MeetsTheTargetOfTheCongressExactly) {
  // 15.3 of 100 of 235 delegates are 35.955, so at least 36; 38 of the delegates are ex officio.
  const auto plan = WithSpread(PlanOf({100, 60, 37}, {"share { numerator: 153 denominator: 1000 }"}, 38));
  const v1::TargetSpread& spread = plan.target_spreads(0);
  EXPECT_EQ(spread.target(), "t0");
  EXPECT_EQ(spread.base(), 235);
  EXPECT_EQ(spread.wanted(), 36);
  EXPECT_EQ(spread.spread(), 36);
  // Ideals: 100·36/235 = 15.32, 9.19, 5.67, and 5.82 ex officio.
  EXPECT_EQ(CountsOf(spread), (Counts{15, 9, 6}));
  EXPECT_EQ(spread.ex_officio(), 6);
  EXPECT_EQ(spread.parts(0).ideal_numerator(), 720);
  EXPECT_EQ(spread.parts(0).ideal_denominator(), 47);
  EXPECT_EQ(spread.gaps_size(), 0);
  EXPECT_EQ(spread.sentences_size(), 0) << "which are made when the plan is read";
  const v1::TargetSpread told = Told(plan, 0, status::Language::kVietnamese);
  EXPECT_EQ(told.sentences(0), "Chỉ tiêu: ít nhất 36 trong 235 đại biểu (153/1.000), bắt buộc.");
  EXPECT_EQ(told.sentences(1), "Phân bổ 36: 30 theo các tổ chức đảng, 6 đại biểu đương nhiên.");
  const v1::TargetSpread english = Told(plan, 0, status::Language::kEnglish);
  EXPECT_EQ(english.sentences(0), "Chỉ tiêu: at least 36 of 235 delegates (153/1,000 of them), binding.");
  EXPECT_EQ(english.sentences(1), "Allocated: 36, of these 30 by the Party organisations, 6 ex officio.");
}

TEST(SpreadTargets, RoundsAsTheSenseSays) {
  const auto wanted = [](const std::string& text, int64_t base) {
    v1::Target target;
    EXPECT_TRUE(TextFormat::ParseFromString(text, &target));
    return WantedOf(target, base);
  };
  EXPECT_EQ(wanted("sense: AT_LEAST share { numerator: 15 denominator: 100 }", 10), 2);
  EXPECT_EQ(wanted("sense: AT_MOST share { numerator: 15 denominator: 100 }", 10), 1);
  EXPECT_EQ(wanted("sense: ABOUT share { numerator: 15 denominator: 100 }", 10), 2) << "a half up";
  EXPECT_EQ(wanted("sense: ABOUT share { numerator: 14 denominator: 100 }", 10), 1);
  EXPECT_EQ(wanted("sense: AT_LEAST share { numerator: 2 denominator: 10 }", 10), 2) << "exact";
  EXPECT_EQ(wanted("sense: AT_LEAST count: 7", 10), 7);
}

TEST(SpreadTargets, CountsBesideTheOrganisations) {
  // 10 of 50: ideals 4, 4, and 2 for the ten who are appointed beside them; those ex officio do not count.
  const auto plan = WithSpread(PlanOf({20, 20}, {"count: 10 base: WITHOUT_EX_OFFICIO"}, 7, 10));
  EXPECT_EQ(plan.target_spreads(0).base(), 50);
  EXPECT_EQ(CountsOf(plan.target_spreads(0)), (Counts{4, 4}));
  EXPECT_EQ(plan.target_spreads(0).appointed(), 2);
  EXPECT_EQ(plan.target_spreads(0).ex_officio(), 0);
}

TEST(SpreadTargets, HonoursTargetsOfOrganisations) {
  struct Case {
    std::vector<std::string> targets;
    Counts counts;
    int64_t spread;
  };
  const std::string u0 = "organisation: 'organisations/u0' ";
  const Case cases[] = {
      {{"count: 12"}, {4, 4, 4}, 12},
      {{"count: 12", u0 + "count: 8"}, {8, 2, 2}, 12},
      {{"count: 12", u0 + "sense: AT_MOST count: 1"}, {1, 6, 5}, 12},
      {{"count: 12", u0 + "sense: ABOUT count: 8 tolerance: 2"}, {6, 3, 3}, 12},
      {{"count: 12", u0 + "sense: ABOUT count: 5 tolerance: 2"}, {4, 4, 4}, 12},
      // Another group has nothing to say; a younger one does.
      {{"count: 12", u0 + "count: 8 group: ETHNIC_MINORITY"}, {4, 4, 4}, 12},
      {{"count: 12 group: UNDER_AGE age: 42", u0 + "count: 8 group: UNDER_AGE age: 35"}, {8, 2, 2}, 12},
      {{"count: 12 group: UNDER_AGE age: 35", u0 + "count: 8 group: UNDER_AGE age: 42"}, {4, 4, 4}, 12},
      // More than is asked for is no contradiction to AT_LEAST.
      {{"count: 5", u0 + "count: 8"}, {8, 0, 0}, 8},
      {{"sense: ABOUT count: 5 tolerance: 3", u0 + "count: 8"}, {8, 0, 0}, 8},
      {{"sense: AT_MOST count: 30", u0 + "sense: AT_MOST count: 1"}, {1, 10, 10}, 21},
      {{"sense: ABOUT count: 12 tolerance: 3", "sense: AT_MOST count: 9"}, {3, 3, 3}, 9},
  };
  for (const Case& c : cases) {
    const auto plan = WithSpread(PlanOf({10, 10, 10}, c.targets));
    EXPECT_EQ(CountsOf(plan.target_spreads(0)), c.counts) << c.targets.back();
    EXPECT_EQ(plan.target_spreads(0).spread(), c.spread) << c.targets.back();
    for (const auto& spread : plan.target_spreads()) EXPECT_EQ(spread.gaps_size(), 0) << spread.DebugString();
  }
}

TEST(SpreadTargets, TellsTies) {
  const auto plan = WithSpread(PlanOf({5, 5, 10, 5}, {"count: 12"}));
  ASSERT_EQ(plan.target_spreads(0).ties_size(), 1);
  EXPECT_EQ(plan.target_spreads(0).ties(0).organisations_size(), 3);
  EXPECT_EQ(plan.target_spreads(0).ties(0).winners(0), "organisations/u0");
}

TEST(SpreadTargets, RefusesBindingContradictions) {
  struct Case {
    std::vector<std::string> targets;
    std::string cause;
    std::string needed;
    std::string available;
    std::string names;
    std::string organisations;
  };
  const std::string u0 = "organisation: 'organisations/u0' ";
  const std::string u1 = "organisation: 'organisations/u1' ";
  const Case cases[] = {
      {{"count: 31"}, "EXCEEDS_BASE", "31", "30", "t0", ""},
      {{u0 + "count: 11"}, "EXCEEDS_BASE", "11", "10", "t0", "organisations/u0"},
      {{"count: 20", "sense: AT_MOST count: 19"}, "OTHER_TARGET", "20", "19", "t0, t1", ""},
      {{u0 + "count: 2 group: UNDER_AGE age: 30", u0 + "sense: AT_MOST count: 1 group: UNDER_AGE age: 40"},
       "OTHER_TARGET",
       "2",
       "1",
       "t0, t1",
       "organisations/u0"},
      // The one of two organisations suffices.
      {{"sense: AT_MOST count: 6", u0 + "count: 3", u1 + "count: 7"},
       "UNITS_EXCEED",
       "7",
       "6",
       "t0, t2",
       "organisations/u1"},
      {{"sense: AT_MOST count: 6", u0 + "count: 3", u1 + "count: 5"},
       "UNITS_EXCEED",
       "8",
       "6",
       "t0, t2, t1",
       "organisations/u0, organisations/u1"},
      {{"count: 25", u0 + "sense: AT_MOST count: 4", u1 + "sense: AT_MOST count: 9"},
       "UNITS_FALL_SHORT",
       "25",
       "24",
       "t0, t1",
       "organisations/u0"},
      {{u0 + "group: SECTOR sector: 'x' count: 6", u0 + "group: SECTOR sector: 'y' count: 5"},
       "SECTORS",
       "11",
       "10",
       "t0, t1",
       "organisations/u0"},
      {{"group: SECTOR sector: 'x' count: 16", "group: SECTOR sector: 'y' count: 15"},
       "SECTORS",
       "31",
       "30",
       "t0, t1",
       "organisations/u0, organisations/u1, organisations/u2"},
      // x fills u0, so that y has the two others only.
      {{"group: SECTOR sector: 'y' count: 21", u0 + "group: SECTOR sector: 'x' count: 10"},
       "UNITS_FALL_SHORT",
       "21",
       "20",
       "t0, t1",
       "organisations/u0"},
  };
  for (const Case& c : cases) {
    auto plan = PlanOf({10, 10, 10}, c.targets);
    const absl::Status status = SpreadTargets(&plan);
    EXPECT_THAT(status, StatusIs(kFailed, "TARGETS_CONTRADICT")) << c.targets[0];
    google::rpc::ErrorInfo info;
    ASSERT_TRUE(status::Detail(status, &info));
    EXPECT_EQ(info.metadata().at("cause"), c.cause) << c.targets[0];
    EXPECT_EQ(info.metadata().at("needed"), c.needed) << c.targets[0];
    EXPECT_EQ(info.metadata().at("available"), c.available) << c.targets[0];
    EXPECT_EQ(info.metadata().at("targets"), c.names) << c.targets[0];
    EXPECT_EQ(info.metadata().at("organisations"), c.organisations) << c.targets[0];
  }
}

TEST(SpreadTargets, ReportsGapsOfGuidingOnes) {
  const std::string u0 = "organisation: 'organisations/u0' ";
  // The binding target of the congress prevails over the guiding ones of an organisation.
  auto plan = WithSpread(PlanOf({10, 10, 10}, {"sense: AT_MOST count: 6", u0 + "count: 7 binding: false"}));
  EXPECT_EQ(CountsOf(plan.target_spreads(0)), (Counts{2, 2, 2}));
  ASSERT_EQ(plan.target_spreads(1).gaps_size(), 1);
  const TargetGap& gap = plan.target_spreads(1).gaps(0);
  EXPECT_EQ(gap.cause(), TargetGap::OTHER_TARGET);
  EXPECT_EQ(gap.needed(), 7);
  EXPECT_EQ(gap.available(), 2);
  EXPECT_EQ(gap.targets(0), "t0");
  EXPECT_EQ(Told(plan, 1, status::Language::kVietnamese).gaps(0).description(),
            "Trái với chỉ tiêu t0: cần 7 đại biểu nhưng chỉ được 2.");
  // A binding one of an organisation prevails over a guiding one of the congress, which comes as near as it can.
  plan = WithSpread(PlanOf({10, 10, 10}, {"sense: AT_MOST count: 6 binding: false", u0 + "count: 7"}));
  EXPECT_EQ(CountsOf(plan.target_spreads(0)), (Counts{7, 0, 0}));
  EXPECT_EQ(plan.target_spreads(0).gaps(0).cause(), TargetGap::UNITS_EXCEED);
  plan = WithSpread(PlanOf({10, 10, 10}, {"count: 40 binding: false"}));
  EXPECT_EQ(plan.target_spreads(0).gaps(0).cause(), TargetGap::EXCEEDS_BASE);
  EXPECT_EQ(plan.target_spreads(0).wanted(), 40);
  EXPECT_EQ(plan.target_spreads(0).spread(), 30);
  plan = WithSpread(PlanOf({10, 10, 10}, {"count: 20", "sense: AT_MOST count: 19 binding: false"}));
  EXPECT_EQ(plan.target_spreads(0).gaps_size(), 0);
  EXPECT_EQ(plan.target_spreads(1).gaps(0).cause(), TargetGap::OTHER_TARGET);
  // Of two sectors the guiding one gets what is left.
  plan = WithSpread(PlanOf(
      {10, 10, 10}, {"group: SECTOR sector: 'x' count: 16 binding: false", "group: SECTOR sector: 'y' count: 15"}));
  EXPECT_EQ(plan.target_spreads(0).spread(), 15);
  EXPECT_EQ(plan.target_spreads(0).gaps(0).cause(), TargetGap::SECTORS);
  EXPECT_EQ(plan.target_spreads(1).spread(), 15);
}

TEST(SpreadTargets, RoundsSectorsTogether) {
  // Ideals 1.5 in each of six cells; no organisation has more than its three delegates.
  auto plan =
      WithSpread(PlanOf({3, 3, 3, 3}, {"group: SECTOR sector: 'x' count: 6", "group: SECTOR sector: 'y' count: 6"}));
  EXPECT_EQ(CountsOf(plan.target_spreads(0)), (Counts{2, 2, 1, 1}));
  EXPECT_EQ(CountsOf(plan.target_spreads(1)), (Counts{1, 1, 2, 2}));
  EXPECT_GE(plan.target_spreads(0).ties_size(), 1);
  // u0 keeps 9 of its 10 for x, so that y and z share one there; by rounding alone both would have one, or two.
  plan = WithSpread(PlanOf({10, 10, 10}, {"group: SECTOR sector: 'x' count: 9", "group: SECTOR sector: 'y' count: 9",
                                          "group: SECTOR sector: 'z' count: 9",
                                          "group: SECTOR sector: 'x' organisation: 'organisations/u0' count: 9"}));
  EXPECT_EQ(CountsOf(plan.target_spreads(0)), (Counts{9, 0, 0}));
  EXPECT_EQ(plan.target_spreads(1).parts(0).count() + plan.target_spreads(2).parts(0).count(), 1);
  EXPECT_EQ(plan.target_spreads(1).spread(), 9);
  EXPECT_EQ(plan.target_spreads(2).spread(), 9);
}

TEST(SpreadTargets, RefusesWhatContradictsItself) {
  const std::pair<std::string, std::string> cases[] = {
      {"count: 1 age: 30", "targets[0].age"},
      {"count: 1 group: UNDER_AGE", "targets[0].age"},
      {"count: 1 sector: 'x'", "targets[0].sector"},
      {"count: 1 group: SECTOR", "targets[0].sector"},
      {"count: 1 tolerance: 1", "targets[0].tolerance"},
      {"", "targets[0]"},
      {"share { numerator: 2 denominator: 1 }", "targets[0].share"},
      {"share { }", "targets[0].share.denominator"},
  };
  for (const auto& [text, field] : cases) {
    auto plan = PlanOf({10}, {text});
    const absl::Status status = SpreadTargets(&plan);
    EXPECT_THAT(status, StatusIs(kInvalid, "TARGETS_INVALID")) << text;
    google::rpc::BadRequest fields;
    ASSERT_TRUE(status::Detail(status, &fields));
    ASSERT_EQ(fields.field_violations_size(), 1) << text;
    EXPECT_EQ(fields.field_violations(0).field(), field);
  }
  const std::string sector = "count: 1 group: SECTOR sector: 'x'";
  for (auto plan :
       {PlanOf({10}, {"count: 1", "id: 't0' count: 2"}), PlanOf({10}, {sector, sector}),
        PlanOf({1'000'001}, {"count: 1"}), PlanOf({10'001}, {sector}), PlanOf(std::vector<int64_t>(9'999), {sector})}) {
    EXPECT_THAT(SpreadTargets(&plan), StatusIs(kInvalid, "TARGETS_INVALID"));
  }
  auto plan = PlanOf({10}, {"count: 1 organisation: 'organisations/stranger'"});
  EXPECT_THAT(SpreadTargets(&plan), StatusIs(kFailed, "ORGANISATION_NOT_IN_PLAN"));
}

TEST(SpreadTargets, SplitsAnOrganisationsOwnOverSeatsAndExOfficio) {
  auto plan = PlanOf({6, 6}, {"count: 5 organisation: 'organisations/u0'", "count: 6"}, 4);
  plan.mutable_lines(0)->set_ex_officio_seats(4);
  plan = WithSpread(plan);
  EXPECT_EQ(plan.target_spreads(0).base(), 10);
  EXPECT_EQ(CountsOf(plan.target_spreads(0)), (Counts{3}));
  EXPECT_EQ(plan.target_spreads(0).ex_officio(), 2);
  EXPECT_GE(plan.target_spreads(1).parts(0).count(), 3);
}

}  // namespace
}  // namespace congress::allocation
