#include "services/dossiers/review_blocks.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/lifecycle.h"
#include "services/dossiers/domain/suspension.h"
#include "services/dossiers/filed.h"
#include "services/dossiers/folders.h"
#include "services/dossiers/records.h"
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

absl::StatusOr<bool> IsVerified(rpc::Call& call, const v1::Dossier& dossier) {
  ASSIGN_OR_RETURN(const auto asked, VerificationsOf(call, dossier.name()));
  return std::none_of(asked.begin(), asked.end(),
                      [](const v1::Verification& one) { return one.state() == v1::Verification::REQUESTED; });
}

// `active` may be none. Who may not know of it is told no more than of an open verification.
absl::Status Refuse(const rpc::Call& call, const v1::Suspension& active, bool verified, status::Metadata metadata) {
  if (!active.name().empty() && MayKnow(call, active.organisation())) {
    metadata.emplace_back("suspension", active.name());
    return status::FailedPrecondition(v1::PERSON_SUSPENDED, metadata);
  }
  if (active.name().empty() && verified) return absl::OkStatus();
  return status::FailedPrecondition(v1::REVIEW_BLOCKED, metadata);
}

absl::Status RequireSettledFor(rpc::Call& call, const v1::Dossier& dossier, status::Metadata metadata) {
  ASSIGN_OR_RETURN(const v1::Suspension active, UnderWay(call, dossier.person()));
  ASSIGN_OR_RETURN(const bool verified, IsVerified(call, dossier));
  return Refuse(call, active, verified, std::move(metadata));
}

}  // namespace

absl::Status RequireSettled(rpc::Call& call, const v1::Dossier& dossier) {
  return RequireSettledFor(call, dossier, {{"name", dossier.name()}});
}

absl::Status RequireSettledToSend(rpc::Call& call, const v1::Dossier& dossier) {
  return RequireSettledFor(call, dossier, {{"name", dossier.name()}, {"cause", "send"}});
}

absl::Status RequireSettledPerson(rpc::Call& call, const std::string& name, const std::string& person) {
  ASSIGN_OR_RETURN(const v1::Suspension active, UnderWay(call, person));
  ASSIGN_OR_RETURN(const std::vector<v1::Dossier> theirs, DossiersOf(call, person));
  bool verified = true;
  for (const v1::Dossier& dossier : theirs) {
    if (!verified || IsPutAway(dossier)) continue;
    ASSIGN_OR_RETURN(verified, IsVerified(call, dossier));
  }
  return Refuse(call, active, verified, {{"name", name}, {"cause", "decide"}});
}

absl::Status TellSuspended(rpc::Call& call, v1::Dossier* dossier) {
  if (!MayKnow(call, dossier->organisation())) return absl::OkStatus();
  ASSIGN_OR_RETURN(const bool own, IsSelf(call, dossier->person()));
  if (own) return absl::OkStatus();
  const auto active = UnderWay(call, dossier->person());
  if (absl::IsDataLoss(active.status())) {
    call.LacksGraded(dossier->name());
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(active.status());
  dossier->set_suspended(!active->name().empty());
  return absl::OkStatus();
}

}  // namespace congress::dossiers
