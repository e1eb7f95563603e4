#include "services/dossiers/domain/process.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::dossiers {
namespace {

using Step = v1::StepState;
using Candidate = v1::ProcessCandidate;
using OneProcess = absl::StatusOr<v1::PersonnelProcess>;

void StampProcess(v1::PersonnelProcess* process, const Actor& actor) {
  *process->mutable_update_time() = civil::ToTimestamp(actor.now);
}

void EnterState(v1::PersonnelProcess::State state, std::string reason, const Actor& actor,
                v1::PersonnelProcess* process) {
  process->set_state(state);
  v1::PersonnelProcess::Note& note = *process->add_trail();
  note.set_state(state);
  *note.mutable_time() = civil::ToTimestamp(actor.now);
  note.set_account(actor.subject);
  note.set_person(actor.person);
  note.set_reason(std::move(reason));
  StampProcess(process, actor);
}

absl::Status OfCandidate(v1::Reason reason, const v1::PersonnelProcess& process, const std::string& person) {
  return status::FailedPrecondition(reason, {{"name", process.name()}, {"person", person}});
}

Candidate* FindCandidate(const std::string& person, v1::PersonnelProcess* process) {
  for (Candidate& candidate : *process->mutable_candidates()) {
    if (candidate.person() == person) return &candidate;
  }
  return nullptr;
}

// Whether the candidate goes through the step. One who came in at a later step does not: a correction of this one
// leaves them where they are.
bool GoesThrough(const Candidate& candidate, const v1::PersonnelProcess& process, std::string_view step_id) {
  for (const Step& step : process.steps()) {
    if (step.step_id() == candidate.since_step()) return candidate.state() == Candidate::RUNNING;
    if (step.step_id() == step_id) return false;
  }
  return false;
}

absl::Status TieOpen(const v1::PersonnelProcess& process, const Step& step) {
  return status::FailedPrecondition(
      v1::TIE_OPEN, {{"name", process.name()}, {"step", step.title()}, {"state", Step::State_Name(step.state())}});
}

// What the ballots and the settlement of one step make of it.
void JudgeStep(const v1::ProcessStep& rule, const std::vector<const v1::StepResult*>& results,
               v1::PersonnelProcess* process, Step* step) {
  if (results.empty()) {
    step->set_state(Step::OPEN);
    Unsettle(step);
    return;
  }
  for (const v1::StepResult* result : results) step->add_results(result->name());
  step->set_state(Step::DONE);
  if (rule.act() != v1::ProcessStep::BALLOT) return;
  std::set<std::string> chosen(step->settlement().persons().begin(), step->settlement().persons().end());
  std::vector<std::string> tied;
  for (const v1::StepResult* result : results) {
    tied.clear();
    for (const v1::Choice& choice : result->choices()) {
      if (choice.chosen()) chosen.insert(choice.person());
      if (choice.tied()) tied.push_back(choice.person());
    }
  }
  std::vector<Candidate*> left;
  for (Candidate& candidate : *process->mutable_candidates()) {
    const bool goes = GoesThrough(candidate, *process, step->step_id());
    if (goes && !chosen.contains(candidate.person())) left.push_back(&candidate);
  }
  if (rule.limit_to_seats() && !step->has_settlement() && static_cast<int>(chosen.size()) < process->seat_count()) {
    for (const Candidate* candidate : left) {
      if (std::find(tied.begin(), tied.end(), candidate->person()) != tied.end())
        step->add_run_off(candidate->person());
    }
    // Whoever is left may stand again where nobody is tied.
    step->set_state(step->run_off().empty() ? Step::SHORT : Step::TIED);
    if (step->state() == Step::SHORT) {
      for (const Candidate* candidate : left) step->add_run_off(candidate->person());
    }
    return;
  }
  for (Candidate* candidate : left) {
    candidate->set_state(Candidate::NOT_PASSED);
    candidate->set_last_step(step->step_id());
  }
}

}  // namespace

bool InForce(const v1::StepResult& result) { return result.corrected_by().empty() && result.voided_by().empty(); }

