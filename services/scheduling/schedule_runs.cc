#include "services/scheduling/schedule_runs.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "congress/scheduling/v1/reason.pb.h"
#include "congress/scheduling/v1/stored.pb.h"
#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/sentence.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/approval_schedule.h"
#include "services/scheduling/approval_sessions.h"
#include "services/scheduling/domain/schedule/answer.h"
#include "services/scheduling/domain/schedule/problem.h"
#include "services/scheduling/domain/solver/solve.h"
#include "services/scheduling/schedule_inputs.h"

namespace congress::scheduling {
namespace {

using Run = v1::ScheduleRun;
using operations::v1::Progress;

constexpr std::string_view kKind = "StartScheduleRun";
constexpr int64_t kEffort = 20'000'000;
// Changes tried in one step: the first is short, so that there is something to show soon.
constexpr int64_t kFirstStep = 1'000'000;
constexpr int64_t kNextStep = 5'000'000;
// For each question on the way to what excludes what.
constexpr int64_t kQuestion = 400'000;
constexpr int kMostChanged = 10;

std::string ProofOf(const std::string& run) { return StrCat(run, "/proof"); }

solver::Schedule AnswerOf(const v1::ScheduleProof& proof) {
  solver::Schedule schedule;
  for (const auto& place : proof.answer()) schedule.push_back(ToSlot(place));
  return schedule;
}

// Takes over what a step found.
void Keep(const solver::Answer& answer, v1::ScheduleProof* proof) {
  proof->clear_answer();
  for (const solver::Slot& slot : answer.schedule) *proof->add_answer() = ToPlace(slot);
  proof->set_bound(answer.bound.value);
  *proof->mutable_certificate() = ToMessage(answer.bound.certificate);
  proof->set_exhausted(answer.exhausted);
  proof->set_bounded(answer.outcome == solver::Outcome::kFound);
}

// Names of what differs between two versions of a list, by the name of each item.
template <class Items, class NameOf>
void AddChanged(const Items& before, const Items& after, const NameOf& name_of, std::vector<std::string>* changed) {
  std::map<std::string, std::string> known;
  for (const auto& item : before) known[name_of(item)] = item.SerializeAsString();
  for (const auto& item : after) {
    const auto found = known.find(name_of(item));
    if (found == known.end() || found->second != item.SerializeAsString()) changed->push_back(name_of(item));
    if (found != known.end()) known.erase(found);
  }
  for (const auto& [name, gone] : known) changed->push_back(name);
}

absl::Status Stale(const Run& run, const v1::ScheduleProblem& before, const v1::ScheduleProblem& after) {
  std::vector<std::string> changed;
  AddChanged(
      before.meetings(), after.meetings(), [](const auto& item) { return item.meeting(); }, &changed);
  AddChanged(
      before.persons(), after.persons(), [](const auto& item) { return item.post(); }, &changed);
  AddChanged(
      before.rooms(), after.rooms(), [](const auto& item) { return item.room(); }, &changed);
  AddChanged(
      before.groups(), after.groups(), [](const auto& item) { return item.organisation(); }, &changed);
  AddChanged(
      before.days(), after.days(), [](const auto& item) { return civil::Format(civil::FromDate(item.date())); },
      &changed);
  if (changed.empty()) changed.push_back(run.policy());
  const std::string count = StrCat(changed.size());
  if (changed.size() > kMostChanged) changed.resize(kMostChanged);
  return status::FailedPrecondition(
      v1::RUN_STALE, {{"name", run.name()}, {"changed", absl::StrJoin(changed, ", ")}, {"changed_count", count}});
}

// Whether what a run was given or found tells of personnel to callers who may not see it: by which units have to be
// approved, those that know the documents learn of the rest. The same whatever was decided.
absl::StatusOr<bool> TellsOfPersonnel(rpc::Call& call, const v1::ScheduleProof& proof) {
  if (proof.problem().groups_size() > 0) return true;
  std::set<std::string> units;
  for (const auto& meeting : proof.problem().meetings()) units.insert(meeting.organisation());
  return HasApprovals(call, CongressOf(proof.name()), units);
}

// What a caller who may not see personnel is shown of a run that tells of it: costs and numbers of changes do as well.
Run Hidden(const Run& run) {
  Run shown;
  shown.set_name(run.name());
  shown.set_organisation(run.organisation());
  shown.set_policy(run.policy());
  if (run.has_from_date()) *shown.mutable_from_date() = run.from_date();
  shown.set_seed(run.seed());
  shown.set_effort(run.effort());
  shown.set_state(run.state());
  *shown.mutable_create_time() = run.create_time();
  *shown.mutable_update_time() = run.update_time();
  if (run.has_apply_time()) *shown.mutable_apply_time() = run.apply_time();
  shown.set_etag(run.etag());
  *shown.mutable_meetings() = run.meetings();
  shown.set_note(run.note());
  return shown;
}

// The run as lists and operations tell it.
Run Outlined(Run run) {
  run.clear_placements();
  run.clear_faults();
  run.clear_conflict();
  return run;
}

// The sentences of a run, in the caller's language; names of resources are told as they are.
void Describe(status::Language language, Run* run) {
  DescribeFaults(language, run->mutable_faults());
  for (Run::ConflictFact& fact : *run->mutable_conflict()) {
    fact.set_description(status::Say(fact.kind(), {{"meeting", fact.resource()},
                                                   {"post", fact.resource()},
                                                   {"room", fact.resource()},
                                                   {"window", fact.resource()},
                                                   {"calendar", fact.resource()},
                                                   {"other", fact.other()},
                                                   {"rule", v1::ScheduleRule_Name(fact.rule())}})
                             .In(language));
  }
}

}  // namespace

ScheduleRuns::ScheduleRuns(operations::Operations& operations) : operations_(operations) {
  operations.Register(
      std::string(kKind), [this](rpc::Call& call, operations::Step& step) { return Step(call, step); },
      [this](rpc::Call& call, operations::Step& step) { return Stop(call, step); });
}

absl::StatusOr<operations::v1::Operation> ScheduleRuns::Start(rpc::Call& call,
                                                              const v1::StartScheduleRunRequest& request) const {
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  status::Refusals refusals;
  const auto found = ReadPolicyOf(call, request.parent(), request.policy());
  // What is malformed is told before what is not there.
  if (absl::IsInvalidArgument(found.status())) return found.status();
  RETURN_IF_ERROR(refusals.Note("policy", found.status()));
  RETURN_IF_ERROR(refusals.Note("", CheckScheduled(call, request.parent(), request.meetings())));
  RETURN_IF_ERROR(refusals.ToStatus());
  const v1::SchedulePolicy& policy = *found;
  const std::string prefix = StrCat(request.parent(), "/scheduleRuns/");
  ASSIGN_OR_RETURN(const auto before, runs_.LoadAll(call, prefix));
  Run run;
  run.set_name(CountedName(prefix, before.size() + 1));
  run.set_organisation(policy.organisation());
  run.set_policy(policy.name());
  *run.mutable_from_date() = request.has_from_date() ? request.from_date() : civil::ToDate(civil::Today(call.now()));
  run.set_seed(request.seed() > 0 ? request.seed() : 1);
  run.set_effort(request.effort() > 0 ? request.effort() : kEffort);
  run.set_state(Run::RUNNING);
  *run.mutable_meetings() = request.meetings();
  run.set_note(request.note());
  *run.mutable_create_time() = civil::ToTimestamp(call.now());
  *run.mutable_update_time() = run.create_time();
  ASSIGN_OR_RETURN(v1::ScheduleProblem problem, ProblemNow(call, run));
  v1::ScheduleProof proof;
  proof.set_name(ProofOf(run.name()));
  proof.set_organisation(run.organisation());
  *proof.mutable_problem() = std::move(problem);
  ASSIGN_OR_RETURN(const bool tells, TellsOfPersonnel(call, proof));
  proofs_.PutNew(call, std::move(proof));
  v1::ScheduleRunCheckpoint first;
  first.set_run(run.name());
  first.set_left(run.effort());
  const std::string organisation = run.organisation();
  runs_.PutNew(call, std::move(run));
  return operations_.Begin(call, kKind, organisation, request,
                           {.checkpoint = first.SerializeAsString(),
                            .clearance = tells ? annotations::v1::CONFIDENTIAL : annotations::v1::GRADE_UNSPECIFIED});
}

absl::StatusOr<v1::ScheduleProblem> ScheduleRuns::ProblemNow(rpc::Call& call, const v1::ScheduleRun& run) const {
  ASSIGN_OR_RETURN(v1::SchedulePolicy policy, kSchedulePolicies.Load(call, run.policy()));
  ASSIGN_OR_RETURN(const ScheduleInput input, LoadInput(call, std::move(policy), civil::FromDate(run.from_date()),
                                                        {run.meetings().begin(), run.meetings().end()}));
  return BuildProblem(input);
}

absl::StatusOr<bool> ScheduleRuns::Step(rpc::Call& call, operations::Step& step) const {
  ASSIGN_OR_RETURN(v1::ScheduleRunCheckpoint at, step.CheckpointAs<v1::ScheduleRunCheckpoint>());
  ASSIGN_OR_RETURN(Run run, runs_.Load(call, at.run()));
  ASSIGN_OR_RETURN(v1::ScheduleProof proof, proofs_.Load(call, ProofOf(run.name())));
  const solver::Problem problem = ToSolver(proof.problem());
  bool last = false;
  if (run.outcome() == Run::INFEASIBLE) {
    // Known from the step before, which was told at once.
    SetConflict(proof.problem(), solver::FindConflict(problem, {.most = kQuestion, .wanted = call.wanted()}), &run);
    RETURN_IF_ERROR(call.Check());
    last = true;
  } else {
    solver::Effort effort;
    effort.seed = static_cast<uint64_t>(run.seed()) + static_cast<uint64_t>(at.step()) * 1'000'003;
    effort.most = std::min(at.left(), at.step() == 0 ? kFirstStep : kNextStep);
    effort.whole = run.effort();
    effort.begin = AnswerOf(proof);
    if (proof.bounded()) effort.proved = {proof.bound(), ToCertificate(proof.certificate())};
    effort.wanted = call.wanted();
    const solver::Answer answer = solver::Solve(problem, effort);
    RETURN_IF_ERROR(answer.unwanted);
    SetAnswer(proof.problem(), answer, &run);
    Keep(answer, &proof);
    at.set_step(at.step() + 1);
    at.set_left(at.left() - effort.most);
    run.set_spent_effort(run.effort() - at.left());
    last = answer.outcome != solver::Outcome::kInfeasible && (answer.optimal() || at.left() <= 0);
  }
  if (last) run.set_state(Run::DONE);
  *run.mutable_update_time() = civil::ToTimestamp(call.now());
  step.progress.set_unit(Progress::CHANGES_TRIED);
  step.progress.set_done(run.spent_effort());
  step.progress.set_total(run.effort());
  step.checkpoint = at.SerializeAsString();
  proofs_.Put(call, std::move(proof));
  step.response = std::make_unique<Run>(Outlined(runs_.Put(call, std::move(run))));
  return last;
}

absl::StatusOr<bool> ScheduleRuns::Stop(rpc::Call& call, operations::Step& step) const {
  ASSIGN_OR_RETURN(const v1::ScheduleRunCheckpoint at, step.CheckpointAs<v1::ScheduleRunCheckpoint>());
  ASSIGN_OR_RETURN(Run run, runs_.Load(call, at.run()));
  run.set_state(Run::DONE);
  if (run.outcome() == Run::OUTCOME_UNSPECIFIED) run.set_outcome(Run::UNKNOWN);
  *run.mutable_update_time() = civil::ToTimestamp(call.now());
  step.response = std::make_unique<Run>(Outlined(runs_.Put(call, std::move(run))));
  return true;
}

absl::StatusOr<v1::ScheduleRun> ScheduleRuns::Get(rpc::Call& call, const v1::GetScheduleRunRequest& request) const {
  ASSIGN_OR_RETURN(Run run, runs_.Get(call, request.name()));
  ASSIGN_OR_RETURN(const v1::ScheduleProof proof, proofs_.Load(call, ProofOf(run.name())));
  ASSIGN_OR_RETURN(const bool tells, TellsOfPersonnel(call, proof));
  if (tells && !IsCleared(call)) return Hidden(run);
  Describe(call.language(), &run);
  return run;
}

absl::StatusOr<v1::ListScheduleRunsResponse> ScheduleRuns::List(rpc::Call& call,
                                                                const v1::ListScheduleRunsRequest& request) const {
  call.Filtered();
  ASSIGN_OR_RETURN(auto runs, runs_.LoadAll(call, StrCat(request.parent(), "/scheduleRuns/")));
  std::erase_if(runs, [&](const Run& run) { return !call.Holds(call.permission(), run.organisation()); });
  std::reverse(runs.begin(), runs.end());
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), runs.size()));
  v1::ListScheduleRunsResponse answer;
  for (size_t i = slice.begin; i < slice.end; ++i) {
    *answer.add_runs() = IsCleared(call) ? Outlined(std::move(runs[i])) : Hidden(runs[i]);
  }
  answer.set_next_page_token(slice.next_page_token);
  return answer;
}

