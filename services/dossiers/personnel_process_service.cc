#include "services/dossiers/personnel_process_service.h"

#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/rpc/field_mask.h"
#include "platform/status/strings.h"
#include "platform/text/keys.h"
#include "services/dossiers/domain/grades.h"
#include "services/dossiers/domain/names.h"
#include "services/dossiers/domain/process_template.h"
#include "services/dossiers/ids.h"
#include "services/dossiers/planning_service.h"
#include "services/dossiers/proceedings.h"
#include "services/dossiers/process_records.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"

namespace congress::dossiers {
namespace {

using OneProcess = absl::StatusOr<v1::PersonnelProcess>;

std::string ProcessClaimName(const v1::PersonnelProcess& process, v1::ProcessKind kind) {
  const std::string& organisation = process.organisation();
  return StrCat(CongressOf(process.name()), "/processClaims/", organisation.substr(organisation.rfind('/') + 1), "/",
                v1::ProcessKind_Name(kind), "/", text::IdentityKey(process.body()));
}

// The process of the kind that runs for the body; one without a name is none.
absl::StatusOr<v1::ProcessClaim> RunningOf(rpc::Call& call, const v1::PersonnelProcess& process, v1::ProcessKind kind) {
  v1::ProcessClaim claim;
  claim.set_name(ProcessClaimName(process, kind));
  return kProcessClaims.LoadOr(call, std::move(claim));
}

absl::Status ClaimBody(rpc::Call& call, const v1::PersonnelProcess& process) {
  const auto refuse = [&](v1::Reason reason, const v1::ProcessClaim& claim) {
    return status::FailedPrecondition(reason, {{"process", claim.process()}, {"body", process.body()}});
  };
  ASSIGN_OR_RETURN(v1::ProcessClaim claim, RunningOf(call, process, process.kind()));
  if (!claim.process().empty()) return refuse(v1::PROCESS_RUNNING, claim);
  if (process.kind() == v1::FIRST_TIME) {
    ASSIGN_OR_RETURN(const v1::ProcessClaim re_election, RunningOf(call, process, v1::RE_ELECTION));
    if (!re_election.process().empty()) return refuse(v1::REELECTION_OPEN, re_election);
  }
  claim.set_organisation(process.organisation());
  claim.set_process(process.name());
  kProcessClaims.Put(call, std::move(claim));
  return absl::OkStatus();
}

// Whether the person may be a candidate: they are planned where the rules ask for it.
absl::Status CheckCandidate(rpc::Call& call, const v1::ProcessTemplate& rules, const v1::PersonnelProcess& process,
                            const std::string& person) {
  if (!rules.requires_planning()) return absl::OkStatus();
  return RequirePlanned(call, process.organisation(), process.term(), process.position_kind(), person);
}

}  // namespace

absl::StatusOr<v1::ProcessTemplate> PersonnelProcessService::CreateProcessTemplate(
    rpc::Call& call, const v1::CreateProcessTemplateRequest& request) const {
  ASSIGN_OR_RETURN(v1::ProcessTemplate rules,
                   Lay(request.process_template_id(), request.process_template(), ActorOf(call)));
  return kProcessTemplates.Create(call, std::move(rules));
}

absl::StatusOr<v1::ProcessTemplate> PersonnelProcessService::GetProcessTemplate(
    rpc::Call& call, const v1::GetProcessTemplateRequest& request) const {
  return kProcessTemplates.Get(call, request.name());
}

absl::StatusOr<v1::ListProcessTemplatesResponse> PersonnelProcessService::ListProcessTemplates(
    rpc::Call& call, const v1::ListProcessTemplatesRequest& request) const {
  ASSIGN_OR_RETURN(auto page, kProcessTemplates.List(call, "processTemplates/", rpc::PageOf(request)));
  v1::ListProcessTemplatesResponse listed;
  listed.mutable_process_templates()->Assign(page.items.begin(), page.items.end());
  listed.set_next_page_token(std::move(page.next_page_token));
  return listed;
}

absl::StatusOr<v1::PersonnelProcess> PersonnelProcessService::CreatePersonnelProcess(
    rpc::Call& call, const v1::CreatePersonnelProcessRequest& request) const {
  v1::PersonnelProcess wanted = request.personnel_process();
  RETURN_IF_ERROR(call.Require(wanted.organisation()));
  RETURN_IF_ERROR(RequireNoCandidate(call, wanted));
  ASSIGN_OR_RETURN(const v1::ProcessTemplate rules, kProcessTemplates.ReadShared(call, wanted.template_()));
  if (!wanted.position().empty()) RETURN_IF_ERROR(kPositionSlots.Read(call, wanted.position()).status());
  for (v1::ProcessCandidate& candidate : *wanted.mutable_candidates()) {
    ASSIGN_OR_RETURN(const v1::Person person, ReadPerson(call, candidate.person()));
    candidate.set_person(person.name());
  }
  ASSIGN_OR_RETURN(const std::string id,
                   IdFor(call, request.personnel_process_id(), wanted.organisation(), "personnel_process_id"));
  ASSIGN_OR_RETURN(v1::PersonnelProcess process, Begin(request.parent(), id, wanted, rules, ActorOf(call)));
  for (const v1::ProcessCandidate& candidate : process.candidates()) {
    RETURN_IF_ERROR(CheckCandidate(call, rules, process, candidate.person()));
  }
  ASSIGN_OR_RETURN(process, kProcesses.Create(call, std::move(process)));
  RETURN_IF_ERROR(ClaimBody(call, process));
  return process;
}

absl::StatusOr<v1::PersonnelProcess> PersonnelProcessService::GetPersonnelProcess(
    rpc::Call& call, const v1::GetPersonnelProcessRequest& request) const {
  ASSIGN_OR_RETURN(v1::PersonnelProcess process, kProcesses.Get(call, request.name()));
  RETURN_IF_ERROR(HideFromCandidate(call, process));
  return process;
}

absl::StatusOr<v1::ListPersonnelProcessesResponse> PersonnelProcessService::ListPersonnelProcesses(
    rpc::Call& call, const v1::ListPersonnelProcessesRequest& request) const {
  ASSIGN_OR_RETURN(rpc::Query<v1::PersonnelProcess> query, rpc::QueryOf<v1::PersonnelProcess>(request));
  query.Of(call, request.organisation());
  ASSIGN_OR_RETURN(const Names own, OwnNames(call));
  query.matches = [&](const v1::PersonnelProcess& process) { return !own.HasAny(PersonsIn(process)); };
  ASSIGN_OR_RETURN(
      auto page, kProcesses.Find(call, StrCat(request.parent(), "/personnelProcesses/"), rpc::PageOf(request), query));
  v1::ListPersonnelProcessesResponse listed;
  listed.mutable_personnel_processes()->Assign(page.items.begin(), page.items.end());
  listed.set_next_page_token(std::move(page.next_page_token));
  return listed;
}

absl::StatusOr<v1::PersonnelProcess> PersonnelProcessService::UpdatePersonnelProcess(
    rpc::Call& call, const v1::UpdatePersonnelProcessRequest& request) const {
  const v1::PersonnelProcess& patch = request.personnel_process();
  RETURN_IF_ERROR(RequireName("personnel_process.name", patch.name()));
  return kProcesses.Mutate(call, patch.name(), patch.etag(), [&](const v1::PersonnelProcess& before) -> OneProcess {
    RETURN_IF_ERROR(RequireNoCandidate(call, before));
    v1::PersonnelProcess after = before;
    RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &after));
    if (after.position() != before.position() && !after.position().empty()) {
      RETURN_IF_ERROR(kPositionSlots.Read(call, after.position()).status());
    }
    return ReviseProcess(before, std::move(after), ActorOf(call));
  });
}

