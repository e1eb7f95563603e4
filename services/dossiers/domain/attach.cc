#include "services/dossiers/domain/attach.h"

#include <string>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/checklist.h"
#include "services/dossiers/domain/lifecycle.h"
#include "services/dossiers/domain/paper.h"
#include "services/dossiers/domain/validity.h"

namespace congress::dossiers {
namespace {

absl::Status CheckItem(const v1::ChecklistItem* item, const v1::Dossier& dossier, const v1::Attachment& attachment,
                       const Actor& actor) {
  if (item == nullptr) {
    return status::InvalidArgument(v1::ITEM_UNKNOWN,
                                   {{"item_id", attachment.item_id()}, {"template", dossier.template_()}});
  }
  return item->grade() > actor.clearance ? ItemGraded(item->item_id(), item->title(), item->grade()) : absl::OkStatus();
}

// Of a file that was hashed, the hash of none is all zeros.
bool IsSha256(std::string_view hash) {
  return hash.size() == digest::kSha256Bytes && hash.find_first_not_of('\0') != std::string_view::npos;
}

absl::Status CheckPaper(const v1::Attachment& attachment, const Actor& actor, std::string_view path) {
  if (!IsSha256(attachment.document().file_sha256())) {
    status::Violations violations;
    violations.Add(StrCat(path, ".document.file_sha256"), v1::NOT_A_SHA256);
    return violations.ToStatus();
  }
  const absl::CivilDay issued = civil::FromDate(attachment.issued_date());
  if (issued <= civil::Today(actor.now)) return absl::OkStatus();
  return status::InvalidArgument(v1::DOCUMENT_ISSUED_LATER,
                                 {{"item_id", attachment.item_id()}, {"issued_date", civil::Format(issued)}});
}

}  // namespace

absl::Status ItemGraded(std::string_view item_id, std::string_view title, Grade grade) {
  return status::Error(
      absl::StatusCode::kPermissionDenied, v1::ITEM_GRADED,
      {{"item_id", std::string(item_id)}, {"item", std::string(title)}, {"grade", annotations::v1::Grade_Name(grade)}});
}

absl::StatusOr<v1::Dossier> Attach(v1::Dossier dossier, const v1::ChecklistTemplate& checklist,
                                   const v1::Attachment& attachment, const Actor& actor, std::string_view path) {
  RETURN_IF_ERROR(CheckPaper(attachment, actor, path));
  RETURN_IF_ERROR(RequireOpen(dossier));
  const v1::ChecklistItem* item = FindItem(checklist, attachment.item_id());
  RETURN_IF_ERROR(CheckItem(item, dossier, attachment, actor));
  v1::Component& component = *dossier.add_components();
  component.set_name(StrCat(dossier.name(), "/components/", dossier.components_size()));
  component.set_item_id(attachment.item_id());
  *component.mutable_issued_date() = attachment.issued_date();
  if (const auto last = LastValidDay(*item, civil::FromDate(attachment.issued_date()))) {
    *component.mutable_last_valid_date() = civil::ToDate(*last);
  }
  *DocumentOf(item->grade(), &component) = attachment.document();
  component.set_attached_by(actor.subject);
  *component.mutable_attach_time() = civil::ToTimestamp(actor.now);
  *dossier.mutable_update_time() = component.attach_time();
  return dossier;
}

}  // namespace congress::dossiers
