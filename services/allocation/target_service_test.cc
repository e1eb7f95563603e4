// Targets of a plan and its fairness, as RPCs.
#include <optional>
#include <vector>

#include "gtest/gtest.h"
#include "services/allocation/testing/service_fixture.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::StatusIs;
using v1::Target;

Target Women(int64_t count) {
  Target target;
  target.set_id("nu");
  target.set_display_name("Đại biểu nữ");
  target.set_group(Target::WOMEN);
  target.set_sense(Target::AT_LEAST);
  target.set_count(count);
  target.set_base(Target::ALL_DELEGATES);
  target.set_binding(true);
  return target;
}

Target OfOrganisation(Target target, const std::string& unit) {
  target.set_id(StrCat("nu-", unit));
  target.set_organisation(StrCat("organisations/", unit));
  return target;
}

// Recomputes the draft with other targets; none given: with those that it has.
absl::StatusOr<v1::AllocationPlan> Retarget(Fixture& f, const std::optional<std::vector<Target>>& targets) {
  v1::RecomputeAllocationPlanRequest request;
  request.set_name(kPlan);
  if (targets.has_value()) request.mutable_targets()->mutable_targets()->Assign(targets->begin(), targets->end());
  return f.Call(&Plans::RecomputeAllocationPlan, request);
}

// The draft of six: two seats each, one delegate ex officio, one appointed beside them.
TEST(Targets, AreSpreadWhenAPlanIsComputed) {
  Fixture f;
  f.Draft("other");
  auto request = Fixture::PlanRequest();
  *request.mutable_allocation_plan()->add_targets() = Women(3);
  request.mutable_allocation_plan()->add_target_spreads()->set_target("rubbish");
  ASSERT_OK_AND_ASSIGN(const auto plan, f.CreatePlan(request));
  ASSERT_EQ(plan.target_spreads_size(), 1);
  const v1::TargetSpread& spread = plan.target_spreads(0);
  EXPECT_EQ(spread.spread(), 3);
  EXPECT_EQ(spread.parts(0).count() + spread.parts(1).count() + spread.ex_officio() + spread.appointed(), 3);
  EXPECT_EQ(plan.totals().total(), 6);
  EXPECT_NE(plan.inputs_sha256(), f.GetPlan("congresses/xx/allocationPlans/other")->inputs_sha256());
  v1::ListAllocationPlansRequest list;
  list.set_parent(kCongress);
  ASSERT_OK_AND_ASSIGN(const auto all, f.Call(&Plans::ListAllocationPlans, list));
  for (const auto& listed : all.allocation_plans()) EXPECT_EQ(listed.target_spreads_size(), 0);
}

TEST(Targets, AreReplacedAsAWhole) {
  Fixture f;
  f.Draft();
  const std::string hash = f.GetPlan()->inputs_sha256();
  EXPECT_EQ(Retarget(f, {{Women(3), OfOrganisation(Women(2), "a")}})->target_spreads(0).parts(0).count(), 2);
  EXPECT_EQ(Retarget(f, std::nullopt)->target_spreads_size(), 2) << "not given: they stay";
  ASSERT_OK_AND_ASSIGN(const auto lifted, Retarget(f, std::vector<Target>()));
  EXPECT_EQ(lifted.targets_size() + lifted.target_spreads_size(), 0);
  EXPECT_EQ(lifted.inputs_sha256(), hash);
}

TEST(Targets, AreRefusedWithTheReason) {
  Fixture f;
  f.Draft();
  Target two_groups = Women(1);
  two_groups.set_age(30);
  Target no_share = Women(1);
  no_share.mutable_share();
  Target no_group = Women(1);
  no_group.clear_group();
  struct Case {
    Target target;
    absl::StatusCode code;
    std::string reason;
  };
  for (const Case& c : {Case{Women(7), kFailed, "TARGETS_CONTRADICT"},
                        Case{OfOrganisation(Women(1), "stranger"), kFailed, "ORGANISATION_NOT_IN_PLAN"},
                        Case{two_groups, kInvalid, "TARGETS_INVALID"}, Case{no_share, kInvalid, "FIELDS_INVALID"},
                        Case{no_group, kInvalid, "FIELDS_INVALID"}}) {
    EXPECT_THAT(Retarget(f, {{c.target}}), StatusIs(c.code, c.reason));
    auto request = Fixture::PlanRequest("q");
    *request.mutable_allocation_plan()->add_targets() = c.target;
    EXPECT_THAT(f.CreatePlan(request), StatusIs(c.code, c.reason));
  }
  EXPECT_EQ(f.GetPlan()->revision(), 1);
}

TEST(GetFairness, MeasuresAPlan) {
  Fixture f;
  f.Draft();
  v1::GetFairnessRequest request;
  request.set_name(kPlan);
  ASSERT_OK_AND_ASSIGN(const auto answer, f.Call(&Plans::GetFairness, request));
  EXPECT_EQ(answer.without_ex_officio().seats(), 4);
  EXPECT_EQ(answer.without_ex_officio().members_per_seat(), "50.000000");
  EXPECT_EQ(answer.without_ex_officio().gallagher(), "0.000000");
  EXPECT_GE(answer.with_ex_officio().sentences_size(), 4);
  request.set_name("congresses/xx/allocationPlans/none");
  EXPECT_THAT(f.Call(&Plans::GetFairness, request), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  request.clear_name();
  EXPECT_THAT(f.Call(&Plans::GetFairness, request), StatusIs(kInvalid, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::allocation
