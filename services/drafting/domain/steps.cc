#include "services/drafting/domain/steps.h"

#include <algorithm>
#include <map>
#include <vector>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::drafting {
namespace {

absl::Status Inconsistent(const std::string& step, const std::string& cause, const std::string& next = "") {
  status::Metadata metadata = {{"step", step}, {"cause", cause}};
  if (!next.empty()) metadata.emplace_back("next", next);
  return status::InvalidArgument(v1::STEPS_INCONSISTENT, metadata);
}

absl::Status StepUnknown(const std::string& step) {
  return status::FailedPrecondition(v1::STEP_UNKNOWN, {{"step", step}});
}

// Whether `to` may follow `from`, both places in `steps`.
bool MayFollow(const v1::StepRule& from, int from_place, const v1::StepRule& to, int to_place) {
  if (from.next().empty()) return to_place == from_place + 1;
  return std::find(from.next().begin(), from.next().end(), to.id()) != from.next().end();
}

void PutAt(v1::Document& document, int place, absl::CivilDay day) {
  v1::DocumentStep& step = *document.mutable_steps(place);
  *step.mutable_actual_date() = civil::ToDate(day);
  document.set_current_step(place + 1);
}

absl::Status CheckRoundClosed(const v1::DocumentStep& step) {
  if (!step.rule().requires_closed_round() || (step.closed_rounds() > 0 && step.open_rounds() == 0)) {
    return absl::OkStatus();
  }
  return status::FailedPrecondition(v1::ROUND_NOT_CLOSED, {{"step", step.rule().id()},
                                                           {"open_rounds", StrCat(step.open_rounds())},
                                                           {"closed_rounds", StrCat(step.closed_rounds())},
                                                           {"cause", step.open_rounds() > 0 ? "open" : "none"}});
}

absl::Status CheckActualDate(const v1::DocumentStep& current, absl::CivilDay actual, absl::CivilDay today) {
  const absl::CivilDay reached = civil::FromDate(current.actual_date());
  if (actual >= reached && actual <= today) return absl::OkStatus();
  return status::FailedPrecondition(v1::DATE_OUT_OF_ORDER, {{"date", civil::Format(actual)},
                                                            {"reached_date", civil::Format(reached)},
                                                            {"today", civil::Format(today)},
                                                            {"cause", actual > today ? "future" : "before"}});
}

}  // namespace

std::string ProgressOf(const v1::Document& document, status::Language language) {
  const int place = document.current_step();
  if (place < 1 || place > document.steps_size()) return "";
  return status::Teller(language)(v1::Document::AT_STEP, {{"place", StrCat(place)},
                                                          {"steps", StrCat(document.steps_size())},
                                                          {"step", document.steps(place - 1).rule().display_name()}});
}

absl::Status CheckSteps(const StepRules& rules) {
  std::map<std::string, int> places;
  for (int i = 0; i < rules.size(); ++i) {
    if (!places.emplace(rules[i].id(), i).second) return Inconsistent(rules[i].id(), "repeated");
  }
  std::vector<bool> reached(static_cast<size_t>(rules.size()), false);
  for (int i = 0; i < rules.size(); ++i) {
    const size_t place = static_cast<size_t>(i);
    // All ways lead forward, so whoever can reach a step stands before it and has been visited.
    if (i > 0 && !reached[place]) return Inconsistent(rules[i].id(), "unreachable");
    for (const std::string& next : rules[i].next()) {
      const auto found = places.find(next);
      if (found == places.end()) return Inconsistent(rules[i].id(), "next_unknown", next);
      if (found->second <= i) return Inconsistent(rules[i].id(), "next_not_later", next);
      reached[static_cast<size_t>(found->second)] = true;
    }
    if (rules[i].next().empty() && i + 1 < rules.size()) reached[place + 1] = true;
  }
  if (!rules.empty() && rules[rules.size() - 1].requires_closed_round()) {
    return Inconsistent(rules[rules.size() - 1].id(), "last_requires_round");
  }
  return absl::OkStatus();
}

absl::Status BeginSteps(const StepRules& rules, const PlannedSteps& planned, absl::CivilDay today,
                        v1::Document& document) {
  document.clear_steps();
  for (const v1::StepRule& rule : rules) *document.add_steps()->mutable_rule() = rule;
  for (const v1::PlannedStep& plan : planned) {
    v1::DocumentStep* step = FindStep(document, plan.step());
    if (step == nullptr) return StepUnknown(plan.step());
    *step->mutable_planned_date() = plan.planned_date();
  }
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
  PutAt(document, 0, today);
  return absl::OkStatus();
}

absl::StatusOr<v1::Document> AdvanceStep(v1::Document document, const std::string& step, absl::CivilDay actual,
                                         absl::Time now) {
  const v1::DocumentStep* target = FindStep(document, step);
  if (target == nullptr) return StepUnknown(step);
  const int place = static_cast<int>(std::find_if(document.steps().begin(), document.steps().end(),
                                                  [&](const auto& one) { return one.rule().id() == step; }) -
                                     document.steps().begin());
  const v1::DocumentStep& current = CurrentStep(document);
  if (!MayFollow(current.rule(), document.current_step() - 1, target->rule(), place)) {
    return status::FailedPrecondition(v1::STEP_OUT_OF_ORDER, {{"step", step}, {"current_step", current.rule().id()}});
  }
  RETURN_IF_ERROR(CheckRoundClosed(current));
  RETURN_IF_ERROR(CheckActualDate(current, actual, civil::Today(now)));
  PutAt(document, place, actual);
  *document.mutable_update_time() = civil::ToTimestamp(now);
  return document;
}

const v1::DocumentStep& CurrentStep(const v1::Document& document) {
  return document.steps(document.current_step() - 1);
}

v1::DocumentStep* FindStep(v1::Document& document, const std::string& id) {
  for (v1::DocumentStep& step : *document.mutable_steps()) {
    if (step.rule().id() == id) return &step;
  }
  return nullptr;
}

bool IsFinal(const v1::Document& document) { return document.current_step() == document.steps_size(); }

}  // namespace congress::drafting
