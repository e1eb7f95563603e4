#include "services/dossiers/personnel_plan_service.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/paper/paper.h"
#include "platform/rpc/field_mask.h"
#include "platform/rpc/paging.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/names.h"
#include "services/dossiers/domain/personnel_plan.h"
#include "services/dossiers/domain/plan_paper.h"
#include "services/dossiers/ids.h"
#include "services/dossiers/plan_lacks.h"
#include "services/dossiers/plan_records.h"
#include "services/dossiers/plan_succession.h"
#include "services/dossiers/position_records.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"
#include "services/dossiers/rule_records.h"

namespace congress::dossiers {
namespace {

using OnePlan = absl::StatusOr<v1::PersonnelPlan>;

// Of what the plan names: whose position it is, and that the caller may read the persons.
absl::Status CheckNames(rpc::Call& call, const v1::PersonnelPlan& plan, std::string_view path) {
  if (!plan.rule_set().empty()) RETURN_IF_ERROR(kPersonnelRuleSets.ReadShared(call, plan.rule_set()).status());
  status::Violations violations;
  if (!plan.supersedes().empty()) {
    ASSIGN_OR_RETURN(const v1::PersonnelPlan old, kPersonnelPlans.Read(call, plan.supersedes()));
    // Whose tenures may end by it.
    RETURN_IF_ERROR(RequireNotIn(call, old));
    if (old.organisation() != plan.organisation() || CongressOf(old.name()) != CongressOf(plan.name()) ||
        old.name() == plan.name()) {
      violations.Add(StrCat(path, ".supersedes"), v1::PLAN_OF_OTHERS, {{"organisation", plan.organisation()}});
    }
  }
  for (int i = 0; i < plan.parts_size(); ++i) {
    const v1::PlanPart& part = plan.parts(i);
    ASSIGN_OR_RETURN(const v1::PositionSlot slot, kPositionSlots.Read(call, part.position()));
    if (slot.organisation() != plan.organisation() || !slot.name().starts_with(CongressOf(plan.name()) + "/")) {
      violations.Add(StrCat(path, ".parts[", i, "].position"), v1::POSITION_OF_OTHERS,
                     {{"organisation", plan.organisation()}});
    }
    std::set<std::string> persons;
    for (int j = 0; j < part.entries_size(); ++j) {
      const std::string& named = part.entries(j).person();
      RETURN_IF_ERROR(kPersons.Read(call, named).status());
      RETURN_IF_ERROR(CollideOnPerson(call, named));
      ASSIGN_OR_RETURN(std::string person, StandingName(call, named));
      if (persons.insert(std::move(person)).second) continue;
      violations.Add(StrCat(path, ".parts[", i, "].entries[", j, "].person"), status::PlatformFault::REPEATED,
                     {{"value", named}});
    }
  }
  return violations.ToStatus();
}

OnePlan NewPlan(rpc::Call& call, const std::string& parent, std::string_view said, const v1::PersonnelPlan& wanted,
                const std::string& at) {
  RETURN_IF_ERROR(call.Require(wanted.organisation()));
  RETURN_IF_ERROR(RequireNotIn(call, wanted));
  ASSIGN_OR_RETURN(const std::string id, IdFor(call, said, wanted.organisation(), StrCat(at, "personnel_plan_id")));
  const std::string path = StrCat(at, "personnel_plan");
  ASSIGN_OR_RETURN(v1::PersonnelPlan plan, DraftPlan(parent, id, wanted, ActorOf(call), path));
  RETURN_IF_ERROR(CheckNames(call, plan, path));
  return kPersonnelPlans.Create(call, std::move(plan));
}

// The body by which the caller holds the permission, the plan's organisation first; empty where they do not.
std::string HeldAt(const rpc::Call& call, std::string_view permission, const v1::PersonnelPlan& plan) {
  if (call.Holds(permission, plan.organisation())) return plan.organisation();
  for (const std::string& one : plan.appraisers()) {
    if (one.starts_with("organisations/") && call.Holds(permission, one)) return one;
  }
  return "";
}

// For who may read the plan, or is asked about it, and is not named in it: who is unknown is taken for somebody else.
OnePlan ReadablePlan(rpc::Call& call, const std::string& name) {
  ASSIGN_OR_RETURN(v1::PersonnelPlan plan, kPersonnelPlans.Load(call, name));
  const std::string held = HeldAt(call, kPersonnelPlans.read_permission(), plan);
  if (held.empty()) return status::NotFound("PersonnelPlan", name);
  RETURN_IF_ERROR(call.Require(kPersonnelPlans.read_permission(), held));
  RETURN_IF_ERROR(HideOwn(call, "PersonnelPlan", name, PersonsIn(plan)));
  return plan;
}

OnePlan RecordOne(rpc::Call& call, const v1::RecordPlanAppraisalRequest& request, std::string_view path) {
  const v1::Appraisal& appraisal = request.appraisal();
  ASSIGN_OR_RETURN(v1::PersonnelPlan plan, kPersonnelPlans.Load(call, request.name()));
  const std::string held = HeldAt(call, kPersonnelPlans.read_permission(), plan);
  if (held.empty()) return status::NotFound("PersonnelPlan", request.name());
  // A body speaks for itself alone.
  const bool own = held != plan.organisation() && held == appraisal.appraiser();
  RETURN_IF_ERROR(call.Require(own ? held : plan.organisation()));
  RETURN_IF_ERROR(kPersonnelPlans.CheckEtag(plan, request.etag()));
  RETURN_IF_ERROR(RequireUnconcerned(call, plan, true));
  ASSIGN_OR_RETURN(plan, Appraise(std::move(plan), appraisal, ActorOf(call), path));
  return kPersonnelPlans.Put(call, std::move(plan));
}

// Read → etag → four eyes → decide → stage.
template <class Request, class Decide>
OnePlan ChangePlan(rpc::Call& call, const Request& request, Decide decide) {
  return kPersonnelPlans.Mutate(call, request.name(), request.etag(), [&](v1::PersonnelPlan plan) -> OnePlan {
    RETURN_IF_ERROR(RequireUnconcerned(call, plan));
    return decide(std::move(plan));
  });
}

absl::CivilDay DayOf(const rpc::Call& call, bool said, const google::type::Date& day) {
  return said ? civil::FromDate(day) : civil::Today(call.now());
}

}  // namespace

OnePlan PersonnelPlanService::CreatePersonnelPlan(rpc::Call& call,
                                                  const v1::CreatePersonnelPlanRequest& request) const {
  return NewPlan(call, request.parent(), request.personnel_plan_id(), request.personnel_plan(), "");
}

absl::StatusOr<v1::BatchCreatePersonnelPlansResponse> PersonnelPlanService::BatchCreatePersonnelPlans(
    rpc::Call& call, const v1::BatchCreatePersonnelPlansRequest& request) const {
  RETURN_IF_ERROR(
      RequireDistinct(request.personnel_plans(), "personnel_plans", "personnel_plan_id",
                      [](const v1::NewPersonnelPlan& item) { return std::string_view(item.personnel_plan_id()); }));
  v1::BatchCreatePersonnelPlansResponse created;
  for (int i = 0; i < request.personnel_plans_size(); ++i) {
    const v1::NewPersonnelPlan& item = request.personnel_plans(i);
    ASSIGN_OR_RETURN(*created.add_personnel_plans(),
                     NewPlan(call, request.parent(), item.personnel_plan_id(), item.personnel_plan(),
                             StrCat("personnel_plans[", i, "].")));
  }
  return created;
}

OnePlan PersonnelPlanService::GetPersonnelPlan(rpc::Call& call, const v1::GetPersonnelPlanRequest& request) const {
  return ReadablePlan(call, request.name());
}

absl::StatusOr<v1::ListPersonnelPlansResponse> PersonnelPlanService::ListPersonnelPlans(
    rpc::Call& call, const v1::ListPersonnelPlansRequest& request) const {
  ASSIGN_OR_RETURN(rpc::Query<v1::PersonnelPlan> query, rpc::QueryOf<v1::PersonnelPlan>(request));
  query.Of(call, request.organisation());
  ASSIGN_OR_RETURN(const Names own, OwnNames(call));
  query.matches = [&](const v1::PersonnelPlan& plan) { return !own.HasAny(PersonsIn(plan)); };
  ASSIGN_OR_RETURN(
      auto page, kPersonnelPlans.Find(call, StrCat(request.parent(), "/personnelPlans/"), rpc::PageOf(request), query));
  v1::ListPersonnelPlansResponse listed;
  listed.mutable_personnel_plans()->Assign(page.items.begin(), page.items.end());
  listed.set_next_page_token(std::move(page.next_page_token));
  return listed;
}

OnePlan PersonnelPlanService::UpdatePersonnelPlan(rpc::Call& call,
                                                  const v1::UpdatePersonnelPlanRequest& request) const {
  const v1::PersonnelPlan& patch = request.personnel_plan();
  RETURN_IF_ERROR(RequireName("personnel_plan.name", patch.name()));
  return kPersonnelPlans.Mutate(call, patch.name(), patch.etag(), [&](const v1::PersonnelPlan& before) -> OnePlan {
    RETURN_IF_ERROR(RequireUnconcerned(call, before));
    v1::PersonnelPlan after = before;
    RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &after));
    RETURN_IF_ERROR(RequireNotIn(call, after));
    ASSIGN_OR_RETURN(after, RevisePlan(before, std::move(after), ActorOf(call)));
    RETURN_IF_ERROR(CheckNames(call, after, "personnel_plan"));
    return after;
  });
}