int PlaceOf(const v1::ProcessTemplate& rules, std::string_view step_id) {
  for (int i = 0; i < rules.steps_size(); ++i) {
    if (rules.steps(i).step_id() == step_id) return i;
  }
  return -1;
}

std::vector<const v1::StepResult*> ResultsInForce(const Proceeding& proceeding) {
  std::vector<const v1::StepResult*> results;
  for (const v1::StepResult& result : proceeding.results) {
    if (InForce(result)) results.push_back(&result);
  }
  std::sort(results.begin(), results.end(), [&](const v1::StepResult* a, const v1::StepResult* b) {
    return std::tuple(PlaceOf(proceeding.rules, a->step_id()), a->round()) <
           std::tuple(PlaceOf(proceeding.rules, b->step_id()), b->round());
  });
  return results;
}

OneProcess Begin(std::string_view parent, std::string_view id, v1::PersonnelProcess process,
                 const v1::ProcessTemplate& rules, const Actor& actor) {
  status::Violations violations;
  std::set<std::string> persons;
  for (int i = 0; i < process.candidates_size(); ++i) {
    Candidate& candidate = *process.mutable_candidates(i);
    if (!persons.insert(candidate.person()).second) {
      violations.Add(StrCat("personnel_process.candidates[", i, "].person"), status::PlatformFault::REPEATED,
                     {{"value", candidate.person()}});
    }
    candidate.set_since_step(rules.steps(0).step_id());
    candidate.set_state(Candidate::RUNNING);
  }
  if (rules.requires_planning() && process.term().empty()) {
    violations.Add("personnel_process.term", status::PlatformFault::REQUIRED);
  }
  if (rules.requires_planning() && process.position_kind().empty()) {
    violations.Add("personnel_process.position_kind", status::PlatformFault::REQUIRED);
  }
  RETURN_IF_ERROR(violations.ToStatus());
  const absl::CivilDay effective = civil::FromDate(rules.effective_date());
  if (effective > civil::Today(actor.now)) {
    return status::FailedPrecondition(v1::PROCESS_TEMPLATE_NOT_EFFECTIVE,
                                      {{"template", rules.name()}, {"effective_date", civil::Format(effective)}});
  }
  process.set_name(StrCat(parent, "/personnelProcesses/", id));
  process.set_kind(rules.kind());
  for (const v1::ProcessStep& rule : rules.steps()) {
    Step& step = *process.add_steps();
    step.set_step_id(rule.step_id());
    step.set_title(rule.title());
  }
  *process.mutable_create_time() = civil::ToTimestamp(actor.now);
  EnterState(v1::PersonnelProcess::RUNNING, "", actor, &process);
  Proceeding proceeding{.rules = rules, .process = std::move(process), .results = {}};
  Recount(&proceeding);
  return std::move(proceeding.process);
}

OneProcess ReviseProcess(const v1::PersonnelProcess& before, v1::PersonnelProcess after, const Actor& actor) {
  status::Violations violations;
  if (after.title().empty()) violations.Add("personnel_process.title", status::PlatformFault::REQUIRED);
  if (after.seat_count() == 0) violations.Add("personnel_process.seat_count", status::PlatformFault::REQUIRED);
  RETURN_IF_ERROR(violations.ToStatus());
  RETURN_IF_ERROR(RequireRunning(before));
  const bool begun = std::any_of(before.steps().begin(), before.steps().end(),
                                 [](const Step& step) { return !step.results().empty(); });
  if (begun && after.seat_count() != before.seat_count()) {
    return status::FailedPrecondition(v1::RESULTS_PRESENT, {{"name", before.name()}});
  }
  StampProcess(&after, actor);
  return after;
}

absl::Status RequireRunning(const v1::PersonnelProcess& process) {
  if (process.state() == v1::PersonnelProcess::RUNNING) return absl::OkStatus();
  return status::FailedPrecondition(
      v1::PROCESS_NOT_RUNNING,
      {{"name", process.name()}, {"state", v1::PersonnelProcess::State_Name(process.state())}});
}

