// The life of dossiers, as DossierService has it.
#include <utility>

#include "platform/civil/civil.h"
#include "services/dossiers/domain/lifecycle.h"
#include "services/dossiers/dossier_service.h"
#include "services/dossiers/folders.h"
#include "services/dossiers/review_blocks.h"

namespace congress::dossiers {

using OneDossier = absl::StatusOr<v1::Dossier>;

OneDossier DossierService::SubmitDossier(rpc::Call& call, const v1::SubmitDossierRequest& request) const {
  return ChangeDossier(call, request.name(), request.etag(), [&](const Folder& folder, const auto& checklist) {
    return Submit(folder, checklist, ActorOf(call));
  });
}

OneDossier DossierService::BeginDossierReview(rpc::Call& call, const v1::BeginDossierReviewRequest& request) const {
  const auto begin = [&](const Folder& folder, const auto& checklist) -> OneDossier {
    ASSIGN_OR_RETURN(const Actor actor, NamedActor(call));
    ASSIGN_OR_RETURN(v1::Dossier dossier, BeginReview(folder, request.take_over(), request.reason(), actor));
    ASSIGN_OR_RETURN(*dossier.mutable_content_sha256(), ContentHash(call, folder, checklist));
    return dossier;
  };
  return ChangeDossier(call, request.name(), request.etag(), begin);
}

OneDossier DossierService::ReturnDossier(rpc::Call& call, const v1::ReturnDossierRequest& request) const {
  return ChangeDossier(call, request.name(), request.etag(), [&](const Folder& folder, const auto&) {
    return Return(folder.dossier, request.return_reason(), request.note(), ActorOf(call));
  });
}

OneDossier DossierService::AcceptDossier(rpc::Call& call, const v1::AcceptDossierRequest& request) const {
  const auto accept = [&](const Folder& folder, const auto& checklist) -> OneDossier {
    ASSIGN_OR_RETURN(const std::string content, ContentHash(call, folder, checklist));
    ASSIGN_OR_RETURN(const Actor actor, NamedActor(call));
    ASSIGN_OR_RETURN(v1::Dossier accepted,
                     Accept(folder, checklist, content, request.content_sha256(), request.note(), actor));
    RETURN_IF_ERROR(RequireSettled(call, accepted));
    return accepted;
  };
  return ChangeDossier(call, request.name(), request.etag(), accept);
}

OneDossier DossierService::WithdrawDossier(rpc::Call& call, const v1::WithdrawDossierRequest& request) const {
  return ChangeDossier(call, request.name(), request.etag(), [&](const Folder& folder, const auto&) {
    return GiveUp(folder.dossier, request.reason(), ActorOf(call));
  });
}

OneDossier DossierService::ReopenDossier(rpc::Call& call, const v1::ReopenDossierRequest& request) const {
  return ChangeDossier(call, request.name(), request.etag(), [&](const Folder& folder, const auto&) {
    return Reopen(folder.dossier, request.reason(), ActorOf(call));
  });
}

OneDossier DossierService::CloseDossier(rpc::Call& call, const v1::CloseDossierRequest& request) const {
  return ChangeDossier(call, request.name(), request.etag(), [&](const Folder& folder, const auto&) {
    return Close(folder.dossier, request.reason(), civil::FromDate(request.keep_until_date()), ActorOf(call));
  });
}

absl::StatusOr<v1::BatchCloseDossiersResponse> DossierService::BatchCloseDossiers(
    rpc::Call& call, const v1::BatchCloseDossiersRequest& request) const {
  RETURN_IF_ERROR(RequireDistinct(request.dossiers(), "dossiers", "dossier",
                                  [](const v1::ClosingDossier& item) { return std::string_view(item.dossier()); }));
  v1::BatchCloseDossiersResponse closed;
  for (const v1::ClosingDossier& item : request.dossiers()) {
    const auto close = [&](const Folder& folder, const auto&) {
      return Close(folder.dossier, request.reason(), civil::FromDate(request.keep_until_date()), ActorOf(call));
    };
    ASSIGN_OR_RETURN(*closed.add_dossiers(), ChangeDossier(call, item.dossier(), item.etag(), close));
  }
  return closed;
}

OneDossier DossierService::ExtendDossierRetention(rpc::Call& call,
                                                  const v1::ExtendDossierRetentionRequest& request) const {
  return ChangeDossier(call, request.name(), request.etag(), [&](const Folder& folder, const auto&) {
    return KeepLonger(folder.dossier, civil::FromDate(request.keep_until_date()), request.basis(), ActorOf(call));
  });
}

}  // namespace congress::dossiers
