#include "services/allocation/domain/delegation/quota.h"

#include "gtest/gtest.h"
#include "services/allocation/apportion/apportionment.h"
#include "services/allocation/testing/plan_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::kFailed;
using support::StatusIs;

// Two seats for `a`, five ex officio, three appointed beside the organisations.
v1::AllocationPlan Issued() {
  v1::RuleSet rule = sample::FittedRule(10, 5);
  rule.set_appointed_count(3);
  v1::AllocationPlan plan = *sample::Computed(rule, {sample::Unit("a", 100)});
  plan.set_state(v1::AllocationPlan::ISSUED);
  return plan;
}

v1::Delegate DelegateOf(const std::string& organisation, v1::Origin origin) {
  v1::Delegate delegate;
  delegate.set_name("congresses/c/delegates/d");
  delegate.set_organisation(organisation);
  delegate.set_origin(origin);
  return delegate;
}

TEST(QuotaFor, FindsTheQuotaThatTheDelegateCountsAgainst) {
  const struct {
    std::string organisation;
    v1::Origin origin;
    std::string count;
    int64_t seats;
  } cases[] = {
      {"organisations/a", v1::ELECTED, "congresses/c/seatCounts/organisations/a", 2},
      {"organisations/a", v1::APPOINTED, "congresses/c/seatCounts/organisations/a", 2},
      {"organisations/a", v1::EX_OFFICIO, "congresses/c/seatCounts/ex-officio", 5},
      {"organisations/province", v1::EX_OFFICIO, "congresses/c/seatCounts/ex-officio", 5},
      {"organisations/province", v1::APPOINTED, "congresses/c/seatCounts/organisations/province", 3},
      {"organisations/province", v1::ELECTED, "congresses/c/seatCounts/organisations/province", 0},
  };
  for (const auto& c : cases) {
    ASSERT_OK_AND_ASSIGN(const auto quota, QuotaFor(DelegateOf(c.organisation, c.origin), Issued()));
    EXPECT_EQ(quota.count, c.count);
    EXPECT_EQ(quota.seats, c.seats);
  }
}

TEST(QuotaFor, CountsThoseAppointedInOrganisationsByTheirOrganisation) {
  v1::RuleSet rule = sample::FittedRule(10, 5);
  rule.set_appointed_count(3);
  v1::UnitOrigin* merged = rule.add_unit_origins();
  merged->set_kind("commune");
  merged->set_origin(v1::APPOINTED);
  ASSERT_OK_AND_ASSIGN(v1::AllocationPlan plan, sample::Computed(rule, {sample::Unit("a", 100)}));
  plan.set_state(v1::AllocationPlan::ISSUED);
  ASSERT_EQ(plan.totals().appointed(), 5);
  ASSERT_OK_AND_ASSIGN(const Quota beside, QuotaFor(DelegateOf("organisations/province", v1::APPOINTED), plan));
  EXPECT_EQ(beside.seats, 3);
  ASSERT_OK_AND_ASSIGN(const Quota within, QuotaFor(DelegateOf("organisations/a", v1::APPOINTED), plan));
  EXPECT_EQ(within.seats, 2);
}

TEST(QuotaFor, HoldsReservesAgainstTheirSmallestCap) {
  v1::AllocationPlan plan = Issued();
  const auto most = [&] {
    const auto quota = QuotaFor(DelegateOf("organisations/a", v1::RESERVE), plan);
    EXPECT_THAT(quota, IsOk());
    EXPECT_EQ(quota->count, "congresses/c/seatCounts/reserve");
    return quota->seats;
  };
  EXPECT_EQ(most(), apportion::kMostSeats);
  v1::OriginCap* others = plan.mutable_rule()->add_origin_caps();
  others->add_origins(v1::APPOINTED);
  others->set_seats(1);
  EXPECT_EQ(most(), apportion::kMostSeats);
  v1::OriginCap* part = plan.mutable_rule()->add_origin_caps();
  part->add_origins(v1::RESERVE);
  part->mutable_part()->set_numerator(1);
  part->mutable_part()->set_denominator(4);
  // A quarter of ten, rounded down.
  EXPECT_EQ(most(), 2);
  v1::OriginCap* number = plan.mutable_rule()->add_origin_caps();
  number->add_origins(v1::RESERVE);
  number->set_seats(1);
  EXPECT_EQ(most(), 1);
}

TEST(QuotaFor, RefusesOtherPlansAndOrganisations) {
  v1::AllocationPlan draft = Issued();
  draft.set_state(v1::AllocationPlan::APPROVED);
  EXPECT_THAT(QuotaFor(DelegateOf("organisations/a", v1::ELECTED), draft), StatusIs(kFailed, "PLAN_NOT_ISSUED"));
  EXPECT_THAT(QuotaFor(DelegateOf("organisations/b", v1::RESERVE), Issued()),
              StatusIs(kFailed, "ORGANISATION_NOT_IN_PLAN"));
  v1::AllocationPlan other = Issued();
  other.set_name("congresses/d/allocationPlans/p");
  EXPECT_THAT(QuotaFor(DelegateOf("organisations/a", v1::ELECTED), other),
              StatusIs(absl::StatusCode::kInvalidArgument, "PLAN_OF_OTHER_CONGRESS"));
}

TEST(TakeSeat, GivesExactlyAsManySeatsAsThereAre) {
  const Quota quota{"count", 2};
  v1::SeatCount count;
  for (int i = 0; i < 2; ++i) {
    ASSERT_OK_AND_ASSIGN(count, TakeSeat(count, quota, DelegateOf("organisations/a", v1::ELECTED)));
  }
  const auto refused = TakeSeat(count, quota, DelegateOf("organisations/a", v1::ELECTED));
  ASSERT_THAT(refused, StatusIs(kFailed, "QUOTA_EXCEEDED"));
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(status::Detail(refused.status(), &info));
  EXPECT_EQ(info.metadata().at("quota"), "2");
  EXPECT_EQ(info.metadata().at("filled"), "2");
  EXPECT_THAT(TakeSeat(FreeSeat(count), quota, DelegateOf("organisations/a", v1::ELECTED)), IsOk());
}

TEST(FreeSeat, NeverCountsBelowNone) { EXPECT_EQ(FreeSeat(v1::SeatCount()).filled(), 0); }

}  // namespace
}  // namespace congress::allocation
