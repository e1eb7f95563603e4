// Seats given out without certificates are the seats of the plan.
#include <random>

#include "gtest/gtest.h"
#include "services/allocation/domain/rules/rule_set.h"
#include "services/allocation/testing/plan_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using sample::Unit;
using support::IsOk;

class Rules {
 public:
  explicit Rules(unsigned seed) : random_(seed) {}

  int64_t Upto(int64_t most) { return static_cast<int64_t>(random_() % static_cast<uint64_t>(most + 1)); }

  std::vector<v1::Organisation> Units() {
    std::vector<v1::Organisation> units;
    // Coarse numbers tie.
    const int64_t grain = Upto(1) == 0 ? 1 : 1'000;
    for (int i = 0; i < 9; ++i) {
      const int64_t members = 1'000 + Upto(3'000) / grain * grain;
      units.push_back(Unit(StrCat("u", i), members, 0, i % 2 == 0 ? "commune" : "ward"));
      v1::Measure& votes = *units.back().add_measures();
      votes.set_name("votes");
      votes.set_value(Upto(5'000));
    }
    return units;
  }

  // A rule set that contradicts itself nowhere.
  v1::RuleSet Next() {
    if (Upto(3) == 0) {
      v1::RuleSet rule =
          Upto(1) == 0 ? sample::FittedRule(20 + Upto(30)) : sample::OpenRule(1 + Upto(200), v1::OpenTotal::CEILING);
      return Finished(std::move(rule));
    }
    v1::RuleSet rule = sample::EmptyRule();
    const int64_t pools = 1 + Upto(2);
    for (int64_t i = 0; i < pools; ++i) AddPool(StrCat("p", i), &rule);
    return Finished(std::move(rule));
  }

 private:
  v1::RuleSet Finished(v1::RuleSet rule) {
    if (Upto(1) == 0) rule.set_tie_rule(v1::RuleSet::LOT);
    if (Upto(1) == 0) sample::AddBase(&rule, 1, Upto(2));
    if (Upto(1) == 0) sample::AddAddition(&rule, "u4", 1 + Upto(2));
    return rule;
  }

  void AddPool(const std::string& id, v1::RuleSet* rule) {
    v1::Pool& pool = *rule->add_pools();
    pool.set_id(id);
    pool.set_display_name(id);
    if (Upto(2) == 0) pool.add_kinds("commune");
    if (Upto(2) == 0) pool.add_measures()->set_measure("votes");
    if (Upto(3) == 0) {
      pool.mutable_seat_per_part()->set_parts(1 + Upto(100));
      pool.mutable_seat_per_part()->set_remainder(v1::OpenTotal::HALF);
      return;
    }
    v1::SharedSeats& shared = *pool.mutable_shared();
    shared.set_seats(2 + 2 * Upto(20));
    const bool divisor = Upto(2) > 0;
    constexpr const char* kDivisors[] = {"dhondt", "sainte-lague", "huntington-hill", "adams"};
    constexpr const char* kOthers[] = {"hare", "droop", "swiss", "quota-method"};
    shared.set_method(divisor ? kDivisors[Upto(3)] : kOthers[Upto(3)]);
    switch (Upto(4)) {
      case 0:
        pool.set_seats_per_claim(2);
        break;
      case 1:
        shared.mutable_threshold()->set_numerator(1 + Upto(9));
        shared.mutable_threshold()->set_denominator(100);
        break;
      case 2:
        pool.set_minimum(1);
        shared.set_growth(divisor && Upto(1) == 0 ? v1::ENLARGE : v1::RAISE);
        break;
      case 3:
        AddAlliances(&shared);
        break;
      default:
        break;
    }
  }

  static void AddAlliances(v1::SharedSeats* shared) {
    shared->set_alliance_method("dhondt");
    for (int i = 0; i < 6; ++i) {
      if (i % 3 == 0) shared->add_alliances()->set_id(StrCat("list", i));
      shared->mutable_alliances(shared->alliances_size() - 1)->add_organisations(StrCat("organisations/u", i));
    }
  }

  std::mt19937 random_;
};

// The plan as GiveOut leaves it: nothing but numbers, and who is tied.
v1::AllocationPlan NumbersOf(v1::AllocationPlan plan) {
  plan.clear_step();
  plan.mutable_totals()->clear_cap();
  for (v1::PoolOutcome& pool : *plan.mutable_pools()) {
    pool.clear_certificate();
    for (v1::AllianceOutcome& alliance : *pool.mutable_alliances()) alliance.clear_certificate();
  }
  return plan;
}

TEST(GiveOut, GivesTheSeatsOfThePlanAndNothingElse) {
  Rules rules(11);
  int computed = 0;
  int tied = 0;
  int proved = 0;
  for (int round = 0; round < 400; ++round) {
    const v1::RuleSet rule = rules.Next();
    ASSERT_THAT(ValidateRuleSet(rule), IsOk()) << rule.ShortDebugString();
    auto plan = sample::Computed(rule, rules.Units());
    if (!plan.ok()) continue;
    ++computed;
    if (!plan->decided() && rules.Upto(1) == 0) {
      plan->mutable_lot()->set_seed("2025");
      plan = Allocate(*plan);
      ASSERT_THAT(plan, IsOk());
    }
    tied += plan->ties_size() > 0 ? 1 : 0;
    for (const v1::PoolOutcome& pool : plan->pools()) proved += pool.has_certificate() ? 1 : 0;
    v1::AllocationPlan plain = *plan;
    ASSERT_THAT(GiveOut(&plain), IsOk());
    EXPECT_EQ(plain.ShortDebugString(), NumbersOf(*plan).ShortDebugString()) << rule.ShortDebugString();
  }
  // The rules above must not be such that nothing is held against anything.
  EXPECT_GT(computed, 200);
  EXPECT_GT(tied, 5);
  EXPECT_GT(proved, 100);
}

// What cannot be given out is refused with the same reason either way.
TEST(GiveOut, RefusesAsThePlanIsRefused) {
  Rules rules(12);
  int refused = 0;
  for (int round = 0; round < 200; ++round) {
    ASSERT_OK_AND_ASSIGN(v1::AllocationPlan plain,
                         sample::Computed(sample::OpenRule(10, v1::OpenTotal::FLOOR), rules.Units()));
    *plain.mutable_rule() = rules.Next();
    const auto plan = Allocate(plain);
    const absl::Status given = GiveOut(&plain);
    EXPECT_EQ(given, plan.status()) << plain.rule().ShortDebugString();
    refused += given.ok() ? 0 : 1;
  }
  EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace congress::allocation
