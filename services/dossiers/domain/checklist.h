// Checklist templates: what one must be, and the requirements that it makes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/dossiers/v1/checklist_template.pb.h"
#include "services/dossiers/domain/actor.h"
#include "services/dossiers/domain/grades.h"

namespace congress::dossiers {

// The template as it is first stored. INVALID_ARGUMENT `FIELDS_INVALID` lists what is wrong: item ids that come twice,
// a validity below 1, any-of groups of which only some items are required, no required item at all, watched fields that
// a person does not have.
absl::StatusOr<v1::ChecklistTemplate> LayDown(std::string_view id, v1::ChecklistTemplate checklist, const Actor& actor);

// The item, for who may see papers up to `clearance`. INVALID_ARGUMENT `ITEM_UNKNOWN`, PERMISSION_DENIED `ITEM_GRADED`.
absl::StatusOr<const v1::ChecklistItem*> ItemFor(const v1::ChecklistTemplate& checklist, std::string_view item_id,
                                                 Grade clearance);

// What a complete dossier must fulfil: a required item, or a required any-of group of which one item is enough. The
// items belong to the template.
struct Requirement {
  std::vector<const v1::ChecklistItem*> items;
};

// The requirements in the order of their first items. One of which an item is graded above `judged` is left out: who
// may not see whether that item is there cannot judge it.
std::vector<Requirement> RequirementsOf(const v1::ChecklistTemplate& checklist, Grade judged = kEveryGrade);

// The highest grade of its items.
Grade HighestGrade(const v1::ChecklistTemplate& checklist);

// Ids of the items joined by `|`, and their titles joined by ` / `.
std::string IdsOf(const Requirement& requirement);
std::string TitleOf(const Requirement& requirement);

}  // namespace congress::dossiers
