#include "services/dossiers/paper_files.h"

#include <string>
#include <utility>
#include <vector>

#include "platform/status/macros.h"
#include "services/dossiers/domain/attach.h"
#include "services/dossiers/domain/lifecycle.h"
#include "services/dossiers/domain/paper.h"
#include "services/dossiers/folders.h"

namespace congress::dossiers {
namespace {

absl::StatusOr<content::Claim> ClaimOf(rpc::Call& call, const v1::Dossier& dossier, v1::Component paper) {
  const bool graded = paper.grade() != annotations::v1::GRADE_UNSPECIFIED;
  // A token that does not say whose it is might be theirs.
  if (graded) RETURN_IF_ERROR(RequireOther(call, dossier.person()));
  const v1::Document& document = *DocumentOf(&paper);
  return content::Claim{.owner = dossier.person(),
                        .organisation = dossier.organisation(),
                        .size_bytes = document.file_size_bytes(),
                        .sha256 = document.file_sha256(),
                        .graded = graded,
                        .content = document.content()};
}

// Whether another paper of the person has the same file, as one that was taken over.
absl::StatusOr<bool> IsShared(rpc::Call& call, const v1::Dossier& dossier, v1::Component paper) {
  const std::string id = DocumentOf(&paper)->content().id();
  if (id.empty()) return false;
  ASSIGN_OR_RETURN(const std::vector<v1::Dossier> theirs, DossiersOf(call, dossier.person()));
  for (const v1::Dossier& one : theirs) {
    ASSIGN_OR_RETURN(Folder folder, FolderOf(call, one));
    for (v1::Component& other : folder.components) {
      if (other.name() != paper.name() && DocumentOf(&other)->content().id() == id) return true;
    }
  }
  return false;
}

absl::StatusOr<content::Claim> ForUpload(rpc::Call& call, const std::string& name) {
  ASSIGN_OR_RETURN(const v1::Dossier dossier, kDossiers.Get(call, DossierOf(name)));
  RETURN_IF_ERROR(call.Require("dossiers.dossiers.attach", dossier.organisation()));
  RETURN_IF_ERROR(RequireOther(call, dossier.person()));
  RETURN_IF_ERROR(RequireOpen(dossier));
  ASSIGN_OR_RETURN(v1::Component paper, kComponents.Load(call, name));
  if (!MaySee(call, dossier, paper)) return status::NotFound("Component", name);
  RETURN_IF_ERROR(RequireLive(paper));
  ASSIGN_OR_RETURN(const bool shared, IsShared(call, dossier, paper));
  // A file that comes in its place must not take it from the others.
  if (shared) DocumentOf(&paper)->clear_content();
  return ClaimOf(call, dossier, std::move(paper));
}

absl::Status Refer(rpc::Call& call, const std::string& name, const content::v1::Content& content) {
  ASSIGN_OR_RETURN(v1::Component paper, kComponents.Load(call, name));
  *DocumentOf(&paper)->mutable_content() = content;
  kComponents.Put(call, std::move(paper));
  // The audit names no paper; it has the change by the dossier.
  ASSIGN_OR_RETURN(v1::Dossier dossier, kDossiers.Load(call, DossierOf(name)));
  *dossier.mutable_update_time() = civil::ToTimestamp(call.now());
  kDossiers.Put(call, std::move(dossier));
  return absl::OkStatus();
}

absl::StatusOr<content::Claim> ForDownload(rpc::Call& call, const std::string& name) {
  ASSIGN_OR_RETURN(const v1::Dossier dossier, kDossiers.Get(call, DossierOf(name)));
  ASSIGN_OR_RETURN(v1::Component paper, kComponents.Load(call, name));
  // Until it is submitted a dossier gives no file at all to others.
  if (IsStillGathered(call, dossier) || !MaySee(call, dossier, paper)) return status::NotFound("Component", name);
  return ClaimOf(call, dossier, std::move(paper));
}

}  // namespace

content::Holder PaperFiles() {
  return {.collection = "components", .for_upload = ForUpload, .refer = Refer, .for_download = ForDownload};
}

}  // namespace congress::dossiers
