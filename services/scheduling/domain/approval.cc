#include "services/scheduling/domain/approval.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/post.h"

namespace congress::scheduling {
namespace {

using Subject = v1::ApprovalSubject;
using Approval = v1::UnitApproval;

constexpr std::string_view kRevisions = "/revisions/";

bool HasOpenConditions(const Subject& subject) {
  return std::any_of(subject.conditions().begin(), subject.conditions().end(),
                     [](const v1::ApprovalCondition& condition) { return !condition.has_met_date(); });
}

bool IsApproved(const Subject& subject) {
  return subject.outcome() == Subject::APPROVED || subject.outcome() == Subject::CONDITIONAL;
}

// Approved as a whole, and as it still is.
bool IsWhole(const Subject& subject) {
  return IsApproved(subject) && !subject.changed_since() && !HasOpenConditions(subject);
}

Subject Pending() {
  Subject subject;
  subject.set_outcome(Subject::PENDING);
  return subject;
}

// What the next round begins with.
Subject Anew(const Subject& before) { return IsWhole(before) ? before : Pending(); }

void EndRound(Approval* approval) {
  v1::ApprovalRound& round = *approval->add_earlier();
  round.set_round(approval->round());
  round.set_session(approval->session());
  *round.mutable_documents() = approval->documents();
  if (approval->has_personnel()) *round.mutable_personnel() = approval->personnel();
  approval->set_round(approval->round() + 1);
  approval->clear_session();
}

void Note(std::string_view what, const std::string& reason, const Doer& doer, Approval* approval) {
  AddNote(std::string(what), doer, reason, approval->mutable_notes());
  *approval->mutable_update_time() = civil::ToTimestamp(doer.now);
}

// The subjects that are there, each with `visit`.
template <class Visit>
void ForSubjects(Approval* approval, Visit visit) {
  visit(approval->mutable_documents());
  if (approval->has_personnel()) visit(approval->mutable_personnel());
}

}  // namespace

std::string UnitApprovalName(std::string_view congress, std::string_view organisation) {
  return StrCat(congress, "/unitApprovals/", organisation.substr(organisation.find('/') + 1));
}

Approval::State StateOf(const Approval& approval, bool with_personnel) {
  std::vector<const Subject*> subjects = {&approval.documents()};
  if (with_personnel && approval.has_personnel()) subjects.push_back(&approval.personnel());
  const auto any = [&](auto is) {
    return std::any_of(subjects.begin(), subjects.end(), [&](const Subject* subject) { return is(*subject); });
  };
  if (any([](const Subject& subject) { return IsApproved(subject) && subject.changed_since(); })) {
    return Approval::STALE;
  }
  if (any([](const Subject& subject) { return subject.outcome() == Subject::RETURNED; })) return Approval::RETURNED;
  if (!std::all_of(subjects.begin(), subjects.end(), [](const Subject* subject) { return IsApproved(*subject); })) {
    return Approval::OPEN;
  }
  return any(HasOpenConditions) ? Approval::CONDITIONAL : Approval::APPROVED;
}

Approval NewApproval(std::string_view congress, const std::string& organisation, const Doer& doer) {
  Approval approval;
  approval.set_name(UnitApprovalName(congress, organisation));
  approval.set_organisation(organisation);
  approval.set_round(1);
  *approval.mutable_documents() = Pending();
  *approval.mutable_create_time() = civil::ToTimestamp(doer.now);
  return approval;
}

absl::StatusOr<Approval> PlanFor(Approval approval, const Planning& planning, const Doer& doer) {
  const Approval::State state = StateOf(approval, planning.with_personnel);
  if (state == Approval::APPROVED) return status::FailedPrecondition(v1::UNIT_APPROVED, {{"name", approval.name()}});
  const bool ended = state == Approval::RETURNED || state == Approval::STALE;
  if (!ended && approval.session() == planning.session) return approval;
  if (!ended && planning.live && !approval.session().empty()) {
    return status::FailedPrecondition(v1::UNIT_COVERED, {{"name", approval.name()}, {"session", approval.session()}});
  }
  if (ended) {
    EndRound(&approval);
    ForSubjects(&approval, [](Subject* subject) { *subject = Anew(*subject); });
  }
  approval.set_session(planning.session);
  Note("PLANNED", planning.reason, doer, &approval);
  return approval;
}

void CheckDecision(const Subject& decided, bool of_personnel, std::string_view congress, const std::string& field,
                   status::Violations* violations) {
  const bool conditional = decided.outcome() == Subject::CONDITIONAL;
  if (conditional == decided.conditions().empty()) violations->Add(field + ".conditions", v1::CONDITIONS_AND_OUTCOME);
  if (IsApproved(decided) && decided.versions().empty()) violations->Add(field + ".versions", v1::VERSION_MISSING);
  std::set<std::string> seen;
  for (int i = 0; i < decided.versions_size(); ++i) {
    const v1::ApprovedVersion& version = decided.versions(i);
    const std::string at = StrCat(field, ".versions[", i, "].resource");
    if (IsOfPersonnel(version) != of_personnel) {
      violations->Add(at, v1::VERSION_OF_OTHER_KIND);
    } else if (!version.resource().starts_with(StrCat(congress, "/"))) {
      violations->Add(at, v1::OF_OTHER_CONGRESS);
    } else if (!seen.insert(FollowedName(version)).second) {
      violations->Add(at, status::PlatformFault::REPEATED, {{"value", version.resource()}});
    }
  }
}

bool WasDecided(const Subject& subject) {
  return subject.outcome() != Subject::PENDING && subject.outcome() != Subject::OUTCOME_UNSPECIFIED;
}

Subject Decide(const Subject& before, Subject decided, absl::CivilDay day, const std::string& reason,
               const Doer& doer) {
  std::map<std::string, const v1::ApprovalCondition*> known;
  for (const v1::ApprovalCondition& condition : before.conditions()) known.emplace(condition.text(), &condition);
  for (v1::ApprovalCondition& condition : *decided.mutable_conditions()) {
    const auto same = known.find(condition.text());
    if (same == known.end()) continue;
    condition.set_task(same->second->task());
    condition.set_note(same->second->note());
    if (same->second->has_met_date()) *condition.mutable_met_date() = same->second->met_date();
  }
  if (!decided.has_decided_date() && WasDecided(decided)) *decided.mutable_decided_date() = civil::ToDate(day);
  *decided.mutable_notes() = before.notes();
  AddNote(Subject::Outcome_Name(decided.outcome()), doer, reason, decided.mutable_notes());
  return decided;
}

absl::Status MeetCondition(const std::string& name, const v1::SettleConditionRequest& request, const Doer& doer,
                           Subject* subject) {
  status::Violations violations;
  if (request.index() >= subject->conditions_size()) violations.Add("index", v1::NO_SUCH_CONDITION);
  if (request.has_met_date() && civil::FromDate(request.met_date()) > doer.today()) {
    violations.Add("met_date", status::PlatformFault::IN_FUTURE);
  }
  RETURN_IF_ERROR(violations.ToStatus());
  v1::ApprovalCondition& condition = *subject->mutable_conditions(request.index());
  if (condition.has_met_date()) {
    return status::FailedPrecondition(v1::CONDITION_SETTLED, {{"name", name}, {"index", StrCat(request.index())}});
  }
  *condition.mutable_met_date() = request.has_met_date() ? request.met_date() : civil::ToDate(doer.today());
  condition.set_note(request.note());
  AddNote("SETTLED", doer, request.note(), subject->mutable_notes());
  return absl::OkStatus();
}

std::string FollowedName(const v1::ApprovedVersion& version) {
  return version.resource().substr(0, version.resource().find(kRevisions));
}

int64_t NumberOf(const v1::ApprovedVersion& version) {
  const std::string& resource = version.resource();
  int64_t number = 0;
  const bool is_number = absl::SimpleAtoi(
      IsOfPersonnel(version) ? version.plan_etag() : resource.substr(resource.rfind('/') + 1), &number);
  return is_number ? number : 0;
}

bool IsOfPersonnel(const v1::ApprovedVersion& version) {
  return version.resource().find(kRevisions) == std::string::npos;
}

bool NoteChange(const std::string& followed, int64_t newest, const Doer& doer, Approval* approval) {
  bool changed = false;
  ForSubjects(approval, [&](Subject* subject) {
    if (!IsApproved(*subject)) return;
    for (v1::ApprovedVersion& version : *subject->mutable_versions()) {
      if (FollowedName(version) != followed || version.has_change_time() || NumberOf(version) >= newest) continue;
      *version.mutable_change_time() = civil::ToTimestamp(doer.now);
      if (!subject->changed_since()) *subject->mutable_change_time() = version.change_time();
      subject->set_changed_since(true);
      AddNote("CHANGED", doer, version.resource(), subject->mutable_notes());
      changed = true;
    }
  });
  return changed;
}

absl::Status Confirm(const v1::ApprovedVersion& version, const std::string& reason, const Doer& doer,
                     Approval* approval) {
  bool found = false;
  ForSubjects(approval, [&](Subject* subject) {
    bool changed = false;
    for (v1::ApprovedVersion& known : *subject->mutable_versions()) {
      if (FollowedName(known) == FollowedName(version) && known.has_change_time()) {
        known = version;
        found = true;
        AddNote("CONFIRMED", doer, reason, subject->mutable_notes());
      }
      changed = changed || known.has_change_time();
    }
    subject->set_changed_since(changed);
    if (!changed) subject->clear_change_time();
  });
  if (found) return absl::OkStatus();
  return status::FailedPrecondition(v1::VERSION_UNCHANGED,
                                    {{"name", approval->name()}, {"resource", FollowedName(version)}});
}

absl::StatusOr<Approval> Withdraw(Approval approval, const std::string& reason, const Doer& doer) {
  if (approval.session().empty()) {
    return status::FailedPrecondition(v1::UNIT_NOT_SCHEDULED, {{"name", approval.name()}});
  }
  if (WasDecided(approval.documents()) || WasDecided(approval.personnel())) {
    EndRound(&approval);
    approval.clear_personnel();
    *approval.mutable_documents() = Pending();
  }
  approval.clear_session();
  Note("WITHDRAWN", reason, doer, &approval);
  return approval;
}

std::vector<v1::Participant> SeatsOf(const std::vector<v1::Membership>& memberships, absl::CivilDay day) {
  std::map<std::string, v1::Participant::Role> roles;
  for (const v1::Membership& membership : memberships) {
    if (!GoesOnOn(membership, day)) continue;
    v1::Participant::Role& role = roles.try_emplace(membership.post(), v1::Participant::REQUIRED).first->second;
    if (membership.role() == v1::Membership::HEAD) role = v1::Participant::CHAIR;
  }
  std::vector<v1::Participant> seats;
  for (const auto& [post, role] : roles) {
    v1::Participant& seat = seats.emplace_back();
    seat.set_post(post);
    seat.set_role(role);
  }
  return seats;
}

}  // namespace congress::scheduling
