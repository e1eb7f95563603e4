#include "services/drafting/domain/plan.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "services/drafting/domain/places.h"

namespace congress::drafting {
namespace {

absl::Status CheckOrder(const v1::Document& document) {
  const v1::DocumentStep* before = nullptr;
  for (const v1::DocumentStep& step : document.steps()) {
    if (!step.has_planned_date()) continue;
    if (before != nullptr && civil::FromDate(step.planned_date()) < civil::FromDate(before->planned_date())) {
      return status::InvalidArgument(v1::PLAN_OUT_OF_ORDER,
                                     {{"step", step.rule().id()},
                                      {"planned_date", civil::Format(civil::FromDate(step.planned_date()))},
                                      {"earlier_step", before->rule().id()},
                                      {"earlier_date", civil::Format(civil::FromDate(before->planned_date()))}});
    }
    before = &step;
  }
  return absl::OkStatus();
}

absl::Status CheckOnce(const PlannedSteps& planned) {
  status::Violations violations;
  std::set<std::string_view> steps;
  for (const v1::PlannedStep& plan : planned) {
    if (steps.insert(plan.step()).second) continue;
    violations.Add("planned_steps", status::PlatformFault::REPEATED, {{"value", plan.step()}});
  }
  return violations.ToStatus();
}

void Note(const v1::DocumentStep& step, const v1::PlannedStep& plan, const std::string& reason, const Act& act,
          v1::Document& document) {
  v1::StepReplan& replan = *document.add_replans();
  replan.set_step(plan.step());
  if (step.has_planned_date()) *replan.mutable_from_date() = step.planned_date();
  *replan.mutable_to_date() = plan.planned_date();
  replan.set_reason(reason);
  replan.set_author(act.account);
  *replan.mutable_create_time() = civil::ToTimestamp(act.now);
}

}  // namespace

absl::Status SetPlan(const PlannedSteps& planned, v1::Document& document) {
  RETURN_IF_ERROR(CheckOnce(planned));
  for (const v1::PlannedStep& plan : planned) {
    v1::DocumentStep* step = FindStep(document, plan.step());
    if (step == nullptr) return StepUnknown(plan.step());
    *step->mutable_planned_date() = plan.planned_date();
  }
  return CheckOrder(document);
}

absl::StatusOr<v1::Document> Replan(v1::Document document, const PlannedSteps& planned, const std::string& reason,
                                    const Act& act) {
  for (const v1::PlannedStep& plan : planned) {
    const int place = PlaceOfStep(document, plan.step());
    if (place < 0) return StepUnknown(plan.step());
    if (place < document.current_step()) return status::FailedPrecondition(v1::STEP_REACHED, {{"step", plan.step()}});
    const v1::DocumentStep& step = document.steps(place);
    const bool same =
        step.has_planned_date() && civil::FromDate(step.planned_date()) == civil::FromDate(plan.planned_date());
    if (!same) Note(step, plan, reason, act, document);
  }
  RETURN_IF_ERROR(SetPlan(planned, document));
  *document.mutable_update_time() = civil::ToTimestamp(act.now);
  return document;
}

int DaysLate(const v1::Document& document, int place, absl::CivilDay today) {
  const v1::DocumentStep& step = document.steps(place);
  const bool to_come = place >= document.current_step();
  if (!step.has_planned_date() || (!to_come && !step.has_actual_date())) return 0;
  const absl::CivilDay until = to_come ? today : civil::FromDate(step.actual_date());
  return std::max(0, static_cast<int>(until - civil::FromDate(step.planned_date())));
}

int LatestPlace(const v1::Document& document, absl::CivilDay today) {
  // Later steps have no earlier days.
  for (int place = document.current_step(); place < document.steps_size(); ++place) {
    if (DaysLate(document, place, today) > 0) return place;
    if (document.steps(place).has_planned_date()) return -1;
  }
  return -1;
}

}  // namespace congress::drafting
