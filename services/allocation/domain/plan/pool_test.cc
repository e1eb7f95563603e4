#include "services/allocation/domain/plan/pool.h"

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "services/allocation/certificate/verify.h"
#include "services/allocation/certificate/verify_plan.h"
#include "services/allocation/domain/rules/rule_set.h"
#include "services/allocation/testing/plan_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using sample::Computed;
using sample::SeatsOf;
using sample::Unit;
using support::IsOk;
using support::kFailed;
using support::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A rule set with these fields beside what each needs.
v1::RuleSet Rule(const std::string& fields) {
  v1::RuleSet rule = sample::EmptyRule();
  v1::RuleSet more;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(fields, &more)) << fields;
  rule.MergeFrom(more);
  for (v1::Pool& pool : *rule.mutable_pools()) pool.set_display_name(pool.id());
  EXPECT_THAT(ValidateRuleSet(rule), IsOk());
  return rule;
}

v1::Organisation Counted(v1::Organisation unit, const std::string& measure, int64_t value) {
  v1::Measure& counted = *unit.add_measures();
  counted.set_name(measure);
  counted.set_value(value);
  return unit;
}

// Every certificate of a plan holds, and is about this plan.
void ExpectProved(const v1::AllocationPlan& plan) {
  const auto check = [&](const v1::Certificate& certificate) {
    EXPECT_THAT(VerifyCertificate(certificate), IsEmpty()) << certificate.ShortDebugString();
    EXPECT_EQ(certificate.plan_inputs_sha256(), plan.inputs_sha256());
    EXPECT_EQ(certificate.rule_set(), StrCat(plan.rule().name(), " version ", plan.rule().version()));
  };
  for (const v1::PoolOutcome& pool : plan.pools()) {
    if (pool.has_certificate()) check(pool.certificate());
    for (const v1::AllianceOutcome& alliance : pool.alliances()) check(alliance.certificate());
  }
  EXPECT_THAT(VerifyPlan(plan), IsEmpty());
}

// The seats of the lines, in the order of their codes.
std::vector<int64_t> Seats(const v1::AllocationPlan& plan) {
  std::vector<int64_t> seats;
  const v1::AllocationPlan told = sample::Told(plan);
  for (const v1::AllocationLine& line : told.lines()) {
    seats.push_back(line.seats());
    EXPECT_EQ(line.explanation().find('{'), std::string::npos) << line.explanation();
    EXPECT_FALSE(line.explanation().empty());
  }
  return seats;
}

// The rules of parties elsewhere, by their rows in the collection of published rules; all weights are invented.

