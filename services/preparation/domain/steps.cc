#include "services/preparation/domain/steps.h"

#include <set>

#include "congress/preparation/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::preparation {
namespace {

v1::Step& AddStep(v1::Preparation* preparation, std::string_view id, v1::Step::Making making) {
  v1::Step* step = preparation->add_steps();
  step->set_id(std::string(id));
  step->set_making(making);
  step->set_state(v1::Step::PENDING);
  return *step;
}

v1::Step& StepOf(v1::Preparation* preparation, std::string_view id) {
  for (v1::Step& step : *preparation->mutable_steps()) {
    if (step.id() == id) return step;
  }
  return AddStep(preparation, id, v1::Step::MAKING_UNSPECIFIED);
}

void SetStarter(const Starter& starter, v1::Preparation* preparation) {
  preparation->set_started_by(starter.account);
  preparation->set_started_by_person(starter.person);
}

void Record(v1::Preparation* preparation, v1::Step* step, absl::Time now) {
  *step->mutable_outcome_time() = civil::ToTimestamp(now);
  *preparation->mutable_update_time() = civil::ToTimestamp(now);
}

absl::Status CheckOrder(const v1::Congress& congress, const std::string& cause, bool has_both,
                        const google::type::Date& first, const google::type::Date& last) {
  if (!has_both || civil::FromDate(first) <= civil::FromDate(last)) return absl::OkStatus();
  return status::InvalidArgument(v1::DATES_REVERSED, {{"name", congress.name()},
                                                      {"first_date", civil::Format(civil::FromDate(first))},
                                                      {"last_date", civil::Format(civil::FromDate(last))},
                                                      {"cause", cause}});
}

v1::PreparedCongress WhatStepsTake(const v1::Congress& congress) {
  v1::PreparedCongress taken;
  taken.set_congress(congress.name());
  taken.set_organisation(congress.organisation());
  taken.set_level(congress.level());
  taken.set_delegate_cap(congress.delegate_cap());
  taken.set_rule_set(congress.rule_set());
  return taken;
}

// A service looks for the answer that it gave before it judges the request, so one that judges has given none. It looks
// for the permission still earlier: whoever lost theirs may have been answered before; and a fault says nothing.
bool MadeNothing(const absl::Status& refusal) {
  return absl::IsInvalidArgument(refusal) || absl::IsNotFound(refusal) || absl::IsAlreadyExists(refusal) ||
         absl::IsFailedPrecondition(refusal) || absl::IsOutOfRange(refusal);
}

}  // namespace

absl::Status CheckDates(const v1::Congress& congress) {
  absl::Status status =
      CheckOrder(congress, "window", congress.has_window_first_day() && congress.has_window_last_day(),
                 congress.window_first_day(), congress.window_last_day());
  status.Update(CheckOrder(congress, "congress", congress.has_opening_date() && congress.has_closing_date(),
                           congress.opening_date(), congress.closing_date()));
  for (const auto& [has, date] : {std::pair(congress.has_opening_date(), congress.opening_date()),
                                  std::pair(congress.has_closing_date(), congress.closing_date())}) {
    if (!has) continue;
    const absl::CivilDay day = civil::FromDate(date);
    const bool early = congress.has_window_first_day() && day < civil::FromDate(congress.window_first_day());
    const bool late = congress.has_window_last_day() && day > civil::FromDate(congress.window_last_day());
    if (!early && !late) continue;
    const auto& edge = early ? congress.window_first_day() : congress.window_last_day();
    status.Update(status::InvalidArgument(v1::OUTSIDE_WINDOW, {{"name", congress.name()},
                                                               {"date", civil::Format(day)},
                                                               {"window_date", civil::Format(civil::FromDate(edge))},
                                                               {"cause", early ? "before" : "after"}}));
  }
  return status;
}

