// What sessions decide, and what follows from it.
#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/approval_service.h"
#include "services/scheduling/approval_sessions.h"
#include "services/scheduling/domain/approval.h"
#include "services/scheduling/domain/meeting_states.h"
#include "services/scheduling/domain/task.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/work_records.h"

namespace congress::scheduling {
namespace {

using Session = v1::ApprovalSession;
using Subject = v1::ApprovalSubject;
using Outcomes = v1::RecordApprovalOutcomesRequest;

// Units have longer ids than a task's code has room for.
constexpr size_t kMostOfUnit = 40;

// The unit approvals that the request is about, for who may record them; one without a name where the unit is not in
// the session, which is noted.
absl::StatusOr<std::vector<v1::UnitApproval>> ApprovalsOf(rpc::Call& call, const Session& session,
                                                          const Outcomes& request, status::Refusals* refusals) {
  std::vector<v1::UnitApproval> approvals;
  RETURN_IF_ERROR(RequireApprover(call));
  for (int i = 0; i < request.outcomes_size(); ++i) {
    const Outcomes::UnitOutcome& outcome = request.outcomes(i);
    if (outcome.has_personnel()) RETURN_IF_ERROR(RequireSight(call));
    auto approval = kUnitApprovals.Load(call, UnitApprovalName(CongressOf(session.name()), outcome.organisation()));
    if (absl::IsNotFound(approval.status()) || (approval.ok() && approval->session() != session.name())) {
      refusals->Add(StrCat("outcomes[", i, "].organisation"),
                    status::FailedPrecondition(v1::UNIT_NOT_IN_SESSION,
                                               {{"name", session.name()}, {"organisation", outcome.organisation()}}));
      approvals.emplace_back();
      continue;
    }
    RETURN_IF_ERROR(approval.status());
    approvals.push_back(*std::move(approval));
  }
  return approvals;
}

absl::Status CheckOutcomes(const Outcomes& request, const std::vector<v1::UnitApproval>& approvals) {
  status::Violations violations;
  std::set<std::string> units;
  bool corrects = false;
  bool makes_tasks = false;
  const std::string congress = CongressOf(request.session());
  for (int i = 0; i < request.outcomes_size(); ++i) {
    const Outcomes::UnitOutcome& outcome = request.outcomes(i);
    const v1::UnitApproval& approval = approvals[static_cast<size_t>(i)];
    const std::string at = StrCat("outcomes[", i, "]");
    if (!units.insert(outcome.organisation()).second) {
      violations.Add(at + ".organisation", status::PlatformFault::REPEATED, {{"value", outcome.organisation()}});
    }
    if (!outcome.has_documents() && !outcome.has_personnel()) violations.Add(at, v1::NOTHING_RECORDED);
    if (outcome.has_documents()) {
      CheckDecision(outcome.documents(), /*of_personnel=*/false, congress, at + ".documents", &violations);
      corrects = corrects || WasDecided(approval.documents());
      makes_tasks = makes_tasks || !outcome.documents().conditions().empty();
    }
    if (outcome.has_personnel()) {
      CheckDecision(outcome.personnel(), /*of_personnel=*/true, congress, at + ".personnel", &violations);
      corrects = corrects || WasDecided(approval.personnel());
    }
  }
  if (corrects && request.reason().empty()) violations.Add("reason", v1::CORRECTION_WITHOUT_REASON);
  if (makes_tasks && request.plan().empty()) violations.Add("plan", status::PlatformFault::REQUIRED);
  return violations.ToStatus();
}

// Enters the conditions that have no task as tasks of the plan.
absl::Status EnterConditions(rpc::Call& call, const v1::Plan& plan, v1::UnitApproval* approval) {
  const std::string unit = approval->organisation().substr(approval->organisation().find('/') + 1);
  int number = 0;
  for (v1::ApprovalCondition& condition : *approval->mutable_documents()->mutable_conditions()) {
    if (!condition.task().empty() || condition.has_met_date()) continue;
    v1::Task task;
    while (true) {
      task.set_code(StrCat("DK-", unit.substr(0, kMostOfUnit), "-", approval->round(), ".", ++number));
      ASSIGN_OR_RETURN(const std::string id, TaskId(task.code()));
      task.set_name(StrCat(plan.name(), "/tasks/", id));
      ASSIGN_OR_RETURN(const bool taken, kTasks.Exists(call, task.name()));
      if (!taken) break;
    }
    task.set_organisation(plan.organisation());
    task.set_title(condition.text());
    task.set_owner(condition.owner().empty() ? approval->organisation() : condition.owner());
    task.set_source(approval->name());
    task.set_task_class(v1::Task::ONE_OFF);
    if (condition.has_due_date()) *task.mutable_due_date() = condition.due_date();
    condition.set_task(task.name());
    RETURN_IF_ERROR(EnterNew(call, std::move(task)).status());
  }
  return absl::OkStatus();
}

// Cancels the tasks of conditions that a correction has dropped.
absl::Status DropConditions(rpc::Call& call, const Subject& before, const Subject& after, const std::string& reason) {
  for (const v1::ApprovalCondition& condition : before.conditions()) {
    const bool stays = std::any_of(after.conditions().begin(), after.conditions().end(),
                                   [&](const auto& kept) { return kept.task() == condition.task(); });
    if (condition.task().empty() || stays) continue;
    const auto task = kTasks.Load(call, condition.task());
    if (!task.ok()) continue;
    auto cancelled = CancelTask(*task, reason, civil::Today(call.now()), /*mistaken=*/false);
    // What is done or cancelled stays so.
    if (!cancelled.ok()) continue;
    RETURN_IF_ERROR(Enter(call, *task, *std::move(cancelled), v1::Task::CANCELLED, reason).status());
  }
  return absl::OkStatus();
}

// The session was held, unless that is known.
absl::Status HoldSession(rpc::Call& call, Session session) {
  if (session.state() == Session::HELD) return absl::OkStatus();
  ASSIGN_OR_RETURN(const v1::Meeting meeting, kMeetings.Load(call, session.meeting()));
  ASSIGN_OR_RETURN(v1::Meeting held, Hold(meeting, v1::MeetingHeld(), DoerOf(call)));
  RETURN_IF_ERROR(StoreMeeting(call, {meeting, std::move(held)}).status());
  return StoreSession(call, std::move(session), "HELD", "").status();
}

// The versions that a decision names and that can be looked up: of its kind and of the congress.
bool CanBeLookedUp(const v1::ApprovedVersion& version, bool of_personnel, std::string_view congress) {
  return IsOfPersonnel(version) == of_personnel && version.resource().starts_with(StrCat(congress, "/"));
}

v1::UnitApproval Stamped(rpc::Call& call, v1::UnitApproval approval) {
  *approval.mutable_update_time() = civil::ToTimestamp(call.now());
  return approval;
}

}  // namespace

absl::StatusOr<ApprovalService::Newest> ApprovalService::LookUp(rpc::Call& call,
                                                                const std::vector<v1::UnitApproval>& approvals,
                                                                Outcomes* request, status::Refusals* refusals) const {
  Newest newest;
  const auto look_up = [&](const v1::UnitApproval& approval, bool of_personnel, const std::string& field,
                           Subject* decided) -> absl::Status {
    for (int i = 0; i < decided->versions_size(); ++i) {
      v1::ApprovedVersion& version = *decided->mutable_versions(i);
      if (!CanBeLookedUp(version, of_personnel, CongressOf(request->session()))) continue;
      const std::string at = StrCat(field, ".versions[", i, "]");
      const auto found = versions_.Check(call, &version);
      RETURN_IF_ERROR(refusals->Note(at, found.status()));
      if (!found.ok()) continue;
      if (!approval.name().empty() && !call.IsOf(found->organisation, approval.organisation())) {
        status::Violations violations;
        violations.Add("resource", v1::VERSION_OF_OTHER_UNIT, {{"organisation", call.NameOf(found->organisation)}});
        refusals->Add(at, violations.ToStatus());
      }
      const std::string followed = FollowedName(version);
      ASSIGN_OR_RETURN(newest[followed], NoteNewest(call, followed, found->newest));
    }
    return absl::OkStatus();
  };
  for (int i = 0; i < request->outcomes_size(); ++i) {
    Outcomes::UnitOutcome& outcome = *request->mutable_outcomes(i);
    const v1::UnitApproval& approval = approvals[static_cast<size_t>(i)];
    const std::string at = StrCat("outcomes[", i, "]");
    if (outcome.has_documents()) {
      RETURN_IF_ERROR(look_up(approval, /*of_personnel=*/false, at + ".documents", outcome.mutable_documents()));
    }
    if (outcome.has_personnel()) {
      RETURN_IF_ERROR(look_up(approval, /*of_personnel=*/true, at + ".personnel", outcome.mutable_personnel()));
    }
  }
  return newest;
}

absl::StatusOr<v1::RecordApprovalOutcomesResponse> ApprovalService::RecordApprovalOutcomes(
    rpc::Call& call, const Outcomes& request) const {
  ASSIGN_OR_RETURN(Session session, kApprovalSessions.Read(call, request.session()));
  RETURN_IF_ERROR(kApprovalSessions.CheckEtag(session, request.etag()));
  ASSIGN_OR_RETURN(session, WithMeeting(call, std::move(session)));
  status::Refusals refusals;
  ASSIGN_OR_RETURN(auto approvals, ApprovalsOf(call, session, request, &refusals));
  if (session.state() == Session::CANCELLED) return RequirePlanned(session);
  const absl::CivilDay day = civil::FromDate(session.date());
  if (day > civil::Today(call.now())) {
    return status::FailedPrecondition(v1::SESSION_NOT_YET, {{"name", session.name()}, {"date", civil::Format(day)}});
  }
  RETURN_IF_ERROR(refusals.Note("", CheckOutcomes(request, approvals)));
  Outcomes decided = request;
  const auto looked_up = LookUp(call, approvals, &decided, &refusals);
  // A silent service is told where nothing else keeps the decisions from being recorded.
  if (!looked_up.ok() && refusals.empty()) return looked_up.status();
  v1::Plan plan;
  if (!request.plan().empty()) {
    auto read = kPlans.Read(call, request.plan());
    if (read.ok()) RETURN_IF_ERROR(call.Require("scheduling.tasks.create", read->organisation()));
    RETURN_IF_ERROR(refusals.Note("plan", read.status()));
    if (read.ok()) plan = *std::move(read);
  }
  RETURN_IF_ERROR(refusals.ToStatus());
  v1::RecordApprovalOutcomesResponse answer;
  for (int i = 0; i < decided.outcomes_size(); ++i) {
    const Outcomes::UnitOutcome& outcome = decided.outcomes(i);
    v1::UnitApproval& approval = approvals[static_cast<size_t>(i)];
    const auto decide = [&](const Subject& said, Subject* subject) {
      *subject = Decide(*subject, said, day, request.reason(), DoerOf(call));
      for (const v1::ApprovedVersion& version : subject->versions()) {
        const std::string followed = FollowedName(version);
        NoteChange(followed, looked_up->at(followed), DoerOf(call), &approval);
      }
    };
    if (outcome.has_documents()) {
      const Subject before = approval.documents();
      decide(outcome.documents(), approval.mutable_documents());
      RETURN_IF_ERROR(DropConditions(call, before, approval.documents(), request.reason()));
      RETURN_IF_ERROR(EnterConditions(call, plan, &approval));
    }
    if (outcome.has_personnel()) decide(outcome.personnel(), approval.mutable_personnel());
    *answer.add_unit_approvals() = AsSeen(call, kUnitApprovals.Put(call, Stamped(call, std::move(approval))));
  }
  RETURN_IF_ERROR(HoldSession(call, std::move(session)));
  return answer;
}

absl::StatusOr<v1::UnitApproval> ApprovalService::SettleCondition(rpc::Call& call,
                                                                  const v1::SettleConditionRequest& request) const {
  const bool of_personnel = request.subject() == v1::SettleConditionRequest::PERSONNEL;
  ASSIGN_OR_RETURN(
      v1::UnitApproval settled,
      kUnitApprovals.Mutate(
          call, request.name(), request.etag(), [&](v1::UnitApproval approval) -> absl::StatusOr<v1::UnitApproval> {
            RETURN_IF_ERROR(RequireApprover(call));
            if (of_personnel) RETURN_IF_ERROR(RequireSight(call));
            Subject subject = of_personnel ? approval.personnel() : approval.documents();
            RETURN_IF_ERROR(MeetCondition(approval.name(), request, DoerOf(call), &subject));
            *(of_personnel ? approval.mutable_personnel() : approval.mutable_documents()) = std::move(subject);
            return Stamped(call, std::move(approval));
          }));
  const Subject& subject = of_personnel ? settled.personnel() : settled.documents();
  const v1::ApprovalCondition& condition = subject.conditions(request.index());
  if (!condition.task().empty()) {
    const auto task = kTasks.Load(call, condition.task());
    if (task.ok() && !IsSettled(*task)) {
      ASSIGN_OR_RETURN(v1::Task done,
                       CompleteTask(*task, civil::FromDate(condition.met_date()), "", civil::Today(call.now())));
      RETURN_IF_ERROR(Enter(call, *task, std::move(done), v1::Task::COMPLETED).status());
    }
  }
  return AsSeen(call, std::move(settled));
}

absl::StatusOr<v1::UnitApproval> ApprovalService::ConfirmUnitApproval(
    rpc::Call& call, const v1::ConfirmUnitApprovalRequest& request) const {
  ASSIGN_OR_RETURN(
      v1::UnitApproval confirmed,
      kUnitApprovals.Mutate(
          call, request.name(), request.etag(), [&](v1::UnitApproval approval) -> absl::StatusOr<v1::UnitApproval> {
            RETURN_IF_ERROR(RequireApprover(call));
            v1::ApprovedVersion version = request.version();
            if (IsOfPersonnel(version)) RETURN_IF_ERROR(RequireSight(call));
            ASSIGN_OR_RETURN(const auto found, versions_.Check(call, &version));
            RETURN_IF_ERROR(Confirm(version, request.reason(), DoerOf(call), &approval));
            ASSIGN_OR_RETURN(const int64_t newest, NoteNewest(call, FollowedName(version), found.newest));
            if (NumberOf(version) < newest) {
              return status::FailedPrecondition(v1::VERSION_DIFFERS, {{"resource", FollowedName(version)},
                                                                      {"named", StrCat(NumberOf(version))},
                                                                      {"found", StrCat(newest)}});
            }
            return Stamped(call, std::move(approval));
          }));
  return AsSeen(call, std::move(confirmed));
}

}  // namespace congress::scheduling
