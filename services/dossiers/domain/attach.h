// Papers come into a dossier, take each other's place and are taken back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/dossiers/v1/checklist_template.pb.h"
#include "services/dossiers/domain/actor.h"
#include "services/dossiers/domain/folder.h"

namespace congress::dossiers {

// The paper that comes into the dossier, and behind it those that it supersedes. Errors: `FIELDS_INVALID` for a hash
// that is none or for superseding what is no paper of the item, `DOSSIER_NOT_OPEN`, `ITEM_UNKNOWN`, `ITEM_GRADED` when
// the item is above the actor's clearance, `DOCUMENT_ISSUED_LATER`, `COMPONENT_NOT_LIVE`. `path` is where the request
// holds the attachment.
absl::StatusOr<std::vector<v1::Component>> Attach(const Folder& folder, const v1::ChecklistTemplate& checklist,
                                                  const v1::Attachment& attachment, std::string_view id,
                                                  const Actor& actor, std::string_view path = "attachment");

// The attachment with what the paper says that it takes over, `path` as above. `FIELDS_INVALID` where it says that
// itself, and for a paper of another person than the folder's or of a higher grade than the item; `ITEM_UNKNOWN`,
// `ITEM_GRADED`, `COMPONENT_NOT_LIVE`, `COMPONENT_EXPIRED`.
absl::StatusOr<v1::Attachment> TakeOver(const Folder& folder, const v1::ChecklistTemplate& checklist,
                                        v1::Attachment attachment, v1::Component paper, const Actor& actor,
                                        std::string_view path = "attachment");

// The paper of that name, which the dossier has, taken back, and behind it those that are live again.
// `DOSSIER_NOT_OPEN`, `COMPONENT_NOT_LIVE`.
absl::StatusOr<std::vector<v1::Component>> WithdrawPaper(const Folder& folder, std::string_view name,
                                                         std::string reason, const Actor& actor);

// FAILED_PRECONDITION `COMPONENT_NOT_LIVE` unless it counts.
absl::Status RequireLive(const v1::Component& component);

}  // namespace congress::dossiers