// Row 6, SPD Bundesparteitag: 600 and the board; two base mandates per district, the rest by members.
TEST(Pools, BaseMandatesAndTheRestByMembers) {
  const v1::RuleSet rule = Rule(R"(ex_officio_count: 35 total: 635 base { by_kind { kind: "commune" seats: 2 } }
      pools { id: "members" shared { parts: 1 method: "hare" } })");
  ASSERT_OK_AND_ASSIGN(const auto plan, Computed(rule, {Unit("a", 50'000), Unit("b", 30'000), Unit("c", 20'001)}));
  EXPECT_EQ(plan.totals().total(), 635);
  // 594 by members: 296.99, 178.19, 118.80.
  EXPECT_THAT(Seats(plan), ElementsAre(2 + 297, 2 + 178, 2 + 119));
  ExpectProved(plan);
}

// Row 7, SPD Unterbezirk: Hare by members; who has none gets one and the total grows; at most a fifth not elected.
TEST(Pools, TheTotalGrowsForMinima) {
  const std::string fields = R"(ex_officio_count: 3 origin_caps { origins: EX_OFFICIO origins: APPOINTED
      part { numerator: 1 denominator: 5 } }
      pools { id: "members" minimum: 1 shared { seats: 10 method: "hare" growth: RAISE } })";
  const std::vector<v1::Organisation> units = {Unit("a", 600), Unit("b", 380), Unit("c", 15), Unit("d", 5)};
  ASSERT_OK_AND_ASSIGN(const auto plan, Computed(Rule(fields), units));
  EXPECT_THAT(Seats(plan), ElementsAre(6, 4, 1, 1));
  EXPECT_EQ(plan.pools(0).seats(), 12);
  EXPECT_EQ(plan.pools(0).certificate().seats(), 10);
  EXPECT_NE(sample::Told(plan).lines(3).explanation().find("nâng lên mức tối thiểu 1"), std::string::npos);
  ExpectProved(plan);
  v1::RuleSet more = Rule(fields);
  more.set_ex_officio_count(4);
  EXPECT_THAT(Computed(more, units), StatusIs(kFailed, "ORIGIN_CAP_EXCEEDED"));
}

// Row 8, CDU Bundesparteitag: 1,000, of these 80 in 100 by members and 20 by second votes, D'Hondt; one more for each
// association abroad.
TEST(Pools, EightyTwentyByMembersAndVotes) {
  const v1::RuleSet rule = Rule(R"(total: 1002 base { by_kind { kind: "abroad" seats: 1 } }
      pools { id: "members" kinds: "commune" shared { parts: 80 method: "dhondt" } }
      pools { id: "votes" kinds: "commune" measures { measure: "second-votes" } shared { parts: 20 method: "dhondt" } })");
  const std::vector<v1::Organisation> units = {
      Counted(Unit("a", 70'000), "second-votes", 1'000'000), Counted(Unit("b", 20'000), "second-votes", 2'000'000),
      Counted(Unit("c", 9'999), "second-votes", 1'000'000), Unit("y", 50, 0, "abroad"), Unit("z", 90, 0, "abroad")};
  ASSERT_OK_AND_ASSIGN(const auto plan, Computed(rule, units));
  EXPECT_EQ(plan.pools(0).seats(), 800);
  EXPECT_EQ(plan.pools(1).seats(), 200);
  EXPECT_EQ(plan.lines(0).pools(0).seats(), 560);
  EXPECT_EQ(plan.lines(1).pools(0).seats(), 160);
  EXPECT_EQ(plan.lines(2).pools(0).seats(), 80);
  EXPECT_EQ(plan.lines(1).pools(1).seats(), 100);
  EXPECT_THAT(Seats(plan), ElementsAre(610, 260, 130, 1, 1));
  EXPECT_EQ(plan.totals().total(), 1'002);
  ExpectProved(plan);
}

// Row 9, CSU Parteitag: one per 200 members begun in a Kreis, one per 2,000 begun in a Bezirk.
TEST(Pools, StepsByKind) {
  const v1::RuleSet rule = Rule(R"(
      pools { id: "kreis" kinds: "kreis" open_total { members_per_seat: 200 remainder: CEILING } }
      pools { id: "bezirk" kinds: "bezirk" open_total { members_per_seat: 2000 remainder: CEILING } })");
  ASSERT_OK_AND_ASSIGN(const auto plan, Computed(rule, {Unit("a", 200, 0, "kreis"), Unit("b", 201, 0, "kreis"),
                                                        Unit("c", 4'001, 0, "bezirk"), Unit("d", 0, 0, "kreis")}));
  EXPECT_THAT(Seats(plan), ElementsAre(1, 2, 3, 0));
}

// Row 10, FDP Bundesparteitag: 660, half by members and half by second votes, largest remainders; two for abroad.
TEST(Pools, HalfByMembersAndHalfByVotes) {
  const v1::RuleSet rule = Rule(R"(base { by_organisation { organisation: "organisations/z" seats: 2 } }
      pools { id: "members" kinds: "commune" shared { seats: 330 } }
      pools { id: "votes" kinds: "commune" measures { measure: "votes" } shared { seats: 330 } })");
  ASSERT_OK_AND_ASSIGN(const auto plan,
                       Computed(rule, {Counted(Unit("a", 10), "votes", 1), Counted(Unit("b", 20), "votes", 1),
                                       Unit("z", 0, 0, "abroad")}));
  EXPECT_THAT(Seats(plan), ElementsAre(110 + 165, 220 + 165, 2));
  ExpectProved(plan);
}

// Row 11, Grüne: one per 1/750 of all members, rounded, at least one.
TEST(Pools, APartOfAllMembersRounded) {
  const v1::RuleSet rule = Rule(R"(pools { id: "members" minimum: 1 seat_per_part { parts: 750 remainder: HALF } })");
  // 75,000 members: 100 make one seat.
  ASSERT_OK_AND_ASSIGN(const auto plan,
                       Computed(rule, {Unit("a", 149), Unit("b", 150), Unit("c", 3), Unit("rest", 75'000 - 302)}));
  EXPECT_THAT(Seats(plan), ElementsAre(1, 2, 1, 747));
}

// Row 12, Grüne Brandenburg: until 2022 max(2, ⌈100·m/M⌉); since 2 + 100·m/M rounded.
TEST(Pools, BothFormulasOfOneAssociation) {
  const std::vector<v1::Organisation> units = {Unit("a", 5), Unit("b", 125), Unit("c", 870)};
  ASSERT_OK_AND_ASSIGN(
      const auto until,
      Computed(Rule(R"(pools { id: "members" minimum: 2 seat_per_part { parts: 100 remainder: CEILING } })"), units));
  EXPECT_THAT(Seats(until), ElementsAre(2, 13, 87));
  ASSERT_OK_AND_ASSIGN(const auto since, Computed(Rule(R"(base { by_merged_units { from_units: 1 seats: 2 } }
      pools { id: "members" seat_per_part { parts: 100 remainder: HALF } })"),
                                                  units));
  EXPECT_THAT(Seats(since), ElementsAre(2 + 1, 2 + 13, 2 + 87));
}

// Row 13, Die Linke: 500 by members in pairs, Adams on 250 of them; 50 for groups and 30 for the youth beside them.
TEST(Pools, SeatsInPairs) {
  const v1::RuleSet rule = Rule(R"(base { by_kind { kind: "youth" seats: 30 } }
      pools { id: "members" kinds: "commune" seats_per_claim: 2 shared { seats: 500 method: "adams" } }
      pools { id: "groups" kinds: "group" shared { seats: 50 method: "adams" } })");
  ASSERT_OK_AND_ASSIGN(const auto plan, Computed(rule, {Unit("a", 6'000), Unit("b", 3'000), Unit("c", 1'000),
                                                        Unit("d", 1), Unit("g", 30, 0, "group"),
                                                        Unit("h", 20, 0, "group"), Unit("y", 0, 0, "youth")}));
  for (int i = 0; i < 4; ++i) EXPECT_EQ(plan.lines(i).seats() % 2, 0);
  EXPECT_EQ(SeatsOf(plan, "d"), 2);
  EXPECT_EQ(SeatsOf(plan, "y"), 30);
  EXPECT_THAT((std::vector<int64_t>{SeatsOf(plan, "g"), SeatsOf(plan, "h")}), ElementsAre(30, 20));
  EXPECT_EQ(plan.totals().total(), 580);
  ExpectProved(plan);
  v1::RuleSet odd = rule;
  odd.mutable_pools(0)->mutable_shared()->set_seats(501);
  EXPECT_THAT(Computed(odd, {Unit("a", 5), Unit("g", 5, 0, "group")}), StatusIs(kFailed, "POOL_NOT_DIVISIBLE"));
}

// Row 14, Die Linke 2008–2013: a pool for all, one for the west and one for the east.
TEST(Pools, PoolsByRegion) {
  const v1::RuleSet rule = Rule(R"(
      pools { id: "all" shared { seats: 160 method: "sainte-lague" } }
      pools { id: "west" organisations: "organisations/a" organisations: "organisations/b"
              shared { seats: 170 method: "sainte-lague" } }
      pools { id: "east" organisations: "organisations/c" organisations: "organisations/d"
              shared { seats: 170 method: "sainte-lague" } })");
  ASSERT_OK_AND_ASSIGN(const auto plan,
                       Computed(rule, {Unit("a", 9'000), Unit("b", 8'000), Unit("c", 2'000), Unit("d", 1'000)}));
  EXPECT_THAT(Seats(plan), ElementsAre(72 + 90, 64 + 80, 16 + 113, 8 + 57));
  EXPECT_EQ(plan.lines(2).pools_size(), 2);
  ExpectProved(plan);
}

// Row 15, the mean of two shares: half votes, half electors, times 3,000, rounded; the total floats.
TEST(Pools, TheMeanOfTwoShares) {
  const v1::RuleSet rule = Rule(R"(pools { id: "base" measures { measure: "votes" } measures { measure: "electors" }
      seat_per_part { parts: 3000 remainder: HALF } })");
  const auto state = [](const std::string& id, int64_t votes, int64_t electors) {
    return Counted(Counted(Unit(id, 0), "votes", votes), "electors", electors);
  };
  // a: (1/2 + 1/3)/2 · 3000 = 1250; b: (1/3 + 1/3)/2 = 1000; c: (1/6 + 1/3)/2 = 750. Then one that rounds.
  ASSERT_OK_AND_ASSIGN(const auto plan,
                       Computed(rule, {state("a", 300, 10), state("b", 200, 10), state("c", 100, 10)}));
  EXPECT_THAT(Seats(plan), ElementsAre(1'250, 1'000, 750));
  ASSERT_OK_AND_ASSIGN(const auto floating,
                       Computed(rule, {state("a", 1'999, 7), state("b", 1'001, 7), state("c", 1, 7)}));
  // 1499.17, 1000.33, 500.5: by shares (1999/3001 + 1/3)/2 and so on.
  EXPECT_THAT(Seats(floating), ElementsAre(1'499, 1'000, 500));
  EXPECT_THAT(Computed(rule, {Unit("a", 5)}), StatusIs(kFailed, "MEASURE_MISSING"));
}

// Row 16, PartG: at most half of the delegates by election results.
TEST(Pools, APoolIsAtMostAPartOfAll) {
  const std::string fields = R"(
      pools { id: "members" shared { seats: 10 } }
      pools { id: "votes" measures { measure: "votes" } most_part { numerator: 1 denominator: 2 } shared { seats: 10 } })";
  const std::vector<v1::Organisation> units = {Counted(Unit("a", 10), "votes", 1), Counted(Unit("b", 20), "votes", 1)};
  EXPECT_THAT(Computed(Rule(fields), units), IsOk());
  v1::RuleSet more = Rule(fields);
  more.mutable_pools(1)->mutable_shared()->set_seats(11);
  EXPECT_THAT(Computed(more, units), StatusIs(kFailed, "POOL_CAP_EXCEEDED"));
}

// Rows 3 to 5: by hand, each with its reason, within bounds.
TEST(Pools, SeatsByHand) {
  const v1::RuleSet rule = Rule(R"(pools { id: "hand" minimum: 2 maximum: 14 by_hand { seats: 10 } })");
  v1::AllocationPlan wanted = sample::Wanted();
  const auto enter = [&](const std::string& id, int64_t seats) {
    v1::HandSeats& entry = *wanted.add_hand_seats();
    entry.set_organisation(StrCat("organisations/", id));
    entry.set_seats(seats);
    entry.set_reason("vị trí đặc thù");
  };
  const std::vector<v1::Organisation> units = {Unit("a", 5), Unit("b", 7)};
  enter("a", 4);
  EXPECT_THAT(ComputePlan(wanted, rule, units), StatusIs(absl::StatusCode::kInvalidArgument, "SEATS_BY_HAND_INVALID"));
  enter("b", 6);
  ASSERT_OK_AND_ASSIGN(const auto plan, ComputePlan(wanted, rule, units));
  EXPECT_THAT(Seats(plan), ElementsAre(4, 6));
  EXPECT_NE(sample::Told(plan).lines(0).explanation().find("vị trí đặc thù"), std::string::npos);
  const auto refused_with = [&](const std::string& id, int64_t seats) {
    v1::AllocationPlan again = wanted;
    again.mutable_hand_seats(1)->set_organisation(StrCat("organisations/", id));
    again.mutable_hand_seats(1)->set_seats(seats);
    return ComputePlan(again, rule, units);
  };
  for (const auto& [id, seats] : {std::pair("b", 1), {"b", 15}, {"b", 7}, {"a", 6}, {"stranger", 6}}) {
    EXPECT_THAT(refused_with(id, seats), StatusIs(absl::StatusCode::kInvalidArgument, "SEATS_BY_HAND_INVALID"))
        << id << seats;
  }
}

TEST(Pools, AlliancesShareAfterwards) {
  const v1::RuleSet rule = Rule(R"(pools { id: "members" shared { seats: 10 method: "dhondt"
      alliances { id: "north" organisations: "organisations/a" organisations: "organisations/b" } } })");
  ASSERT_OK_AND_ASSIGN(const auto plan, Computed(rule, {Unit("a", 30), Unit("b", 26), Unit("c", 44)}));
  // Together 56 : 44 of ten are 6 : 4; alone it would be 3, 3, 4 as well, but b wins its third only as part of 56.
  EXPECT_THAT(Seats(plan), ElementsAre(3, 3, 4));
  ASSERT_EQ(plan.pools(0).alliances_size(), 1);
  EXPECT_EQ(plan.pools(0).alliances(0).key(), "north");
  EXPECT_EQ(plan.pools(0).alliances(0).seats(), 6);
  ExpectProved(plan);
}

TEST(Pools, AThresholdKeepsSmallOnesOut) {
  const v1::RuleSet rule = Rule(R"(pools { id: "members"
      shared { seats: 10 method: "sainte-lague" threshold { numerator: 5 denominator: 100 } } })");
  ASSERT_OK_AND_ASSIGN(const auto plan, Computed(rule, {Unit("a", 551), Unit("b", 400), Unit("c", 49)}));
  EXPECT_THAT(Seats(plan), ElementsAre(6, 4, 0));
  ASSERT_OK_AND_ASSIGN(const auto exactly, Computed(rule, {Unit("a", 545), Unit("b", 405), Unit("c", 50)}));
  EXPECT_THAT(Seats(exactly), ElementsAre(5, 4, 1));
  ExpectProved(plan);
  ExpectProved(exactly);
}

TEST(Pools, TheHouseIsEnlargedUntilEveryoneHasTheMinimum) {
  const v1::RuleSet rule = Rule(R"(pools { id: "members" minimum: 1
      shared { seats: 3 method: "dhondt" growth: ENLARGE } })");
  ASSERT_OK_AND_ASSIGN(const auto plan, Computed(rule, {Unit("a", 70), Unit("b", 20), Unit("c", 10)}));
  // The tenth of the quotients 70, 35, 23.3, 20, 17.5, 14, 11.7, 10 (a's seventh, and c's first).
  EXPECT_THAT(Seats(plan), ElementsAre(7, 2, 1));
  EXPECT_EQ(plan.pools(0).certificate().seats(), 10);
  ExpectProved(plan);
}

// Ex officio delegates on seats of their organisations, or on top of them.
TEST(Pools, ExOfficioWithinTheSeats) {
  const std::string fields = R"(ex_officio_count: 5 total: 25
      ex_officio_of { organisation: "organisations/a" delegates: 3 }
      pools { id: "members" shared { parts: 1 } })";
  const std::vector<v1::Organisation> units = {Unit("a", 10), Unit("b", 10)};
  ASSERT_OK_AND_ASSIGN(const auto on_top, Computed(Rule(fields), units));
  EXPECT_THAT(Seats(on_top), ElementsAre(10, 10));
  EXPECT_EQ(on_top.lines(0).ex_officio_seats(), 3);
  ASSERT_OK_AND_ASSIGN(const auto within, Computed(Rule(fields + " ex_officio_within_seats: true"), units));
  // 25 less the two who belong to nobody are 23: 12 and 11, of which three are taken.
  EXPECT_THAT(Seats(within), ElementsAre(9, 11));
  EXPECT_EQ(within.totals().total(), 25);
  v1::RuleSet over = Rule(fields + " ex_officio_within_seats: true");
  EXPECT_THAT(Computed(over, {Unit("a", 1), Unit("b", 1'000)}), StatusIs(kFailed, "EX_OFFICIO_OVER_SEATS"));
}

TEST(Pools, AnOpenTieOfPairsIsOfSeats) {
  const v1::RuleSet rule = Rule(R"(tie_rule: LOT delegate_cap: 6 pools { id: "p" seats_per_claim: 2 shared { seats: 6
                                   method: "adams" } })");
  const std::vector<v1::Organisation> units = {Unit("a", 10), Unit("b", 10)};
  ASSERT_OK_AND_ASSIGN(const v1::AllocationPlan open, Computed(rule, units));
  EXPECT_THAT(Seats(open), ElementsAre(2, 2));
  EXPECT_EQ(open.ties(0).seats_at_stake(), 2);
  ExpectProved(open);
  v1::RuleSet tight = rule;
  tight.set_delegate_cap(5);
  EXPECT_THAT(Computed(tight, units), StatusIs(kFailed, "CAP_EXCEEDED"));
}

TEST(Pools, TellTheStepsOfTies) {
  const v1::RuleSet rule = Rule(R"(tie_rule: LOT pools { id: "p" seats_per_claim: 2 shared { seats: 16
                                   method: "quota-method" } })");
  ASSERT_OK_AND_ASSIGN(const v1::AllocationPlan open,
                       Computed(rule, {Unit("a", 720), Unit("b", 720), Unit("c", 120), Unit("d", 120)}));
  ASSERT_EQ(open.ties_size(), 1);
  EXPECT_EQ(open.ties(0).seats_at_stake(), 4);
  ASSERT_EQ(open.ties(0).steps_size(), 2);
  EXPECT_THAT(open.ties(0).steps(0).keys(), ElementsAre("organisations/c", "organisations/d"));
  EXPECT_EQ(open.ties(0).steps(0).seats(), 2);
  EXPECT_NE(ExplainTie(open.ties(0), open, status::Language::kVietnamese)
                .find("còn 4 đại biểu cho 4 tổ chức. Chia theo từng bước: 2 đại biểu cho Xã c, Xã d; 2 đại biểu cho Xã "
                      "a, Xã b. "),
            std::string::npos)
      << ExplainTie(open.ties(0), open, status::Language::kVietnamese);
  v1::RuleSet fewer = rule;
  fewer.mutable_pools(0)->mutable_shared()->set_seats(8);
  ASSERT_OK_AND_ASSIGN(const v1::AllocationPlan late,
                       Computed(fewer, {Unit("a", 1), Unit("b", 1), Unit("c", 2), Unit("d", 2)}));
  ASSERT_EQ(late.ties_size(), 1);
  EXPECT_NE(ExplainTie(late.ties(0), late, status::Language::kVietnamese)
                .find("2 đại biểu cho Xã a, Xã b; 2 đại biểu cho Xã c, Xã d và tổ chức chưa được ở bước trước. "),
            std::string::npos)
      << ExplainTie(late.ties(0), late, status::Language::kVietnamese);
}

// Without a rule a tie stays open, with the seats that are certain; the lot that is drawn decides it.
TEST(Pools, ATieWithoutRuleStaysOpenUntilALotIsDrawn) {
  v1::RuleSet rule = sample::FittedRule(4);
  rule.set_tie_rule(v1::RuleSet::LOT);
  const std::vector<v1::Organisation> units = {Unit("a", 10), Unit("b", 10), Unit("c", 10)};
  ASSERT_OK_AND_ASSIGN(v1::AllocationPlan open, Computed(rule, units));
  EXPECT_FALSE(open.decided());
  EXPECT_THAT(Seats(open), ElementsAre(1, 1, 1));
  ASSERT_EQ(open.ties_size(), 1);
  EXPECT_EQ(open.ties(0).seats_at_stake(), 1);
  EXPECT_THAT(open.ties(0).organisations(), ElementsAre("organisations/a", "organisations/b", "organisations/c"));
  EXPECT_THAT(open.ties(0).winners(), IsEmpty());
  ExpectProved(open);
  open.mutable_lot()->set_name("lots/l");
  open.mutable_lot()->set_seed("2");
  open.mutable_lot()->set_inputs_sha256(open.inputs_sha256());
  ASSERT_OK_AND_ASSIGN(const auto decided, ComputePlan(open, rule, units));
  EXPECT_TRUE(decided.decided());
  ASSERT_EQ(decided.lot().winners_size(), 1);
  EXPECT_EQ(decided.ties(0).winners(0), decided.lot().winners(0));
  EXPECT_EQ(decided.totals().total(), 4);
  ExpectProved(decided);
  // It holds while the inputs stay, and falls away with them.
  ASSERT_OK_AND_ASSIGN(const auto again, ComputePlan(decided, rule, units));
  EXPECT_TRUE(again.decided());
  EXPECT_EQ(Seats(again), Seats(decided));
  ASSERT_OK_AND_ASSIGN(const auto other, ComputePlan(decided, rule, {Unit("a", 11), Unit("b", 11), Unit("c", 11)}));
  EXPECT_FALSE(other.decided());
  EXPECT_FALSE(other.has_lot());
  // Of all that were drawn that holds which was drawn for these inputs.
  v1::DrawnLots drawn;
  *drawn.add_lots() = decided.lot();
  drawn.add_lots()->set_inputs_sha256("others");
  ASSERT_OK_AND_ASSIGN(const auto back, ComputePlan(other, rule, units, drawn));
  EXPECT_TRUE(back.decided());
  EXPECT_EQ(Seats(back), Seats(decided));
}

}  // namespace
}  // namespace congress::allocation
