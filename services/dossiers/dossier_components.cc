// The papers of dossiers, as DossierService has them.
#include <utility>

#include "platform/civil/civil.h"
#include "platform/rpc/paging.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/attach.h"
#include "services/dossiers/domain/grades.h"
#include "services/dossiers/dossier_service.h"
#include "services/dossiers/folders.h"
#include "services/dossiers/ids.h"

namespace congress::dossiers {
namespace {

// Stages changed papers, all of one item, and that their dossier has changed. Of a graded one its record tells nothing.
absl::Status PutPapers(rpc::Call& call, std::vector<v1::Component> changed, v1::Dossier* dossier) {
  RETURN_IF_ERROR(TouchDossier(call, changed.front(), dossier));
  for (v1::Component& paper : changed) kComponents.Put(call, std::move(paper));
  return absl::OkStatus();
}

// A paper that the caller may know of, with its dossier.
absl::StatusOr<Folder> PaperOf(rpc::Call& call, const std::string& name) {
  ASSIGN_OR_RETURN(v1::Dossier dossier, kDossiers.Get(call, DossierOf(name)));
  ASSIGN_OR_RETURN(v1::Component paper, kComponents.Load(call, name));
  if (!MaySee(call, dossier, paper)) return status::NotFound("Component", name);
  return Folder(std::move(dossier), {std::move(paper)});
}

// The attachment, with what the paper says that it takes over.
absl::StatusOr<v1::Attachment> Complete(rpc::Call& call, const Folder& folder, const v1::ChecklistTemplate& checklist,
                                        const v1::Attachment& said, std::string_view path) {
  if (said.reuse_of().empty()) return said;
  ASSIGN_OR_RETURN(const v1::Dossier from, kDossiers.Read(call, DossierOf(said.reuse_of())));
  ASSIGN_OR_RETURN(v1::Component paper, kComponents.Load(call, said.reuse_of()));
  if (!MaySee(call, from, paper)) return status::NotFound("Component", said.reuse_of());
  return TakeOver(folder, checklist, said, std::move(paper), ActorOf(call), path);
}

// The paper that the attachment puts into the dossier, and behind it those that it supersedes.
absl::StatusOr<std::vector<v1::Component>> AttachTo(rpc::Call& call, const Folder& folder,
                                                    const v1::ChecklistTemplate& checklist, const v1::Attachment& said,
                                                    std::string_view path) {
  ASSIGN_OR_RETURN(const v1::Attachment attachment, Complete(call, folder, checklist, said, path));
  return Attach(folder, checklist, attachment, RandomId(kIdBelowParent), ActorOf(call), path);
}

}  // namespace

absl::StatusOr<v1::Component> DossierService::AttachComponent(rpc::Call& call,
                                                              const v1::AttachComponentRequest& request) const {
  v1::Component attached;
  const auto attach = [&](const Folder& folder, const auto& checklist) -> absl::StatusOr<v1::Dossier> {
    ASSIGN_OR_RETURN(auto changed, AttachTo(call, folder, checklist, request.attachment(), "attachment"));
    attached = changed.front();
    v1::Dossier dossier = folder.dossier;
    RETURN_IF_ERROR(PutPapers(call, std::move(changed), &dossier));
    return dossier;
  };
  RETURN_IF_ERROR(ChangeDossier(call, request.name(), request.etag(), attach).status());
  return Told(call, std::move(attached));
}

absl::StatusOr<v1::BatchAttachComponentsResponse> DossierService::BatchAttachComponents(
    rpc::Call& call, const v1::BatchAttachComponentsRequest& request) const {
  RETURN_IF_ERROR(RequireDistinct(request.dossiers(), "dossiers", "dossier",
                                  [](const v1::DossierAttachments& item) { return std::string_view(item.dossier()); }));
  v1::BatchAttachComponentsResponse attached;
  for (int i = 0; i < request.dossiers_size(); ++i) {
    const v1::DossierAttachments& item = request.dossiers(i);
    const auto attach_all = [&](Folder folder, const auto& checklist) -> absl::StatusOr<v1::Dossier> {
      for (int j = 0; j < item.attachments_size(); ++j) {
        ASSIGN_OR_RETURN(auto changed, AttachTo(call, folder, checklist, item.attachments(j),
                                                StrCat("dossiers[", i, "].attachments[", j, "]")));
        *attached.add_components() = changed.front();
        Apply(changed, &folder);
        RETURN_IF_ERROR(PutPapers(call, std::move(changed), &folder.dossier));
      }
      return std::move(folder.dossier);
    };
    RETURN_IF_ERROR(ChangeDossier(call, item.dossier(), item.etag(), attach_all).status());
  }
  RETURN_IF_ERROR(TellPersons(call, attached.mutable_components()));
  return attached;
}

absl::StatusOr<v1::Component> DossierService::GetComponent(rpc::Call& call,
                                                           const v1::GetComponentRequest& request) const {
  ASSIGN_OR_RETURN(Folder found, PaperOf(call, request.name()));
  v1::Component& paper = found.components.front();
  if (ShowsGraded(paper, call.principal().clearance)) {
    RETURN_IF_ERROR(RefuseOwn(call, paper.person()));
  }
  return Told(call, std::move(paper));
}

absl::StatusOr<v1::ListComponentsResponse> DossierService::ListComponents(
    rpc::Call& call, const v1::ListComponentsRequest& request) const {
  ASSIGN_OR_RETURN(v1::Dossier dossier, kDossiers.Get(call, request.parent()));
  ASSIGN_OR_RETURN(Folder folder, FolderOf(call, std::move(dossier)));
  ASSIGN_OR_RETURN(const bool own, IsSelf(call, folder.dossier.person()));
  std::erase_if(folder.components, [&](const v1::Component& paper) {
    if (own && paper.grade() != annotations::v1::GRADE_UNSPECIFIED) return true;
    if (!request.item_id().empty() && request.item_id() != paper.item_id()) return true;
    if (request.state() != v1::Component::STATE_UNSPECIFIED && request.state() != paper.state()) return true;
    return !MaySee(call, folder.dossier, paper);
  });
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), folder.components.size()));
  v1::ListComponentsResponse listed;
  for (size_t i = slice.begin; i < slice.end; ++i) {
    if (own) ClearGraded(&folder.components[i]);
    *listed.add_components() = std::move(folder.components[i]);
  }
  RETURN_IF_ERROR(TellPersons(call, listed.mutable_components()));
  listed.set_next_page_token(slice.next_page_token);
  return listed;
}

absl::StatusOr<v1::Component> DossierService::WithdrawComponent(rpc::Call& call,
                                                                const v1::WithdrawComponentRequest& request) const {
  ASSIGN_OR_RETURN(const Folder found, PaperOf(call, request.name()));
  RETURN_IF_ERROR(kComponents.CheckEtag(found.components.front(), request.etag()));
  v1::Component withdrawn;
  const auto withdraw = [&](const Folder& folder, const auto&) -> absl::StatusOr<v1::Dossier> {
    ASSIGN_OR_RETURN(auto changed, WithdrawPaper(folder, request.name(), request.reason(), ActorOf(call)));
    withdrawn = changed.front();
    v1::Dossier dossier = folder.dossier;
    RETURN_IF_ERROR(PutPapers(call, std::move(changed), &dossier));
    return dossier;
  };
  RETURN_IF_ERROR(ChangeDossier(call, found.dossier.name(), "", withdraw).status());
  return Told(call, std::move(withdrawn));
}

}  // namespace congress::dossiers
