#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/csv/csv.h"
#include "services/allocation/testing/fake_register.h"
#include "services/allocation/testing/service_fixture.h"
#include "tests/support/person.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::StatusIs;
using Plan = v1::AllocationPlan;

absl::StatusOr<Plan> Recompute(Fixture& f, const v1::RecomputeAllocationPlanRequest& request) {
  return f.Call(&Plans::RecomputeAllocationPlan, request);
}

v1::RecomputeAllocationPlanRequest RecomputeRequest() {
  v1::RecomputeAllocationPlanRequest request;
  request.set_name(kPlan);
  return request;
}

TEST(CreateAllocationPlan, ComputesADraftAndKeepsItsInputs) {
  Fixture f;
  f.Draft();
  ASSERT_OK_AND_ASSIGN(const Plan plan, f.GetPlan());
  EXPECT_EQ(plan.state(), Plan::DRAFT);
  EXPECT_EQ(plan.organisation(), "organisations/province");
  EXPECT_EQ(plan.revision(), 1);
  EXPECT_EQ(plan.rule().name(), "ruleSets/r");
  EXPECT_EQ(plan.inputs_sha256().size(), 64U);
  ASSERT_EQ(plan.lines_size(), 2);
  EXPECT_EQ(plan.lines(0).merged_units(), 2);
  EXPECT_EQ(plan.lines(0).seats(), 2);
  EXPECT_EQ(plan.totals().total(), 6);
}

TEST(CreateAllocationPlan, ComputesTheProvinceOf136Organisations) {
  Fixture f;
  ASSERT_THAT(f.Import(sample::ProvinceOf412()), IsOk());
  v1::RuleSet rule = sample::FittedRule(500, 64);
  sample::AddBase(&rule, 1, 2);
  sample::AddBase(&rule, 4, 3);
  ASSERT_THAT(f.CreateRule("r", rule), IsOk());
  ASSERT_OK_AND_ASSIGN(const Plan plan, f.CreatePlan(Fixture::PlanRequest("p", 500)));
  EXPECT_EQ(plan.lines_size(), 136);
  EXPECT_EQ(plan.totals().total(), 500);
  int64_t seats = 0;
  for (const auto& line : plan.lines()) seats += line.seats();
  EXPECT_EQ(seats, 436);
}