OnePlan PersonnelPlanService::SubmitPersonnelPlan(rpc::Call& call,
                                                  const v1::SubmitPersonnelPlanRequest& request) const {
  return ChangePlan(call, request, [&](v1::PersonnelPlan plan) { return SubmitPlan(std::move(plan), ActorOf(call)); });
}

OnePlan PersonnelPlanService::RecordPlanAppraisal(rpc::Call& call,
                                                  const v1::RecordPlanAppraisalRequest& request) const {
  return RecordOne(call, request, "appraisal");
}

absl::StatusOr<v1::BatchRecordPlanAppraisalsResponse> PersonnelPlanService::BatchRecordPlanAppraisals(
    rpc::Call& call, const v1::BatchRecordPlanAppraisalsRequest& request) const {
  status::Violations violations;
  for (int i = 0; i < request.requests_size(); ++i) {
    if (CongressOf(request.requests(i).name()) == request.parent()) continue;
    violations.Add(StrCat("requests[", i, "].name"), status::PlatformFault::NOT_A_NAME,
                   {{"form", StrCat(request.parent(), "/personnelPlans/*")}});
  }
  RETURN_IF_ERROR(violations.ToStatus());
  v1::BatchRecordPlanAppraisalsResponse recorded;
  for (int i = 0; i < request.requests_size(); ++i) {
    ASSIGN_OR_RETURN(*recorded.add_personnel_plans(),
                     RecordOne(call, request.requests(i), StrCat("requests[", i, "].appraisal")));
  }
  return recorded;
}