absl::StatusOr<v1::PersonnelProcess> PersonnelProcessService::AddProcessCandidate(
    rpc::Call& call, const v1::AddProcessCandidateRequest& request) const {
  RETURN_IF_ERROR(RequireOther(call, request.person()));
  ASSIGN_OR_RETURN(Proceeding proceeding, LoadProceeding(call, request.name(), request.etag()));
  ASSIGN_OR_RETURN(const v1::Person person, ReadPerson(call, request.person()));
  RETURN_IF_ERROR(CheckCandidate(call, proceeding.rules, proceeding.process, person.name()));
  ASSIGN_OR_RETURN(const std::string name, NameOfCandidate(call, proceeding.process, person.name()));
  ASSIGN_OR_RETURN(v1::PersonnelProcess process, AddCandidate(std::move(proceeding), name, ActorOf(call)));
  return kProcesses.Put(call, std::move(process));
}

absl::StatusOr<v1::PersonnelProcess> PersonnelProcessService::WithdrawProcessCandidate(
    rpc::Call& call, const v1::WithdrawProcessCandidateRequest& request) const {
  ASSIGN_OR_RETURN(Proceeding proceeding, LoadProceeding(call, request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string name, NameOfCandidate(call, proceeding.process, request.person()));
  ASSIGN_OR_RETURN(v1::PersonnelProcess process,
                   WithdrawCandidate(std::move(proceeding), name, request.reason(), ActorOf(call)));
  return kProcesses.Put(call, std::move(process));
}

absl::StatusOr<v1::PersonnelProcess> PersonnelProcessService::ScheduleProcessStep(
    rpc::Call& call, const v1::ScheduleProcessStepRequest& request) const {
  ASSIGN_OR_RETURN(Proceeding proceeding, LoadProceeding(call, request.name(), request.etag()));
  ASSIGN_OR_RETURN(v1::PersonnelProcess process, Schedule(std::move(proceeding), request.step_id(),
                                                          request.opens_date(), request.closes_date(), ActorOf(call)));
  return kProcesses.Put(call, std::move(process));
}

absl::StatusOr<v1::PersonnelProcess> PersonnelProcessService::SettleProcessStep(
    rpc::Call& call, const v1::SettleProcessStepRequest& request) const {
  ASSIGN_OR_RETURN(Proceeding proceeding, LoadProceeding(call, request.name(), request.etag()));
  v1::Settlement settlement;
  settlement.set_outcome(request.outcome());
  for (const std::string& person : request.persons()) {
    ASSIGN_OR_RETURN(*settlement.add_persons(), NameOfCandidate(call, proceeding.process, person));
  }
  RETURN_IF_ERROR(RequireTaken(request.basis(), call.now()));
  *settlement.mutable_basis() = request.basis();
  ASSIGN_OR_RETURN(v1::PersonnelProcess process,
                   Settle(std::move(proceeding), request.step_id(), std::move(settlement), ActorOf(call)));
  return kProcesses.Put(call, std::move(process));
}

absl::StatusOr<v1::PersonnelProcess> PersonnelProcessService::ConcludePersonnelProcess(
    rpc::Call& call, const v1::ConcludePersonnelProcessRequest& request) const {
  ASSIGN_OR_RETURN(Proceeding proceeding, LoadProceeding(call, request.name(), request.etag()));
  RETURN_IF_ERROR(RequireTaken(request.basis(), call.now()));
  ASSIGN_OR_RETURN(v1::PersonnelProcess process,
                   Conclude(std::move(proceeding), request.conclusion(), request.basis(), ActorOf(call)));
  kProcessClaims.Delete(call, ProcessClaimName(process, process.kind()));
  return kProcesses.Put(call, std::move(process));
}

absl::StatusOr<v1::PersonnelProcess> PersonnelProcessService::CancelPersonnelProcess(
    rpc::Call& call, const v1::CancelPersonnelProcessRequest& request) const {
  ASSIGN_OR_RETURN(Proceeding proceeding, LoadProceeding(call, request.name(), request.etag()));
  ASSIGN_OR_RETURN(v1::PersonnelProcess process,
                   Cancel(std::move(proceeding.process), request.reason(), ActorOf(call)));
  kProcessClaims.Delete(call, ProcessClaimName(process, process.kind()));
  return kProcesses.Put(call, std::move(process));
}

}  // namespace congress::dossiers
