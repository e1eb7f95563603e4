// For every RPC: one role passes, one is refused, and a principal of another organisation gets nothing.
#include <functional>
#include <map>
#include <set>

#include "gtest/gtest.h"
#include "services/allocation/testing/fake_register.h"
#include "services/allocation/testing/service_fixture.h"

namespace congress::allocation {
namespace {

using support::StatusIs;
using Context = Fixture::Context;

struct Access {
  // What passes the permission at the province; whatever it answers, it is not PERMISSION_DENIED.
  std::string passing;
  std::string refused;
  std::function<absl::Status(Fixture&, Context, bool empty)> call;
  // A list answers another organisation's principal with nothing instead of an error.
  std::function<int(Fixture&, Context)> count = nullptr;
};

// The call with its request, or with an empty one.
template <class Method, class Request>
auto Calling(Method method, Request request) {
  return [=](Fixture& f, Context context, bool empty) {
    return f.Call(method, empty ? Request() : request, std::move(context)).status();
  };
}

template <class Request>
Request Named(const std::string& name) {
  Request request;
  request.set_name(name);
  return request;
}

template <class Request>
Request InCongress() {
  Request request;
  request.set_parent(kCongress);
  return request;
}

// By full method name.
std::map<std::string, Access> Table() {
  std::map<std::string, Access> table;
  const auto add = [&](const std::string& method, const Access& access) {
    table.emplace("congress.allocation.v1." + method, access);
  };
  add("OrganisationService.GetOrganisation",
      {"reader", "nobody",
       Calling(&Organisations::GetOrganisation, Named<v1::GetOrganisationRequest>("organisations/a"))});
  add("OrganisationService.ListOrganisations",
      {"reader", "nobody", Calling(&Organisations::ListOrganisations, v1::ListOrganisationsRequest()),
       [](Fixture& f, Context c) {
         return f.Call(&Organisations::ListOrganisations, v1::ListOrganisationsRequest(), std::move(c))
             ->organisations_size();
       }});
  v1::ImportOrganisationsRequest import;
  import.set_csv(sample::kHeader);
  add("OrganisationService.ImportOrganisations",
      {"clerk", "reader", Calling(&Organisations::ImportOrganisations, import)});
  v1::StartOrganisationImportRequest start;
  start.set_csv(sample::kHeader);
  add("OrganisationService.StartOrganisationImport",
      {"clerk", "reader", Calling(&Organisations::StartOrganisationImport, start)});
  add("OrganisationService.CheckLineage",
      {"reader", "nobody", Calling(&Organisations::CheckLineage, v1::CheckLineageRequest())});

  add("OrganisationService.GetOrganisationImport",
      {"reader", "nobody",
       Calling(&Organisations::GetOrganisationImport, Named<v1::GetOrganisationImportRequest>(kFirstImport))});
  add("OrganisationService.ListOrganisationImports",
      {"reader", "nobody", Calling(&Organisations::ListOrganisationImports, v1::ListOrganisationImportsRequest()),
       [](Fixture& f, Context c) {
         return f.Call(&Organisations::ListOrganisationImports, v1::ListOrganisationImportsRequest(), std::move(c))
             ->organisation_imports_size();
       }});
  auto undo = Named<v1::UndoOrganisationImportRequest>(kFirstImport);
  undo.set_reason("x");
  add("OrganisationService.UndoOrganisationImport",
      {"clerk", "reader", Calling(&Organisations::UndoOrganisationImport, undo)});
  auto merge = Named<v1::MergeDuplicateOrganisationsRequest>("organisations/a");
  merge.set_duplicate("organisations/b");
  merge.set_reason("x");
  add("OrganisationService.MergeDuplicateOrganisations",
      {"clerk", "reader", Calling(&Organisations::MergeDuplicateOrganisations, merge)});

  v1::CreateRuleSetRequest rule;
  rule.set_rule_set_id("another");
  *rule.mutable_rule_set() = sample::FittedRule(3);
  add("RuleSetService.CreateRuleSet", {"clerk", "reader", Calling(&RuleSets::CreateRuleSet, rule)});
  add("RuleSetService.GetRuleSet",
      {"reader", "nobody", Calling(&RuleSets::GetRuleSet, Named<v1::GetRuleSetRequest>("ruleSets/r"))});
  add("RuleSetService.ListRuleSets",
      {"reader", "nobody", Calling(&RuleSets::ListRuleSets, v1::ListRuleSetsRequest()), [](Fixture& f, Context c) {
         return f.Call(&RuleSets::ListRuleSets, v1::ListRuleSetsRequest(), std::move(c))->rule_sets_size();
       }});

  add("AllocationService.CreateAllocationPlan",
      {"clerk", "reader", Calling(&Plans::CreateAllocationPlan, Fixture::PlanRequest("another"))});
  add("AllocationService.GetAllocationPlan",
      {"reader", "nobody", Calling(&Plans::GetAllocationPlan, Named<v1::GetAllocationPlanRequest>(kPlan))});
  add("AllocationService.ListAllocationPlans",
      {"reader", "nobody", Calling(&Plans::ListAllocationPlans, InCongress<v1::ListAllocationPlansRequest>()),
       [](Fixture& f, Context c) {
         return f.Call(&Plans::ListAllocationPlans, InCongress<v1::ListAllocationPlansRequest>(), std::move(c))
             ->allocation_plans_size();
       }});
  add("AllocationService.RecomputeAllocationPlan",
      {"clerk", "reader", Calling(&Plans::RecomputeAllocationPlan, Named<v1::RecomputeAllocationPlanRequest>(kPlan))});
  add("AllocationService.SubmitAllocationPlan",
      {"clerk", "reader", Calling(&Plans::SubmitAllocationPlan, Named<v1::SubmitAllocationPlanRequest>(kPlan))});
  add("AllocationService.ApproveAllocationPlan",
      {"secretary", "clerk", Calling(&Plans::ApproveAllocationPlan, Named<v1::ApproveAllocationPlanRequest>(kPlan))});
  add("AllocationService.IssueAllocationPlan",
      {"secretary", "clerk", Calling(&Plans::IssueAllocationPlan, Fixture::IssueRequest())});
  auto supersede = Named<v1::SupersedeAllocationPlanRequest>(kPlan);
  supersede.set_successor(kPlan);
  supersede.set_reason("x");
  add("AllocationService.SupersedeAllocationPlan",
      {"secretary", "clerk", Calling(&Plans::SupersedeAllocationPlan, supersede)});
  auto explain = Named<v1::ExplainUnitRequest>(kPlan);
  explain.set_organisation("organisations/a");
  add("AllocationService.ExplainUnit", {"reader", "nobody", Calling(&Plans::ExplainUnit, explain)});
  add("AllocationService.GetFairness",
      {"reader", "nobody", Calling(&Plans::GetFairness, Named<v1::GetFairnessRequest>(kPlan))});
  auto compare = Named<v1::CompareAllocationPlansRequest>(kPlan);
  compare.set_other(kPlan);
  add("AllocationService.CompareAllocationPlans",
      {"reader", "nobody", Calling(&Plans::CompareAllocationPlans, compare)});
  auto file = Named<v1::ExportAllocationPlanRequest>(kPlan);
  file.set_format(v1::ExportAllocationPlanRequest::CSV);
  add("AllocationService.ExportAllocationPlan", {"clerk", "reader", Calling(&Plans::ExportAllocationPlan, file)});
  add("AllocationService.GetAllocationReadiness",
      {"reader", "nobody", Calling(&Plans::GetAllocationReadiness, InCongress<v1::GetAllocationReadinessRequest>()),
       [](Fixture& f, Context c) {
         return f.Call(&Plans::GetAllocationReadiness, InCongress<v1::GetAllocationReadinessRequest>(), std::move(c))
             ->organisations_size();
       }});

  v1::BatchCreateDelegatesRequest batch;
  batch.set_parent(kCongress);
  batch.add_entries()->set_delegate_id("another");
  *batch.mutable_entries(0)->mutable_delegate() = Fixture::DelegateRequest("another", "b").delegate();
  add("DelegateService.CreateDelegate",
      {"clerk", "reader", Calling(&Delegates::CreateDelegate, Fixture::DelegateRequest("new", "b"))});
  add("DelegateService.BatchCreateDelegates", {"clerk", "reader", Calling(&Delegates::BatchCreateDelegates, batch)});
  auto table_of = InCongress<v1::ImportDelegatesRequest>();
  table_of.set_csv("name,reserve_rank\nd,\n");
  add("DelegateService.ImportDelegates", {"clerk", "reader", Calling(&Delegates::ImportDelegates, table_of)});
  const std::string delegate = StrCat(kCongress, "/delegates/d");
  add("DelegateService.GetDelegate",
      {"reader", "nobody", Calling(&Delegates::GetDelegate, Named<v1::GetDelegateRequest>(delegate))});
  add("DelegateService.ListDelegates",
      {"reader", "nobody", Calling(&Delegates::ListDelegates, InCongress<v1::ListDelegatesRequest>()),
       [](Fixture& f, Context c) {
         return f.Call(&Delegates::ListDelegates, InCongress<v1::ListDelegatesRequest>(), std::move(c))
             ->delegates_size();
       }});
  add("DelegateService.ExportDelegates",
      {"reader", "nobody", Calling(&Delegates::ExportDelegates, InCongress<v1::ExportDelegatesRequest>()),
       [](Fixture& f, Context c) {
         const auto list = f.Call(&Delegates::ExportDelegates, InCongress<v1::ExportDelegatesRequest>(), std::move(c));
         // Of those whom one may not see there is no paper, and not an empty one.
         if (status::ReasonOf(list.status()) == "NOTHING_TO_PRINT") return 0;
         return list->delegate_count();
       }});
  add("DelegateService.DeleteDelegate",
      {"clerk", "reader", Calling(&Delegates::DeleteDelegate, Named<v1::DeleteDelegateRequest>(delegate))});
  auto update = v1::UpdateDelegateRequest();
  update.mutable_delegate()->set_name(delegate);
  add("DelegateService.UpdateDelegate", {"clerk", "reader", Calling(&Delegates::UpdateDelegate, update)});

  auto replace = Named<v1::ReplaceDelegateRequest>(delegate);
  replace.set_reason("x");
  add("DelegationService.ReplaceDelegate", {"clerk", "reader", Calling(&Delegations::ReplaceDelegate, replace)});
  auto withdraw = Named<v1::WithdrawDelegateRequest>(delegate);
  withdraw.set_reason("x");
  add("DelegationService.WithdrawDelegate", {"clerk", "reader", Calling(&Delegations::WithdrawDelegate, withdraw)});
  auto convene = InCongress<v1::ConveneDelegatesRequest>();
  convene.add_delegate_ids("d");
  *convene.mutable_date() = civil::ToDate(absl::CivilDay(2025, 6, 1));
  add("DelegationService.ConveneDelegates", {"clerk", "reader", Calling(&Delegations::ConveneDelegates, convene)});
  auto attend = InCongress<v1::RecordAttendanceRequest>();
  attend.set_session_id("khai-mac");
  *attend.mutable_date() = civil::ToDate(absl::CivilDay(2025, 6, 1));
  attend.add_entries()->set_delegate_id("d");
  attend.mutable_entries(0)->set_presence(v1::Attendance::PRESENT);
  add("DelegationService.RecordAttendance", {"clerk", "reader", Calling(&Delegations::RecordAttendance, attend)});

  const auto report = InCongress<v1::GetCredentialReportRequest>();
  add("CredentialService.GetCredentialReport",
      {"inspector", "reader", Calling(&Credentials::GetCredentialReport, report), [=](Fixture& f, Context c) {
         const auto seen = f.Call(&Credentials::GetCredentialReport, report, std::move(c));
         return static_cast<int>(seen->counts().seated() + seen->counts().planned()) + seen->problems_size();
       }});
  const auto statistics = InCongress<v1::GetDelegateStatisticsRequest>();
  add("CredentialService.GetDelegateStatistics",
      {"inspector", "reader", Calling(&Credentials::GetDelegateStatistics, statistics), [=](Fixture& f, Context c) {
         const auto seen = f.Call(&Credentials::GetDelegateStatistics, statistics, std::move(c));
         return static_cast<int>(seen->delegates());
       }});
  add("CredentialService.GetMajorityBase",
      {"reader", "nobody", Calling(&Credentials::GetMajorityBase, InCongress<v1::GetMajorityBaseRequest>())});
  return table;
}

// An issued plan and a delegate of `a`.
struct World {
  World() {
    f.Approved();
    EXPECT_THAT(f.Issue(), support::IsOk());
    EXPECT_THAT(f.CreateDelegate(Fixture::DelegateRequest("d", "a")), support::IsOk());
  }
  FakeRegister numbers;
  Fixture f{{{"drafting", numbers.channel()}}};
};

TEST(Access, TheTableKnowsEveryRpc) {
  const auto table = Table();
  size_t methods = 0;
  for (const auto* file :
       {v1::GetOrganisationRequest::descriptor()->file(), v1::GetRuleSetRequest::descriptor()->file(),
        v1::GetAllocationPlanRequest::descriptor()->file(), v1::GetDelegateRequest::descriptor()->file(),
        v1::ReplaceDelegateRequest::descriptor()->file(), v1::GetMajorityBaseRequest::descriptor()->file()}) {
    for (int i = 0; i < file->service(0)->method_count(); ++i, ++methods) {
      EXPECT_TRUE(table.contains(file->service(0)->method(i)->full_name())) << file->service(0)->method(i)->full_name();
    }
  }
  EXPECT_EQ(table.size(), methods);
}

TEST(Access, OneRolePassesAndOneIsRefused) {
  World world;
  for (const auto& [method, access] : Table()) {
    EXPECT_FALSE(absl::IsPermissionDenied(access.call(world.f, world.f.Role(access.passing), false))) << method;
  }
  World untouched;
  for (const auto& [method, access] : Table()) {
    EXPECT_THAT(access.call(untouched.f, untouched.f.Role(access.refused), false),
                StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"))
        << method;
  }
}

TEST(Access, APrincipalOfAnotherOrganisationGetsNothing) {
  World world;
  const auto commits = *world.f.service().store().LastSequence();
  for (const auto& [method, access] : Table()) {
    const auto stranger = [&] { return world.f.service().As("stranger", {"administrator@elsewhere"}); };
    if (access.count) {
      EXPECT_EQ(access.count(world.f, stranger()), 0) << method;
      continue;
    }
    const absl::Status status = access.call(world.f, stranger(), false);
    EXPECT_TRUE(absl::IsNotFound(status) || absl::IsPermissionDenied(status)) << method << " " << status;
  }
  EXPECT_EQ(*world.f.service().store().LastSequence(), commits);
}

TEST(Access, WithoutATokenNobodyIsKnown) {
  World world;
  for (const auto& [method, access] : Table()) {
    EXPECT_THAT(access.call(world.f, std::make_unique<grpc::ClientContext>(), false),
                StatusIs(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"))
        << method;
  }
}

TEST(Access, AnEmptyRequestIsRefused) {
  World world;
  // Nothing is required of these; their own tests send them wrong values.
  const std::set<std::string> modest = {"congress.allocation.v1.OrganisationService.ListOrganisations",
                                        "congress.allocation.v1.OrganisationService.ListOrganisationImports",
                                        "congress.allocation.v1.OrganisationService.CheckLineage",
                                        "congress.allocation.v1.RuleSetService.ListRuleSets"};
  for (const auto& [method, access] : Table()) {
    const absl::Status status = access.call(world.f, world.f.Admin(), true);
    if (modest.contains(method)) {
      EXPECT_THAT(status, support::IsOk()) << method;
    } else {
      EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID")) << method;
    }
  }
}

TEST(Access, WhatIsNotThereIsNotFound) {
  Fixture f;
  const std::set<std::string> made = {"CreateRuleSet", "ImportOrganisations", "StartOrganisationImport"};
  for (const auto& [method, access] : Table()) {
    const std::string verb = method.substr(method.rfind('.') + 1);
    if (access.count || made.contains(verb)) continue;
    EXPECT_THAT(access.call(f, f.Admin(), false), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"))
        << method;
  }
}

}  // namespace
}  // namespace congress::allocation