OneProcess AddCandidate(Proceeding proceeding, const std::string& person, const Actor& actor) {
  v1::PersonnelProcess& process = proceeding.process;
  RETURN_IF_ERROR(RequireRunning(process));
  const Step* current = CurrentStep(&process);
  const int place = current == nullptr ? -1 : PlaceOf(proceeding.rules, current->step_id());
  Candidate* known = FindCandidate(person, &process);
  const bool returns = known != nullptr && known->state() == Candidate::WITHDRAWN && current != nullptr &&
                       known->last_step() == current->step_id();
  const bool open = current != nullptr && current->state() == Step::OPEN &&
                    (returns || place == 0 || proceeding.rules.steps(place).allows_new_candidates());
  if (!open) {
    return status::FailedPrecondition(v1::CANDIDATES_CLOSED, {{"name", process.name()},
                                                              {"step", current == nullptr ? "" : current->title()},
                                                              {"cause", current == nullptr ? "done" : "step"}});
  }
  if (known != nullptr && !returns) return OfCandidate(v1::CANDIDATE_PRESENT, process, person);
  Candidate& candidate = returns ? *known : *process.add_candidates();
  candidate.set_person(person);
  if (!returns) candidate.set_since_step(current->step_id());
  candidate.clear_last_step();
  candidate.clear_withdraw_reason();
  candidate.set_state(Candidate::RUNNING);
  StampProcess(&process, actor);
  return std::move(process);
}

OneProcess WithdrawCandidate(Proceeding proceeding, const std::string& person, const std::string& reason,
                             const Actor& actor) {
  v1::PersonnelProcess& process = proceeding.process;
  RETURN_IF_ERROR(RequireRunning(process));
  Candidate* candidate = FindCandidate(person, &process);
  if (candidate == nullptr || candidate->state() != Candidate::RUNNING) {
    return OfCandidate(v1::CANDIDATE_NOT_RUNNING, process, person);
  }
  const Step* current = CurrentStep(&process);
  candidate->set_state(Candidate::WITHDRAWN);
  candidate->set_last_step(current == nullptr ? "" : current->step_id());
  candidate->set_withdraw_reason(reason);
  Recount(&proceeding);
  StampProcess(&process, actor);
  return std::move(process);
}

OneProcess Schedule(Proceeding proceeding, std::string_view step_id, const google::type::Date& opens,
                    const google::type::Date& closes, const Actor& actor) {
  status::Violations violations;
  const int place = PlaceOf(proceeding.rules, step_id);
  if (place < 0) violations.Add("step_id", v1::STEP_UNKNOWN);
  if (civil::FromDate(closes) < civil::FromDate(opens)) violations.Add("closes_date", v1::BEFORE_OPENING);
  RETURN_IF_ERROR(violations.ToStatus());
  v1::PersonnelProcess& process = proceeding.process;
  RETURN_IF_ERROR(RequireRunning(process));
  Step& step = *process.mutable_steps(place);
  if (step.state() == Step::DONE) return OutOfOrder(process, step_id, "done");
  *step.mutable_opens_date() = opens;
  *step.mutable_closes_date() = closes;
  StampProcess(&process, actor);
  return std::move(process);
}

OneProcess Conclude(Proceeding proceeding, const std::string& conclusion, const v1::Basis& basis, const Actor& actor) {
  v1::PersonnelProcess& process = proceeding.process;
  RETURN_IF_ERROR(RequireRunning(process));
  if (const Step* current = CurrentStep(&process)) {
    if (current->state() != Step::OPEN) return TieOpen(process, *current);
    return OutOfOrder(process, current->step_id(), "open");
  }
  for (const v1::StepResult* result : ResultsInForce(proceeding)) {
    const v1::ProcessStep& rule = proceeding.rules.steps(PlaceOf(proceeding.rules, result->step_id()));
    if (rule.requires_minutes() && !result->minutes().has_content()) {
      return status::FailedPrecondition(v1::MINUTES_MISSING, {{"result", result->name()}, {"step", rule.step_id()}});
    }
  }
  for (Candidate& candidate : *process.mutable_candidates()) {
    if (candidate.state() == Candidate::RUNNING) candidate.set_state(Candidate::PASSED);
  }
  process.set_conclusion(conclusion);
  *process.mutable_basis() = basis;
  EnterState(v1::PersonnelProcess::CONCLUDED, "", actor, &process);
  return std::move(process);
}

