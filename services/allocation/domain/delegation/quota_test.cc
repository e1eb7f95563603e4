#include "services/allocation/domain/delegation/quota.h"

#include "gtest/gtest.h"
#include "services/allocation/domain/sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::StatusIs;

constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;

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
    ASSERT_TRUE(quota.has_value());
    EXPECT_EQ(quota->count, c.count);
    EXPECT_EQ(quota->seats, c.seats);
  }
  ASSERT_OK_AND_ASSIGN(const auto reserve, QuotaFor(DelegateOf("organisations/a", v1::RESERVE), Issued()));
  EXPECT_FALSE(reserve.has_value());
}

TEST(QuotaFor, RefusesOtherPlansAndOrganisations) {
  v1::AllocationPlan draft = Issued();
  draft.set_state(v1::AllocationPlan::APPROVED);
  EXPECT_THAT(QuotaFor(DelegateOf("organisations/a", v1::ELECTED), draft), StatusIs(kPrecondition, "PLAN_NOT_ISSUED"));
  EXPECT_THAT(QuotaFor(DelegateOf("organisations/b", v1::RESERVE), Issued()),
              StatusIs(kPrecondition, "ORGANISATION_NOT_IN_PLAN"));
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
  ASSERT_THAT(refused, StatusIs(kPrecondition, "QUOTA_EXCEEDED"));
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(status::Detail(refused.status(), &info));
  EXPECT_EQ(info.metadata().at("quota"), "2");
  EXPECT_EQ(info.metadata().at("filled"), "2");
  EXPECT_THAT(TakeSeat(FreeSeat(count), quota, DelegateOf("organisations/a", v1::ELECTED)), IsOk());
}

TEST(FreeSeat, NeverCountsBelowNone) { EXPECT_EQ(FreeSeat(v1::SeatCount()).filled(), 0); }

}  // namespace
}  // namespace congress::allocation
