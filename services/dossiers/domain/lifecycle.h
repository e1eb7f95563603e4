// From opening a dossier to its acceptance: OPEN → SUBMITTED → ACCEPTED, with RETURNED for supplement in between.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/dossiers/v1/checklist_template.pb.h"
#include "congress/dossiers/v1/dossier.pb.h"
#include "services/dossiers/domain/actor.h"

namespace congress::dossiers {

// A new dossier under `parent`. FAILED_PRECONDITION `TEMPLATE_NOT_EFFECTIVE`,
// `TEMPLATE_PURPOSE_MISMATCH`.
absl::StatusOr<v1::Dossier> Open(std::string_view parent, std::string_view id, v1::Dossier dossier,
                                 const v1::ChecklistTemplate& checklist, const Actor& actor);

// Hands the dossier to the reviewers. `DOSSIER_NOT_OPEN`, `DOSSIER_INCOMPLETE`.
absl::StatusOr<v1::Dossier> Submit(v1::Dossier dossier, const v1::ChecklistTemplate& checklist, const Actor& actor);

// Sends a submitted or accepted dossier back. `DOSSIER_NOT_SUBMITTED`; `FIELDS_INVALID` for the reason
// OTHER without a note.
absl::StatusOr<v1::Dossier> Return(v1::Dossier dossier, v1::Review::ReturnReason reason, std::string note,
                                   const Actor& actor);

// Accepts a submitted dossier. `DOSSIER_NOT_SUBMITTED`, `DOSSIER_INCOMPLETE`.
absl::StatusOr<v1::Dossier> Accept(v1::Dossier dossier, const v1::ChecklistTemplate& checklist, std::string note,
                                   const Actor& actor);

// FAILED_PRECONDITION `DOSSIER_NOT_OPEN` unless its organisation has the dossier in hand.
absl::Status RequireOpen(const v1::Dossier& dossier);

}  // namespace congress::dossiers
