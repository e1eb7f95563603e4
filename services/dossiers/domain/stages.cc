#include "services/dossiers/domain/stages.h"

#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/basis.h"

namespace congress::dossiers {
namespace {

using Staged = v1::StageEntry;

absl::Status WrongStageState(const Staged& entry) {
  return status::FailedPrecondition(v1::STAGE_STATE,
                                    {{"name", entry.name()}, {"state", Staged::State_Name(entry.state())}});
}

Staged Moved(Staged entry, Staged::State state, const v1::Basis* basis, std::string_view reason, const Actor& actor) {
  entry.set_state(state);
  v1::StageNote& note = *entry.add_trail();
  note.set_state(state);
  *note.mutable_time() = civil::ToTimestamp(actor.now);
  note.set_account(actor.subject);
  note.set_person(actor.person);
  note.set_reason(std::string(reason));
  if (basis != nullptr && basis->ByteSizeLong() > 0) {
    *note.mutable_basis() = *basis;
    *entry.mutable_basis() = *basis;
  }
  *entry.mutable_update_time() = note.time();
  return entry;
}

bool Follows(Staged::State before, Staged::State after) {
  switch (after) {
    case Staged::PROPOSED:
      return before == Staged::PLANNED;
    case Staged::DECIDED:
      return before == Staged::PROPOSED;
    case Staged::ELECTED:
    case Staged::NOT_ELECTED:
      return before == Staged::DECIDED;
    default:
      return false;
  }
}

absl::Status RequireDecisionNamed(const v1::Basis& basis) {
  status::Violations violations;
  if (!NamesDecision(basis)) violations.Add("basis", v1::DECISION_REQUIRED);
  return violations.ToStatus();
}

}  // namespace

bool Stands(const Staged& entry) { return entry.state() != Staged::NOT_ELECTED && entry.state() != Staged::WITHDRAWN; }

bool IsOpen(const Staged& entry) { return entry.state() == Staged::PLANNED || entry.state() == Staged::PROPOSED; }

bool IsArrangement(const Staged& entry) { return entry.stage() == v1::ARRANGEMENT; }

absl::Status CheckEntry(const Staged& entry, std::string_view path) {
  status::Violations violations;
  const auto require = [&](std::string_view field, bool given, bool wanted) {
    if (given == wanted) return;
    if (wanted) {
      violations.Add(StrCat(path, ".", field), status::PlatformFault::REQUIRED);
    } else {
      violations.Add(StrCat(path, ".", field), v1::OF_OTHER_STAGE);
    }
  };
  require("seat", !entry.seat().empty(), !IsArrangement(entry));
  require("candidacy", entry.candidacy() != v1::CANDIDACY_UNSPECIFIED, !IsArrangement(entry));
  require("arrangement", entry.has_arrangement(), IsArrangement(entry));
  const v1::Arrangement& arrangement = entry.arrangement();
  if (!arrangement.to_organisation().empty() && !arrangement.leave_policy().empty()) {
    violations.Add(StrCat(path, ".arrangement.leave_policy"), v1::PLACED_AND_LEAVING);
  }
  return violations.ToStatus();
}

Staged EnterStage(std::string_view name, Staged wanted, const v1::StageRule* seat, const Actor& actor) {
  wanted.set_name(std::string(name));
  if (seat != nullptr) {
    wanted.set_exclusive_group(seat->exclusive_group());
    *wanted.mutable_cut_off_date() = seat->cut_off_date();
  }
  *wanted.mutable_create_time() = civil::ToTimestamp(actor.now);
  return Moved(std::move(wanted), Staged::PLANNED, nullptr, "", actor);
}

absl::StatusOr<Staged> ReviseStage(Staged entry, const Actor& actor) {
  if (!IsOpen(entry)) return WrongStageState(entry);
  RETURN_IF_ERROR(CheckEntry(entry, "stage_entry"));
  *entry.mutable_update_time() = civil::ToTimestamp(actor.now);
  return entry;
}

absl::StatusOr<Staged> AdvanceStage(Staged entry, Staged::State state, const v1::Basis& basis, const Actor& actor) {
  const bool by_act = IsArrangement(entry) && state != Staged::PROPOSED;
  if (by_act || !Follows(entry.state(), state)) return WrongStageState(entry);
  if (state != Staged::PROPOSED) RETURN_IF_ERROR(RequireDecisionNamed(basis));
  return Moved(std::move(entry), state, &basis, "", actor);
}

absl::StatusOr<Staged> WithdrawStage(Staged entry, const std::string& reason, const Actor& actor) {
  if (entry.state() == Staged::WITHDRAWN) return WrongStageState(entry);
  return Moved(std::move(entry), Staged::WITHDRAWN, nullptr, reason, actor);
}

absl::StatusOr<Staged> DecideArrangement(Staged entry, const v1::Basis& basis, const Actor& actor) {
  RETURN_IF_ERROR(RequireDecisionNamed(basis));
  if (!IsArrangement(entry) || entry.state() != Staged::PROPOSED) return WrongStageState(entry);
  if (entry.arrangement().to_organisation().empty() && entry.arrangement().leave_policy().empty()) {
    return status::FailedPrecondition(v1::ARRANGEMENT_OPEN, {{"name", entry.name()}});
  }
  return Moved(std::move(entry), Staged::DECIDED, &basis, "", actor);
}

}  // namespace congress::dossiers
