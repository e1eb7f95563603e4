#include "services/dossiers/paper_files.h"

#include <string>

#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "services/dossiers/domain/attach.h"
#include "services/dossiers/domain/checklist.h"
#include "services/dossiers/domain/lifecycle.h"
#include "services/dossiers/domain/paper.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"

namespace congress::dossiers {
namespace {

std::string DossierOf(std::string_view paper) { return std::string(paper.substr(0, paper.find("/components/"))); }

absl::StatusOr<content::Claim> ClaimOf(rpc::Call& call, const std::string& name, v1::Dossier dossier) {
  const Paper paper = FindPaper(name, &dossier);
  if (paper.document == nullptr) return status::NotFound("Component", name);
  if (paper.grade > call.principal().clearance) {
    ASSIGN_OR_RETURN(const auto checklist, kChecklistTemplates.Load(call, dossier.template_()));
    const v1::ChecklistItem* item = FindItem(checklist, paper.component->item_id());
    return ItemGraded(paper.component->item_id(), item == nullptr ? "" : item->title(), paper.grade);
  }
  const bool graded = paper.grade != annotations::v1::GRADE_UNSPECIFIED;
  // A token that does not say whose it is might be theirs.
  if (graded) RETURN_IF_ERROR(RequireOther(call, dossier.person()));
  return content::Claim{.owner = dossier.person(),
                        .organisation = dossier.organisation(),
                        .size_bytes = paper.document->file_size_bytes(),
                        .sha256 = paper.document->file_sha256(),
                        .graded = graded,
                        .content = paper.document->content()};
}

absl::StatusOr<content::Claim> ForUpload(rpc::Call& call, const std::string& name) {
  ASSIGN_OR_RETURN(v1::Dossier dossier, kDossiers.Get(call, DossierOf(name)));
  RETURN_IF_ERROR(call.Require("dossiers.dossiers.attach", dossier.organisation()));
  RETURN_IF_ERROR(RequireOther(call, dossier.person()));
  RETURN_IF_ERROR(RequireOpen(dossier));
  return ClaimOf(call, name, std::move(dossier));
}

absl::Status Refer(rpc::Call& call, const std::string& name, const content::v1::Content& content) {
  const auto refer = [&](v1::Dossier dossier) -> absl::StatusOr<v1::Dossier> {
    *FindPaper(name, &dossier).document->mutable_content() = content;
    *dossier.mutable_update_time() = civil::ToTimestamp(call.now());
    return dossier;
  };
  return kDossiers.Mutate(call, DossierOf(name), "", refer).status();
}

absl::StatusOr<content::Claim> ForDownload(rpc::Call& call, const std::string& name) {
  ASSIGN_OR_RETURN(v1::Dossier dossier, kDossiers.Get(call, DossierOf(name)));
  if (IsStillGathered(call, dossier)) return status::NotFound("Component", name);
  return ClaimOf(call, name, std::move(dossier));
}

}  // namespace

content::Holder PaperFiles() {
  return {.collection = "components", .for_upload = ForUpload, .refer = Refer, .for_download = ForDownload};
}

}  // namespace congress::dossiers
