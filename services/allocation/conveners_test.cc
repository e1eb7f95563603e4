// Ids of congresses are everybody's: whose plan is the congress's?
#include "gtest/gtest.h"
#include "services/allocation/testing/fake_register.h"
#include "services/allocation/testing/service_fixture.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::kFailed;
using support::StatusIs;

// Plans of the province, `p`, and of its unit `a`, `z`, both approved, for one congress.
struct TwoConveners {
  TwoConveners() {
    f.ImportUnitWithTwoBelow();
    v1::RuleSet rule = sample::FittedRule(6, 1);
    rule.set_appointed_count(1);
    EXPECT_THAT(f.CreateRule("r", rule), IsOk());
    f.Approved();
    auto request = Fixture::PlanRequest("z");
    request.mutable_allocation_plan()->set_organisation("organisations/a");
    EXPECT_THAT(f.CreatePlan(request), IsOk());
    EXPECT_THAT(f.Submit(kOther), IsOk());
    EXPECT_THAT(f.Approve(kOther), IsOk());
  }

  absl::Status IssueOther() { return f.Issue(Fixture::IssueRequest(kOther)).status(); }
  absl::Status Add(const std::string& id, const std::string& unit, const std::string& plan) {
    auto request = Fixture::DelegateRequest(id, unit, v1::EX_OFFICIO);
    request.mutable_delegate()->set_plan(plan);
    return f.CreateDelegate(request).status();
  }
  // As somebody with this role at `a` alone.
  v1::GetCredentialReportResponse Report(const std::string& role) {
    v1::GetCredentialReportRequest request;
    request.set_parent(kCongress);
    return *f.Call(&v1::CredentialService::StubInterface::GetCredentialReport, request, f.service().As("x", {role}));
  }

  static inline const std::string kOther = StrCat(kCongress, "/allocationPlans/z");
  FakeRegister numbers;
  Fixture f{{{"drafting", numbers.channel()}}};
};

TEST(Conveners, AUnitIssuesNoPlanForACongressOfAnother) {
  TwoConveners t;
  ASSERT_THAT(t.f.Issue(), IsOk());
  EXPECT_THAT(t.IssueOther(), StatusIs(kFailed, "CONVENED_BY_ANOTHER"));
  EXPECT_EQ(t.numbers.papers.size(), 1u) << "no number was drawn for it";
  EXPECT_EQ(t.f.GetPlan(TwoConveners::kOther)->state(), v1::AllocationPlan::APPROVED);
  EXPECT_THAT(t.Add("e1", "b", kPlan), IsOk());
  EXPECT_FALSE(t.Report("clerk@a").whole());
}

TEST(Conveners, NobodyKeepsTheProvinceOutOfItsCongress) {
  TwoConveners t;
  ASSERT_THAT(t.IssueOther(), IsOk());
  EXPECT_TRUE(t.Report("clerk@a").whole()) << "its own congress, as long as nobody says otherwise";
  EXPECT_THAT(t.Add("e0", "a-1", TwoConveners::kOther), IsOk());
  EXPECT_EQ(t.Report("clerk@a").counts().seated(), 1);
  v1::ConveneDelegatesRequest convene;
  convene.set_parent(kCongress);
  convene.add_delegate_ids("e0");
  *convene.mutable_date() = civil::ToDate(absl::CivilDay(2025, 1, 2));
  const auto summon = [&] {
    return t.f.Call(&v1::DelegationService::StubInterface::ConveneDelegates, convene,
                    t.f.service().As("x", {"clerk@a", "clerk@a-1"}));
  };
  convene.set_validate_only(true);
  EXPECT_THAT(summon(), IsOk());
  ASSERT_THAT(t.f.Issue(), IsOk());
  EXPECT_FALSE(t.Report("clerk@a").whole());
  EXPECT_THAT(t.Add("e1", "a-1", TwoConveners::kOther), StatusIs(kFailed, "CONVENED_BY_ANOTHER"));
  v1::BatchCreateDelegatesRequest batch;
  batch.set_parent(kCongress);
  v1::DelegateEntry& entry = *batch.add_entries();
  entry.set_delegate_id("e1");
  *entry.mutable_delegate() = Fixture::DelegateRequest("e1", "a-1").delegate();
  entry.mutable_delegate()->set_plan(TwoConveners::kOther);
  EXPECT_THAT(t.f.Call(&Delegates::BatchCreateDelegates, batch), StatusIs(kFailed, "CONVENED_BY_ANOTHER"));
  // Who came by the other plan is none of the congress's, and nobody's to summon.
  EXPECT_EQ(t.Report("clerk@province").counts().seated(), 0);
  EXPECT_THAT(summon(), StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  v1::DeleteDelegateRequest remove;
  remove.set_name(StrCat(kCongress, "/delegates/e0"));
  EXPECT_THAT(t.f.Call(&Delegates::DeleteDelegate, remove), IsOk()) << "the seat is free for its own";
  EXPECT_THAT(t.Add("e1", "b", kPlan), IsOk());
  v1::SupersedeAllocationPlanRequest supersede;
  supersede.set_name(kPlan);
  supersede.set_successor(TwoConveners::kOther);
  supersede.set_reason("nhầm");
  EXPECT_THAT(t.f.Call(&Plans::SupersedeAllocationPlan, supersede),
              StatusIs(absl::StatusCode::kInvalidArgument, "SUCCESSOR_INVALID"));
}

TEST(CreateDelegate, TellsNothingOfPlansThatTheCallerMayNotRead) {
  TwoConveners t;
  const auto add = [&](const std::string& plan, Fixture::Context context) {
    auto request = Fixture::DelegateRequest("d", "a");
    request.mutable_delegate()->set_plan(plan);
    return t.f.CreateDelegate(request, std::move(context));
  };
  EXPECT_THAT(add(kPlan, nullptr), StatusIs(kFailed, "PLAN_NOT_ISSUED"));
  EXPECT_THAT(add(kPlan, t.f.service().As("x", {"clerk@a"})),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(t.f.Issue(), IsOk());
  EXPECT_THAT(add(kPlan, t.f.service().As("x", {"clerk@a"})), IsOk());
}

}  // namespace
}  // namespace congress::allocation