absl::StatusOr<v1::Preparation> Plan(const v1::Congress& congress, const v1::Scope& scope, std::string_view uid,
                                     const Starter& starter, absl::Time now) {
  v1::Preparation preparation;
  preparation.set_name(StrCat(congress.name(), "/preparation"));
  preparation.set_organisation(congress.organisation());
  preparation.set_uid(std::string(uid));
  *preparation.mutable_scope() = scope;
  *preparation.mutable_congress() = WhatStepsTake(congress);
  SetStarter(starter, &preparation);
  preparation.set_state(v1::Preparation::RUNNING);
  *preparation.mutable_create_time() = civil::ToTimestamp(now);

  AddStep(&preparation, "congress", v1::Step::CONGRESS);
  if (scope.has_allocation_plan()) AddStep(&preparation, "allocation-plan", v1::Step::ALLOCATION_PLAN);
  for (const auto& document : scope.documents()) {
    AddStep(&preparation, StrCat("document-", document.id()), v1::Step::DOCUMENT);
  }
  if (scope.has_task_plan()) {
    AddStep(&preparation, "task-plan", v1::Step::TASK_PLAN);
    if (!scope.task_plan().csv().empty()) AddStep(&preparation, "tasks", v1::Step::TASKS);
  }
  for (const auto& window : scope.windows()) {
    AddStep(&preparation, StrCat("window-", window.id()), v1::Step::WINDOW);
  }
  std::set<std::string_view> ids;
  for (const v1::Step& step : preparation.steps()) {
    if (ids.insert(step.id()).second) continue;
    return status::InvalidArgument(v1::STEP_DUPLICATED, {{"id", step.id()}});
  }
  return Done(std::move(preparation), "congress", congress.name(), now);
}

const v1::Step* NextStep(const v1::Preparation& preparation) {
  for (const v1::Step& step : preparation.steps()) {
    if (step.state() != v1::Step::DONE) return &step;
  }
  return nullptr;
}

v1::Preparation Done(v1::Preparation preparation, std::string_view id, std::string_view resource, absl::Time now) {
  v1::Step& step = StepOf(&preparation, id);
  step.set_state(v1::Step::DONE);
  step.set_resource(std::string(resource));
  step.clear_reason();
  step.clear_detail();
  step.clear_detail_english();
  step.clear_nothing_made();
  Record(&preparation, &step, now);
  if (NextStep(preparation) == nullptr) preparation.set_state(v1::Preparation::DONE);
  return preparation;
}

v1::Preparation Blocked(v1::Preparation preparation, std::string_view id, const absl::Status& refusal, absl::Time now) {
  v1::Step& step = StepOf(&preparation, id);
  step.set_state(v1::Step::BLOCKED);
  Refuse(refusal, &step);
  step.set_nothing_made(MadeNothing(refusal));
  Record(&preparation, &step, now);
  preparation.set_state(v1::Preparation::BLOCKED);
  return preparation;
}

absl::StatusOr<v1::Preparation> Resume(v1::Preparation preparation, const v1::Congress& congress,
                                       const Starter& starter, absl::Time now) {
  if (preparation.state() != v1::Preparation::BLOCKED) {
    return status::FailedPrecondition(
        v1::PREPARATION_NOT_BLOCKED,
        {{"name", preparation.name()}, {"state", v1::Preparation::State_Name(preparation.state())}});
  }
  preparation.set_state(v1::Preparation::RUNNING);
  SetStarter(starter, &preparation);
  if (NextStep(preparation)->nothing_made()) *preparation.mutable_congress() = WhatStepsTake(congress);
  *preparation.mutable_update_time() = civil::ToTimestamp(now);
  for (v1::Step& step : *preparation.mutable_steps()) {
    if (step.state() == v1::Step::BLOCKED) step.set_state(v1::Step::PENDING);
  }
  return preparation;
}

void Refuse(const absl::Status& refusal, v1::Step* step) {
  step->set_reason(status::ReasonOf(refusal));
  step->set_detail(status::SentenceOf(refusal));
  step->set_detail_english(std::string(refusal.message()));
}

void Tell(status::Language language, v1::Step* step) {
  // Those of older stores have a title, and their refusals in Vietnamese alone.
  if (step->making() != v1::Step::MAKING_UNSPECIFIED) step->set_title(status::Teller(language)(step->making()));
  if (language == status::Language::kEnglish && !step->detail_english().empty()) {
    step->set_detail(step->detail_english());
  }
}

v1::Preparation Told(v1::Preparation preparation, status::Language language) {
  for (v1::Step& step : *preparation.mutable_steps()) Tell(language, &step);
  return preparation;
}

}  // namespace congress::preparation
