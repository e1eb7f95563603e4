#include "services/dossiers/verification_service.h"

#include <string>
#include <utility>

#include "platform/civil/civil.h"
#include "platform/rpc/paging.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/verification.h"
#include "services/dossiers/filed.h"
#include "services/dossiers/ids.h"
#include "services/dossiers/requests.h"

namespace congress::dossiers {
namespace {

constexpr std::string_view kRead = "dossiers.verifications.read";

// Whether the caller holds the permission at the body that is asked, where that is an organisation of the tree.
bool IsAsked(const rpc::Call& call, std::string_view permission, const v1::Verification& verification) {
  return verification.addressee().starts_with("organisations/") && call.Holds(permission, verification.addressee());
}

absl::StatusOr<v1::Verification> Readable(rpc::Call& call, const std::string& name) {
  ASSIGN_OR_RETURN(v1::Verification verification, kVerifications.Load(call, name));
  if (!MayReadVerification(call, verification)) return status::NotFound("Verification", name);
  return verification;
}

// As the caller is shown it.
absl::StatusOr<v1::Verification> Shown(rpc::Call& call, v1::Verification verification) {
  return Told(call, AsOf(std::move(verification), civil::Today(call.now())));
}

// Of one dossier, or of all of a congress for `congresses/c/dossiers/-`.
absl::StatusOr<std::vector<v1::Verification>> AskedFor(rpc::Call& call, const std::string& parent) {
  if (!parent.ends_with("/-")) return VerificationsOf(call, parent);
  ASSIGN_OR_RETURN(auto all, Legible(call, kVerifications, "verifications/",
                                     [&](const v1::Verification& one) { return MayReadVerification(call, one); }));
  const std::string dossiers = parent.substr(0, parent.size() - 1);
  std::erase_if(all, [&](const v1::Verification& one) { return !one.dossier().starts_with(dossiers); });
  return all;
}

}  // namespace

bool MayReadVerification(const rpc::Call& call, const v1::Verification& verification) {
  return call.Holds(kRead, verification.organisation()) || IsAsked(call, kRead, verification);
}

absl::StatusOr<v1::Verification> VerificationService::RequestVerification(
    rpc::Call& call, const v1::RequestVerificationRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Dossier dossier, kDossiers.Get(call, request.parent()));
  RETURN_IF_ERROR(RequireOther(call, dossier.person()));
  ASSIGN_OR_RETURN(v1::Verification asked, Ask(dossier, RandomId(kIdOfItsOwn), request.verification(), ActorOf(call)));
  RETURN_IF_ERROR(File(call, kVerificationFile, dossier.name(), asked.name()));
  return Shown(call, kVerifications.PutNew(call, std::move(asked)));
}

absl::StatusOr<v1::Verification> VerificationService::AnswerVerification(
    rpc::Call& call, const v1::AnswerVerificationRequest& request) const {
  ASSIGN_OR_RETURN(v1::Verification verification, Readable(call, request.name()));
  // Who may do it for either is taken for who asked.
  const bool asked =
      !call.Holds(call.permission(), verification.organisation()) && IsAsked(call, call.permission(), verification);
  RETURN_IF_ERROR(call.Require(asked ? verification.addressee() : verification.organisation()));
  RETURN_IF_ERROR(RequireOther(call, verification.person()));
  RETURN_IF_ERROR(kVerifications.CheckEtag(verification, request.etag()));
  ASSIGN_OR_RETURN(verification, Answer(std::move(verification), request, !asked, ActorOf(call)));
  return Shown(call, kVerifications.Put(call, std::move(verification)));
}

absl::StatusOr<v1::Verification> VerificationService::CancelVerification(
    rpc::Call& call, const v1::CancelVerificationRequest& request) const {
  ASSIGN_OR_RETURN(v1::Verification verification, Readable(call, request.name()));
  RETURN_IF_ERROR(call.Require(verification.organisation()));
  RETURN_IF_ERROR(RequireOther(call, verification.person()));
  RETURN_IF_ERROR(kVerifications.CheckEtag(verification, request.etag()));
  ASSIGN_OR_RETURN(verification, Cancel(std::move(verification), request.reason(), ActorOf(call)));
  return Shown(call, kVerifications.Put(call, std::move(verification)));
}

absl::StatusOr<v1::Verification> VerificationService::GetVerification(rpc::Call& call,
                                                                      const v1::GetVerificationRequest& request) const {
  ASSIGN_OR_RETURN(v1::Verification verification, Readable(call, request.name()));
  call.Filtered();
  RETURN_IF_ERROR(HideOwn(call, "Verification", verification.name(), verification.person()));
  return Shown(call, std::move(verification));
}

absl::StatusOr<v1::ListVerificationsResponse> VerificationService::ListVerifications(
    rpc::Call& call, const v1::ListVerificationsRequest& request) const {
  call.Filtered();
  ASSIGN_OR_RETURN(auto verifications, AskedFor(call, request.parent()));
  ASSIGN_OR_RETURN(const Names own, OwnNames(call));
  const absl::CivilDay today = civil::Today(call.now());
  for (v1::Verification& verification : verifications) verification = AsOf(std::move(verification), today);
  std::erase_if(verifications, [&](const v1::Verification& verification) {
    if (request.overdue_only() && !verification.overdue()) return true;
    if (request.state() != v1::Verification::STATE_UNSPECIFIED && request.state() != verification.state()) return true;
    return !MayReadVerification(call, verification) || own.Has(verification.person());
  });
  SortByCreation(&verifications);
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), verifications.size()));
  v1::ListVerificationsResponse listed;
  for (size_t i = slice.begin; i < slice.end; ++i) *listed.add_verifications() = std::move(verifications[i]);
  RETURN_IF_ERROR(TellPersons(call, listed.mutable_verifications()));
  listed.set_next_page_token(slice.next_page_token);
  return listed;
}

}  // namespace congress::dossiers
