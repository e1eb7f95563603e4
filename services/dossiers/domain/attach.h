// Papers in a dossier.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "congress/dossiers/v1/checklist_template.pb.h"
#include "congress/dossiers/v1/dossier.pb.h"
#include "services/dossiers/domain/actor.h"
#include "services/dossiers/domain/grades.h"

namespace congress::dossiers {

// Adds a paper behind those attached before; none is ever erased. Errors: `FIELDS_INVALID` for a hash that is none,
// `DOSSIER_NOT_OPEN`, `ITEM_UNKNOWN`, `ITEM_GRADED` when the item is above the actor's clearance,
// `DOCUMENT_ISSUED_LATER`. `path` is where the request holds the attachment.
absl::StatusOr<v1::Dossier> Attach(v1::Dossier dossier, const v1::ChecklistTemplate& checklist,
                                   const v1::Attachment& attachment, const Actor& actor,
                                   std::string_view path = "attachment");

// PERMISSION_DENIED `ITEM_GRADED`: the item is above the caller's clearance.
absl::Status ItemGraded(std::string_view item_id, std::string_view title, Grade grade);

}  // namespace congress::dossiers
