// The life of dossiers, as DossierService has it.
#include <map>
#include <string>
#include <utility>

#include "platform/civil/civil.h"
#include "services/dossiers/domain/lifecycle.h"
#include "services/dossiers/domain/names.h"
#include "services/dossiers/dossier_service.h"
#include "services/dossiers/dossier_uses.h"
#include "services/dossiers/folders.h"
#include "services/dossiers/review_blocks.h"

namespace congress::dossiers {

using OneDossier = absl::StatusOr<v1::Dossier>;

namespace {

// Puts dossiers away. What relies on those of a congress is read once.
class Closing {
 public:
  Closing(rpc::Call& call, const std::string& reason, absl::CivilDay keep_until)
      : call_(call), reason_(reason), keep_until_(keep_until) {}

  OneDossier Close(const std::string& name, const std::string& etag) {
    return ChangeDossier(call_, name, etag, [&](const Folder& folder, const auto&) -> OneDossier {
      RETURN_IF_ERROR(CollideOnPerson(call_, folder.dossier.person()));
      ASSIGN_OR_RETURN(v1::Dossier dossier, dossiers::Close(folder.dossier, reason_, keep_until_, ActorOf(call_)));
      ASSIGN_OR_RETURN(const DossierUses* uses, UsesIn(CongressOf(name)));
      // One that is withdrawn already has been given up by those who relied on it.
      const bool given_up = folder.dossier.state() == v1::Dossier::WITHDRAWN;
      if (!given_up) RETURN_IF_ERROR(uses->Refuse(call_, folder.dossier, Ending::kPutAway));
      return dossier;
    });
  }

 private:
  absl::StatusOr<const DossierUses*> UsesIn(const std::string& congress) {
    auto known = uses_.find(congress);
    if (known == uses_.end()) {
      ASSIGN_OR_RETURN(DossierUses read, DossierUses::Read(call_, congress));
      known = uses_.emplace(congress, std::move(read)).first;
    }
    const DossierUses* uses = &known->second;
    return uses;
  }

  rpc::Call& call_;
  const std::string& reason_;
  const absl::CivilDay keep_until_;
  std::map<std::string, DossierUses> uses_;
};

}  // namespace

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
  const auto give_back = [&](const Folder& folder, const auto& checklist) -> OneDossier {
    ASSIGN_OR_RETURN(v1::Dossier dossier,
                     Return(folder.dossier, request.return_reason(), request.note(), ActorOf(call)));
    RETURN_IF_ERROR(NameItems(checklist, request.items(), ActorOf(call), dossier.mutable_last_review()));
    return dossier;
  };
  return ChangeDossier(call, request.name(), request.etag(), give_back);
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
  const auto give_up = [&](const Folder& folder, const auto&) -> OneDossier {
    ASSIGN_OR_RETURN(v1::Dossier dossier, GiveUp(folder.dossier, request.reason(), ActorOf(call)));
    RETURN_IF_ERROR(CollideOnPerson(call, folder.dossier.person()));
    ASSIGN_OR_RETURN(const DossierUses uses, DossierUses::Read(call, CongressOf(request.name())));
    RETURN_IF_ERROR(uses.Refuse(call, folder.dossier, Ending::kGivenUp));
    return dossier;
  };
  return ChangeDossier(call, request.name(), request.etag(), give_up);
}

OneDossier DossierService::ReopenDossier(rpc::Call& call, const v1::ReopenDossierRequest& request) const {
  return ChangeDossier(call, request.name(), request.etag(), [&](const Folder& folder, const auto&) {
    return Reopen(folder.dossier, request.reason(), ActorOf(call));
  });
}

OneDossier DossierService::CloseDossier(rpc::Call& call, const v1::CloseDossierRequest& request) const {
  Closing closing(call, request.reason(), civil::FromDate(request.keep_until_date()));
  return closing.Close(request.name(), request.etag());
}

absl::StatusOr<v1::BatchCloseDossiersResponse> DossierService::BatchCloseDossiers(
    rpc::Call& call, const v1::BatchCloseDossiersRequest& request) const {
  RETURN_IF_ERROR(RequireDistinct(request.dossiers(), "dossiers", "dossier",
                                  [](const v1::ClosingDossier& item) { return std::string_view(item.dossier()); }));
  v1::BatchCloseDossiersResponse closed;
  // Before the first of them reads what relies on all.
  for (const v1::ClosingDossier& item : request.dossiers()) {
    ASSIGN_OR_RETURN(const v1::Dossier dossier, kDossiers.Get(call, item.dossier()));
    RETURN_IF_ERROR(CollideOnPerson(call, dossier.person()));
  }
  Closing closing(call, request.reason(), civil::FromDate(request.keep_until_date()));
  for (const v1::ClosingDossier& item : request.dossiers()) {
    ASSIGN_OR_RETURN(*closed.add_dossiers(), closing.Close(item.dossier(), item.etag()));
  }
  return closed;
}

OneDossier DossierService::ExtendDossierRetention(rpc::Call& call,
                                                  const v1::ExtendDossierRetentionRequest& request) const {
  return ChangeDossier(call, request.name(), request.etag(), [&](const Folder& folder, const auto&) -> OneDossier {
    RETURN_IF_ERROR(RequireTaken(request.basis(), call.now()));
    return KeepLonger(folder.dossier, civil::FromDate(request.keep_until_date()), request.basis(), ActorOf(call));
  });
}

}  // namespace congress::dossiers
