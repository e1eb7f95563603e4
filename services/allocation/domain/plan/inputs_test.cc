#include "services/allocation/domain/plan/inputs.h"

#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "platform/digest/sha256.h"
#include "services/allocation/testing/plan_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using sample::Unit;
using support::IsOk;

TEST(Inputs, CanonicalTextIsWhatTheReadmeSays) {
  ASSERT_OK_AND_ASSIGN(const auto plan, sample::Computed(sample::FittedRule(9), {Unit("a", 500, 2)}));
  EXPECT_EQ(CanonicalInputs(plan),
            "congress.allocation.inputs/1\n"
            "organisation=organisations/province\n"
            "as_of.year=2025\nas_of.month=7\nas_of.day=1\n"
            "cap=0\n"
            "rule.name=ruleSets/r\nrule.organisation=organisations/province\n"
            "rule.display_name=Quy định mẫu\nrule.legal_basis=Quyết định mẫu\n"
            "rule.effective_from.year=2025\nrule.effective_from.month=1\nrule.effective_from.day=1\n"
            "rule.member_step.fitted.total=9\n"
            "rule.tie_rule=MORE_MEMBERS_THEN_EARLIER_CODE\n"
            "line.a.organisation=organisations/a\nline.a.code=a\nline.a.display_name=Xã a\nline.a.kind=commune\n"
            "line.a.members=500\nline.a.merged_units=2\n");
}

TEST(Inputs, CanonicalTextHasTargetsBehindTheCap) {
  v1::AllocationPlan plan;
  v1::Target& target = *plan.add_targets();
  target.set_id("nu");
  target.set_group(v1::Target::WOMEN);
  target.mutable_share()->set_numerator(15);
  target.mutable_share()->set_denominator(100);
  target.set_binding(true);
  EXPECT_EQ(CanonicalInputs(plan),
            "congress.allocation.inputs/1\norganisation=\ncap=0\n"
            "target.nu.id=nu\ntarget.nu.group=WOMEN\n"
            "target.nu.share.numerator=15\ntarget.nu.share.denominator=100\ntarget.nu.binding=true\n");
}

// Written out by the rule of docs/allocation.md and hashed by itself: seats by hand, targets, pools and measures among
// the inputs.
TEST(Inputs, HashIsThatOfTheDocumentedText) {
  v1::RuleSet rule = sample::EmptyRule();
  v1::Pool& hand = *rule.add_pools();
  hand.set_id("hand");
  hand.set_display_name("Nhập tay");
  hand.mutable_by_hand()->set_seats(3);
  v1::Pool& votes = *rule.add_pools();
  votes.set_id("votes");
  votes.set_display_name("Theo phiếu");
  votes.add_measures()->set_measure("votes");
  votes.mutable_shared()->set_seats(2);

  v1::AllocationPlan wanted = sample::Wanted(9);
  const auto enter = [&](const std::string& unit, int64_t seats, const std::string& pool) {
    v1::HandSeats& entry = *wanted.add_hand_seats();
    entry.set_pool(pool);
    entry.set_organisation(unit);
    entry.set_seats(seats);
    entry.set_reason("vị trí \"đặc thù\"");
  };
  enter("organisations/b", 1, "");
  enter("organisations/a", 2, "hand");
  v1::Target& target = *wanted.add_targets();
  target.set_id("nu");
  target.set_display_name("Đại biểu nữ");
  target.set_group(v1::Target::WOMEN);
  target.set_sense(v1::Target::AT_LEAST);
  target.set_count(1);
  target.set_base(v1::Target::ALL_DELEGATES);

  std::vector<v1::Organisation> units = {Unit("a", 500), Unit("b", 400, 2)};
  for (int i = 0; i < 2; ++i) {
    v1::Measure& measure = *units[static_cast<size_t>(i)].add_measures();
    measure.set_name("votes");
    measure.set_value(50 - 40 * i);
  }
  v1::Measure& second = *units[0].add_measures();
  second.set_name("branches");
  second.set_value(7);

  ASSERT_OK_AND_ASSIGN(const auto plan, ComputePlan(wanted, rule, units));
  const std::string text =
      "congress.allocation.inputs/1\n"
      "organisation=organisations/province\n"
      "as_of.year=2025\nas_of.month=7\nas_of.day=1\n"
      "cap=9\n"
      "hand_seats[0].organisation=organisations/b\nhand_seats[0].seats=1\n"
      "hand_seats[0].reason=vị trí \\\"đặc thù\\\"\n"
      "hand_seats[1].pool=hand\nhand_seats[1].organisation=organisations/a\nhand_seats[1].seats=2\n"
      "hand_seats[1].reason=vị trí \\\"đặc thù\\\"\n"
      "target.nu.id=nu\ntarget.nu.display_name=Đại biểu nữ\ntarget.nu.group=WOMEN\ntarget.nu.sense=AT_LEAST\n"
      "target.nu.count=1\ntarget.nu.base=ALL_DELEGATES\n"
      "rule.name=ruleSets/r\nrule.organisation=organisations/province\n"
      "rule.display_name=Quy định mẫu\nrule.legal_basis=Quyết định mẫu\n"
      "rule.effective_from.year=2025\nrule.effective_from.month=1\nrule.effective_from.day=1\n"
      "rule.tie_rule=MORE_MEMBERS_THEN_EARLIER_CODE\n"
      "rule.pools[0].id=hand\nrule.pools[0].display_name=Nhập tay\nrule.pools[0].by_hand.seats=3\n"
      "rule.pools[1].id=votes\nrule.pools[1].display_name=Theo phiếu\nrule.pools[1].measures[0].measure=votes\n"
      "rule.pools[1].shared.seats=2\n"
      "line.a.organisation=organisations/a\nline.a.code=a\nline.a.display_name=Xã a\nline.a.kind=commune\n"
      "line.a.members=500\nline.a.merged_units=1\n"
      "line.a.measures[0].name=votes\nline.a.measures[0].value=50\n"
      "line.a.measures[1].name=branches\nline.a.measures[1].value=7\n"
      "line.b.organisation=organisations/b\nline.b.code=b\nline.b.display_name=Xã b\nline.b.kind=commune\n"
      "line.b.members=400\nline.b.merged_units=2\n"
      "line.b.measures[0].name=votes\nline.b.measures[0].value=10\n";
  EXPECT_EQ(CanonicalInputs(plan), text);
  EXPECT_EQ(plan.inputs_sha256(), digest::Sha256Hex(text));
}

TEST(Inputs, HashMovesWithEveryInputAndWithNothingElse) {
  const auto hash_of = [](const v1::RuleSet& rule, const v1::Organisation& unit, int64_t cap) {
    const auto plan = sample::Computed(rule, {unit}, cap);
    EXPECT_THAT(plan, IsOk());
    return plan->inputs_sha256();
  };
  const v1::RuleSet rule = sample::FittedRule(9);
  const std::string base = hash_of(rule, Unit("a", 500), 0);
  EXPECT_EQ(base.size(), 64U);
  v1::RuleSet stored = rule;
  stored.set_etag("7");
  EXPECT_EQ(hash_of(stored, Unit("a", 500), 0), base);
  std::set<std::string> hashes = {base,
                                  hash_of(sample::FittedRule(10), Unit("a", 500), 0),
                                  hash_of(rule, Unit("a", 501), 0),
                                  hash_of(rule, Unit("a", 500, 2), 0),
                                  hash_of(rule, Unit("b", 500), 0),
                                  hash_of(rule, Unit("a", 500), 9)};
  EXPECT_EQ(hashes.size(), 6U);
}

}  // namespace
}  // namespace congress::allocation