TEST(CreateAllocationPlan, OnlyComputesWhenAskedTo) {
  Fixture f;
  f.Draft("other");
  auto request = Fixture::PlanRequest();
  request.set_validate_only(true);
  ASSERT_OK_AND_ASSIGN(const Plan shown, f.CreatePlan(request));
  EXPECT_EQ(shown.totals().total(), 6);
  EXPECT_THAT(f.GetPlan(), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST(CreateAllocationPlan, RefusesWithTheReason) {
  Fixture f;
  f.Draft("first");
  const auto with = [&](auto change) {
    auto request = Fixture::PlanRequest();
    change(request);
    return f.CreatePlan(request);
  };
  EXPECT_THAT(with([](auto& r) { r.mutable_allocation_plan()->clear_rule_set(); }),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(with([](auto& r) { r.mutable_allocation_plan()->set_rule_set("ruleSets/none"); }),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(with([](auto& r) { r.set_allocation_plan_id("first"); }),
              StatusIs(absl::StatusCode::kAlreadyExists, "RESOURCE_EXISTS"));
  EXPECT_THAT(with([](auto& r) { r.mutable_allocation_plan()->set_delegate_cap(5); }),
              StatusIs(kFailed, "CAP_EXCEEDED"));
  EXPECT_THAT(with([](auto& r) { r.mutable_allocation_plan()->mutable_as_of()->set_year(2024); }),
              StatusIs(kFailed, "RULE_SET_NOT_IN_FORCE"));
  EXPECT_THAT(with([](auto& r) { r.mutable_allocation_plan()->set_organisation("organisations/a"); }),
              StatusIs(kFailed, "NO_ORGANISATIONS"));
}

// A rule set of the province serves the whole tree, one of a unit that unit alone: alike for the unit's clerk and for a
// process that acts for them there.
TEST(CreateAllocationPlan, TakesRuleSetsOfItsOwnOrganisationAndOfTheProvince) {
  Fixture f;
  const auth::Signer gateway("process-gateway", *auth::GenerateKey());
  f.service().Trust("process-gateway", gateway.public_pem());
  f.ImportUnitWithTwoBelow();
  for (const char* owner : {"province", "a", "b"}) {
    v1::RuleSet rule = sample::FittedRule(6, 1);
    rule.set_organisation(StrCat("organisations/", owner));
    ASSERT_THAT(f.CreateRule(StrCat("of-", owner), rule), IsOk());
  }
  const auto as_clerk = [&] { return f.service().As("thu", {"clerk@a"}); };
  const auto as_process = [&] {
    auto context = std::make_unique<grpc::ClientContext>();
    context->AddMetadata("authorization", "Bearer " + gateway.SignForProcess({"thu", "persons/thu"}, "organisations/a",
                                                                             f.service().now()));
    return context;
  };
  int plans = 0;
  const auto with = [&](const std::string& owner, const std::string& rule, Fixture::Context context) {
    v1::CreateAllocationPlanRequest request = Fixture::PlanRequest(StrCat("p", ++plans));
    request.mutable_allocation_plan()->set_organisation(StrCat("organisations/", owner));
    request.mutable_allocation_plan()->set_rule_set(StrCat("ruleSets/of-", rule));
    return f.CreatePlan(request, std::move(context));
  };
  for (const char* rule : {"province", "a"}) {
    EXPECT_THAT(with("a", rule, as_clerk()), IsOk()) << rule;
    EXPECT_THAT(with("a", rule, as_process()), IsOk()) << rule;
  }
  EXPECT_THAT(with("a", "b", as_clerk()), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(with("a", "b", as_process()), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(with("b", "b", as_process()), StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
}

TEST(CreateAllocationPlan, RefusesRuleSetsThatDoNotFitTheTree) {
  Fixture f;
  f.ImportTwo();
  v1::RuleSet stranger = sample::FittedRule(6);
  sample::AddAddition(&stranger, "stranger", 1);
  v1::RuleSet small = sample::FittedRule(6, 7);
  v1::RuleSet early = sample::FittedRule(6);
  *early.mutable_members_cutoff() = civil::ToDate(absl::CivilDay(2025, 6, 9));
  const std::pair<v1::RuleSet, std::string> cases[] = {
      {stranger, "ORGANISATION_NOT_TAKING_PART"}, {small, "TOTAL_TOO_SMALL"}, {early, "MEMBERS_COUNTED_LATE"}};
  for (const auto& [rule, reason] : cases) {
    const std::string id =
        StrCat("r-", rule.additions_size(), "-", rule.ex_officio_count(), "-", rule.has_members_cutoff() ? 1 : 0);
    ASSERT_THAT(f.CreateRule(id, rule), IsOk());
    auto request = Fixture::PlanRequest();
    request.mutable_allocation_plan()->set_rule_set("ruleSets/" + id);
    EXPECT_THAT(f.CreatePlan(request), StatusIs(kFailed, reason));
  }
}

TEST(CreateAllocationPlan, NeedsMembersToShareSeats) {
  Fixture f;
  ASSERT_THAT(f.Import(sample::kHeader + "a,Xã A,commune,,0,,,\n"), IsOk());
  ASSERT_THAT(f.CreateRule("r", sample::FittedRule(6)), IsOk());
  EXPECT_THAT(f.CreatePlan(Fixture::PlanRequest()), StatusIs(kFailed, "NO_MEMBERS"));
}

TEST(CreateAllocationPlan, RepeatsItsAnswerUnderTheSameRequestId) {
  Fixture f;
  f.Draft("other");
  auto request = Fixture::PlanRequest();
  request.set_request_id(RequestId(1));
  ASSERT_OK_AND_ASSIGN(const Plan first, f.CreatePlan(request));
  ASSERT_OK_AND_ASSIGN(const Plan second, f.CreatePlan(request));
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  request.mutable_allocation_plan()->set_delegate_cap(400);
  EXPECT_THAT(f.CreatePlan(request), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
}

TEST(RecomputeAllocationPlan, TakesTheOrganisationsAsTheyNowAre) {
  Fixture f;
  f.Draft();
  ASSERT_THAT(f.Import(sample::kHeader + "b,Xã B,commune,,700,2025-06-10,,2020-01-01\n"), IsOk());
  ASSERT_OK_AND_ASSIGN(const Plan before, f.GetPlan());
  auto request = RecomputeRequest();
  request.set_validate_only(true);
  ASSERT_THAT(Recompute(f, request), IsOk());
  EXPECT_EQ(f.GetPlan()->revision(), 1);
  request.set_validate_only(false);
  ASSERT_OK_AND_ASSIGN(const Plan after, Recompute(f, request));
  EXPECT_EQ(after.revision(), 2);
  EXPECT_NE(after.inputs_sha256(), before.inputs_sha256());
  EXPECT_EQ(sample::SeatsOf(after, "b"), 4) << "3.5 against 0.5: the tie goes to the one with more members";
  EXPECT_EQ(after.ties_size(), 1);
  ASSERT_EQ(after.changes_size(), 2);
  EXPECT_EQ(after.changes(0).organisation(), "organisations/a");
  EXPECT_EQ(after.changes(0).seats(), 2);
  EXPECT_EQ(after.changes(0).other_seats(), 0);
  EXPECT_EQ(after.changes(1).other_seats(), 4);
  EXPECT_FALSE(after.changes(1).reasons().empty());
  v1::ExplainUnitRequest explain;
  explain.set_name(kPlan);
  explain.set_organisation("organisations/a");
  ASSERT_OK_AND_ASSIGN(const auto explained, f.Call(&Plans::ExplainUnit, explain));
  EXPECT_THAT(explained.sentences(),
              ::testing::Contains("The last delegate goes to Xã B (0.500000); the next would go to Xã A (0.500000)."));
}

TEST(RecomputeAllocationPlan, TakesAnotherRuleSetDayAndCap) {
  Fixture f;
  f.Draft();
  ASSERT_THAT(f.CreateRule("s", sample::FittedRule(20)), IsOk());
  auto request = RecomputeRequest();
  request.set_rule_set("ruleSets/s");
  *request.mutable_as_of() = civil::ToDate(absl::CivilDay(2025, 6, 15));
  request.set_delegate_cap(20);
  ASSERT_OK_AND_ASSIGN(const Plan plan, Recompute(f, request));
  EXPECT_EQ(plan.totals().total(), 20);
  EXPECT_EQ(plan.totals().cap(), 20);
  EXPECT_EQ(plan.lines_size(), 3) << "the former units, on the eve of the merger, and b";
  request.set_delegate_cap(19);
  EXPECT_THAT(Recompute(f, request), StatusIs(kFailed, "CAP_EXCEEDED"));
  request.set_delegate_cap(0);
  EXPECT_EQ(Recompute(f, request)->totals().cap(), 0);
}

TEST(RecomputeAllocationPlan, RepeatsItsAnswerUnderTheSameRequestId) {
  Fixture f;
  f.Draft();
  auto request = RecomputeRequest();
  request.set_request_id(RequestId(1));
  EXPECT_EQ(Recompute(f, request)->revision(), 2);
  EXPECT_EQ(Recompute(f, request)->revision(), 2);
  request.set_delegate_cap(400);
  EXPECT_THAT(Recompute(f, request), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
}

TEST(RecomputeAllocationPlan, RefusesWithTheReason) {
  Fixture f;
  f.Draft();
  const auto with = [&](auto change) {
    auto request = RecomputeRequest();
    change(request);
    return Recompute(f, request);
  };
  EXPECT_THAT(with([](auto& r) { r.set_name("congresses/xx/allocationPlans/none"); }),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(with([](auto& r) { r.set_etag("1"); }), StatusIs(absl::StatusCode::kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(with([](auto& r) { r.set_delegate_cap(-1); }), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(with([](auto& r) {
                r.mutable_as_of()->set_year(2024), r.mutable_as_of()->set_month(1), r.mutable_as_of()->set_day(1);
              }),
              StatusIs(kFailed, "RULE_SET_NOT_IN_FORCE"));
  for (const auto& [id, rule, reason] : {std::tuple("small", sample::FittedRule(6, 7), "TOTAL_TOO_SMALL"),
                                         std::tuple(
                                             "cutoff",
                                             [] {
                                               auto r = sample::FittedRule(6);
                                               *r.mutable_members_cutoff() = civil::ToDate(absl::CivilDay(2025, 6, 9));
                                               return r;
                                             }(),
                                             "MEMBERS_COUNTED_LATE"),
                                         std::tuple(
                                             "stranger",
                                             [] {
                                               auto r = sample::FittedRule(6);
                                               sample::AddAddition(&r, "stranger", 1);
                                               return r;
                                             }(),
                                             "ORGANISATION_NOT_TAKING_PART")}) {
    ASSERT_THAT(f.CreateRule(id, rule), IsOk());
    EXPECT_THAT(with([&](auto& r) { r.set_rule_set(StrCat("ruleSets/", id)); }), StatusIs(kFailed, reason));
  }
  ASSERT_THAT(f.Import(sample::kHeader + "a,Xã A,commune,,0,,a1;a2,2025-06-16\nb,Xã B,commune,,0,,,2020-01-01\n"),
              IsOk());
  EXPECT_THAT(with([](auto&) {}), StatusIs(kFailed, "NO_MEMBERS"));
  ASSERT_THAT(f.Import(sample::kHeader +
                       "a,Xã A,commune,,5,2025-06-10,a1;a2,2025-08-01\nb,Xã B,commune,,5,2025-06-10,,2025-08-01\n"
                       "a1,Xã,former-commune,a,,,,\na2,Xã,former-commune,a,,,,\n"),
              IsOk());
  EXPECT_THAT(with([](auto&) {}), StatusIs(kFailed, "NO_ORGANISATIONS"));
  EXPECT_THAT(f.Submit(), StatusIs(kFailed, "ORGANISATION_NOT_IN_FORCE"));
  ASSERT_THAT(f.Import(sample::kHeader +
                       "a,Xã A,commune,,5,2025-06-10,a1;a2,2025-06-16\nb,Xã B,commune,,5,2025-06-10,,2020-01-01\n"),
              IsOk());
  ASSERT_THAT(f.Submit(), IsOk());
  EXPECT_THAT(with([](auto&) {}), StatusIs(kFailed, "PLAN_NOT_DRAFT"));
}

TEST(SubmitAndApprove, NeedTwoPeople) {
  Fixture f;
  f.Draft();
  const auto as = [&](std::string_view person) {
    return f.service().As("secretary", {"secretary@province"}, annotations::v1::SENSITIVE, person);
  };
  EXPECT_THAT(f.Approve(), StatusIs(kFailed, "PLAN_NOT_SUBMITTED"));
  EXPECT_THAT(f.Submit(kPlan, as("")), StatusIs(support::kDenied, "PERSON_UNKNOWN"));
  ASSERT_OK_AND_ASSIGN(const Plan submitted, f.Submit());
  EXPECT_EQ(submitted.submitted_by(), "admin");
  EXPECT_EQ(submitted.submitted_by_person(), support::PersonOf("admin"));
  EXPECT_THAT(f.Submit(), StatusIs(kFailed, "PLAN_NOT_DRAFT"));
  EXPECT_THAT(f.Approve(kPlan, f.Admin()), StatusIs(support::kDenied, "SAME_PERSON"));
  // A second account of the one who submitted.
  EXPECT_THAT(f.Approve(kPlan, as(support::PersonOf("admin"))), StatusIs(support::kDenied, "SAME_PERSON"));
  EXPECT_THAT(f.Approve(kPlan, as("")), StatusIs(support::kDenied, "PERSON_UNKNOWN"));
  ASSERT_OK_AND_ASSIGN(const Plan approved, f.Approve());
  EXPECT_EQ(approved.approved_by(), "secretary");
  EXPECT_EQ(approved.approval_reason(), "đúng quy định");
}

TEST(SubmitAndApprove, KnowStaleEtagsAndRepetitions) {
  Fixture f;
  f.Draft();
  v1::SubmitAllocationPlanRequest submit;
  submit.set_name(kPlan);
  submit.set_etag("1");
  EXPECT_THAT(f.Call(&Plans::SubmitAllocationPlan, submit), StatusIs(absl::StatusCode::kAborted, "ETAG_MISMATCH"));
  submit.set_etag(f.GetPlan()->etag());
  submit.set_request_id(RequestId(1));
  ASSERT_OK_AND_ASSIGN(const Plan first, f.Call(&Plans::SubmitAllocationPlan, submit));
  ASSERT_OK_AND_ASSIGN(const Plan second, f.Call(&Plans::SubmitAllocationPlan, submit));
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  submit.clear_etag();
  EXPECT_THAT(f.Call(&Plans::SubmitAllocationPlan, submit), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  v1::ApproveAllocationPlanRequest approve;
  approve.set_name(kPlan);
  approve.set_etag("1");
  const auto call = [&] { return f.Call(&Plans::ApproveAllocationPlan, approve, f.Role("secretary")); };
  EXPECT_THAT(call(), StatusIs(absl::StatusCode::kAborted, "ETAG_MISMATCH"));
  approve.set_etag(first.etag());
  approve.set_request_id(RequestId(2));
  ASSERT_THAT(call(), IsOk());
  ASSERT_THAT(call(), IsOk());
  approve.set_reason("khác");
  EXPECT_THAT(call(), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
}

TEST(ListAllocationPlans, ShowsPlansWithoutTheirLines) {
  Fixture f;
  f.Draft("p");
  f.Draft("q");
  ASSERT_THAT(f.Submit(), IsOk());
  v1::ListAllocationPlansRequest request;
  request.set_parent(kCongress);
  ASSERT_OK_AND_ASSIGN(const auto all, f.Call(&Plans::ListAllocationPlans, request));
  ASSERT_EQ(all.allocation_plans_size(), 2);
  EXPECT_EQ(all.allocation_plans(0).lines_size(), 0);
  EXPECT_EQ(all.allocation_plans(0).totals().total(), 6);
  EXPECT_NE(all.allocation_plans(0).etag(), "");
  request.set_state(Plan::DRAFT);
  ASSERT_OK_AND_ASSIGN(const auto drafts, f.Call(&Plans::ListAllocationPlans, request));
  ASSERT_EQ(drafts.allocation_plans_size(), 1);
  EXPECT_EQ(drafts.allocation_plans(0).name(), "congresses/xx/allocationPlans/q");
  request.set_page_token("rubbish");
  EXPECT_THAT(f.Call(&Plans::ListAllocationPlans, request), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  request.set_parent("xx");
  EXPECT_THAT(f.Call(&Plans::ListAllocationPlans, request), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(ExplainUnit, GivesTheWorkedLine) {
  Fixture f;
  f.Draft();
  v1::ExplainUnitRequest request;
  request.set_name(kPlan);
  request.set_organisation("organisations/b");
  ASSERT_OK_AND_ASSIGN(const auto answer, f.Call(&Plans::ExplainUnit, request));
  EXPECT_EQ(answer.line().seats(), 2);
  EXPECT_EQ(answer.step().numerator(), 50);
  EXPECT_GE(answer.sentences_size(), 5);
  EXPECT_GT(answer.members_to_gain(), 0);
  request.set_organisation("organisations/stranger");
  EXPECT_THAT(f.Call(&Plans::ExplainUnit, request), StatusIs(kFailed, "ORGANISATION_NOT_IN_PLAN"));
  request.set_name("congresses/xx/allocationPlans/none");
  EXPECT_THAT(f.Call(&Plans::ExplainUnit, request), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  request.clear_organisation();
  EXPECT_THAT(f.Call(&Plans::ExplainUnit, request), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(CompareAllocationPlans, HoldsTwoPlansAgainstEachOther) {
  Fixture f;
  f.Draft();
  ASSERT_THAT(f.Import(sample::kHeader + "b,Xã B,commune,,700,2025-06-10,,2020-01-01\n"), IsOk());
  f.Draft("q");
  v1::CompareAllocationPlansRequest request;
  request.set_name(kPlan);
  request.set_other("congresses/xx/allocationPlans/q");
  ASSERT_OK_AND_ASSIGN(const auto answer, f.Call(&Plans::CompareAllocationPlans, request));
  EXPECT_EQ(answer.changed_count(), 2);
  request.set_other("congresses/xx/allocationPlans/none");
  EXPECT_THAT(f.Call(&Plans::CompareAllocationPlans, request),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  request.clear_other();
  EXPECT_THAT(f.Call(&Plans::CompareAllocationPlans, request), StatusIs(kInvalid, "FIELDS_INVALID"));
}

// The eve of a merger against the day after it.
TEST(CompareAllocationPlans, HoldsFormerUnitsAgainstTheOneThatTookThemOver) {
  Fixture f;
  f.Draft();
  auto eve = Fixture::PlanRequest("eve");
  *eve.mutable_allocation_plan()->mutable_as_of() = civil::ToDate(absl::CivilDay(2025, 6, 15));
  ASSERT_THAT(f.CreatePlan(eve), IsOk());
  v1::CompareAllocationPlansRequest request;
  request.set_name("congresses/xx/allocationPlans/eve");
  request.set_other(kPlan);
  ASSERT_OK_AND_ASSIGN(const auto answer, f.Call(&Plans::CompareAllocationPlans, request));
  ASSERT_EQ(answer.differences_size(), 2) << answer.ShortDebugString();
  EXPECT_EQ(answer.differences(0).organisation(), "organisations/a");
  EXPECT_EQ(answer.differences(0).former_size(), 2);
  EXPECT_EQ(answer.differences(0).other_seats(), 2);
}

TEST(ExportAllocationPlan, WritesTableAndDecision) {
  Fixture f;
  f.Draft();
  v1::ExportAllocationPlanRequest request;
  request.set_name(kPlan);
  EXPECT_THAT(f.Call(&Plans::ExportAllocationPlan, request), StatusIs(kInvalid, "FIELDS_INVALID"));
  request.set_format(v1::ExportAllocationPlanRequest::CSV);
  ASSERT_OK_AND_ASSIGN(const auto table, f.Call(&Plans::ExportAllocationPlan, request));
  EXPECT_EQ(table.media_type(), "text/csv; charset=utf-8");
  EXPECT_EQ(csv::Parse(table.content())->rows.size(), 2U);
  request.set_format(v1::ExportAllocationPlanRequest::DECISION);
  ASSERT_OK_AND_ASSIGN(const auto decision, f.Call(&Plans::ExportAllocationPlan, request));
  EXPECT_TRUE(decision.content().starts_with("DỰ THẢO"));
  request.set_name("congresses/xx/allocationPlans/none");
  EXPECT_THAT(f.Call(&Plans::ExportAllocationPlan, request),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST(GetAllocationReadiness, ShowsEachCallerTheirOwn) {
  FakeRegister numbers;
  Fixture f({{"drafting", numbers.channel()}});
  f.Approved();
  v1::GetAllocationReadinessRequest request;
  request.set_parent(kCongress);
  const auto ask = [&](Fixture::Context context) {
    return *f.Call(&Plans::GetAllocationReadiness, request, std::move(context));
  };
  EXPECT_EQ(ask(f.Admin()).blockers(0).reason(), "PLAN_MISSING");
  EXPECT_EQ(ask(f.service().As("x", {"reader@a"})).blockers(0).reason(), "PLAN_MISSING");
  ASSERT_THAT(f.Issue(), IsOk());
  ASSERT_THAT(f.CreateDelegate(Fixture::DelegateRequest("d1", "a")), IsOk());
  ASSERT_THAT(f.CreateDelegate(Fixture::DelegateRequest("d2", "a")), IsOk());
  const auto all = ask(f.Admin());
  ASSERT_EQ(all.organisations_size(), 2);
  EXPECT_TRUE(all.organisations(0).ready());
  EXPECT_FALSE(all.organisations(1).ready());
  EXPECT_EQ(all.blockers_size(), 2);
  const auto own = ask(f.service().As("x", {"reader@b"}));
  ASSERT_EQ(own.organisations_size(), 1);
  EXPECT_EQ(own.organisations(0).organisation(), "organisations/b");
  EXPECT_EQ(own.blockers_size(), 0);
  // Whose papers count, and of whom the caller may know.
  ASSERT_EQ(all.delegates_size(), 2);
  EXPECT_EQ(all.delegates(0).person(), "persons/d1");
  EXPECT_EQ(all.delegates(0).organisation(), "organisations/a");
  EXPECT_EQ(all.delegates(0).state(), v1::Delegate::SEATED);
  EXPECT_EQ(own.delegates_size(), 0);
  *request.mutable_as_of() = civil::ToDate(absl::CivilDay(2025, 6, 15));
  EXPECT_EQ(ask(f.Admin()).blockers(0).reason(), "PLAN_MISSING");
  request.mutable_as_of()->set_month(13);
  EXPECT_THAT(f.Call(&Plans::GetAllocationReadiness, request), StatusIs(kInvalid, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::allocation
