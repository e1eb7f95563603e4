#include "services/dossiers/domain/personnel_plan.h"

#include <algorithm>
#include <initializer_list>
#include <set>
#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/basis.h"

namespace congress::dossiers {
namespace {

using Plan = v1::PersonnelPlan;

absl::Status RequirePlanState(const Plan& plan, std::initializer_list<Plan::State> states) {
  const bool right = std::find(states.begin(), states.end(), plan.state()) != states.end();
  return right ? absl::OkStatus() : WrongPlanState(plan);
}

Plan Moved(Plan plan, Plan::State state, const Actor& actor, const std::string& reason = "") {
  plan.set_state(state);
  Plan::Note& note = *plan.add_trail();
  note.set_state(state);
  *note.mutable_time() = civil::ToTimestamp(actor.now);
  note.set_account(actor.subject);
  note.set_person(actor.person);
  note.set_reason(reason);
  *plan.mutable_update_time() = note.time();
  return plan;
}

void AddDrafter(const Actor& actor, Plan* plan) {
  const auto& known = plan->drafters();
  if (actor.person.empty() || std::find(known.begin(), known.end(), actor.person) != known.end()) return;
  plan->add_drafters(actor.person);
}

absl::Status CheckPlan(const Plan& plan, std::string_view path) {
  status::Violations violations;
  if (plan.organisation().empty()) violations.Add(StrCat(path, ".organisation"), status::PlatformFault::REQUIRED);
  if (plan.display_name().empty()) violations.Add(StrCat(path, ".display_name"), status::PlatformFault::REQUIRED);
  if (plan.appraisers().empty()) violations.Add(StrCat(path, ".appraisers"), status::PlatformFault::REQUIRED);
  std::set<std::string_view> positions;
  for (int i = 0; i < plan.parts_size(); ++i) {
    const v1::PlanPart& part = plan.parts(i);
    const std::string at = StrCat(path, ".parts[", i, "]");
    if (!positions.insert(part.position()).second) {
      violations.Add(StrCat(at, ".position"), status::PlatformFault::REPEATED, {{"value", part.position()}});
    }
    std::set<std::string_view> persons;
    for (int j = 0; j < part.entries_size(); ++j) {
      if (persons.insert(part.entries(j).person()).second) continue;
      violations.Add(StrCat(at, ".entries[", j, "].person"), status::PlatformFault::REPEATED,
                     {{"value", part.entries(j).person()}});
    }
  }
  return violations.ToStatus();
}

bool NeedsRemarks(v1::Appraisal::Opinion opinion) {
  return opinion == v1::Appraisal::AGREES_WITH_REMARKS || opinion == v1::Appraisal::OBJECTS;
}

bool AllHaveAnswered(const Plan& plan) {
  std::set<std::string_view> answered;
  for (const v1::Appraisal& appraisal : plan.appraisals()) {
    if (appraisal.round() == plan.round()) answered.insert(appraisal.appraiser());
  }
  const auto& asked = plan.appraisers();
  return std::all_of(asked.begin(), asked.end(), [&](const std::string& one) { return answered.contains(one); });
}

}  // namespace

absl::Status WrongPlanState(const Plan& plan) {
  return status::FailedPrecondition(v1::PLAN_STATE, {{"name", plan.name()}, {"state", Plan::State_Name(plan.state())}});
}

absl::StatusOr<Plan> DraftPlan(std::string_view parent, std::string_view id, Plan plan, const Actor& actor,
                               std::string_view path) {
  RETURN_IF_ERROR(CheckPlan(plan, path));
  plan.set_name(StrCat(parent, "/personnelPlans/", id));
  *plan.mutable_create_time() = civil::ToTimestamp(actor.now);
  AddDrafter(actor, &plan);
  return Moved(std::move(plan), Plan::DRAFT, actor);
}

absl::StatusOr<Plan> RevisePlan(const Plan& before, Plan after, const Actor& actor) {
  RETURN_IF_ERROR(RequirePlanState(before, {Plan::DRAFT, Plan::RETURNED}));
  RETURN_IF_ERROR(CheckPlan(after, "personnel_plan"));
  AddDrafter(actor, &after);
  *after.mutable_update_time() = civil::ToTimestamp(actor.now);
  return after;
}

absl::StatusOr<Plan> SubmitPlan(Plan plan, const Actor& actor) {
  RETURN_IF_ERROR(RequirePlanState(plan, {Plan::DRAFT, Plan::RETURNED}));
  plan.set_round(plan.round() + 1);
  AddDrafter(actor, &plan);
  return Moved(std::move(plan), Plan::APPRAISING, actor);
}

absl::StatusOr<Plan> Appraise(Plan plan, v1::Appraisal appraisal, const Actor& actor, std::string_view path) {
  RETURN_IF_ERROR(RequirePlanState(plan, {Plan::APPRAISING, Plan::APPRAISED}));
  status::Violations violations;
  const auto& asked = plan.appraisers();
  if (std::find(asked.begin(), asked.end(), appraisal.appraiser()) == asked.end()) {
    violations.Add(StrCat(path, ".appraiser"), v1::NOT_ASKED);
  }
  if (NeedsRemarks(appraisal.opinion()) && appraisal.remarks().empty()) {
    violations.Add(StrCat(path, ".remarks"), status::PlatformFault::REQUIRED);
  }
  RETURN_IF_ERROR(violations.ToStatus());
  appraisal.set_round(plan.round());
  *appraisal.mutable_record_time() = civil::ToTimestamp(actor.now);
  appraisal.set_recorded_by(actor.subject);
  appraisal.set_recorded_person(actor.person);
  *plan.mutable_update_time() = appraisal.record_time();
  *plan.add_appraisals() = std::move(appraisal);
  if (plan.state() == Plan::APPRAISING && AllHaveAnswered(plan)) return Moved(std::move(plan), Plan::APPRAISED, actor);
  return plan;
}

absl::StatusOr<Plan> ReturnPlan(Plan plan, const std::string& reason, const Actor& actor) {
  RETURN_IF_ERROR(RequirePlanState(plan, {Plan::APPRAISING, Plan::APPRAISED}));
  return Moved(std::move(plan), Plan::RETURNED, actor, reason);
}

absl::StatusOr<Plan> WithdrawPlan(Plan plan, const std::string& reason, const Actor& actor) {
  RETURN_IF_ERROR(RequirePlanState(plan, {Plan::DRAFT, Plan::RETURNED, Plan::APPRAISING, Plan::APPRAISED}));
  return Moved(std::move(plan), Plan::WITHDRAWN, actor, reason);
}

absl::StatusOr<Plan> BeginDeciding(Plan plan, const Actor& actor) {
  RETURN_IF_ERROR(RequirePlanState(plan, {Plan::APPRAISED}));
  return Moved(std::move(plan), Plan::DECIDING, actor);
}

absl::StatusOr<Plan> GiveUpDeciding(Plan plan, const std::string& cause, const Actor& actor) {
  RETURN_IF_ERROR(RequirePlanState(plan, {Plan::DECIDING}));
  plan = Moved(std::move(plan), Plan::APPRAISED, actor);
  plan.mutable_trail(plan.trail_size() - 1)->set_cause(cause);
  return plan;
}

absl::StatusOr<Plan> DecidePlan(Plan plan, const v1::Basis& decision, const Actor& actor) {
  RETURN_IF_ERROR(RequirePlanState(plan, {Plan::DECIDING}));
  *plan.mutable_decision() = decision;
  return Moved(std::move(plan), Plan::DECIDED, actor);
}

absl::StatusOr<Plan> RevokePlan(Plan plan, const v1::RevokePersonnelPlanRequest& request, const Actor& actor) {
  RETURN_IF_ERROR(RequirePlanState(plan, {Plan::DECIDED}));
  if (!NamesDecision(request.basis())) {
    status::Violations violations;
    violations.Add("basis", v1::DECISION_REQUIRED);
    return violations.ToStatus();
  }
  *plan.mutable_revoke_basis() = request.basis();
  return Moved(std::move(plan), Plan::REVOKED, actor, request.reason());
}

absl::StatusOr<Plan> SupersedePlan(Plan plan, const std::string& by, const Actor& actor) {
  RETURN_IF_ERROR(RequirePlanState(plan, {Plan::DECIDED}));
  plan.set_superseded_by(by);
  return Moved(std::move(plan), Plan::SUPERSEDED, actor);
}

bool Counts(const Plan& plan) {
  return plan.state() != Plan::WITHDRAWN && plan.state() != Plan::REVOKED && plan.state() != Plan::SUPERSEDED;
}

std::vector<std::string> PersonsIn(const Plan& plan) {
  std::set<std::string> persons;
  for (const v1::PlanPart& part : plan.parts()) {
    for (const v1::PlanEntry& entry : part.entries()) persons.insert(entry.person());
  }
  return {persons.begin(), persons.end()};
}

}  // namespace congress::dossiers