OnePlan PersonnelPlanService::ReturnPersonnelPlan(rpc::Call& call,
                                                  const v1::ReturnPersonnelPlanRequest& request) const {
  return ChangePlan(call, request, [&](v1::PersonnelPlan plan) {
    return ReturnPlan(std::move(plan), request.reason(), ActorOf(call));
  });
}

OnePlan PersonnelPlanService::WithdrawPersonnelPlan(rpc::Call& call,
                                                    const v1::WithdrawPersonnelPlanRequest& request) const {
  return ChangePlan(call, request, [&](v1::PersonnelPlan plan) {
    return WithdrawPlan(std::move(plan), request.reason(), ActorOf(call));
  });
}

absl::StatusOr<v1::PersonnelPlanLacks> PersonnelPlanService::GetPersonnelPlanLacks(
    rpc::Call& call, const v1::GetPersonnelPlanLacksRequest& request) const {
  ASSIGN_OR_RETURN(const v1::PersonnelPlan plan, ReadablePlan(call, request.name()));
  std::set<std::string> damaged;
  ASSIGN_OR_RETURN(const auto all, PlansOf(call, CongressOf(plan.name()), &damaged));
  const absl::CivilDay day = DayOf(call, request.has_as_of(), request.as_of());
  ASSIGN_OR_RETURN(const Planned planned, PlannedIn(call, all));
  ASSIGN_OR_RETURN(const auto lacks, LacksOf(call, plan, planned, day));
  v1::PersonnelPlanLacks told;
  told.mutable_lacks()->Assign(lacks.begin(), lacks.end());
  return told;
}

