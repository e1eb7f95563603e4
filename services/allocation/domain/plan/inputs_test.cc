#include "services/allocation/domain/plan/inputs.h"

#include <set>

#include "gtest/gtest.h"
#include "services/allocation/domain/sample.h"
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
