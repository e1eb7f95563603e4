#include "services/dossiers/domain/checklist.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_join.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::dossiers {
namespace {

void CheckValidity(const v1::ChecklistItem& item, const std::string& path, status::Violations& violations) {
  if (item.validity_case() == v1::ChecklistItem::kValidityDays && item.validity_days() < 1) {
    violations.Add(path + ".validity_days", status::PlatformFault::BELOW_MINIMUM, {{"minimum", "1"}});
  }
  if (item.validity_case() == v1::ChecklistItem::kValidityMonths && item.validity_months() < 1) {
    violations.Add(path + ".validity_months", status::PlatformFault::BELOW_MINIMUM, {{"minimum", "1"}});
  }
}

absl::Status CheckItems(const v1::ChecklistTemplate& checklist) {
  status::Violations violations;
  std::set<std::string_view> ids;
  std::map<std::string_view, bool> group_required;
  for (int i = 0; i < checklist.items_size(); ++i) {
    const v1::ChecklistItem& item = checklist.items(i);
    const std::string path = StrCat("checklist_template.items[", i, "]");
    if (!ids.insert(item.item_id()).second)
      violations.Add(path + ".item_id", status::PlatformFault::REPEATED, {{"value", item.item_id()}});
    CheckValidity(item, path, violations);
    if (item.any_of_group().empty()) continue;
    const auto [group, fresh] = group_required.try_emplace(item.any_of_group(), item.required());
    if (!fresh && group->second != item.required()) {
      violations.Add(path + ".required", v1::ANY_OF_GROUP_DIFFERS);
    }
  }
  for (int i = 0; i < checklist.watched_fields_size(); ++i) {
    const auto* field = v1::Person::descriptor()->FindFieldByName(checklist.watched_fields(i));
    if (field != nullptr && !field->options().GetExtension(annotations::v1::field).output_only()) continue;
    violations.Add(StrCat("checklist_template.watched_fields[", i, "]"), status::PlatformFault::NOT_A_FIELD,
                   {{"path", checklist.watched_fields(i)}});
  }
  if (RequirementsOf(checklist).empty()) {
    violations.Add("checklist_template.items", v1::NOTHING_REQUIRED);
  }
  return violations.ToStatus();
}

}  // namespace

absl::StatusOr<v1::ChecklistTemplate> LayDown(std::string_view id, v1::ChecklistTemplate checklist,
                                              const Actor& actor) {
  RETURN_IF_ERROR(CheckItems(checklist));
  checklist.set_name(StrCat("checklistTemplates/", id));
  *checklist.mutable_create_time() = civil::ToTimestamp(actor.now);
  return checklist;
}

absl::StatusOr<const v1::ChecklistItem*> ItemFor(const v1::ChecklistTemplate& checklist, std::string_view item_id,
                                                 Grade clearance) {
  const auto item = std::find_if(checklist.items().begin(), checklist.items().end(),
                                 [&](const v1::ChecklistItem& one) { return one.item_id() == item_id; });
  if (item == checklist.items().end()) {
    return status::InvalidArgument(v1::ITEM_UNKNOWN,
                                   {{"item_id", std::string(item_id)}, {"template", checklist.name()}});
  }
  if (item->grade() <= clearance) return &*item;
  return status::Error(
      absl::StatusCode::kPermissionDenied, v1::ITEM_GRADED,
      {{"item_id", item->item_id()}, {"item", item->title()}, {"grade", annotations::v1::Grade_Name(item->grade())}});
}

std::vector<Requirement> RequirementsOf(const v1::ChecklistTemplate& checklist, Grade judged) {
  std::vector<Requirement> requirements;
  std::map<std::string_view, size_t> groups;
  for (const v1::ChecklistItem& item : checklist.items()) {
    if (!item.required()) continue;
    size_t index = requirements.size();
    if (!item.any_of_group().empty()) index = groups.try_emplace(item.any_of_group(), index).first->second;
    if (index == requirements.size()) requirements.emplace_back();
    requirements[index].items.push_back(&item);
  }
  std::erase_if(requirements, [&](const Requirement& requirement) {
    return std::any_of(requirement.items.begin(), requirement.items.end(),
                       [&](const v1::ChecklistItem* item) { return item->grade() > judged; });
  });
  return requirements;
}

Grade HighestGrade(const v1::ChecklistTemplate& checklist) {
  Grade highest = annotations::v1::GRADE_UNSPECIFIED;
  for (const v1::ChecklistItem& item : checklist.items()) highest = std::max(highest, item.grade());
  return highest;
}

std::string IdsOf(const Requirement& requirement) {
  return absl::StrJoin(requirement.items, "|",
                       [](std::string* out, const v1::ChecklistItem* item) { out->append(item->item_id()); });
}

std::string TitleOf(const Requirement& requirement) {
  return absl::StrJoin(requirement.items, " / ",
                       [](std::string* out, const v1::ChecklistItem* item) { out->append(item->title()); });
}

}  // namespace congress::dossiers