OneProcess Cancel(v1::PersonnelProcess process, const std::string& reason, const Actor& actor) {
  RETURN_IF_ERROR(RequireRunning(process));
  EnterState(v1::PersonnelProcess::CANCELLED, reason, actor, &process);
  return process;
}

void Recount(Proceeding* proceeding) {
  v1::PersonnelProcess& process = proceeding->process;
  for (Candidate& candidate : *process.mutable_candidates()) {
    if (candidate.state() == Candidate::WITHDRAWN) continue;
    candidate.set_state(Candidate::RUNNING);
    candidate.clear_last_step();
  }
  const std::vector<const v1::StepResult*> all = ResultsInForce(*proceeding);
  bool reached = true;
  for (int i = 0; i < process.steps_size(); ++i) {
    Step& step = *process.mutable_steps(i);
    step.clear_results();
    step.clear_run_off();
    step.set_state(Step::WAITING);
    if (!reached) {
      Unsettle(&step);
      continue;
    }
    std::vector<const v1::StepResult*> results;
    std::copy_if(all.begin(), all.end(), std::back_inserter(results),
                 [&](const v1::StepResult* result) { return result->step_id() == step.step_id(); });
    JudgeStep(proceeding->rules.steps(i), results, &process, &step);
    reached = step.state() == Step::DONE;
  }
}

void Unsettle(v1::StepState* step) {
  if (!step->has_settlement()) return;
  *step->add_former_settlements() = step->settlement();
  step->clear_settlement();
}

v1::StepState* CurrentStep(v1::PersonnelProcess* process) {
  for (Step& step : *process->mutable_steps()) {
    if (step.state() != Step::DONE) return &step;
  }
  return nullptr;
}

absl::Status RequireTurn(v1::PersonnelProcess* process, std::string_view step_id) {
  const auto& steps = process->steps();
  const auto wanted =
      std::find_if(steps.begin(), steps.end(), [&](const Step& step) { return step.step_id() == step_id; });
  if (wanted == steps.end()) {
    status::Violations violations;
    violations.Add("step_id", v1::STEP_UNKNOWN);
    return violations.ToStatus();
  }
  if (wanted->state() == Step::DONE) return OutOfOrder(*process, step_id, "done");
  const Step* current = CurrentStep(process);
  if (current->step_id() == step_id) return absl::OkStatus();
  if (current->state() != Step::OPEN) return TieOpen(*process, *current);
  return OutOfOrder(*process, step_id, "waiting", current->title());
}

absl::Status OutOfOrder(const v1::PersonnelProcess& process, std::string_view step_id, std::string_view cause,
                        const std::string& current) {
  const auto& steps = process.steps();
  const auto step = std::find_if(steps.begin(), steps.end(), [&](const Step& one) { return one.step_id() == step_id; });
  status::Metadata metadata = {{"name", process.name()}, {"step", step->title()}, {"cause", std::string(cause)}};
  if (!current.empty()) metadata.emplace_back("current", current);
  return status::FailedPrecondition(v1::STEP_OUT_OF_ORDER, metadata);
}

std::vector<std::string> Standing(const v1::PersonnelProcess& process, const v1::StepState& step) {
  if (step.state() != Step::OPEN) return {step.run_off().begin(), step.run_off().end()};
  std::vector<std::string> persons;
  for (const Candidate& candidate : process.candidates()) {
    if (GoesThrough(candidate, process, step.step_id())) persons.push_back(candidate.person());
  }
  return persons;
}

}  // namespace congress::dossiers