absl::StatusOr<v1::ListPersonnelPlanLacksResponse> PersonnelPlanService::ListPersonnelPlanLacks(
    rpc::Call& call, const v1::ListPersonnelPlanLacksRequest& request) const {
  call.Filtered();
  std::set<std::string> damaged;
  ASSIGN_OR_RETURN(const auto all, PlansOf(call, request.parent(), &damaged));
  ASSIGN_OR_RETURN(const Planned planned, PlannedIn(call, all));
  const absl::CivilDay day = DayOf(call, request.has_as_of(), request.as_of());
  ASSIGN_OR_RETURN(const Names own, OwnNames(call));
  std::vector<v1::PlanLack> lacks;
  for (const v1::PersonnelPlan& plan : all) {
    if (!Counts(plan) || !call.IsOf(plan.organisation(), request.organisation())) continue;
    if (!call.Holds(kPersonnelPlans.read_permission(), plan.organisation()) || own.HasAny(PersonsIn(plan))) continue;
    auto of_plan = damaged.contains(plan.name()) ? rpc::Corrupt(plan.name()) : LacksOf(call, plan, planned, day);
    if (absl::IsDataLoss(of_plan.status())) {
      call.LacksGraded(plan.name());
      continue;
    }
    RETURN_IF_ERROR(of_plan.status());
    std::move(of_plan->begin(), of_plan->end(), std::back_inserter(lacks));
  }
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), lacks.size()));
  v1::ListPersonnelPlanLacksResponse listed;
  for (size_t i = slice.begin; i < slice.end; ++i) *listed.add_lacks() = std::move(lacks[i]);
  listed.set_next_page_token(slice.next_page_token);
  return listed;
}

absl::StatusOr<operations::v1::Operation> PersonnelPlanService::BatchDecidePersonnelPlans(
    rpc::Call& call, const v1::BatchDecidePersonnelPlansRequest& request) const {
  return decisions_.Begin(call, request);
}

OnePlan PersonnelPlanService::RevokePersonnelPlan(rpc::Call& call,
                                                  const v1::RevokePersonnelPlanRequest& request) const {
  return ChangePlan(call, request, [&](v1::PersonnelPlan plan) -> OnePlan {
    RETURN_IF_ERROR(RequireTaken(request.basis(), call.now()));
    ASSIGN_OR_RETURN(plan, RevokePlan(std::move(plan), request, ActorOf(call)));
    for (const v1::PlanPart& part : plan.parts()) {
      for (const v1::PlanEntry& entry : part.entries()) {
        if (entry.tenure().empty()) continue;
        ASSIGN_OR_RETURN(const v1::Tenure tenure, kTenures.Load(call, entry.tenure()));
        if (tenure.has_until_date()) continue;
        RETURN_IF_ERROR(EndByPlan(call, part.position(), tenure, request.until_date(), request.reason(),
                                  request.basis(), ActorOf(call)));
      }
    }
    return plan;
  });
}

absl::StatusOr<v1::ExportPersonnelPlanResponse> PersonnelPlanService::ExportPersonnelPlan(
    rpc::Call& call, const v1::ExportPersonnelPlanRequest& request) const {
  ASSIGN_OR_RETURN(v1::PersonnelPlan plan, ReadablePlan(call, request.name()));
  const paper::v1::Paper act = PlanPrint(Named(call, std::move(plan), false), request.form(), call.language());
  ASSIGN_OR_RETURN(paper::File file, paper::Render(act, request.paper_format(), layout_));
  v1::ExportPersonnelPlanResponse response;
  response.set_content_type(file.media_type);
  response.set_file_name(StrCat("personnel-plan", file.extension));
  response.set_content(std::move(file.content));
  return response;
}

}  // namespace congress::dossiers