absl::StatusOr<std::string> ScheduleRuns::UnderWayBy(rpc::Call& call, const std::string& policy) const {
  ASSIGN_OR_RETURN(const auto runs, LoadCounted(call, runs_, StrCat(CongressOf(policy), "/scheduleRuns/")));
  const auto found = std::find_if(
      runs.begin(), runs.end(), [&](const Run& run) { return run.policy() == policy && run.state() == Run::RUNNING; });
  return found == runs.end() ? "" : found->name();
}

absl::StatusOr<v1::ScheduleProof> ScheduleRuns::GetProof(rpc::Call& call,
                                                         const v1::GetScheduleProofRequest& request) const {
  ASSIGN_OR_RETURN(const Run run, runs_.Get(call, request.name()));
  ASSIGN_OR_RETURN(v1::ScheduleProof proof, proofs_.Load(call, ProofOf(run.name())));
  ASSIGN_OR_RETURN(const bool tells, TellsOfPersonnel(call, proof));
  if (tells) RETURN_IF_ERROR(RequireSight(call));
  return proof;
}

absl::StatusOr<v1::ScheduleRun> ScheduleRuns::Apply(rpc::Call& call, const v1::ApplyScheduleRunRequest& request) const {
  ASSIGN_OR_RETURN(Run run, runs_.Read(call, request.name()));
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  RETURN_IF_ERROR(runs_.CheckEtag(run, request.etag()));
  if (run.state() == Run::RUNNING) return status::FailedPrecondition(v1::RUN_RUNNING, {{"name", run.name()}});
  if (run.outcome() != Run::FOUND) {
    return status::FailedPrecondition(v1::RUN_WITHOUT_SCHEDULE,
                                      {{"name", run.name()}, {"outcome", Run::Outcome_Name(run.outcome())}});
  }
  ASSIGN_OR_RETURN(const v1::ScheduleProof proof, proofs_.Load(call, ProofOf(run.name())));
  ASSIGN_OR_RETURN(const v1::ScheduleProblem problem, ProblemNow(call, run));
  if (problem.SerializeAsString() != proof.problem().SerializeAsString()) return Stale(run, proof.problem(), problem);
  RETURN_IF_ERROR(PlaceAll(call, run));
  run.set_state(Run::APPLIED);
  *run.mutable_apply_time() = civil::ToTimestamp(call.now());
  *run.mutable_update_time() = run.apply_time();
  run = runs_.Put(call, std::move(run));
  Describe(call.language(), &run);
  return run;
}

}  // namespace congress::scheduling
