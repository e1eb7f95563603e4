#include "services/dossiers/review_blocks.h"

#include <algorithm>
#include <string>
#include <vector>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/suspension.h"
#include "services/dossiers/filed.h"
#include "services/dossiers/requests.h"

namespace congress::dossiers {
namespace {

// The suspension that is under way; its name is empty where none is.
absl::StatusOr<v1::Suspension> UnderWay(rpc::Call& call, const std::string& person) {
  ASSIGN_OR_RETURN(const std::string standing, StandingName(call, person));
  ASSIGN_OR_RETURN(const auto suspensions, SuspensionsOf(call, standing));
  const absl::CivilDay today = civil::Today(call.now());
  const auto active = std::find_if(suspensions.begin(), suspensions.end(),
                                   [&](const v1::Suspension& one) { return IsActive(one, today); });
  return active == suspensions.end() ? v1::Suspension() : *active;
}

bool MayKnow(const rpc::Call& call, const std::string& organisation) {
  return call.Holds("dossiers.suspensions.read", organisation);
}

}  // namespace

absl::Status RequireSettled(rpc::Call& call, const v1::Dossier& dossier) {
  ASSIGN_OR_RETURN(const v1::Suspension active, UnderWay(call, dossier.person()));
  if (!active.name().empty() && MayKnow(call, active.organisation())) {
    return status::FailedPrecondition(v1::PERSON_SUSPENDED, {{"name", dossier.name()}, {"suspension", active.name()}});
  }
  ASSIGN_OR_RETURN(const auto asked, VerificationsOf(call, dossier.name()));
  const bool open = std::any_of(asked.begin(), asked.end(),
                                [](const v1::Verification& one) { return one.state() == v1::Verification::REQUESTED; });
  if (active.name().empty() && !open) return absl::OkStatus();
  return status::FailedPrecondition(v1::REVIEW_BLOCKED, {{"name", dossier.name()}});
}

absl::Status TellSuspended(rpc::Call& call, v1::Dossier* dossier) {
  if (!MayKnow(call, dossier->organisation())) return absl::OkStatus();
  ASSIGN_OR_RETURN(const bool own, IsSelf(call, dossier->person()));
  if (own) return absl::OkStatus();
  ASSIGN_OR_RETURN(const v1::Suspension active, UnderWay(call, dossier->person()));
  dossier->set_suspended(!active.name().empty());
  return absl::OkStatus();
}

}  // namespace congress::dossiers
